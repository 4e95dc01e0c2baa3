"""`make serve`, once for real: two servers behind nginx are one assistant, closed to all that is not the chat."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.bench.fuzz.run import of_kind, problems
from bot.bench.fuzz.visit import Place
from bot.bench.scale.served import Served
from bot.launch.chat_ready import chat_answers
from tests.launch.test_whole_run import LOOPBACK, listening_addresses
from tests.stores import needs, reachable_folder

ROOT = Path(__file__).parents[2]
QUESTION, FOLLOW_UP = "what is the skills pledge", "does it cost anything"
ONLY_SO_MANY = 6


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    needs("postgres", "initdb", "redis-server", "nginx")
    with reachable_folder() as folder, Served(folder / "state", LIMITS_PER_SESSION=f"{ONLY_SO_MANY} per hour", LOG_LEVEL="DEBUG") as served:
        yield served


def ask(at: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Status and JSON of what a server at host:port answers; a body is posted."""
    connection = http.client.HTTPConnection(at, timeout=40)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, sent, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if "json" in answer.headers.get("Content-Type", "") else text.decode()
    finally:
        connection.close()


def session(served: Served) -> str:
    return str(ask(served.at, "/chat/session", {})[1]["session"])


def say(at: str, session: str, text: str, message_id: str) -> dict[str, Any]:
    status, answer = ask(at, "/chat/message", {"session": session, "text": text, "message_id": message_id})
    assert status == 200, answer
    return dict(answer)


def test_only_the_chat_channel_is_on() -> None:
    assert list(yaml.safe_load((ROOT / "bot/credentials.serve.yml").read_text("utf-8"))) == ["bot.channel.widget.WidgetInput"]


def test_the_page_and_the_chat_are_there_and_nothing_else_is(served: Served) -> None:
    assert ask(served.at, "/")[0] == 200
    assert ask(served.at, "/chat/labels")[0] == 200
    for path in ("/webhooks/rest/webhook", "/status", "/model/parse", "/version", "/metrics", "/ready", "/webhook"):
        assert ask(served.at, path)[0] == 404
    assert ask(served.first_server, "/webhooks/rest/webhook", {"sender": "a", "message": "hello"})[0] == 404


def test_every_port_is_open_to_this_machine_only(served: Served) -> None:
    for port in [served.port, served.postgres.port, served.redis.port, *served.own_ports]:
        assert listening_addresses(port) == {LOOPBACK}, port


def test_a_conversation_goes_on_whichever_server_answers(served: Served) -> None:
    mine = session(served)
    first, second = served.servers
    assert say(first, mine, QUESTION, "message-1")["custom"]["topic"] == "skills-pledge"
    answer = say(second, mine, FOLLOW_UP, "message-2")["custom"]
    assert (answer["topic"], answer["facet"]) == ("skills-pledge", "cost")
    status, told = ask(first, "/chat/history", Authorization=f"Bearer {mine}")
    assert status == 200 and [turn["message_id"] for turn in told["turns"]] == ["message-1", "message-2"]


def test_the_same_message_at_both_servers_is_answered_once(served: Served) -> None:
    mine = session(served)
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda at: say(at, mine, QUESTION, "message-1")["text"], served.servers * 2))
    assert len(set(answers)) == 1
    assert len(ask(served.at, "/chat/history", Authorization=f"Bearer {mine}")[1]["turns"]) == 1


def test_limits_hold_across_servers(served: Served) -> None:
    mine = session(served)
    statuses = [
        ask(served.servers[number % 2], "/chat/message", {"session": mine, "text": "hello", "message_id": f"message-{number}"})[0]
        for number in range(ONLY_SO_MANY + 1)
    ]
    assert statuses == [200] * ONLY_SO_MANY + [429]


def test_a_session_that_was_not_given_here_is_refused(served: Served) -> None:
    changed = session(served)[:-4] + "AAAA"
    assert ask(served.at, "/chat/message", {"session": changed, "text": "hello", "message_id": "message-1"})[0] == 401


def test_what_nobody_can_read_is_refused_in_words_and_no_server_is_taken_for_dead(served: Served) -> None:
    place = Place(served.at, served.first_server, served.state, 1, (served.passwords["sessions"],))
    assert list(problems([asyncio.run(of_kind(place, "bad bytes", 120))])) == []


def test_a_part_that_is_killed_is_brought_back_and_people_notice_nothing(served: Served) -> None:
    mine, before = session(served), served.parts()
    os.kill(before["server 1"], signal.SIGKILL)
    assert say(served.at, mine, QUESTION, "message-1")["failed"] is False
    os.kill(before["action server 1"], signal.SIGKILL)
    assert say(served.at, mine, FOLLOW_UP, "message-2")["failed"] is False
    deadline = time.monotonic() + 120
    while not chat_answers(served.first_server):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert len(served.parts()) == len(before)


def test_secrets_are_in_no_command_and_only_with_the_servers(served: Served) -> None:
    for name, pid in served.parts().items():
        command, environment = (Path(f"/proc/{pid}/{what}").read_bytes() for what in ("cmdline", "environ"))
        for secret in served.passwords.values():
            assert secret.encode() not in command, name
            assert name.startswith("server") or secret.encode() not in environment, name


def test_nothing_that_was_said_is_in_a_log_even_of_the_finest_level(served: Served) -> None:
    mine = session(served)
    say(served.at, mine, "my name is Zebedee Quatermass and I want a course in xylophones", "message-1")
    for path in [*(served.state / "logs").iterdir(), served.state / "serve/nginx/access.log", served.state / "serve.log"]:
        text = path.read_text("utf-8", "replace")
        assert "Quatermass" not in text and "xylophone" not in text and mine not in text, path


def test_a_second_one_in_the_same_folder_is_refused(served: Served) -> None:
    done = served.run("serve")
    assert done.returncode == 1 and "is served from here already" in done.stderr


def test_what_is_being_answered_is_finished_at_the_end(served: Served) -> None:
    """Last, since nothing is left after it."""
    sessions = [session(served) for _ in range(8)]
    with ThreadPoolExecutor(8) as crowd:
        answers = [crowd.submit(say, served.at, mine, QUESTION, "message-1") for mine in sessions]
        time.sleep(0.1)
        served.process.send_signal(signal.SIGTERM)
        assert not any(answer.result()["failed"] for answer in answers)
    assert served.process.wait(60) == 0
    assert not any(listening_addresses(port) for port in [served.port, *served.own_ports])
