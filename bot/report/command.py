"""`python -m bot report [--days N] [--served] [-o FILE]`: makes the page; its words stay on this machine."""

from __future__ import annotations

import argparse
import os
from datetime import timedelta
from pathlib import Path

from bot.launch.private_file import write_private
from bot.launch.progress import say
from bot.launch.settings import settings_from

DAYS = 28


def main(arguments: list[str]) -> int:
    """Write the page and say where it is; the exit code."""
    settings = settings_from(os.environ)
    options = _parser(settings.state / "report" / "report.html").parse_args(arguments)

    from bot.channel.feedback import MONTHS_KEPT
    from bot.guidance.dates import calendar_day
    from bot.guidance.live import current
    from bot.kept.opened import kept
    from bot.launch.due import due
    from bot.nlu.encoder import shared_encoder
    from bot.report.alike import groups
    from bot.report.figures import gather
    from bot.report.page import page
    from bot.report.sections import every
    from bot.report.unanswered import unanswered

    knowledge, today = current(), calendar_day()
    store = kept(settings, options.served)
    figures = gather(store, today - timedelta(days=options.days - 1), today)
    found, others = groups(unanswered(knowledge, store), lambda texts: shared_encoder().encode(texts))
    sections = every(knowledge, figures, found, others, due(knowledge), MONTHS_KEPT)
    write_private(options.output, page(knowledge, figures, sections))
    say(f"{figures.turns:,} messages in {options.days} days: {options.output}")
    return 0


def _parser(output: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot report", description="What people asked, and what became of it.")
    parser.add_argument("--days", type=_days, default=DAYS, help=f"how many days up to today (default {DAYS})")
    parser.add_argument("--served", action="store_true", help="of what `make serve` keeps, not `make run`")
    parser.add_argument("-o", "--output", type=Path, default=output, help=f"the page (default {output})")
    return parser


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to 400")
    return int(text)
