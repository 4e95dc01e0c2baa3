"""The two ways in which a whole-workforce check ends before it began."""

from __future__ import annotations


class CannotDo(Exception):
    """One line that says why nothing could be done and what to do about it; nothing was written."""


class WrongWords(Exception):
    """One line that says which words on the command line do not fit."""
