"""The description of the channel is true: every path is there, every reply and refusal is as it says."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import requests
import yaml
from jsonschema import Draft202012Validator, RefResolver
from jsonschema.exceptions import best_match
from rasa.core import channels
from rasa.server import add_root_route
from sanic import Sanic

from bot.channel.feedback import KINDS, REASONS
from bot.channel.history import LONGEST as MOST_TURNS
from bot.channel.rest import RestInput
from bot.channel.site import Site
from bot.channel.widget import WidgetInput
from bot.guidance.content.answer import find_answer
from bot.guidance.content.cards import answer_card, lift_meanings, nothing_held_card
from bot.guidance.content.compare import choosing_card, comparison_card
from bot.guidance.content.term import term_card
from bot.guidance.dates import as_of
from bot.guidance.eligibility.cards import DONT_KNOW, keep_card, question_card, verdict_cards
from bot.guidance.live import current
from bot.guidance.referral.cards import referral_card, which_need_card, which_place_card
from tests import scripted
from tests.channel.conftest import SESSIONS, Chat
from tests.example_cards import CARDS, message

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "bot/channel/openapi.yml").read_text("utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
JSON = "application/json"
FOREIGN = {"Origin": "https://elsewhere.example"}
Call = Callable[[Chat, str], requests.Response]


def strictly(part: Any) -> Any:
    """The document with no key allowed that it does not name: clients may overlook such keys, these tests must not."""
    if isinstance(part, list):
        return [strictly(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {key: strictly(value) for key, value in part.items()}
    return {"additionalProperties": False, **closed} if "properties" in part and part.get("type") == "object" else closed


STRICT = strictly(copy.deepcopy(DOCUMENT))
RESOLVER = RefResolver.from_schema(STRICT)


def misfit(body: Any, schema: dict[str, Any]) -> str | None:
    """Where a body does not fit a schema of the document, None where it does."""
    wrong = best_match(Draft202012Validator(schema, resolver=RESOLVER).iter_errors(body))
    return f"{wrong.json_path}: {wrong.message[:300]}" if wrong else None


def card_misfit(card: Any) -> str | None:
    """The same for a card, by its kind: of nine alternatives the message would say little."""
    return misfit(card, {"$ref": DOCUMENT["components"]["schemas"]["Card"]["discriminator"]["mapping"][card["card"]]})


def schema_of(method: str, path: str, status: int, kind: str = JSON) -> dict[str, Any]:
    """The schema of a reply; KeyError where the document has no such path, status or media type."""
    answer = STRICT["paths"][path][method.lower()]["responses"][str(status)]
    if "$ref" in answer:
        answer = RESOLVER.resolve(answer["$ref"])[1]
    schema: dict[str, Any] = answer["content"][kind].get("schema", {})
    return schema


def reply_misfit(reply: requests.Response, method: str, path: str) -> str | None:
    kind = reply.headers["Content-Type"].split(";")[0]
    schema = schema_of(method, path, reply.status_code, kind)
    return misfit(reply.json() if kind == JSON else reply.text, schema)


def test_it_is_valid_openapi() -> None:
    from openapi_spec_validator import validate_spec

    validate_spec(DOCUMENT)


def test_it_names_no_host_and_has_the_version_of_the_project() -> None:
    assert "servers" not in DOCUMENT and "://" not in yaml.safe_dump(DOCUMENT)
    assert f'version = "{DOCUMENT["info"]["version"]}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def routed() -> set[tuple[str, str]]:
    """Every method and path of our channels on Rasa's app."""
    app = Sanic("routes_for_openapi", configure_logging=False)
    add_root_route(app)
    channels.channel.register([WidgetInput(SESSIONS, Site()), RestInput()], app, route="/webhooks/")
    return {(method, _path(route.path)) for route in app.router.routes for method in route.methods}


def _path(route: str) -> str:
    # What a path holds has one name in Sanic's route and another in the document.
    return "/" + re.sub(r"<name:[^/]*>", "{file}", route)


def described() -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item}


def test_every_path_that_is_described_is_routed() -> None:
    assert described() - routed() == set()


