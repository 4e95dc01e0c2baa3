"""A disk that takes nothing more: nobody is told that something was kept which was not, nothing is half kept, and it passes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from psycopg2.errors import DiskFull
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import disk, logs, sessions, shared_store
from bot.channel.keeping import why
from bot.channel.sessions import Sessions, signing_keys
from bot.channel.store import ConversationStore
from bot.guidance.live import current
from bot.launch import model as models
from bot.launch import room
from bot.launch.family import CannotBegin, Family
from bot.launch.keeper import Child, Keeper
from bot.launch.measured_room import SHARED, SIZE, reserve
from bot.launch.progress import say
from bot.launch.room import check_folder, check_room
from bot.launch.settings import CannotStart, Settings
from tests.failures.conftest import Channel, no_room_for_files

ROOT = Path(__file__).parents[2]
SORRY = current().say("sorry.action_failed").strip()


def fill(store: ConversationStore) -> None:
    """Have SQLite say that the disk is full, as the kernel would: no page more than there are."""
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def make_room(store: ConversationStore) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


LONG = "a question that takes more than a page of the file " * 15


def test_while_it_is_full_people_are_told_and_their_words_stay_and_then_the_same_message_is_answered(
    channel: Channel, store: ConversationStore, caplog: Any
) -> None:
    caplog.set_level(logging.WARNING)
    assert channel.say("one")["text"] == "one, after 0"
    fill(store)
    said = [f"{number} {LONG}" for number in range(8)]
    failed = [text for number, text in enumerate(said) if channel.say(text, f"message-{number}")["failed"]]
    assert failed and SORRY in channel.say(failed[-1], "message-7")["text"]
    # The page keeps what was typed; without a script it is in the box.
    shown = channel.form(failed[-1])
    assert shown.status_code == 200 and SORRY in shown.text and f">{failed[-1].strip()}</textarea>" in shown.text
    ready = channel.ready()
    kept = channel.said()
    assert kept == ["one", *(text.strip() for text in said if text not in failed)]
    make_room(store)
    again = channel.say(failed[-1], "message-7")
    assert again["failed"] is False and again["text"].endswith(f"after {len(kept)}")
    assert channel.said() == [*kept, failed[-1].strip()]
    lines = [record.message for record in caplog.records if record.name == "bot.channel.keeping"]
    assert len(lines) == 2 and "the disk is full: make room" in lines[0] and "kept again" in lines[1]
    assert "question" not in caplog.text
    assert ready["status"] == 503


def test_ready_says_why_and_is_ready_again_by_itself(channel: Channel, store: ConversationStore, caplog: Any) -> None:
    caplog.set_level(logging.WARNING)
    with no_room_for_files():
        full = channel.ready()
    assert full["status"] == 503 and full["conversations"]["ready"] is False
    assert "disk" in full["conversations"]["why"] and "make room" in caplog.text or "full" in caplog.text
    assert channel.ready()["conversations"] == {"ready": True}
    assert "kept again" in caplog.text
    assert channel.said() == []


async def test_of_a_turn_nothing_is_kept_where_not_all_can_be(store: ConversationStore) -> None:
    tracker = await store.get_or_create_tracker("ann", append_action_listen=False)
    tracker.update_with_events([SessionStarted(), UserUttered("first")], Domain.empty())
    await store.save(tracker)
    tracker.update_with_events([UserUttered("x" * 3000), *(SlotSet(f"slot {n}", "y" * 3000) for n in range(40))], Domain.empty())
    fill(store)
    with pytest.raises(Exception, match="full"):
        await store.save(tracker)
    make_room(store)
    found = await store.retrieve_full_tracker("ann")
    assert found and len(found.events) == 2
    await store.save(tracker)
    found = await store.retrieve_full_tracker("ann")
    assert found and len(found.events) == 43


async def test_nothing_goes_on_in_the_memory_of_the_process_instead(store: ConversationStore) -> None:
    from rasa.core.tracker_store import FailSafeTrackerStore

    wrapped = FailSafeTrackerStore(store)
    fill(store)
    tracker = DialogueStateTracker.from_events("ann", [UserUttered("x" * 9000), UserUttered("y" * 90000)])
    with pytest.raises(Exception, match="full"):
        await wrapped.save(tracker)
    assert wrapped._fallback_tracker_store is None


async def test_nobody_waits_for_a_full_disk_of_postgresql_and_it_is_said(caplog: Any) -> None:
    def full() -> None:
        raise DiskFull("could not extend file")

    begun = time.monotonic()
    with pytest.raises(DiskFull):
        await shared_store._patiently(full)
    assert time.monotonic() - begun < 1
    assert why(DiskFull()) == "the disk of PostgreSQL is full: make room there"


def test_a_key_of_sessions_is_whole_or_not_there(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty file would be a key that everybody can guess."""
    monkeypatch.delenv("CHAT_SECRETS")
    with no_room_for_files(), pytest.raises(OSError):
        signing_keys(state)
    assert not (state / "session.key").exists() and list(state.iterdir()) == []
    [key] = signing_keys(state)
    assert len(key) >= sessions.SHORTEST_KEY and signing_keys(state) == [key]


