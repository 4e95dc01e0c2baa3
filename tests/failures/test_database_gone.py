"""The file of conversations taken away, replaced, damaged or locked; PostgreSQL gone: said, told, and over when it is back."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, UserUttered
from sqlalchemy.exc import DBAPIError

from bot.bench.scale.engines import Postgres
from bot.channel import shared_store
from bot.channel.keeping import DAMAGED, why
from bot.channel.retention import delete_once
from bot.channel.shared_store import SharedStore
from bot.channel.store import ConversationStore
from bot.guidance.live import current
from bot.launch import server
from bot.launch.ports import free_port
from bot.launch.stores import problems
from tests.failures.conftest import Channel, channel_over
from tests.stores import postgres, url_of

ROOT = Path(__file__).parents[2]
SORRY = current().say("sorry.action_failed").strip()


def texts_in(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT data FROM events WHERE type_name = 'user' ORDER BY id").fetchall()
    return [data for (data,) in rows]


@pytest.mark.parametrize("take", ["delete", "move", "the whole folder"])
def test_a_file_that_was_taken_away_is_begun_anew_and_nothing_is_kept_where_nobody_finds_it(
    channel: Channel, state: Path, caplog: Any, take: str
) -> None:
    assert channel.say("one")["failed"] is False
    if take == "delete":
        for path in state.glob("conversations.db*"):
            path.unlink()
    elif take == "move":
        (state / "conversations.db").rename(state / "elsewhere.db")
    else:
        state.rename(state.with_name("elsewhere"))
    reply = channel.say("two")
    # As whoever took it away wanted it: nothing is known of what was said before.
    assert reply["failed"] is False and reply["text"] == "two, after 0"
    assert len(texts_in(state / "conversations.db")) == 1
    assert channel.say("three")["text"] == "three, after 1"
    assert caplog.text.count("was taken away or replaced") == 1
    assert channel.ready()["conversations"] == {"ready": True}


def test_another_file_in_its_place_is_used(channel: Channel, state: Path) -> None:
    channel.say("one")
    other = ConversationStore(Domain.empty(), db="other.db")
    other.engine.dispose()
    (state / "other.db").replace(state / "conversations.db")
    assert channel.say("two")["text"] == "two, after 0"
    assert len(texts_in(state / "conversations.db")) == 1


def test_what_is_deleted_is_deleted_where_it_is(store: ConversationStore, state: Path) -> None:
    (state / "conversations.db").unlink()
    assert delete_once(SimpleNamespace(tracker_store=store)) == 0
    assert (state / "conversations.db").exists()


def test_a_file_that_is_damaged_is_said_and_one_that_is_whole_again_is_used(channel: Channel, store: ConversationStore, state: Path, caplog: Any) -> None:
    channel.say("one")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = (state / "conversations.db").read_bytes()
    replace(state / "conversations.db", b"no database at all, but some other file" * 1000)
    reply = channel.say("two")
    assert reply["failed"] is True and SORRY in reply["text"]
    assert channel.form("my own words").text.count("my own words") >= 1
    ready = channel.ready()
    assert ready["status"] == 503 and ready["conversations"] == {"ready": False, "why": DAMAGED}
    assert DAMAGED in caplog.text
    replace(state / "conversations.db", whole)
    assert channel.ready()["status"] in (200, 503) and channel.ready()["conversations"] == {"ready": True}
    assert channel.say("two")["text"] == "two, after 1"
    assert "kept again" in caplog.text


def replace(path: Path, content: bytes) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(content)
    beside.replace(path)


def test_a_page_that_cannot_show_the_conversation_says_so_in_words(channel: Channel, state: Path) -> None:
    import requests

    channel.say("one")
    replace(state / "conversations.db", b"no database" * 1000)
    cookie = {"skills-session": channel.session}
    page = requests.get(channel.address, cookies=cookie, headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 500 and SORRY in page.text and "text/html" in page.headers["Content-Type"]
    # Programs get it in one word, as ever.
    program = requests.get(f"{channel.address}/chat/history", headers={"Authorization": f"Bearer {channel.session}"}, timeout=30)
    assert program.status_code == 500 and program.json()["error"] == "failed"


def test_a_file_that_another_program_holds_fails_the_turn_and_nothing_else(channel: Channel, store: ConversationStore, state: Path, caplog: Any) -> None:
    channel.say("one")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(state / "conversations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert channel.say("two")["failed"] is True
    assert channel.said() == ["one"]
    ready = channel.ready()
    assert ready["conversations"]["ready"] is False and "another program holds the file" in ready["conversations"]["why"]
    other.execute("COMMIT")
    other.close()
    assert channel.say("two")["text"] == "two, after 1"
    assert "another program holds the file" in caplog.text and "kept again" in caplog.text


@pytest.mark.parametrize(
    ("content", "said"), [(b"no database at all" * 1000, DAMAGED), (None, "cannot be opened")], ids=["damaged", "a folder"]
)
def test_at_the_start_it_is_one_line_and_the_process_ends(state: Path, content: bytes | None, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state.mkdir()
    if content is None:
        (state / "conversations.db").mkdir()
    else:
        (state / "conversations.db").write_bytes(content)
    told = ended(monkeypatch, lambda: ConversationStore(Domain.empty()))
    assert told == [f"conversations cannot be kept: {told[0].partition(': ')[2]}"] and said in told[0]


def ended(monkeypatch: pytest.MonkeyPatch, opens: Any) -> list[str]:
    """With what the server ends where Rasa fails to open something."""
    from rasa.core import agent as rasa_agent

    told: list[str] = []

    class End(BaseException):
        pass

    def end(problem: str) -> None:
        told.append(problem)
        raise End

    async def load(model_path: str, **_: Any) -> Any:
        opens()

    monkeypatch.setattr(rasa_agent, "load_agent", load)
    monkeypatch.setattr(server, "_end", end)
    server.refuse_to_go_on_without_a_model()
    with pytest.raises(End):
        asyncio.run(rasa_agent.load_agent("a model"))
    return told


def test_both_stores_are_named_where_they_cannot_be_reached_at_the_start() -> None:
    url = f"127.0.0.1:{free_port()}"
    environment = {"DATABASE_URL": f"postgresql://skills:Zebedee@{url}/skills", "REDIS_URL": f"redis://:Zebedee@{url}/0"}
    first, second = problems(environment)
    assert first.startswith("PostgreSQL (`database`) does not let us in: ") and "refused" in first
    assert second.startswith("Redis (`redis`) does not let us in: ") and "refused" in second
    assert "Zebedee" not in first + second
    done = subprocess.run(
        [sys.executable, "-m", "bot.launch.stores"], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (psycopg2.OperationalError("Zebedee"), "PostgreSQL does not answer: see whether it runs, and start it"),
        (psycopg2.errors.ReadOnlySqlTransaction("Zebedee"), "takes no changes"),
        (psycopg2.errors.InsufficientPrivilege("Zebedee"), "see to its rights"),
        (psycopg2.errors.UndefinedTable("Zebedee"), "start the servers anew"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "see to its owner and rights"),
        (sqlite3.IntegrityError("Zebedee"), "IntegrityError"),
        (DBAPIError("Zebedee", {}, sqlite3.DatabaseError("database disk image is malformed")), DAMAGED),
        (OSError(28, "No space left on device"), "No space left on device: see to the disk"),
    ],
)
def test_what_is_wrong_is_said_in_words_of_ours(error: Exception, words: str) -> None:
    assert words in why(error) and "Zebedee" not in why(error)


@pytest.fixture(scope="module")
def engine() -> Iterator[Postgres]:
    with postgres() as engine:
        yield engine
        # It would wait for whoever is still connected.
        engine.kill()


def test_without_postgresql_people_are_told_and_served_again_when_it_is_back(
    engine: Postgres, state: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(shared_store, "PATIENCE_SECONDS", 0.2)
    with channel_over(SharedStore(Domain.empty(), host=url_of(engine))) as channel:
        assert channel.say("one")["failed"] is False and channel.ready()["conversations"] == {"ready": True}
        engine.kill()
        # Whether it was answered before is not known: one word and a status at which pages try again.
        assert channel.say("two")["status"] == 500
        assert SORRY in channel.form("two").text and ">two</textarea>" in channel.form("two").text
        ready = channel.ready()
        assert ready["status"] == 503 and "start it" in ready["conversations"]["why"]
        engine.start()
        assert channel.say("two")["text"] == "two, after 1" and channel.ready()["conversations"] == {"ready": True}
        assert channel.said() == ["one", "two"]
    lines = [record.message for record in caplog.records if record.name == "bot.channel.keeping"]
    assert len(lines) == 2 and "start it" in lines[0] and "kept again" in lines[1]


async def test_in_postgresql_too_a_turn_after_the_clock_was_put_back_is_remembered(engine: Postgres, state: Path) -> None:
    store, now = SharedStore(Domain.empty(), host=url_of(engine)), time.time()
    for number, at in enumerate((now, now - 7200, now - 3600)):
        tracker = await store.get_or_create_tracker("ann", append_action_listen=False)
        assert len([event for event in tracker.events if isinstance(event, UserUttered)]) == number
        begin = [] if number else [SessionStarted(timestamp=at)]
        tracker.update_with_events([*begin, UserUttered(str(number), timestamp=at + 1)], Domain.empty(), override_timestamp=False)
        await store.save(tracker)
    assert store.can_keep()
