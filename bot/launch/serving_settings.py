"""What `make serve` is told: bot/serving.yml, the environment and the secrets; refused whole where a part is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlsplit

from pydantic import ValidationError, validator

from bot.guidance.documents import Document, KnowledgeError, read_document
from bot.guidance.schema.base import Record
from bot.launch.secrets import Secrets, SecretsRefused, read_secrets
from bot.launch.settings import HOST, CannotStart

FILE = Path(__file__).resolve().parent.parent / "serving.yml"
NAMES_THE_FILE = "SERVE_FILE"
LISTS = ("trusted_proxies", "worker_addresses", "action_addresses")
MOST = 64


class Serving(Record):
    """The settings as they are in force."""

    address: str = HOST
    port: int = 8080
    certificate: Optional[Path] = None
    certificate_key: Optional[Path] = None
    trusted_proxies: tuple[str, ...] = ()
    workers: int = 2
    worker_ports: int = 5101
    action_servers: int = 2
    action_ports: int = 5201
    actions_port: int = 5200
    worker_addresses: tuple[str, ...] = ()
    action_addresses: tuple[str, ...] = ()
    database: str
    redis: str
    secrets: Path = Path(".secrets")
    retention_hours: float = 24
    model: Optional[Path] = None
    # Read by the servers themselves.
    limits: Any = None

    @validator("workers", "action_servers")
    def _are_some(cls, value: int) -> int:
        if not 1 <= value <= MOST:
            raise ValueError(f"should be from 1 to {MOST}")
        return value

    @validator("port", "worker_ports", "action_ports", "actions_port")
    def _is_a_port(cls, value: int) -> int:
        if not 1 <= value <= 65535 - MOST:
            raise ValueError(f"should be a port from 1 to {65535 - MOST}")
        return value

    @validator("retention_hours")
    def _is_some_time(cls, value: float) -> float:
        if not 0 < value <= 24:
            raise ValueError("should be more than 0 and at most 24: people are told that it is a day")
        return value

    @validator("database", "redis")
    def _has_no_password(cls, value: str, field: Any) -> str:
        schemes = {"database": ("postgresql",), "redis": ("redis", "rediss")}[field.name]
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"should be like {cls.__fields__[field.name].name}: {schemes[0]}://host:port/name")
        if parts.password:
            raise ValueError("holds a password: it belongs among the secrets")
        return value

    @validator("certificate_key", always=True)
    def _goes_with_a_certificate(cls, value: Path | None, values: dict[str, Any]) -> Path | None:
        if (value is None) != (values.get("certificate") is None):
            raise ValueError("certificate and certificate_key go together")
        return value

    @validator("certificate", "certificate_key", "model")
    def _is_a_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @property
    def public_address(self) -> str:
        """The chat page's address."""
        return f"http{'s' if self.certificate else ''}://{self.address}:{self.port}/"

    def worker_at(self) -> list[str]:
        """host:port of each Rasa server."""
        return list(self.worker_addresses) or [f"{HOST}:{self.worker_ports + number}" for number in range(self.workers)]

    def action_server_at(self) -> list[str]:
        """host:port of each action server."""
        own = range(self.action_servers)
        return list(self.action_addresses) or [f"{HOST}:{self.action_ports + number}" for number in own]


def serving_from(environment: Mapping[str, str], with_secrets: bool = True) -> tuple[Serving, Secrets]:
    """The settings and the secrets (none for a part that needs none); CannotStart with a line for each that is wrong."""
    document = _document(Path(environment.get(NAMES_THE_FILE) or FILE))
    own = {name: _value(name, environment[variable_of(name)]) for name in _set(environment)}
    problems: list[str] = []
    settings, secrets = None, Secrets((), "", "")
    try:
        settings = Serving.parse_obj({**document.data, **own})
        secrets = read_secrets(settings.secrets, environment) if with_secrets else secrets
    except ValidationError as error:
        problems = [_line(detail, document, own) for detail in error.errors()]
    except SecretsRefused as refusal:
        problems = str(refusal).splitlines()
    if settings is None or problems:
        raise CannotStart("\n".join([*problems, "Nothing was started: put these lines right and try again."]))
    return settings, secrets


def variable_of(setting: str) -> str:
    """The environment variable that sets one setting."""
    return f"SERVE_{setting.upper()}"


def _set(environment: Mapping[str, str]) -> Iterator[str]:
    for setting in Serving.__fields__:
        if setting != "limits" and environment.get(variable_of(setting), "").strip():
            yield setting


def _value(setting: str, text: str) -> object:
    return [part.strip() for part in text.split(",") if part.strip()] if setting in LISTS else text.strip()


def _document(path: Path) -> Document:
    try:
        document = read_document(path, f"bot/{FILE.name}" if path == FILE else str(path))
    except KnowledgeError as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(f"{NAMES_THE_FILE}={path}: the file cannot be read ({error.strerror})") from error
    if not isinstance(document.data, dict):
        raise CannotStart(f"{document.name}: should hold a setting a line, as in `workers: 2`")
    return document


def _line(detail: Any, document: Document, own: Mapping[str, object]) -> str:
    unknown = detail["type"] == "value_error.extra"
    message = f"there is no such setting; there are {', '.join(Serving.__fields__)}" if unknown else detail["msg"]
    setting = detail["loc"][0]
    return f"{variable_of(setting)}: {message}" if setting in own else str(document.problem(detail["loc"], message))