def test_every_path_that_is_routed_is_described() -> None:
    assert {(method, path) for method, path in routed() if method not in ("HEAD", "OPTIONS")} - described() == set()


def test_every_schema_is_used_and_every_object_says_what_it_needs() -> None:
    text = yaml.safe_dump(DOCUMENT)
    for part in ("schemas", "responses"):
        for name in DOCUMENT["components"][part]:
            assert f"#/components/{part}/{name}" in text, name
    assert set(SCHEMAS["Card"]["discriminator"]["mapping"]) == {card["card"] for card in CARDS.values()}
    assert len(SCHEMAS["Card"]["oneOf"]) == len(SCHEMAS["Card"]["discriminator"]["mapping"])


def test_its_lists_and_limits_are_those_of_the_server() -> None:
    assert tuple(SCHEMAS["Opinion"]["properties"]["opinion"]["enum"]) == KINDS
    assert tuple(SCHEMAS["Opinion"]["properties"]["reason"]["enum"]) == (*REASONS, None)
    assert SCHEMAS["History"]["properties"]["turns"]["maxItems"] == MOST_TURNS
    assert {*SCHEMAS["Role"]["enum"]} == {*current().people, None}


@pytest.mark.parametrize("kind", CARDS)
def test_each_kind_of_card_is_as_described_in_every_reply(chat: Chat, kind: str) -> None:
    assert card_misfit(CARDS[kind]) is None
    chat.replies = [message(CARDS[kind])]
    session = chat.session()
    turn = chat.send(session, "hello", "message-1")
    assert turn.json()["custom"] == CARDS[kind]
    assert reply_misfit(turn, "POST", "/chat/message") is None
    history = chat.page("GET", "/chat/history", Authorization=f"Bearer {session}")
    assert len(history.json()["turns"]) == 1
    assert reply_misfit(history, "GET", "/chat/history") is None
    assert reply_misfit(chat.rest("hello"), "POST", "/webhooks/rest/webhook") is None


@pytest.mark.parametrize("typed", ["", "why " * 600, "my number is 07700 900123"])
def test_what_the_channel_says_itself_is_as_described(chat: Chat, typed: str) -> None:
    assert reply_misfit(chat.send(chat.session(), typed, "message-1"), "POST", "/chat/message") is None
    assert reply_misfit(chat.rest(typed), "POST", "/webhooks/rest/webhook") is None


def test_an_apology_is_as_described(chat: Chat) -> None:
    chat.replies = []
    apology = chat.send(chat.session(), "hello", "message-1")
    assert apology.json()["failed"] and reply_misfit(apology, "POST", "/chat/message") is None


def known_cards() -> Iterator[tuple[str, Any]]:
    """Cards as they are made of the knowledge: every answer, what is put together, a question, a verdict, the doors."""
    k, today = current(), as_of()
    for topic in k.topics.values():
        for asked in topic.questions():
            yield f"{topic.id} {asked}", answer_card(k, find_answer(k, topic.id, asked, today), [])
        yield f"{topic.id}, of no time", nothing_held_card(k, find_answer(k, topic.id, "what", today))
    for rules in k.rule_sets.values():
        names = [criterion.test.circumstance for criterion in rules.criteria.values()]
        yield f"{rules.id}, a question", question_card(k, [rules], {}, {}, names[0])
        verdicts = verdict_cards(k, [rules], dict.fromkeys(names, DONT_KNOW), None, None, today)
        for verdict in verdicts:
            yield f"{rules.id}, not known", verdict
        yield f"{rules.id}, to keep", keep_card(k, [rules], {}, verdicts, today)
    for term in k.glossary:
        yield term, term_card(k, term, today)
    first, second, *_ = k.topics
    yield "comparison", comparison_card(k, [first, second], today)
    for kind in k.phrase("compare.choose"):
        yield kind, choosing_card(k, kind, [], today)
    for need in k.needs:
        yield need, referral_card(k, need, None, None, today)
        yield f"{need}, where", which_place_card(k, need)
    yield "which need", which_need_card(k, None, None)


