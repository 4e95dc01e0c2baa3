"""The words on the command line, and what they ask for."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Optional

from rapidfuzz import fuzz, process

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import RuleSet
from bot.guidance.schema.workforce import Workforce
from bot.workforce.refusals import CannotDo, WrongWords
from bot.workforce.sheets import KINDS

PROGRAM = "python -m bot workforce"
# Of whom a set has to be asked to be tried for every person in a file.
AT_WORK = "employee"
NEAR, MOST_NEAR = 60, 3
ON_SCREEN = "-"


@dataclass(frozen=True)
class Options:
    """What was asked for; `template` is a file, or `ON_SCREEN`, or None where a file is to be checked."""

    file: Optional[Path]
    rule_sets: Sequence[RuleSet]
    output: Optional[Path]
    page: Optional[Path]
    everybody: Mapping[str, str]
    chosen: Mapping[str, str]
    template: Optional[str]
    force: bool

    @property
    def faults(self) -> Path:
        """The file for what could not be read: "result.bad.csv" beside "result.csv"."""
        assert self.output is not None
        return self.output.with_name(f"{self.output.stem}.bad.csv")


def options(k: Knowledge, words: Workforce, arguments: Sequence[str], today: date) -> Options:
    """What the words ask for; WrongWords where they do not fit, CannotDo where there are no such rules."""
    given = _parser(words).parse_args(arguments)
    names = ", ".join(sorted(k.rule_sets))
    if (given.rules is None) == (not given.all):
        raise WrongWords(words.say("usage.need_rules", names=names))
    rule_sets = _all_today(k, words, today) if given.all else [_named(k, words, given.rules)]
    output, page = (Path(each) if each else None for each in (given.output, given.page))
    if given.template is None:
        output, page = _files(words, given.file, output, page)
    elif given.template != ON_SCREEN:
        _ending(words, Path(given.template), KINDS, "output_kind")
    pairs = [_pairs(words, texts, example) for texts, example in ((given.everybody, "goal=maths"), (given.column, '"Age=Years"'))]
    file = Path(given.file) if given.file else None
    return Options(file, rule_sets, output, page, pairs[0], pairs[1], given.template, given.force)


def _parser(words: Workforce) -> argparse.ArgumentParser:
    says = words.phrase("help")
    parser = argparse.ArgumentParser(PROGRAM, description=says["description"], allow_abbrev=False)
    parser.add_argument("file", nargs="?", help=says["file"])
    parser.add_argument("--rules", metavar="ID", help=says["rules"])
    parser.add_argument("--all", action="store_true", help=says["all"])
    parser.add_argument("-o", "--output", metavar="FILE", help=says["output"])
    parser.add_argument("--page", metavar="FILE", help=says["page"])
    parser.add_argument("--everybody", action="append", default=[], metavar="NAME=ANSWER", help=says["everybody"])
    parser.add_argument("--column", action="append", default=[], metavar="NAME=HEADING", help=says["column"])
    parser.add_argument("--template", nargs="?", const=ON_SCREEN, metavar="FILE", help=says["template"])
    parser.add_argument("--force", action="store_true", help=says["force"])
    return parser


def _files(words: Workforce, file: str | None, output: Path | None, page: Path | None) -> tuple[Path, Path]:
    """The result and the page, by default beside it."""
    if file is None:
        raise WrongWords(words.say("usage.need_file"))
    if output is None:
        raise WrongWords(words.say("usage.need_output"))
    _ending(words, output, KINDS, "output_kind")
    page = page or output.with_suffix(".html")
    _ending(words, page, (".html", ".htm"), "page_kind")
    return output, page


def _ending(words: Workforce, path: Path, kinds: Sequence[str], key: str) -> None:
    if path.suffix.lower() not in kinds:
        raise WrongWords(words.say(f"usage.{key}", name=path.name))


def _pairs(words: Workforce, texts: Sequence[str], example: str) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise WrongWords(words.say("usage.pair", text=text, example=example))
        pairs[name.strip()] = value.strip()
    return pairs


def _named(k: Knowledge, words: Workforce, name: str) -> RuleSet:
    if name in k.rule_sets:
        return k.rule_sets[name]
    found = process.extract(name, sorted(k.rule_sets), scorer=fuzz.WRatio, score_cutoff=NEAR, limit=MOST_NEAR)
    near, names = ", ".join(each for each, _, _ in found), ", ".join(sorted(k.rule_sets))
    more = words.say("refused.near", names=near) if near else words.say("refused.rules_are", names=names)
    raise CannotDo(words.say("refused.no_rules", name=name, near=more))


def _all_today(k: Knowledge, words: Workforce, today: date) -> list[RuleSet]:
    found = [each for each in k.rule_sets_on(today) if each.asked_of == AT_WORK]
    if not found:
        raise CannotDo(words.say("refused.none_today", when=today.isoformat()))
    return found
