"""Whether a model can be served: all of it there, made by this very Rasa, and from which content."""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import re
import tarfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.launch.settings import CannotStart

DESCRIPTION = "metadata.json"
PIECE = 1 << 20
# What `python -m bot train` calls a model: the fingerprint of what it is made from.
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
MAKE_ONE = "`make train` makes one"


class ModelRefused(CannotStart):
    """A model that cannot be served, with why and what to do."""


def check_model(model: Path) -> None:
    """ModelRefused where the model is missing, cut short, no model at all, or made by another version of Rasa."""
    made_by, here = description(model).get("rasa_open_source_version"), importlib.metadata.version("rasa")
    if made_by != here:
        raise ModelRefused(f"The model {model} was made by Rasa {made_by}, and this is Rasa {here}: {MAKE_ONE} that fits")


def description(model: Path) -> dict[str, Any]:
    """What the model says of itself; ModelRefused where the file cannot be read to its end."""
    try:
        seen = model.stat()
        found = _read(model.resolve(), (seen.st_mtime_ns, seen.st_size))
    except FileNotFoundError:
        raise ModelRefused(f"There is no model {model}: {MAKE_ONE}") from None
    except PermissionError:
        raise ModelRefused(f"The model {model} may not be read: see to its owner and its rights") from None
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise ModelRefused(
            f"The model {model} is broken ({type(error).__name__}): delete it, {MAKE_ONE} anew; or copy it again, whole"
        ) from error
    if not isinstance(found, dict):
        raise ModelRefused(f"{model} is no model of Rasa's: {MAKE_ONE}")
    return found


@lru_cache(maxsize=4)
def _read(model: Path, _seen: tuple[int, int]) -> Any:
    # A file that is cut short says so at its end only, and Rasa would go on without a model, or with another one.
    with gzip.open(model) as whole:
        while whole.read(PIECE):
            pass
    with tarfile.open(model) as archive:
        text = next((archive.extractfile(each) for each in archive if each.name.lstrip("./") == DESCRIPTION), None)
        return json.loads(text.read()) if text else None


def other_content(model: Path, fingerprint: str) -> str | None:
    """A line where the model's name says that it was made from something else than there is now; None where not, or unknown."""
    made_from = model.resolve().name.removesuffix(".tar.gz")
    if not _FINGERPRINT.fullmatch(made_from) or made_from == fingerprint:
        return None
    return (
        f"The model {model} was made from other content, examples or code than there are now: it may not understand what is"
        f" new, and facts are those of now; {MAKE_ONE} from this content"
    )