def test_cards_made_of_the_knowledge_are_as_described() -> None:
    misfits = {name: card_misfit(lift_meanings(card)[0]) for name, card in known_cards()}
    assert {name: wrong for name, wrong in misfits.items() if wrong} == {}


def form(chat: Chat, path: str, fields: dict[str, str], **headers: str) -> requests.Response:
    return requests.post(f"{chat.address}{path}", data=fields, headers=headers, timeout=20, allow_redirects=False)


GIVEN: dict[str, tuple[str, str, int, Call]] = {
    "the page": ("GET", "/", 200, lambda chat, _: chat.page("GET", "/")),
    "a session": ("POST", "/chat/session", 200, lambda chat, _: chat.page("POST", "/chat/session")),
    "the labels": ("GET", "/chat/labels", 200, lambda chat, _: chat.page("GET", "/chat/labels")),
    "no history": ("GET", "/chat/history", 200, lambda chat, session: history_of(chat, session)),
    "a new start": ("POST", "/chat/start-again", 200, lambda chat, s: chat.page("POST", "/chat/start-again", {"session": s})),
    "a sheet": ("POST", "/chat/sheet", 200, lambda chat, s: chat.page("POST", "/chat/sheet", {"session": s})),
    "an opinion": ("POST", "/chat/feedback", 200, lambda chat, s: opinion(chat, s, "message-1", "useful")),
    "a page to keep": ("POST", "/chat/keep", 200, lambda chat, s: keep(chat, s, "conversation", "page")),
    "a text to keep": ("POST", "/chat/keep", 200, lambda chat, s: keep(chat, s, "conversation", "text")),
    "the demo": ("GET", "/chat/demo", 200, lambda chat, _: chat.page("GET", "/chat/demo")),
    "the statement": ("GET", "/chat/accessibility", 200, lambda chat, _: chat.page("GET", "/chat/accessibility")),
    "a script": ("GET", "/chat/{file}", 200, lambda chat, _: chat.page("GET", "/chat/skills-chat.js")),
    "a style": ("GET", "/chat/{file}", 200, lambda chat, _: chat.page("GET", "/chat/skills-chat.css")),
    "a picture": ("GET", "/chat/{file}", 200, lambda chat, _: chat.page("GET", "/chat/icon.svg")),
    "health": ("GET", "/webhooks/rest", 200, lambda chat, _: chat.page("GET", "/webhooks/rest")),
    "a stream": ("POST", "/webhooks/rest/webhook", 200, lambda chat, _: chat.page("POST", "/webhooks/rest/webhook?stream=true", {"message": "hello"})),
}
REFUSED: dict[str, tuple[str, str, int, Call]] = {
    "a message without an id": ("POST", "/chat/message", 400, lambda chat, session: chat.send(session, "hello", None)),
    "a message of no session": ("POST", "/chat/message", 401, lambda chat, _: chat.send("x", "hello", "message-1")),
    "a message of a foreign page": ("POST", "/chat/message", 403, lambda chat, _: chat.page("POST", "/chat/message", {}, **FOREIGN)),
    "a message that is too large": ("POST", "/chat/message", 413, lambda chat, s: chat.send(s, "x" * 100_000, "message-1")),
    "a session for a foreign page": ("POST", "/chat/session", 403, lambda chat, _: chat.page("POST", "/chat/session", {}, **FOREIGN)),
    "the history of no session": ("GET", "/chat/history", 401, lambda chat, _: history_of(chat, "x")),
    "a new start of a foreign page": ("POST", "/chat/start-again", 403, lambda chat, s: chat.page("POST", "/chat/start-again", {"session": s}, **FOREIGN)),
    "an opinion that there is not": ("POST", "/chat/feedback", 400, lambda chat, s: opinion(chat, s, "message-1", "good")),
    "an opinion of no session": ("POST", "/chat/feedback", 401, lambda chat, _: opinion(chat, "x", "message-1", "useful")),
    "an opinion of no message": ("POST", "/chat/feedback", 404, lambda chat, s: opinion(chat, s, "message-9", "useful")),
    "an opinion of a foreign page": ("POST", "/chat/feedback", 403, lambda chat, s: opinion(chat, s, "message-1", "useful", **FOREIGN)),
    "a sheet of no session": ("POST", "/chat/sheet", 401, lambda chat, _: chat.page("POST", "/chat/sheet", {"session": "x"})),
    "nothing to keep": ("POST", "/chat/keep", 404, lambda chat, s: keep(chat, s, "summary", "page")),
    "to keep of no session": ("POST", "/chat/keep", 401, lambda chat, _: keep(chat, "x", "conversation", "page")),
    "an opinion by form without a cookie": ("POST", "/chat/opinion", 401, lambda chat, _: form(chat, "/chat/opinion", {"message_id": "message-1", "opinion": "useful"})),
    "a form of a foreign page": ("POST", "/chat/say", 403, lambda chat, _: form(chat, "/chat/say", {"text": "hello"}, **FOREIGN)),
    "an empty form": ("POST", "/chat/say", 400, lambda chat, _: form(chat, "/chat/say", {"text": ""})),
    "a file that there is not": ("GET", "/chat/{file}", 404, lambda chat, _: chat.page("GET", "/chat/nothing.js")),
    "a program's nothing": ("POST", "/webhooks/rest/webhook", 400, lambda chat, _: chat.page("POST", "/webhooks/rest/webhook", [])),
    "a program behind a proxy": ("POST", "/webhooks/rest/webhook", 403, lambda chat, _: chat.rest(**{"X-Forwarded-For": "192.0.2.1"})),
}


