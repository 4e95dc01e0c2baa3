"""The trained model, made anew when what it is made from has changed."""

from __future__ import annotations

from pathlib import Path

from bot.launch.progress import last_words, say, work
from bot.launch.room import check_room_to_train
from bot.launch.settings import CannotStart, Settings, part_environment, python
from bot.launch.whole_model import ModelRefused, check_model

KEPT = 3


def model_of(settings: Settings, fingerprint: str) -> Path:
    """Where the model made from that material is, or will be: its name says what it is made from."""
    return settings.models / f"{fingerprint}.tar.gz"


def up_to_date_model(settings: Settings, fingerprint: str) -> Path:
    """The path of a model made from exactly this; trains one where there is none, or raises CannotStart."""
    model = model_of(settings, fingerprint)
    if not model.exists():
        say("Training the model, since what it is made from is new or has changed")
        train(settings, model)
        _forget_old(settings.models)
    return model


def usable_model(settings: Settings, fingerprint: str) -> Path:
    """The same, looked at to its end: one that is broken is made anew, once."""
    model = up_to_date_model(settings, fingerprint)
    try:
        check_model(model)
    except ModelRefused as problem:
        say(f"{problem}. It is deleted and made anew.")
        model.unlink()
        model = up_to_date_model(settings, fingerprint)
        check_model(model)
    return model


def train(settings: Settings, model: Path) -> None:
    """Train under another name first, so that a half-made model is never taken for a whole one."""
    check_room_to_train(settings)
    unfinished = f"unfinished-{model.name.removesuffix('.tar.gz')}"
    log = settings.logs / "train.log"
    command = python(
        *("-m", "rasa", "train", "--config", "config.yml", "--domain", "bot/domain", "--data", "data"),
        *("--out", str(settings.models / "unfinished"), "--fixed-model-name", unfinished),
    )
    code = work(command, part_environment(settings), log)
    made = settings.models / "unfinished" / f"{unfinished}.tar.gz"
    if code or not made.exists():
        raise CannotStart(f"{last_words(log)}\nThe training failed; all it said is in {log}")
    made.replace(model)


def _forget_old(models: Path) -> None:
    by_age = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[KEPT:]:
        path.unlink()