@pytest.mark.parametrize("cut", ["", "abc"])
def test_a_key_that_was_cut_short_is_made_anew(state: Path, monkeypatch: pytest.MonkeyPatch, cut: str) -> None:
    monkeypatch.delenv("CHAT_SECRETS")
    state.mkdir()
    (state / "session.key").write_text(cut)
    [key] = signing_keys(state)
    assert len(key) >= sessions.SHORTEST_KEY and (state / "session.key").stat().st_mode & 0o077 == 0
    assert Sessions([key]).sender(Sessions([key]).new())


def test_a_log_that_cannot_be_written_ends_no_turn() -> None:
    """What is logged goes to /dev/full, in a process of its own: the root logger of this one has other readers."""
    script = (
        "import asyncio, logging, sys\n"
        "logging.basicConfig(stream=open('/dev/full', 'w'), level=logging.INFO)\n"
        "from bot.channel import logs\n"
        "asyncio.run(logs.begin())\n"
        "logging.getLogger('bot').error('something'); logging.getLogger('rasa').error('something else')\n"
        "print('went on')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "went on\n"
    assert logs.OWN


def test_a_line_that_nobody_can_read_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        say("A part has stopped")
        monkeypatch.undo()
        try:
            full.close()
        except OSError:
            pass


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A folder in which nothing can be made, for root neither."""
    (tmp_path / "a file").touch()
    return tmp_path / "a file" / "logs"


def test_a_part_that_cannot_be_started_is_tried_again_and_the_others_go_on(unwritable: Path, tmp_path: Path, capsys: Any) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    with Keeper() as keeper:
        keeper.start("other", Child(sleep, os.environ, tmp_path / "other.log"))
        keeper.start("one", Child(sleep, os.environ, unwritable / "one.log"))
        assert set(keeper.pids()) == {"other"}
        unwritable.parent.unlink()
        keeper.wait(10, until=lambda: "one" in keeper.pids())
        assert set(keeper.pids()) == {"other", "one"}
    assert "The one cannot be started: " in capsys.readouterr().out


def test_make_run_says_which_log_cannot_be_written(unwritable: Path) -> None:
    with Family() as family, pytest.raises(CannotBegin, match="a file"):
        family.start("one", [sys.executable, "-c", ""], os.environ, unwritable / "one.log")


def test_before_anything_starts_a_folder_that_takes_nothing_is_said(unwritable: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="Nothing can be written to .* needed for conversations and logs"):
        check_room(Settings(state=unwritable))
    with no_room_for_files(), pytest.raises(CannotStart, match="make room"):
        check_room(Settings(state=tmp_path / "state"))
    check_room(Settings(state=tmp_path / "state"))
    assert list((tmp_path / "state").iterdir()) == []


@pytest.mark.parametrize(("left", "enough"), [(3_000_000, False), (10**12, True)])
def test_a_disk_that_is_nearly_full_is_said_with_how_much_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int, enough: bool, caplog: Any
) -> None:
    assert not disk.say_where_little_is_left(tmp_path / "none")
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=left, f_frsize=1))
    if enough:
        check_folder(tmp_path, room.STATE, "conversations")
    else:
        with pytest.raises(CannotStart, match="has 3 MB left; 50 are needed for conversations: make room"):
            check_folder(tmp_path, room.STATE, "conversations")
    # The same while it runs, before it is too late.
    assert disk.say_where_little_is_left(tmp_path) is not enough
    assert ("make room" in caplog.text) is not enough


def test_make_run_says_it_and_starts_nothing(unwritable: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**os.environ, "STATE_DIR": str(unwritable), "PORT": "1024"},
    )
    assert done.returncode == 1 and "Starting" not in done.stdout
    assert len(done.stderr.splitlines()) == 1 and "Nothing can be written to" in done.stderr


def test_a_training_without_room_is_not_begun_and_no_model_is_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unwritable: Path
) -> None:
    monkeypatch.setattr(models, "work", lambda *_: pytest.fail("trained"))
    with no_room_for_files(), pytest.raises(CannotStart, match="a training"):
        models.up_to_date_model(Settings(state=tmp_path, models=tmp_path / "models"), "abc")
    assert list((tmp_path / "models").iterdir()) == []
    monkeypatch.undo()
    with pytest.raises(CannotStart, match=r"train.log cannot be written"):
        models.train(Settings(state=unwritable, models=tmp_path / "models"), tmp_path / "models/abc.tar.gz")


def test_measurements_have_their_room_before_they_are_written(tmp_path: Path) -> None:
    """A page of a mapped file that cannot be had ends the process with a signal that nobody catches."""
    environment = {SHARED: str(tmp_path)}
    assert reserve(environment) and environment == {SHARED: str(tmp_path)}
    files = list(tmp_path.iterdir())
    assert len(files) == 3 and all(path.stat().st_size == SIZE and path.stat().st_blocks * 512 >= SIZE for path in files)
    script = (
        "import os, sys\n"
        "from bot.launch.measured_room import reserve\n"
        "reserve(os.environ)\n"
        "from bot.channel import metrics\n"
        "metrics.observe('answered', 0.1, 'widget', [f'route-{n}' for n in range(300)]); metrics.OFF.set(0)\n"
        "import prometheus_client as p; print(p.generate_latest(metrics._registry()).decode().count('route-'))\n"
        "sizes = {os.path.getsize(os.path.join(os.environ['PROMETHEUS_MULTIPROC_DIR'], name)) for name in os.listdir(os.environ['PROMETHEUS_MULTIPROC_DIR']) if f'_{os.getpid()}.' in name}\n"
        "print(*sizes)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, **environment}
    )
    assert done.stdout.split() == ["300", str(SIZE)], done.stderr


def test_a_server_without_room_for_its_measurements_measures_alone(tmp_path: Path, capsys: Any) -> None:
    environment = {SHARED: str(tmp_path)}
    with no_room_for_files():
        assert not reserve(environment)
    assert environment == {} and list(tmp_path.iterdir()) == []
    assert "no room" in capsys.readouterr().err


@contextmanager
def tiny_disk(folder: Path) -> Iterator[bool]:
    """A disk of 2 MB at the folder, where this process may mount one; whether it may."""
    folder.mkdir()
    mounted = not subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True).returncode
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_while_a_server_measures_does_not_end_it(tmp_path: Path) -> None:
    """Really where a disk can be mounted; elsewhere by a limit, under which a file may not grow but its room can be written."""
    script = (
        "import os, resource, sys\n"
        "from bot.launch.measured_room import reserve\n"
        "assert reserve(os.environ)\n"
        "from bot.channel import metrics\n"
        "try:\n"
        "    with open(sys.argv[1] + '/fill', 'ab', buffering=0) as file:\n"
        "        if sys.argv[2] == 'limit': resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "        while True: file.write(b'x' * 512)\n"
        "except OSError: print('full')\n"
        "metrics.observe('answered', 0.1, 'widget', [f'route-{n}' for n in range(300)])\n"
        "print('went on')\n"
    )
    with tiny_disk(tmp_path / "disk") as mounted:
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "disk"), "disk" if mounted else "limit"], cwd=ROOT, capture_output=True,
            text=True, timeout=60, env={**os.environ, SHARED: str(tmp_path / "disk")},
        )
    assert (done.returncode, done.stdout) == (0, "full\nwent on\n"), done.stderr