def history_of(chat: Chat, session: str) -> requests.Response:
    return chat.page("GET", "/chat/history", Authorization=f"Bearer {session}")


def opinion(chat: Chat, session: str, message_id: str, said: str, **headers: str) -> requests.Response:
    return chat.page("POST", "/chat/feedback", {"session": session, "message_id": message_id, "opinion": said}, **headers)


def keep(chat: Chat, session: str, what: str, kind: str) -> requests.Response:
    return form(chat, "/chat/keep", {"session": session, "what": what, "as": kind})


@pytest.mark.parametrize("name", [*GIVEN, *REFUSED])
def test_each_reply_and_each_refusal_is_as_described(chat: Chat, name: str) -> None:
    method, path, status, call = {**GIVEN, **REFUSED}[name]
    session = chat.session()
    if name != "no history":
        chat.send(session, "hello", "message-1")
    reply = call(chat, session)
    assert reply.status_code == status
    assert reply_misfit(reply, method, path) is None


def test_a_form_leads_back_to_the_page_and_its_session_stays_with_this_site(chat: Chat) -> None:
    said = form(chat, "/chat/say", {"text": "hello"})
    assert said.status_code == 303 and said.headers["Location"].startswith("/")
    cookie = said.headers["Set-Cookie"]
    assert DOCUMENT["components"]["securitySchemes"]["cookie"]["name"] in cookie
    assert "HttpOnly" in cookie and re.search("SameSite=(Lax|Strict)", cookie)
    again = form(chat, "/chat/start-again", {"anew": "yes"}, Cookie=cookie.split(";")[0])
    assert again.status_code == 303 and again.headers["Location"].startswith("/")


def test_whoever_goes_on_with_the_next_learner_still_is_who_they_are(chat: Chat) -> None:
    cookie = form(chat, "/chat/say", {"text": "hello"}).headers["Set-Cookie"].split(";")[0]
    again = form(chat, "/chat/start-again", {"anew": "ulr"}, Cookie=cookie)
    fresh = again.headers["Set-Cookie"].split(";")[0]
    assert again.status_code == 303 and fresh != cookie
    assert [asked.text for asked in chat.agent.asked][1:] == [current().phrase("widget")["ways"]["ulr"]["says"]]


def test_where_the_operator_shows_no_demo_there_is_none() -> None:
    chat = Chat()
    with scripted.Served(chat.agent, WidgetInput(SESSIONS, Site(demo=False))) as server:
        chat.address = server.address
        reply = chat.page("GET", "/chat/demo")
    assert reply.status_code == 404 and reply_misfit(reply, "GET", "/chat/demo") is None
