"""Who may talk to the chat from another origin: pages that the operator allows, without cookies, and nobody else's."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any, Iterator

import pytest
import requests
from rasa import server as rasa_server

from bot.channel.cross_origin import CrossOrigin, is_own
from bot.channel.site import Site
from bot.channel.widget import WidgetInput
from tests import scripted
from tests.channel.conftest import SESSIONS, Chat

ALLOWED = "https://intranet.example"
TRIED = "http://localhost:8080"
FOREIGN = ("https://elsewhere.example", "https://intranet.example:8443", "http://intranet.example", "null", "https://intranet.example.evil.example")
MESSAGE = {"text": "hello", "message_id": "message-1"}


def served_with(*allowed: str) -> Iterator[Chat]:
    """The chat on an app that has sanic-cors as `rasa run` puts it there."""
    chat = Chat()

    def as_rasa_does(app: Any) -> None:
        rasa_server.add_root_route(app)
        rasa_server.configure_cors(app, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scripted, "add_root_route", as_rasa_does)
        with scripted.Served(chat.agent, WidgetInput(SESSIONS, Site(allowed_origins=allowed))) as server:
            chat.address = server.address
            chat.reset()
            yield chat


@pytest.fixture(scope="module")
def open_chat() -> Iterator[Chat]:
    yield from served_with(ALLOWED, TRIED)


@pytest.fixture(scope="module")
def closed_chat() -> Iterator[Chat]:
    yield from served_with()


@pytest.fixture(autouse=True)
def _fresh(open_chat: Chat, closed_chat: Chat) -> None:
    open_chat.reset()
    closed_chat.reset()


def preflight(chat: Chat, origin: str, path: str = "/chat/message") -> requests.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    return requests.options(f"{chat.address}{path}", headers=headers, timeout=20)


def says_nothing_to_others(answer: requests.Response) -> bool:
    return not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("origin", [ALLOWED, TRIED])
def test_a_preflight_of_an_allowed_page_is_answered(open_chat: Chat, origin: str) -> None:
    answer = preflight(open_chat, origin)
    assert answer.status_code == 204 and not answer.content
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "content-type, authorization"
    assert answer.headers["Access-Control-Max-Age"] == "600"
    assert answer.headers["Vary"] == "Origin"


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_preflight_of_any_other_page_is_not(open_chat: Chat, origin: str) -> None:
    answer = preflight(open_chat, origin)
    assert answer.status_code == 403
    assert says_nothing_to_others(answer)


def test_an_allowed_page_holds_a_whole_conversation(open_chat: Chat) -> None:
    page = {"Origin": ALLOWED, "Sec-Fetch-Site": "cross-site"}
    first = open_chat.page("POST", "/chat/session", **page)
    session = first.json()["session"]
    answer = open_chat.page("POST", "/chat/message", {**MESSAGE, "session": session}, **page)
    history = open_chat.page("GET", "/chat/history", Authorization=f"Bearer {session}", **page)
    assert answer.json()["text"] == "Hello." and history.json()["turns"]
    for each in (first, answer, history):
        assert each.headers["Access-Control-Allow-Origin"] == ALLOWED
        assert each.headers["Vary"] == "Origin"


def test_an_allowed_page_reads_why_it_was_refused(open_chat: Chat) -> None:
    answer = open_chat.page("POST", "/chat/message", {**MESSAGE, "session": "x"}, Origin=ALLOWED)
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED
    missing = open_chat.page("GET", "/chat/nothing", Origin=ALLOWED)
    assert missing.status_code == 404 and missing.headers["Access-Control-Allow-Origin"] == ALLOWED


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_a_post_of_any_other_page_is_refused_whatever_it_holds(open_chat: Chat, origin: str, kind: str) -> None:
    body = json.dumps({**MESSAGE, "session": open_chat.session()})
    headers = {"Origin": origin, "Content-Type": kind}
    for path in ("/chat/message", "/chat/message/", "/chat/session", "/chat/start-again", "/chat/nothing"):
        answer = requests.post(f"{open_chat.address}{path}", data=body, headers=headers, timeout=20)
        assert (answer.status_code, answer.json()["error"]) == (403, "origin_not_allowed")
        assert says_nothing_to_others(answer)
    assert open_chat.agent.asked == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_the_browser_says_of_a_page_counts_before_its_origin(open_chat: Chat, site: str) -> None:
    own = {"Origin": open_chat.address}
    assert open_chat.page("POST", "/chat/session", **own, **{"Sec-Fetch-Site": site}).status_code == 403
    assert open_chat.page("POST", "/chat/session", **{"Sec-Fetch-Site": site}).status_code == 403


def test_this_servers_own_page_needs_no_permission(closed_chat: Chat) -> None:
    browser = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    proxied = {"Origin": "https://chat.example", "Host": "127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    older = {"Origin": closed_chat.address}
    with_proxy = {"Origin": "https://Chat.example", "Host": "chat.example:443"}
    for headers in (browser, proxied, older, with_proxy, {}):
        answer = closed_chat.page("POST", "/chat/session", **headers)
        assert answer.status_code == 200, headers
        assert says_nothing_to_others(answer)


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-Host", "Forwarded"])
def test_a_host_that_somebody_forwards_is_not_believed(closed_chat: Chat, header: str) -> None:
    said = {header: "host=elsewhere.example" if header == "Forwarded" else "elsewhere.example"}
    answer = closed_chat.page("POST", "/chat/session", Origin="https://elsewhere.example", **said)
    assert answer.status_code == 403


def test_the_forms_of_the_page_without_a_script_are_its_own(open_chat: Chat) -> None:
    for path in ("/chat/say", "/chat/opinion", "/chat/say/"):
        form = {"text": "hello", "message_id": "message-1"}
        answer = requests.post(f"{open_chat.address}{path}", data=form, headers={"Origin": ALLOWED}, timeout=20)
        assert (answer.status_code, answer.json()["error"]) == (403, "origin_not_allowed")


def test_a_page_elsewhere_never_acts_by_a_cookie(open_chat: Chat) -> None:
    for origin, kept in ((ALLOWED, False), ("https://chat.example", True)):
        request = asked(origin, "chat.example", cookie="skills-session=x")
        assert asyncio.run(CrossOrigin([ALLOWED]).before(request)) is None
        assert ("cookie" in request.headers) is kept


@pytest.mark.parametrize("name", ["skills-chat.js", "skills-chat.css", "icon.svg"])
def test_the_files_of_the_chat_are_for_allowed_pages_where_there_are_any(open_chat: Chat, closed_chat: Chat, name: str) -> None:
    answer = open_chat.page("GET", f"/chat/{name}", Origin=ALLOWED)
    assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED
    again = open_chat.page("GET", f"/chat/{name}", **{"Origin": ALLOWED, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.headers["Access-Control-Allow-Origin"] == ALLOWED
    without_origin = open_chat.page("GET", f"/chat/{name}")
    for each in (answer, again, without_origin):
        assert each.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert each.headers["Vary"] == "Origin"
    assert says_nothing_to_others(without_origin)
    closed = closed_chat.page("GET", f"/chat/{name}", Origin=ALLOWED)
    assert closed.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert says_nothing_to_others(closed) and "Vary" not in closed.headers


def test_nothing_else_is_for_other_pages_to_load(open_chat: Chat) -> None:
    answer = open_chat.page("GET", "/chat/labels")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_rasas_own_rule_for_other_origins_is_off(open_chat: Chat, closed_chat: Chat) -> None:
    for chat in (open_chat, closed_chat):
        for path in ("/", "/chat/labels", "/chat/nothing"):
            assert says_nothing_to_others(chat.page("GET", path))
        answer = preflight(chat, "https://elsewhere.example", "/")
        assert answer.status_code == 405 and says_nothing_to_others(answer)


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("https://chat.example", "chat.example", True),
        ("https://chat.example:8443", "chat.example:8443", True),
        ("https://chat.example:8443", "chat.example", False),
        ("https://chat.example", "chat.example.evil.example", False),
        ("https://chat.example:80", "chat.example", False),
        ("null", "null", False),
        ("https://", "", False),
        ("chat.example", "chat.example", False),
    ],
)
def test_an_origin_is_own_where_it_is_the_host_that_was_asked(origin: str, host: str, own: bool) -> None:
    assert is_own(asked(origin, host)) is own


def asked(origin: str, host: str, **headers: str) -> Any:
    """A request as it reaches a handler, with nothing but its headers."""
    return SimpleNamespace(method="POST", path="/chat/keep", headers={"origin": origin, "host": host, **headers})
