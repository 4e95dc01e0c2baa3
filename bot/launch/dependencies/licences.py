"""The licence of an installed package, as its metadata say."""

from __future__ import annotations

import importlib.metadata

OSI = "License :: OSI Approved :: "
LONGEST = 60
UNSAID = "its metadata name none"


def licence_of(name: str) -> str:
    """The expression of the metadata, else the licences of its classifiers, else its licence where that is a name and no text."""
    found = importlib.metadata.metadata(name)
    expression = (found.get_all("License-Expression") or [""])[0]
    if expression:
        return str(expression)
    approved = [each.removeprefix(OSI) for each in found.get_all("Classifier") or [] if each.startswith(OSI)]
    if approved:
        return " or ".join(sorted(approved))
    lines = str((found.get_all("License") or [""])[0]).strip().splitlines()
    return lines[0] if len(lines) == 1 and len(lines[0]) <= LONGEST else UNSAID
