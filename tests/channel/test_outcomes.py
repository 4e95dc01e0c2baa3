"""Every turn has one outcome from a fixed list; it is counted by day with what it was about, without words and names."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import OperationalError

from bot.channel import counts, metrics, noted
from bot.channel.choosing import FIRST, NONE, OTHER, offered, taken
from bot.channel.counts import DailyCounts
from bot.channel.latest import latest_turns, turns_in
from bot.channel.noted import note_turn, note_turned_off
from bot.channel.outcomes import OUTCOMES, About, about, area_of, cards_of, outcome_of, routes_of
from bot.channel.reply import Reply
from bot.channel.store import ConversationStore
from bot.channel.switch import turn_off
from bot.channel.watched import Watched, saw, watch
from bot.guidance.content.answer import find_answer
from bot.guidance.content.cards import answer_card
from bot.guidance.dates import calendar_day
from bot.guidance.live import current
from bot.guidance.places.gazetteer import surroundings
from tests.example_cards import CARDS

KNOWLEDGE = current()
DAY = date(2026, 11, 26)
SENDER = "chat-SecretNameOfASession"
ANSWER = {"card": "answer", "topic": "esol", "facet": "cost", "as_at": "2026"}
CHECK = {"card": "question", "progress": {"answered": 1, "at_most": 4}}
WHERE = {"card": "question", "progress": {"answered": 0, "at_most": 0}}
NOTE, CARE = {"card": "note", "text": "x"}, {"card": "care", "routes": [{"id": "samaritans"}]}
REFERRAL = {"card": "referral", "need": "english-maths", "place": "rotherham", "routes": [{"id": "acas"}, {"id": "acas"}]}
VERDICT = {"card": "verdict", "rule_set": next(iter(KNOWLEDGE.rule_sets)), "routes": [{"id": "acas"}]}
CHOICE, SUMMARY = {"card": "choice", "choices": []}, {"card": "summary"}
SORRY, NOTHING_HELD = {"card": "sorry"}, {"card": "sorry", "topic": "esol", "facet": "cost"}
MEANT = [{"topic": "esol", "facet": "cost"}, {"topic": "esol", "special": "lincolnshire"}]


def read(intent: str, **more: Any) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 0.9}, **more}


@pytest.mark.parametrize(
    ("expected", "cards", "understood"),
    [
        ("answered", [ANSWER], read("ask")),
        ("answered", [NOTE, ANSWER], read("ask")),
        ("answered", [ANSWER, REFERRAL], read("ask")),
        ("answered", [ANSWER, CHECK], read("ask")),
        ("answered", [ANSWER], read("choose")),
        ("answered", [NOTE], read("ask")),
        ("answered", [NOTE], read("reply", reply={"kind": "what_if"})),
        ("did_you_mean", [CHOICE], read("unclear", choices=MEANT)),
        ("asked_back", [CHOICE], read("ask")),
        ("asked_back", [CHOICE], read("refer")),
        ("asked_back", [WHERE], read("refer")),
        ("asked_back", [NOTE], read("refer", kind="unknown_place")),
        ("out_of_scope", [SORRY], read("out_of_scope")),
        ("out_of_scope", [SORRY, CHECK], read("out_of_scope")),
        ("not_understood", [SORRY], read("unclear")),
        ("not_understood", [NOTE], read("reply", reply={"kind": "value"})),
        ("no_source", [NOTHING_HELD], read("ask")),
        ("route_given", [REFERRAL], read("refer")),
        ("route_given", [REFERRAL, SUMMARY], read("chat", kind="human")),
        ("no_route", [{**REFERRAL, "routes": []}], read("refer")),
        ("check_going_on", [CHECK], read("check")),
        ("check_going_on", [CHECK], read("reply", reply={"kind": "value"})),
        ("check_going_on", [NOTE, CHECK], read("command", kind="why")),
        ("check_finished", [VERDICT], read("reply")),
        ("check_finished", [NOTE, VERDICT, VERDICT], read("reply")),
        ("care", [CARE], read("care")),
        ("care", [CARE, CHECK], read("care")),
        ("care", [CARE], None),
        ("small_talk", [NOTE], read("chat", kind="greet")),
        ("command", [NOTE], read("command", kind="start_over")),
        ("command", [ANSWER], read("command", kind="more")),
        ("command", [SUMMARY], read("command", kind="keep")),
        ("command", [NOTE], read("command", kind="stop")),
        ("unreadable", [NOTE], None),
        ("unreadable", [SORRY], read("broken")),
        ("failed", [], read("ask")),
    ],
)
def test_a_turn_comes_to(expected: str, cards: list[Any], understood: Any) -> None:
    assert outcome_of(KNOWLEDGE, cards, understood) == expected


def test_a_check_is_stopped_where_one_was_going_on() -> None:
    stop = read("command", kind="stop")
    assert outcome_of(KNOWLEDGE, [NOTE], stop, before=[CHECK]) == "check_stopped"
    assert outcome_of(KNOWLEDGE, [NOTE], stop, before=[NOTE, CHECK]) == "check_stopped"
    assert outcome_of(KNOWLEDGE, [NOTE], stop, before=[WHERE]) == "command"


@pytest.mark.parametrize("cards", [[ANSWER], [SORRY], [CARE], [CHECK]])
def test_what_failed_has_failed(cards: list[Any]) -> None:
    assert outcome_of(KNOWLEDGE, cards, read("ask"), failed=True) == "failed"


@pytest.mark.parametrize("topic", KNOWLEDGE.topics)
def test_an_answer_that_only_says_that_the_sources_do_not_say_is_none(topic: str) -> None:
    for question in KNOWLEDGE.topics[topic].questions():
        found = find_answer(KNOWLEDGE, topic, question, DAY)
        card = answer_card(KNOWLEDGE, found, [])
        silent = found.entry is None or found.entry.silent
        if card["card"] != "note":
            assert outcome_of(KNOWLEDGE, [card], read("ask")) == ("no_source" if silent else "answered"), (topic, question)


@pytest.mark.parametrize("kind", CARDS)
def test_every_kind_of_card_comes_to_something(kind: str) -> None:
    assert outcome_of(KNOWLEDGE, cards_of(CARDS[kind]), read("ask")) in OUTCOMES


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["esol", "rotherham", "english-maths", "cost"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=5,
)
ANY_CARD = st.fixed_dictionaries(
    {"card": st.sampled_from(["answer", "question", "verdict", "referral", "summary", "choice", "sorry", "care", "note", "new"])},
    optional={"topic": st.sampled_from(["esol", "gone", None]), "facet": st.sampled_from(["cost", None]), "routes": st.just([{"id": "acas"}, {}]),
              "rule_set": st.sampled_from(["gone", None]), "role": st.sampled_from(["ulr", None]), "progress": st.just(None) | st.just({"at_most": 2})},
)
ANY_READ = st.none() | st.fixed_dictionaries(
    {}, optional={"intent": st.none() | st.just({}) | st.fixed_dictionaries({"name": st.sampled_from(["ask", "chat", "command", "", None, "new"])}),
                  "kind": ANYTHING, "questions": st.none() | st.just(MEANT), "choices": st.none() | st.just(MEANT), "reply": st.none() | st.just({"kind": "x"}),
                  "places": st.none() | st.lists(st.sampled_from(["rotherham", "nowhere"])), "need": st.sampled_from(["english-maths", "gone", None])},
)


@settings(max_examples=120, deadline=None)
@given(st.lists(ANY_CARD, max_size=3), ANY_READ, st.lists(ANY_CARD, max_size=2), st.booleans())
def test_whatever_a_turn_holds_it_has_one_outcome_and_ids(cards: list[Any], understood: Any, before: list[Any], failed: bool) -> None:
    assert outcome_of(KNOWLEDGE, cards, understood, before, failed) in OUTCOMES
    found = about(KNOWLEDGE, cards, understood)
    assert found.topic is None or found.topic in KNOWLEDGE.topics
    assert found.need is None or found.need in KNOWLEDGE.needs
    assert found.area in (None, "rotherham")
    assert set(routes_of(cards)) <= {"acas"}


@pytest.mark.parametrize(
    ("cards", "understood", "expected"),
    [
        ([ANSWER], read("ask", questions=[{"topic": "unionlearn", "facet": "what"}]), About("esol", "cost")),
        ([{**ANSWER, "role": "ulr"}], read("ask", role="employer"), About("esol", "cost", "ulr")),
        ([NOTE, REFERRAL], read("refer", places=["south-yorkshire"]), About(None, None, None, "south-yorkshire", "english-maths")),
        ([REFERRAL], read("refer"), About(None, None, None, "rotherham", "english-maths")),
        ([VERDICT], read("reply"), About(KNOWLEDGE.rule_sets[str(VERDICT["rule_set"])].topic)),
        ([{"card": "answer", "topic": None, "facet": "comparison"}], read("ask", compare=["esol", "unionlearn"]), About("esol", "comparison")),
        ([CHOICE], read("unclear", choices=MEANT), About("esol", "cost")),
        ([SORRY], read("out_of_scope", role="employee"), About(role="employee")),
        ([NOTE], None, About()),
    ],
)
def test_what_a_turn_was_about(cards: list[Any], understood: Any, expected: About) -> None:
    assert about(KNOWLEDGE, cards, understood) == expected


def test_a_place_is_counted_as_its_council_and_never_as_a_town() -> None:
    for place in KNOWLEDGE.places.by_id.values():
        area = area_of(KNOWLEDGE, place.id)
        assert area in surroundings(KNOWLEDGE.places, place.id)
        assert KNOWLEDGE.places.by_id[str(area)].kind != "town"
    assert area_of(KNOWLEDGE, "nowhere") is None and area_of(KNOWLEDGE, None) is None


@pytest.mark.parametrize(
    ("understood", "expected"),
    [
        (read("ask", questions=[{"topic": "esol", "facet": "cost", "special": None}]), FIRST),
        (read("ask", topic="esol", facet="cost"), FIRST),
        (read("ask", topic="esol", special="lincolnshire"), OTHER),
        (read("ask", questions=[{"topic": "esol", "special": "lincolnshire"}, {"topic": "esol", "facet": "cost"}]), FIRST),
        (read("ask", questions=[{"topic": "esol", "facet": "time"}]), NONE),
        (read("out_of_scope"), NONE),
    ],
)
def test_what_became_of_a_did_you_mean(understood: Any, expected: str) -> None:
    assert taken(offered({"choices": MEANT}), understood) == expected


@pytest.fixture
def store(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("CHAT_SECRETS", "a key for tests that is long enough to sign with")
    return ConversationStore(Domain.empty())


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    for each in counts.ALL:
        each._waiting.clear()


def test_counts_add_up_over_writes_servers_and_days(store: ConversationStore) -> None:
    first, second = DailyCounts("tried", "topic", "facet"), DailyCounts("tried", "topic", "facet")
    for each, times in ((first, 3), (second, 2), (first, 1)):
        for _ in range(times):
            each.add(DAY, {"topic": "esol", "facet": "cost"})
        each.write(store)
        each.write(store)
    first.add(DAY + timedelta(days=1), {"topic": "esol", "facet": None})
    first.write(ConversationStore(Domain.empty()))
    rows = [{"day": DAY, "topic": "esol", "facet": "cost", "count": 6}, {"day": DAY + timedelta(days=1), "topic": "esol", "facet": "", "count": 1}]
    assert second.rows(store) == rows
    assert second.rows(store, since=DAY + timedelta(days=1)) == rows[1:]


def test_a_row_that_another_server_made_meanwhile_is_added_to(store: ConversationStore, monkeypatch: Any) -> None:
    ours, theirs = DailyCounts("tried", "topic"), DailyCounts("tried", "topic")
    theirs.add(DAY, {"topic": "esol"})
    theirs.write(store)
    ours.add(DAY, {"topic": "esol"})
    executed, misses = type(store.engine.connect()).execute, iter([True])

    def missed(connection: Any, statement: Any, *rest: Any, **more: Any) -> Any:
        # As if theirs came between our look and our row.
        if statement.is_update and next(misses, False):
            return SimpleNamespace(rowcount=0)
        return executed(connection, statement, *rest, **more)

    monkeypatch.setattr(type(store.engine.connect()), "execute", missed)
    ours.write(store)
    monkeypatch.undo()
    assert [row["count"] for row in ours.rows(store)] == [2]


@settings(deadline=None)
@given(st.text(max_size=100) | st.none() | st.integers())
def test_words_of_people_are_no_ids(value: Any) -> None:
    each = DailyCounts("tried", "topic")
    each.add(DAY, {"topic": value})
    [(_, kept)] = each._waiting
    assert kept == "" or (kept == value and not set(kept) - set("abcdefghijklmnopqrstuvwxyz0123456789_.-"))


def test_what_cannot_be_written_is_written_later(store: ConversationStore, monkeypatch: Any, caplog: Any) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("locked", {}, Exception())

    counts.ROUTES.add(DAY, {"route": "acas"})
    with monkeypatch.context() as patch:
        patch.setattr(type(store.engine), "begin", locked)
        counts.write_all(store)
    assert "OperationalError" in caplog.text and counts.ROUTES.rows(store) == []
    counts.write_all(store)
    assert [row["count"] for row in counts.ROUTES.rows(store)] == [1]


def test_without_a_database_nothing_is_counted_and_nothing_piles_up(monkeypatch: Any) -> None:
    monkeypatch.setattr(counts, "MOST_WAITING", 10)
    for number in range(50):
        counts.ROUTES.add(DAY, {"route": f"door-{number}"})
    assert len(counts.ROUTES._waiting) == 10
    counts.write_all(None)
    assert not counts.ROUTES._waiting and counts.ROUTES.rows(None) == [] and counts.forget_old(None, DAY) == 0


def test_counts_are_deleted_after_thirteen_months(store: ConversationStore) -> None:
    for day in (date(2025, 10, 25), date(2025, 10, 26), DAY):
        for each in counts.ALL:
            each.add(day, {})
    counts.write_all(store)
    assert counts.forget_old(store, DAY) == 3
    assert [row["day"] for row in counts.OUTCOMES.rows(store)] == [date(2025, 10, 26), DAY]


def test_counts_are_written_now_and_then_and_at_the_end(store: ConversationStore, monkeypatch: Any) -> None:
    monkeypatch.setattr(counts, "SECONDS_BETWEEN", 0.01)
    app = SimpleNamespace(ctx=SimpleNamespace(agent=SimpleNamespace(tracker_store=store)))

    async def serve() -> list[int]:
        task = asyncio.get_running_loop().create_task(counts.write_regularly(app))
        counts.ROUTES.add(DAY, {"route": "acas"})
        await asyncio.sleep(0.2)
        written = [row["count"] for row in counts.ROUTES.rows(store)]
        monkeypatch.setattr(counts, "SECONDS_BETWEEN", 60)
        await asyncio.sleep(0.05)
        counts.ROUTES.add(DAY, {"route": "acas"})
        task.cancel()
        await asyncio.wait([task])
        return [*written, *(row["count"] for row in counts.ROUTES.rows(store))]

    assert asyncio.run(serve()) == [1, 2]


def events(*turns: tuple[str, dict[str, Any], list[Any]], at: float) -> list[Event]:
    """Events as Rasa keeps them: each turn with what its cards were; a session begins anew before the last."""
    kept: list[Event] = []
    for number, (text, understood, cards) in enumerate(turns):
        if number and number == len(turns) - 1:
            last = [event for event in kept if isinstance(event, BotUttered)][-1]
            kept += [ActionExecuted("action_session_start"), SessionStarted(timestamp=at), BotUttered(data=last.data, timestamp=at), SlotSet("x", 1)]
        kept.append(UserUttered(text, parse_data={**understood, "text": text}, timestamp=at + number))
        kept += [ActionExecuted("action_answer"), *(BotUttered(data={"custom": card}, timestamp=at + number) for card in cards)]
    return kept


def noted_for(cards: list[Any], *turns: tuple[str, dict[str, Any], list[Any]], kept_since: float = 1.0, counted: bool = True, failed: bool = False) -> None:
    tracker = DialogueStateTracker.from_events(SENDER, events(*turns, at=1000.0), slots=[])
    seen = Watched(at=1000.0 + kept_since, seconds=0.02, tracker=tracker)
    reply = Reply("text", {**cards[0], "then": cards[1:]}, failed)
    asyncio.run(note_turn(None, SENDER, "widget", reply, seen, counted))


def rows(store: ConversationStore) -> tuple[list[Any], ...]:
    counts.write_all(store)
    found = [each.rows(store) for each in counts.ALL]
    return tuple([{name: value for name, value in row.items() if value and name not in ("day", "count")} for row in table] for table in found)


ASKED = ("what does esol cost Zebedee", read("ask", questions=[{"topic": "esol", "facet": "cost"}], places=["rotherham"]), [ANSWER])
GREETED = ("hello", read("chat"), [NOTE])
DOUBTED = ("esol Zebedee", read("unclear", choices=MEANT), [CHOICE])


def test_a_turn_is_counted_logged_and_measured(store: ConversationStore, caplog: Any) -> None:
    before = metrics.REGISTRY.get_sample_value("chat_turns_total", {"channel": "widget", "outcome": "answered"}) or 0
    with caplog.at_level(logging.INFO):
        noted_for([{**ANSWER, "role": "ulr"}], GREETED, ASKED)
    assert rows(store) == ([{"outcome": "answered", "topic": "esol", "facet": "cost", "role": "ulr", "area": "rotherham"}], [], [])
    assert counts.OUTCOMES.rows(store)[0]["day"] == calendar_day()
    assert metrics.REGISTRY.get_sample_value("chat_turns_total", {"channel": "widget", "outcome": "answered"}) == before + 1
    [line] = [record for record in caplog.records if record.name == "bot.channel.logs"]
    assert (line.outcome, line.milliseconds, line.channel) == ("answered", 20, "widget")  # type: ignore[attr-defined]


def test_neither_words_nor_names_nor_times_are_kept_with_the_counts(store: ConversationStore, tmp_path: Path) -> None:
    noted_for([ANSWER], GREETED, ASKED)
    rows(store)
    with sqlite3.connect(tmp_path / "state" / "conversations.db") as connection:
        for table in ("outcomes", "routes_given", "choices"):
            [[made]] = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchall() or [[""]]
            assert table != "outcomes" or "WITHOUT ROWID" in made
            assert not any(word in made.lower() for word in ("text", "sender", "session", "time", "datetime"))
    whole = b"".join(path.read_bytes() for path in (tmp_path / "state").glob("conversations.db*"))
    assert b"Zebedee" not in whole and SENDER.encode() not in whole


def test_doors_that_were_shown_are_counted_each_once(store: ConversationStore) -> None:
    noted_for([REFERRAL], ("who helps", read("refer", need="english-maths"), [REFERRAL]), kept_since=0.0)
    assert rows(store)[1] == [{"route": "acas"}]


def test_of_somebody_who_may_be_in_danger_nothing_is_noted_but_that(store: ConversationStore) -> None:
    noted_for([{**CARE, "role": "ulr"}], GREETED, ("x", read("care", places=["rotherham"], role="ulr", need="crisis"), [CARE]))
    assert rows(store)[0] == [{"outcome": "care"}]


def test_what_was_not_kept_is_not_taken_for_the_turn_before(store: ConversationStore) -> None:
    noted_for([NOTE], ASKED, GREETED, kept_since=5.0)
    assert rows(store)[0] == [{"outcome": "unreadable"}]


def test_what_failed_is_counted_as_such(store: ConversationStore) -> None:
    noted_for([SORRY], GREETED, ASKED, failed=True)
    assert [row["outcome"] for row in rows(store)[0]] == ["failed"]


def test_what_became_of_a_did_you_mean_is_counted_with_the_next_turn(store: ConversationStore) -> None:
    noted_for([CHOICE], GREETED, DOUBTED)
    assert rows(store)[2] == []
    noted_for([ANSWER], DOUBTED, ASKED)
    assert rows(store)[2] == [{"topic": "esol", "facet": "cost", "taken": "first"}]
    noted_for([NOTE], ASKED, GREETED)
    assert len(rows(store)[2]) == 1


def test_programs_of_this_machine_are_measured_and_not_counted(store: ConversationStore) -> None:
    noted_for([ANSWER], GREETED, ASKED, counted=False)
    assert rows(store) == ([], [], [])


def test_what_comes_while_the_chat_is_off_is_noted(store: ConversationStore, caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        note_turned_off(SENDER, "widget")
    assert rows(store)[0] == [{"outcome": "turned_off"}] and SENDER not in caplog.text
    note_turned_off(SENDER, "rest", counted=False)
    assert not counts.OUTCOMES._waiting


def test_a_topic_that_is_off_is_no_gap_in_the_sources(store: ConversationStore, tmp_path: Path) -> None:
    noted_for([NOTHING_HELD], GREETED, ASKED)
    assert [row["outcome"] for row in rows(store)[0]] == ["no_source"]
    turn_off(tmp_path / "state", "esol")
    noted_for([NOTHING_HELD], GREETED, ASKED)
    assert [row["outcome"] for row in rows(store)[0]] == ["no_source", "turned_off"]


def test_what_goes_wrong_with_noting_harms_no_reply(monkeypatch: Any, caplog: Any) -> None:
    def broken(*_: Any) -> str:
        raise ValueError("my boss is Zebedee")

    monkeypatch.setattr(noted.outcomes, "outcome_of", broken)
    noted_for([ANSWER], GREETED, ASKED)
    assert "ValueError" in caplog.text and "Zebedee" not in caplog.text


def test_where_the_store_says_nothing_the_conversation_is_read() -> None:
    tracker = DialogueStateTracker.from_events(SENDER, events(GREETED, ASKED, at=1000.0), slots=[])

    async def retrieve(sender: str) -> Any:
        assert sender == SENDER
        return tracker

    agent = SimpleNamespace(tracker_store=SimpleNamespace(retrieve_full_tracker=retrieve))
    asyncio.run(note_turn(agent, SENDER, "widget", Reply("text", ANSWER), Watched(at=1001.0)))
    [key] = counts.OUTCOMES._waiting
    assert key[1:4] == ("answered", "esol", "cost")


def test_the_latest_turns_are_the_same_from_events_and_from_what_is_kept() -> None:
    kept = events(DOUBTED, ASKED, GREETED, at=1000.0)
    tracker = DialogueStateTracker.from_events(SENDER, kept, slots=[])
    from_json = turns_in(json.loads(json.dumps([event.as_dict() for event in kept])))
    seen = latest_turns(tracker)
    assert [(turn.text, turn.cards, turn.at, turn.understood["intent"]) for turn in seen] == [
        (turn.text, turn.cards, turn.at, turn.understood["intent"]) for turn in from_json
    ]
    # What a fresh session carries over is no second reply.
    assert [len(turn.cards) for turn in seen] == [1, 1, 1]


def test_each_turn_sees_its_own_conversation_and_time() -> None:
    async def turn(name: str, seconds: float) -> Watched:
        with watch() as seen:
            await asyncio.sleep(seconds)
            # As Rasa does: in a task of its own.
            await asyncio.wait_for(kept(name), 1)
        # What is kept when the turn is over, such as a fresh session, is not it.
        saw("later")
        return seen

    async def kept(name: str) -> None:
        saw(name)

    async def both() -> list[Watched]:
        return await asyncio.gather(turn("ann", 0.1), turn("ben", 0.01))

    ann, ben = asyncio.run(both())
    assert (ann.tracker, ben.tracker) == ("ann", "ben") and ann.seconds > 0.09 > ben.seconds
    saw("nobody watches")
