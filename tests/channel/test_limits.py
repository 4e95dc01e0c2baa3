"""Limits: who sends too much is told kindly when to try again, whoever they say they are, and nobody else is."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import metrics
from bot.channel.addresses import UNREADABLE, address_of
from bot.channel.http import as_json, body_of, form_of
from bot.channel.limit_settings import LimitSettings, LimitsRefused, load
from bot.channel.limits import Limits, TooMany, count_message
from bot.channel.operator_settings import problems
from bot.channel.rates import Rate
from bot.channel.shown import Shown
from bot.channel.site import Site
from tests.channel.small import small_server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PROXIED = LimitSettings(
    per_session=["3 per minute"], per_address=["5 per hour"], address_header="X-Forwarded-For", proxy_networks=["127.0.0.0/8"]
)


def add(blueprint: Blueprint) -> None:
    async def message(request: Request) -> HTTPResponse:
        await count_message(request, str(body_of(request).get("session") or form_of(request).get("session")))
        return as_json({"answered": True})

    async def page(request: Request) -> HTTPResponse:
        return HTTPResponse("page")

    blueprint.add_route(message, "chat/message", methods=["POST"], name="message")
    blueprint.add_route(message, "chat/say", methods=["POST"], name="say")
    blueprint.add_route(page, "chat/page.css", methods=["GET"], name="style")
    blueprint.add_route(page, "chat/labels", methods=["GET"], name="labels")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with small_server(add, Limits(PROXIED, Shown(Site()).page).register) as address:
        yield address


def say(server: str, session: str, **headers: str) -> requests.Response:
    return requests.post(f"{server}/chat/message", json={"session": session}, headers=headers, timeout=20)


def test_a_conversation_that_sends_too_much_is_told_when_to_try_again(server: str) -> None:
    before = metrics.REGISTRY.get_sample_value("chat_refused_total", {"limit": "session"}) or 0
    assert [say(server, "ann").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = say(server, "ann")
    body = refused.json()
    assert set(body) == {"error", "retry_after", "text"} and body["error"] == "too_many"
    assert 1 <= body["retry_after"] <= 20 and refused.headers["Retry-After"] == str(body["retry_after"])
    assert f"{body['retry_after']} seconds" in body["text"] and refused.headers["Cache-Control"] == "no-store"
    assert metrics.REGISTRY.get_sample_value("chat_refused_total", {"limit": "session"}) == before + 2
    # Somebody else is not kept waiting by it.
    assert say(server, "ben").status_code == 200


def test_whoever_posts_a_form_gets_a_page_with_what_they_wrote(server: str) -> None:
    for _ in range(3):
        say(server, "form")
    draft = "<b>what</b> is \"the pledge\" & co"
    page = requests.post(f"{server}/chat/say", data={"session": "form", "text": draft}, headers=FORM, timeout=20)
    assert page.status_code == 429 and page.headers["Retry-After"]
    assert page.headers["Content-Type"].startswith("text/html") and "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert re.search(r"Please wait \d+ seconds", page.text) and "<skills-chat" not in page.text and "<script" not in page.text
    assert "<b>what" not in page.text and "&lt;b&gt;what&lt;/b&gt; is &#34;the pledge&#34; &amp; co" in page.text
    assert 'action="/chat/say"' in page.text


def test_an_address_is_counted_as_the_proxy_gives_it(server: str) -> None:
    statuses = [say(server, f"many {number}", **{"X-Forwarded-For": "203.0.113.7"}).status_code for number in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert say(server, "else", **{"X-Forwarded-For": "203.0.113.8"}).status_code == 200


def test_who_writes_the_header_themselves_is_not_believed(server: str) -> None:
    # The proxy adds the address that it sees at the end.
    forged = [f"198.51.100.{number}, 203.0.113.99" for number in range(7)]
    statuses = [say(server, f"forged {number}", **{"X-Forwarded-For": forged[number]}).status_code for number in range(7)]
    assert statuses == [200] * 5 + [429] * 2


def test_a_network_of_ipv6_is_one_address(server: str) -> None:
    statuses = [say(server, f"six {number}", **{"X-Forwarded-For": f"2001:db8:1:2::{number:x}"}).status_code for number in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert say(server, "six", **{"X-Forwarded-For": "2001:db8:1:3::1"}).status_code == 200


def test_what_cannot_be_read_as_an_address_counts_as_one(server: str) -> None:
    statuses = [say(server, f"odd {number}", **{"X-Forwarded-For": f"nobody-{number}"}).status_code for number in range(7)]
    assert statuses == [200] * 5 + [429] * 2


def test_files_are_not_counted_and_pages_are(server: str) -> None:
    here = {"X-Forwarded-For": "203.0.113.50"}
    assert {requests.get(f"{server}/chat/page.css", headers=here, timeout=20).status_code for _ in range(9)} == {200}
    assert [requests.get(f"{server}/chat/labels", headers=here, timeout=20).status_code for _ in range(6)] == [200] * 5 + [429]
    root = requests.get(server, headers=here, timeout=20)
    assert root.status_code == 429 and root.headers["Content-Type"].startswith("text/html")


def test_programs_of_this_machine_are_not_counted_by_address(server: str) -> None:
    assert {say(server, f"local {number}").status_code for number in range(12)} == {200}


def test_a_proxy_that_is_not_named_is_warned_of_once(caplog: Any) -> None:
    with caplog.at_level(logging.WARNING), small_server(add, Limits(LimitSettings(), Shown(Site()).page).register) as server:
        for number in range(3):
            say(server, f"warned {number}", **{"X-Forwarded-For": "203.0.113.7"})
    assert caplog.text.count("no address_header is set") == 1
    assert "203.0.113.7" not in caplog.text


def test_neither_address_nor_conversation_stands_where_it_is_counted(server: str) -> None:
    limits = Limits(PROXIED, Shown(Site()).page)
    kept = []

    class Counts:
        async def wait(self, rates: dict[str, Rate]) -> float:
            kept.extend(rates)
            return 0.0

    limits.counts = Counts()  # type: ignore[assignment]
    with small_server(add, limits.register) as own:
        say(own, "chat-SecretNameOfASession", **{"X-Forwarded-For": "203.0.113.7"})
    assert len(kept) == 2 and "203" not in re.sub(r"[0-9a-f]{16}", "", " ".join(kept)) and "Secret" not in " ".join(kept)


class FakeRequest:
    """A request with what an address is read from."""

    def __init__(self, ip: str, headers: dict[str, str], remote: str = "") -> None:
        self.ip, self.headers, self.remote_addr = ip, headers, remote


def found(ip: str, remote: str = "", header: str | None = "X-Real-IP", networks: tuple[str, ...] = ("10.0.0.0/8",)) -> str | None:
    settings = LimitSettings(address_header=header, proxy_networks=networks)
    return address_of(FakeRequest(ip, {"X-Real-IP": remote} if remote else {}, remote), settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ip", "remote", "expected"),
    [
        ("10.1.2.3", "203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "203.0.113.7:51234", "203.0.113.7"),
        ("10.1.2.3", "[2001:db8:1:2::5]", "2001:db8:1:2::/64"),
        ("10.1.2.3", "[2001:db8:1:2::5]:51234", "2001:db8:1:2::/64"),
        ("10.1.2.3", "::ffff:203.0.113.7", UNREADABLE),
        ("10.1.2.3", "[::ffff:203.0.113.7]", "203.0.113.7"),
        ("10.1.2.3", "unknown", UNREADABLE),
        ("10.1.2.3", "", "10.1.2.3"),
        # From no proxy of ours the header is not believed.
        ("192.0.2.9", "203.0.113.7", "192.0.2.9"),
        ("::ffff:192.0.2.9", "203.0.113.7", "192.0.2.9"),
        ("127.0.0.1", "203.0.113.7", None),
        ("::1", "", None),
    ],
)
def test_an_address_is_found(ip: str, remote: str, expected: str | None) -> None:
    assert found(ip, remote) == expected


@settings(deadline=None)
@given(st.text(max_size=60))
def test_whatever_stands_in_the_header_an_address_is_found(text: str) -> None:
    assert found("10.1.2.3", text)


def test_the_wait_is_said_in_the_unit_that_fits(server: str) -> None:
    limits = Limits(PROXIED, Shown(Site()).page)
    request: Any = FakeRequest("127.0.0.1", {})
    request.path, request.content_type = "/chat/message", "application/json"
    said = {seconds: limits.answer(request, TooMany(seconds)).body.decode() for seconds in (0.2, 59, 119, 150, 3600, 86000)}
    for seconds, words in ((0.2, "one second"), (59, "59 seconds"), (119, "119 seconds"), (150, "3 minutes"), (3600, "60 minutes"), (86000, "24 hours")):
        assert words in said[seconds]


def test_settings_come_from_the_file_and_the_environment_comes_first(tmp_path: Any) -> None:
    path = tmp_path / "serving.yml"
    path.write_text("workers: 2\nlimits:\n  per_session: [5 per minute]\n  proxies: 2\n  address_header: null\n")
    read = load({"SERVE_FILE": str(path), "LIMITS_PER_ADDRESS": "7 per hour, 9 per day", "LIMITS_PROXIES": "3"})
    assert read == LimitSettings(per_session=["5 per minute"], per_address=["7 per hour", "9 per day"], proxies=3)
    path.write_text("workers: 2\n")
    assert load({"SERVE_FILE": str(path)}) == LimitSettings()


def test_without_settings_there_are_limits() -> None:
    settings = load({})
    assert all(settings.per_session) and all(settings.per_address) and settings.address_header is None


def test_every_mistake_in_the_settings_is_named_with_its_line(tmp_path: Any) -> None:
    path = tmp_path / "serving.yml"
    path.write_text("limits:\n  per_session: [often]\n  proxy_networks: [10.0.0.0/99]\n  proxies: 0\n  burst: 3\n  per_address: 5 per day\n")
    with pytest.raises(LimitsRefused) as refusal:
        load({"SERVE_FILE": str(path), "LIMITS_ADDRESS_HEADER": "X Forwarded For"})
    lines = str(refusal.value).splitlines()
    assert len(lines) == 6
    for place, words in (("2: limits.per_session", "no rate"), ("3: limits.proxy_networks", "no network"), ("4: limits.proxies", "1 to 10"),
                         ("5: limits.burst", "no such setting"), ("6: limits.per_address", "a list"), ("LIMITS_ADDRESS_HEADER", "no name of a header")):
        assert any(place in line and words in line for line in lines), (place, lines)


@pytest.mark.parametrize("text", ["limits: 5\n", "- 1\n", "limits: [\n"])
def test_a_file_that_is_no_settings_is_refused(tmp_path: Any, text: str) -> None:
    path = tmp_path / "serving.yml"
    path.write_text(text)
    with pytest.raises(LimitsRefused):
        load({"SERVE_FILE": str(path)})


def test_a_file_that_is_named_and_missing_is_refused(tmp_path: Any) -> None:
    with pytest.raises(LimitsRefused, match="cannot be read"):
        load({"SERVE_FILE": str(tmp_path / "none.yml")})


def test_what_is_wrong_is_said_before_anything_starts(tmp_path: Any) -> None:
    path = tmp_path / "serving.yml"
    path.write_text("limits:\n  proxies: 0\n")
    assert problems({}) == []
    wrong = problems({"SERVE_FILE": str(path), "CHAT_BRAND_LIGHT": "blue"})
    assert len(wrong) == 2 and "CHAT_BRAND_LIGHT" in wrong[0] and f"{path}:2: limits.proxies" in wrong[1]
    done = subprocess.run([sys.executable, "-m", "bot.channel.operator_settings"], env={**os.environ, "SERVE_FILE": str(path)}, capture_output=True, text=True)
    assert done.returncode == 1 and "limits.proxies" in done.stderr
