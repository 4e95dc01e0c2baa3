"""schemathesis with the description of the channel: whatever it makes of it, good or bad, is answered as described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.hostile.conftest import Parrot

FILE = Path(__file__).parents[2] / "bot/channel/openapi.yml"
# What a check of data would ask for is left out: a message that is no text gets a kind reply, and good data needs a session
# that only the server can give.
CHECKS: list[Any] = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, unsupported_method,
]
# Whether all parts are there is what /ready says, and the parrot has none of them.
schema = schemathesis.openapi.from_path(FILE).exclude(path="/ready")


@schema.parametrize()
@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_made_of_the_description_is_answered_as_described(case: Any, parrot: Parrot) -> None:
    case.call_and_validate(base_url=parrot.address, checks=CHECKS, allow_redirects=False)


@schema.include(method="POST", path_regex="^/chat/").parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_so_is_what_comes_with_a_session_that_is_going_on(case: Any, parrot: Parrot) -> None:
    session = schema["/chat/session"]["POST"].Case().call(base_url=parrot.address).json()["session"]
    if isinstance(case.body, dict):
        case.body["session"] = session
    case.cookies = {**(case.cookies or {}), "skills-session": session}
    case.call_and_validate(base_url=parrot.address, checks=CHECKS, allow_redirects=False)
