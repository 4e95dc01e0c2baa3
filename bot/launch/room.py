"""Whether there is room to write where the assistant writes: looked at before anything starts, since a full disk fails late."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bot.launch.settings import CannotStart, Settings

MEGABYTE = 1_000_000
# Conversations and logs of some hours; a model, unpacked; what a training writes, with what Rasa keeps of it.
STATE, UNPACKED, TRAINING = 50, 150, 600
PROBE = ".room"


def check_room(settings: Settings) -> None:
    """CannotStart where state, or a model that is being loaded, could not be written."""
    check_folder(settings.state, STATE, "conversations and logs")
    check_folder(Path(tempfile.gettempdir()), UNPACKED, "the model, unpacked (TMPDIR names another folder)")


def check_room_to_train(settings: Settings) -> None:
    """CannotStart where a training could not be written."""
    check_folder(settings.models, TRAINING, "a training (old models, and the folder .rasa, may be deleted)")


def check_folder(folder: Path, megabytes: int, what: str) -> None:
    """CannotStart where the folder cannot be written to, or has less room than that."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Really: a quota, a disk that only reads, and rights show in no number.
        with tempfile.TemporaryFile(prefix=PROBE, dir=folder) as file:
            file.write(b"\0" * 65536)
            file.flush()
            os.fsync(file.fileno())
        left = free(folder)
    except OSError as error:
        raise CannotStart(
            f"Nothing can be written to {folder} ({error.strerror}); that is needed for {what}:"
            " make room, or see to its owner and rights, and try again"
        ) from error
    if left < megabytes * MEGABYTE:
        raise CannotStart(
            f"The disk of {folder} has {left / MEGABYTE:.0f} MB left; {megabytes} are needed for {what}: make room and try again"
        )


def free(folder: Path) -> int:
    """How many bytes can still be written to the disk of a folder."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
