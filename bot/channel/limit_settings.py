"""What the operator sets of limits: the section `limits` of bot/serving.yml, and variables of the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Optional, Union

from pydantic import ValidationError, validator

from bot.channel.rates import Rate, rate
from bot.guidance.documents import Document, KnowledgeError, read_document
from bot.guidance.schema.base import Record

Network = Union[IPv4Network, IPv6Network]
FILE = Path(__file__).resolve().parent.parent / "serving.yml"
NAMES_THE_FILE = "SERVE_FILE"
SECTION = "limits"
LISTS = ("per_session", "per_address", "proxy_networks")
MOST_PROXIES = 10
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")


class LimitsRefused(Exception):
    """Settings that cannot be used: a line for each thing that is wrong, with where it stands and what is allowed."""


class LimitSettings(Record):
    """The settings as they are in force.

    `per_session`: how many messages a conversation may send; `per_address`: how many requests may come from an address.
    `address_header`: where `proxies` proxies in front give the address of whoever asks, believed from `proxy_networks` only.
    """

    per_session: tuple[Rate, ...] = (Rate(30, 60), Rate(400, 86400))
    per_address: tuple[Rate, ...] = (Rate(300, 60), Rate(20000, 86400))
    address_header: Optional[str] = None
    proxies: int = 1
    proxy_networks: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

    @validator(*LISTS, pre=True)
    def _is_a_list(cls, value: object) -> object:
        if not isinstance(value, (list, tuple)) or not value:
            raise ValueError("should be a list of at least one: [first, second]")
        return value

    @validator("per_session", "per_address", each_item=True, pre=True)
    def _is_a_rate(cls, value: object) -> Rate:
        return value if isinstance(value, Rate) else rate(str(value))

    @validator("proxy_networks", each_item=True, pre=True)
    def _is_a_network(cls, value: Any) -> Network:
        try:
            return ip_network(value)
        except ValueError as error:
            raise ValueError(f"{value!r} is no network such as 10.0.0.0/8") from error

    @validator("address_header", pre=True)
    def _is_a_header(cls, value: object) -> str:
        if not _HEADER.fullmatch(str(value)):
            raise ValueError(f"{value!r} is no name of a header such as X-Forwarded-For")
        return str(value)

    @validator("proxies")
    def _is_a_number_of_proxies(cls, value: int) -> int:
        if not 1 <= value <= MOST_PROXIES:
            raise ValueError(f"should be 1 to {MOST_PROXIES}")
        return value


def load(environment: Mapping[str, str]) -> LimitSettings:
    """The settings of the file that SERVE_FILE names (else bot/serving.yml), each overridden by its variable.

    LimitsRefused lists every mistake, not only the first.
    """
    document = _document(Path(environment.get(NAMES_THE_FILE, "").strip() or FILE))
    section = (document.data or {}).get(SECTION) or {} if isinstance(document.data, (dict, type(None))) else None
    if not isinstance(section, dict):
        raise LimitsRefused(str(document.problem((SECTION,), "should hold a setting a line, as in `proxies: 1`")))
    written = {key: value for key, value in section.items() if value is not None}
    own = {
        name: _value(name, environment[variable_of(name)])
        for name in LimitSettings.__fields__ if environment.get(variable_of(name), "").strip()
    }
    try:
        return LimitSettings.parse_obj({**written, **own})
    except ValidationError as error:
        raise LimitsRefused("\n".join(_line(detail, document, own) for detail in error.errors())) from error


def variable_of(setting: str) -> str:
    """The environment variable that sets one setting; a list has commas in it."""
    return f"LIMITS_{setting.upper()}"


def _value(setting: str, text: str) -> object:
    return [part.strip() for part in text.split(",") if part.strip()] if setting in LISTS else text.strip()


def _document(path: Path) -> Document:
    name = f"{FILE.parent.name}/{FILE.name}" if path == FILE else str(path)
    if path == FILE and not path.exists():
        return Document(name, {}, None)
    try:
        return read_document(path, name)
    except KnowledgeError as error:
        raise LimitsRefused(str(error)) from error
    except OSError as error:
        raise LimitsRefused(f"{NAMES_THE_FILE}={path}: the file cannot be read ({error.strerror})") from error


def _line(detail: Any, document: Document, own: Mapping[str, object]) -> str:
    """One mistake: the file and line or the variable, the setting, what is wrong."""
    unknown = detail["type"] == "value_error.extra"
    message = f"there is no such setting; there are {', '.join(LimitSettings.__fields__)}" if unknown else detail["msg"]
    setting = detail["loc"][0]
    return f"{variable_of(setting)}: {message}" if setting in own else str(document.problem((SECTION, *detail["loc"]), message))

