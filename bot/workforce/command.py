"""`python -m bot workforce`: checks a file of staff and tells how it went."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import FrameType

from bot.guidance.dates import as_of
from bot.guidance.documents import KnowledgeError
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce import screen, template
from bot.workforce.columns import columns_of, heading_of
from bot.workforce.csv_rows import csv_table
from bot.workforce.everybody import hint, same_for_all
from bot.workforce.options import ON_SCREEN, PROGRAM, Options, options
from bot.workforce.outputs import Outputs
from bot.workforce.refusals import CannotDo, WrongWords
from bot.workforce.rows import Table
from bot.workforce.run import Found, Plan, needed_by, run
from bot.workforce.verdicts import Judge
from bot.workforce.xlsx_rows import xlsx_table

FINE, CANNOT, WRONG_WORDS, SOME_LEFT_OUT, STOPPED = 0, 1, 2, 3, 130
EXCEL, OLD_EXCEL = (".xlsx", ".xlsm"), (".xls", ".ods", ".numbers", ".xlsb")


def main(arguments: Sequence[str], folder: Path) -> int:
    """Carry out one check with the knowledge in a folder; the exit code."""
    try:
        k = load_knowledge(folder)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return CANNOT
    if k.workforce is None:
        print(f"{folder}/workforce.yml is missing", file=sys.stderr)
        return CANNOT
    words, before = k.workforce, signal.signal(signal.SIGTERM, _stop)
    try:
        return _carried_out(k, words, arguments, as_of())
    except WrongWords as problem:
        print(f"{PROGRAM}: {problem}", file=sys.stderr)
        return WRONG_WORDS
    except CannotDo as problem:
        print(problem, file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        print(f"\r{words.say('screen.stopped')}", file=sys.stderr)
        return STOPPED
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that nothing half is left."""
    raise KeyboardInterrupt


def _carried_out(k: Knowledge, words: Workforce, arguments: Sequence[str], today: date) -> int:
    try:
        asked = options(k, words, arguments, today)
    except SystemExit as ended:  # argparse has said what is wrong, or how to use it
        return WRONG_WORDS if ended.code else FINE
    judges = [Judge(k, words, each, today) for each in asked.rule_sets]
    if asked.template is not None:
        return _template(k, words, asked, judges)
    try:
        return _checked(k, words, asked, judges, today)
    except OSError as error:
        key = "not_readable" if error.filename == str(asked.file) else "cannot_write"
        name = Path(error.filename or str(asked.output)).name
        raise CannotDo(words.say(f"refused.{key}", name=name, problem=error.strerror or error)) from error


def _template(k: Knowledge, words: Workforce, asked: Options, judges: Sequence[Judge]) -> int:
    wanted = needed_by(judges)
    if asked.template is None or asked.template == ON_SCREEN:
        template.print_csv(words, sys.stdout, wanted)
        return FINE
    final = Path(asked.template)
    with Outputs(words, asked.force) as outputs:
        outputs.check([final], None)
        if final.suffix.lower() == ".xlsx":
            template.write_xlsx(k, words, outputs.begin(final), wanted)
        else:
            template.write_csv(words, outputs.begin(final), wanted)
        outputs.keep()
    print(words.say("screen.template", name=final))
    return FINE


def _checked(k: Knowledge, words: Workforce, asked: Options, judges: list[Judge], today: date) -> int:
    assert asked.file is not None and asked.output is not None and asked.page is not None
    with Outputs(words, asked.force) as outputs:
        table = opened(words, asked.file)
        finals = [asked.output, asked.page, asked.faults]
        if len({final.resolve() for final in finals}) < len(finals):
            raise WrongWords(words.say("usage.same_output", name=asked.page))
        outputs.check(finals, asked.file)
        plan = planned(k, words, asked, judges, table, today)
        _say_before(k, words, plan)
        found = run(k, words, plan, outputs)
        if not found.rows:
            raise CannotDo(words.say("refused.no_rows", name=asked.file.name))
        outputs.keep()
        if asked.force and not found.left_out:
            asked.faults.unlink(missing_ok=True)
    _say_after(words, plan, found)
    if not found.people:
        raise CannotDo(words.say("refused.nobody", name=plan.faults))
    return SOME_LEFT_OUT if found.left_out else FINE


def opened(words: Workforce, path: Path) -> Table:
    """The table in a file of either kind; CannotDo where there is none."""
    if not path.exists():
        raise CannotDo(words.say("refused.no_file", name=path))
    if path.is_dir():
        raise CannotDo(words.say("refused.is_folder", name=path))
    if path.suffix.lower() in OLD_EXCEL:
        raise CannotDo(words.say("refused.old_excel", name=path.name))
    return (xlsx_table if path.suffix.lower() in EXCEL else csv_table)(words, path)


def planned(k: Knowledge, words: Workforce, asked: Options, judges: list[Judge], table: Table, today: date) -> Plan:
    """What to check; CannotDo where the file has no column that the rules could use."""
    assert asked.output is not None and asked.page is not None
    needed = needed_by(judges)
    # A place that no rule turns on still says which door is near.
    places = [name for name, question in k.questions.items() if question.kind == "place" and name not in needed]
    same = same_for_all(k, words, [*needed, *places], asked.everybody, today)
    columns = columns_of(words, table.headings, [*needed, *places], same, asked.chosen)
    if not any(name in needed for name in columns.ways):
        found = ", ".join(screen.quoted(columns, at) for at, each in enumerate(table.headings) if each.strip())
        wanted = ", ".join(heading_of(words, name) for name in needed)
        raise CannotDo(words.say("refused.nothing_matches", name=table.path.name, headings=wanted, found=found))
    return Plan(table, columns, judges, same, asked.output, asked.page, asked.faults, today)


def _say_before(k: Knowledge, words: Workforce, plan: Plan) -> None:
    missing = screen.missing_of(plan.needed, plan.columns, plan.same)
    wish = next((name for name in missing if k.questions[name].wish), missing[0] if missing else None)
    lines = [
        *plan.table.told,
        *screen.reading(words, plan.columns, plan.told_of_all),
        *screen.not_given(words, missing, (wish, hint(k, words, wish)) if wish else None),
    ]
    print("\n".join(lines), flush=True)


def _say_after(words: Workforce, plan: Plan, found: Found) -> None:
    lines: list[str] = []
    for tally in found.tallies if found.people else []:
        lines += ["", *screen.summary(words, tally)]
    if found.vague:
        lines += ["", words.say("screen.vague", people=screen.counted(words, "screen.people_count", found.vague))]
    more = found.faults - len(found.first)
    lines += ["", *screen.faults(words, found.first, found.left_out, more, plan.faults.name)] if found.left_out else []
    names = [plan.output, plan.page] if found.people else []
    names += [plan.faults] if found.left_out else []
    lines += ["", words.say("screen.written", names=", ".join(map(str, names)))]
    print("\n".join([*lines, words.say("screen.privacy")]), flush=True)
