"""The page says what was counted in words of the knowledge, points at nobody, and lets nothing in."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import counts
from bot.channel.feedback import REASONS
from bot.channel.outcomes import OUTCOMES
from bot.channel.store import ConversationStore
from bot.guidance.dates import calendar_day
from bot.guidance.live import current
from bot.guidance.schema.topic import FACETS
from bot.launch.due import due
from bot.report.alike import Alike
from bot.report.command import main
from bot.report.figures import Figures
from bot.report.names import Names
from bot.report.page import page
from bot.report.sections import every

KNOWLEDGE = current()
LAST = date(2026, 11, 26)
FIRST = LAST - timedelta(days=27)


def row(count: int, day: date = LAST, **values: str) -> dict[str, Any]:
    return {"day": day, "outcome": "", "topic": "", "facet": "", "role": "", "area": "", "need": "", **values, "count": count}


def drawn(outcomes: list[Any], alike: tuple[Alike, ...] = (), others: int = 0, first: date = FIRST, **tables: list[Any]) -> str:
    given = {"routes": [], "choices": [], "opinions": [], **tables}
    figures = Figures(first, LAST, tuple(outcomes), **{name: tuple(rows) for name, rows in given.items()})
    return page(KNOWLEDGE, figures, every(KNOWLEDGE, figures, alike, others, due(KNOWLEDGE), 13))


def tables(text: str) -> dict[str, list[list[str]]]:
    """The cells of each table by its id, row by row."""
    tree = ElementTree.fromstring(re.sub(r"<(meta[^>]*)>", r"<\1/>", text.split("\n", 1)[1]).replace("&nbsp;", " "))
    return {
        table.get("id", ""): [["".join(cell.itertext()) for cell in line] for line in table.iter("tr")][1:] for table in tree.iter("table")
    }


BUSY = [
    row(40, outcome="answered", topic="esol", facet="cost", role="ulr", area="rotherham", need="english-maths"),
    row(12, LAST - timedelta(days=3), outcome="no_source", topic="esol", facet="time", role="employee"),
    row(7, outcome="did_you_mean", topic="skills-pledge", facet="what"),
    row(3, outcome="failed", topic="unionlearn", facet="what", role="employer", area="rutland"),
    row(2, outcome="care"),
    row(9, outcome="route_given", role="employer", area="oldham", need="english-maths"),
]


def test_figures_stand_in_tables_with_their_names() -> None:
    found = tables(drawn(BUSY))
    assert found["by-topic"][0][:2] == [KNOWLEDGE.topics["esol"].name, "52"]
    assert found["outcomes-table"][0][:2] == [KNOWLEDGE.say("report.outcomes.answered"), "40"]
    assert found["by-area"][0][:2] == [KNOWLEDGE.places.by_id["rotherham"].name, "40"]
    assert found["topics-table"][0] == [KNOWLEDGE.topics["esol"].name, "52", "40", "0", "12", "0"]
    assert found["days-table"] == [["2026-11-23", "12"], ["2026-11-26", "61"]]


def test_small_groups_are_nowhere_to_be_found() -> None:
    text = drawn(BUSY)
    for hidden in ("rutland", KNOWLEDGE.places.by_id["rutland"].name, KNOWLEDGE.topics["unionlearn"].name, KNOWLEDGE.say("report.outcomes.care")):
        assert hidden not in text.partition('aria-labelledby="due"')[0], hidden
    for cells in (cell for table in tables(text).values() for line in table for cell in line[1:]):
        assert not re.fullmatch(r"[1-4]", cells)


def tiles(text: str) -> list[str]:
    return re.findall(r'<span class="of">([^<]*)<', text)


def test_at_a_glance_no_small_number_is_told_by_the_others() -> None:
    many, few = [row(40, outcome="answered"), row(20, outcome="asked_back")], row(2, outcome="failed")
    assert tiles(drawn([*many, row(9, outcome="failed")])) == ["40 of 69", "20 of 69", "9 of 69"]
    # With two failed, 40 of 62 and 20 of 62 would say so.
    assert tiles(drawn([*many, few])) == ["40 of 62"]
    opinions = [{"day": LAST, "kind": kind, "topic": "esol", "reason": None} for kind in ["useful"] * 9 + ["wrong"] * 2]
    assert tiles(drawn(many, opinions=opinions)) == ["40 of 60", "20 of 60"]


def test_what_could_not_be_answered_is_shown_as_text_only() -> None:
    group = Alike("<script>alert(1)</script> & \"visa\"", 6, Counter({"out_of_scope": 5, "failed": 2}))
    text = drawn(BUSY, (group,), others=9)
    assert "<script" not in text and "&lt;script&gt;" in text
    [line] = tables(text)["unanswered-table"]
    assert line == [f"“{group.text}”", f"{KNOWLEDGE.say('report.outcomes.out_of_scope')}; {KNOWLEDGE.say('report.outcomes.failed')}", "6"]
    assert KNOWLEDGE.say("report.unanswered_other", count=9) in text


def test_where_did_you_mean_went_wrong_is_shown() -> None:
    choices = [{"day": LAST, "topic": "skills-pledge", "facet": "what", "taken": "none", "count": 6}]
    [line] = tables(drawn([row(20, outcome="did_you_mean", topic="skills-pledge", facet="what")], choices=choices))["choices-table"]
    assert line[1:] == ["20", "0", "0", "6", "14"] and KNOWLEDGE.topics["skills-pledge"].title in line[0]


def test_opinions_and_their_reasons_are_shown() -> None:
    opinions = [{"day": LAST, "kind": "useful", "topic": "esol", "reason": None}] * 9
    opinions += [{"day": LAST, "kind": "not_useful", "topic": "esol", "reason": "out_of_date"}] * 6
    opinions += [{"day": LAST, "kind": "wrong", "topic": "unionlearn", "reason": None}] * 2
    found = tables(drawn(BUSY, opinions=opinions))
    assert found["useful-table"] == [[KNOWLEDGE.topics["esol"].name, "15", "9", "6", "0"]]
    assert found["reasons-table"][0][:2] == [KNOWLEDGE.phrase("widget")["useful_reasons"]["out_of_date"], "6"]


def test_doors_and_what_is_due_are_shown() -> None:
    route = next(iter(KNOWLEDGE.routes))
    found = tables(drawn(BUSY, routes=[{"day": LAST, "route": route, "count": 8}]))
    assert found["routes-table"][0][:2] == [KNOWLEDGE.routes[route].name, "8"]
    assert len(found["due-table"]) == 12 and found["due-table"][0][1] == due(KNOWLEDGE)[0].where


def test_many_days_are_shown_week_by_week() -> None:
    rows = [row(6, LAST - timedelta(days=days), outcome="answered") for days in range(60)]
    weeks = tables(drawn(rows, first=LAST - timedelta(days=59)))["days-table"]
    assert 9 <= len(weeks) <= 10 and all(date.fromisoformat(week).weekday() == 0 for week, _ in weeks)
    assert sum(int(count) for _, count in weeks) == 360


def test_days_with_few_messages_do_not_say_how_few() -> None:
    assert tables(drawn([row(2, outcome="answered")]))["days-table"] == [["2026-11-26", KNOWLEDGE.say("report.under", least=5)]]


def test_nothing_counted_is_a_page_too() -> None:
    text = drawn([])
    assert KNOWLEDGE.say("report.nothing") in text and "%" not in text.partition("</style>")[2]


def test_the_page_needs_nothing_and_lets_nothing_in() -> None:
    text = drawn(BUSY)
    assert "default-src 'none'" in text and "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    # Each plot has its words, and a table beside it.
    assert text.count('role="img"') <= text.count("<table")


def test_there_are_words_for_everything_that_is_counted() -> None:
    names = Names(KNOWLEDGE)
    assert all(KNOWLEDGE.say(f"report.outcomes.{outcome}") for outcome in OUTCOMES)
    assert set(KNOWLEDGE.phrase("report.outcomes")) == set(OUTCOMES)
    assert all(names.facet(facet) != facet for facet in (*FACETS, "comparison", "term", "sources", "a-special"))
    assert all(names.reason(reason) != reason for reason in ("", *REASONS))
    for name in ("gone", ""):
        for kind in ("topic", "role", "area", "need", "route", "question", "subject"):
            assert getattr(names, kind)(name) is not None


@pytest.fixture
def state(tmp_path: Path, monkeypatch: Any) -> Path:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CHAT_SECRETS", "a key for tests that is long enough to sign with")
    return tmp_path


def test_the_word_report_makes_the_page_for_its_owner_only(state: Path, capsys: Any) -> None:
    store = ConversationStore(Domain.empty())
    for number in range(6):
        events = [SessionStarted(timestamp=time.time() - 60), UserUttered("can I get a visa", parse_data={"intent": {"name": "out_of_scope"}}),
                  BotUttered("x", {"custom": {"card": "sorry"}})]
        asyncio.run(store.save(DialogueStateTracker.from_events(f"chat-{number}", events, slots=[])))
        counts.OUTCOMES.add(calendar_day(), {"outcome": "out_of_scope"})
    counts.write_all(store)
    assert main(["--days", "7"]) == 0
    path = state / "report" / "report.html"
    assert "6 messages in 7 days" in capsys.readouterr().out and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "can I get a visa" in path.read_text() and "chat-" not in path.read_text()


@pytest.mark.parametrize("days", ["0", "401", "-1", "many"])
def test_days_that_are_none_are_refused(state: Path, days: str, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["--days", days])
    assert "days" in capsys.readouterr().err
