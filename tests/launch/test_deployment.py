"""The containers are what `make serve` is: the same settings, commands, packages and nginx configuration."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.bench.memory import family
from bot.bench.scale.engines import program
from bot.launch.nginx import TURN_SECONDS, configuration, end_orphans, nginx_command
from bot.launch.parts import ACTIONS_NGINX, NGINX, Parts
from bot.launch.ports import free_port, listens, taken
from bot.launch.secrets import VARIABLES, Secrets
from bot.launch.serve_words import EVERYWHERE, PARTS
from bot.launch.serving_settings import Serving, serving_from, variable_of
from bot.launch.settings import HOST, Settings
from tests.launch.test_serving_settings import GOOD
from tests.stores import needs

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
OURS = {name: service for name, service in SERVICES.items() if service.get("image", "").startswith("skills-guidance")}
BY_COMMAND = {part: [name for name, service in OURS.items() if service["command"] == ["serve", part]] for part in PARTS}


def serving(**environment: str) -> Serving:
    return serving_from({**GOOD, **environment})[0]


def in_compose() -> Serving:
    """The settings as a container of ours gets them; of files that only the image has, none."""
    given = {name: value for name, value in OURS["nginx"]["environment"].items() if name != "SERVE_MODEL"}
    return serving(**given)


def parts(settings: Serving, host: str, state: Path = Path(".state")) -> Parts:
    secrets = Secrets(("key",), "database-word", "redis-word")
    return Parts(settings, secrets, Settings(state=state), Path("model.tar.gz"), host)


def test_every_part_of_serve_is_a_service_and_each_that_answers_is_there_twice() -> None:
    assert set(SERVICES) - set(OURS) == {"postgres", "redis"}
    assert [len(BY_COMMAND[part]) for part in PARTS] == [2, 2, 1, 1]
    assert sum(map(len, BY_COMMAND.values())) == len(OURS)


def test_every_setting_in_compose_is_one_of_serve() -> None:
    known = {variable_of(name) for name in Serving.__fields__}
    for name, service in OURS.items():
        assert set(service["environment"]) <= known, name
        assert service["environment"] == OURS["nginx"]["environment"], name


def test_nginx_finds_each_server_where_it_listens() -> None:
    settings = in_compose()
    assert settings.worker_at() == [f"{name}:{settings.worker_ports}" for name in BY_COMMAND["server"]]
    assert settings.action_server_at() == [f"{name}:{settings.action_ports}" for name in BY_COMMAND["actions"]]
    assert urlsplit(settings.database).hostname in SERVICES and urlsplit(settings.redis).hostname in SERVICES
    assert parts(settings, EVERYWHERE).environment()["ACTION_URL"] == f"http://{ACTIONS_NGINX}:{settings.actions_port}/webhook"
    assert BY_COMMAND[ACTIONS_NGINX] == [ACTIONS_NGINX]
    assert f":{settings.port}" in SERVICES["nginx"]["ports"][0] and f"EXPOSE {settings.port}" in DOCKERFILE


def test_a_server_in_a_container_is_started_as_on_a_machine() -> None:
    def command(host: str, settings: Serving) -> list[str]:
        return [word for word in parts(settings, host).server(5101).command if word != host]

    assert command(EVERYWHERE, in_compose()) == command(HOST, serving())
    here, there = parts(serving(), HOST).environment(), parts(in_compose(), EVERYWHERE).environment()
    # One process a container measures for itself alone.
    assert set(here) - set(there) <= {"PROMETHEUS_MULTIPROC_DIR"} and set(there) <= set(here)


def test_only_servers_and_stores_get_secrets_and_only_from_files() -> None:
    assert set(COMPOSE["secrets"]) == set(VARIABLES)
    assert all(secret == {"file": f".secrets/{name}"} for name, secret in COMPOSE["secrets"].items())
    for name, service in SERVICES.items():
        expected = [*VARIABLES] if name in BY_COMMAND["server"] else {"postgres": ["database"], "redis": ["redis"]}.get(name, [])
        assert service.get("secrets", []) == expected, name
    assert in_compose().secrets == Path("/run/secrets")
    assert not re.search(r"[0-9a-f]{32}", (ROOT / "compose.yml").read_text("utf-8") + DOCKERFILE)


def test_only_nginx_is_reached_from_outside_and_from_this_machine_only() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert all(port.startswith(f"{HOST}:") for port in SERVICES["nginx"]["ports"])


def test_everybody_is_brought_back_and_has_time_to_finish() -> None:
    for name, service in SERVICES.items():
        assert service["restart"] == "unless-stopped", name
    for name in [*BY_COMMAND["server"], NGINX, ACTIONS_NGINX]:
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > TURN_SECONDS
    assert {SERVICES[name]["stop_signal"] for name in (NGINX, ACTIONS_NGINX)} == {"SIGQUIT"}


def test_each_has_an_address_that_stays() -> None:
    addresses = [service["networks"]["inside"]["ipv4_address"] for service in SERVICES.values()]
    assert len(set(addresses)) == len(SERVICES)


def test_the_stores_are_of_the_versions_that_the_tests_run() -> None:
    for service, name, words in (("postgres", "postgres", ["--version"]), ("redis", "redis-server", ["--version"])):
        needs(name)
        major = re.search(r"(\d+)\.", subprocess.run([program(name), *words], capture_output=True, text=True).stdout)
        wanted = re.match(r"\w+:(\d+)", SERVICES[service]["image"])
        assert major and wanted and major[1] == wanted[1], service
        assert SERVICES[service]["image"].endswith("-bookworm")


def test_the_image_has_what_the_lock_file_names_and_the_debian_of_the_tests() -> None:
    assert DOCKERFILE.count("\nFROM ") + DOCKERFILE.startswith("FROM ") == 1
    assert "FROM python:3.10-slim-bookworm" in DOCKERFILE
    assert "python bot/launch/install.py" in DOCKERFILE and "nginx-light" in DOCKERFILE
    assert 'ENTRYPOINT [".venv/bin/python", "-m", "bot"]\nCMD ["serve"]' in DOCKERFILE
    assert re.search(r"^USER (?!root)", DOCKERFILE, re.MULTILINE)


def test_nothing_secret_comes_into_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".secrets", ".state", ".git", "models"} <= set(ignored)


@pytest.mark.parametrize("certificate", [False, True])
def test_nginx_takes_the_configuration(tmp_path: Path, certificate: bool) -> None:
    needs("nginx")
    given = {"SERVE_PORT": "8443", "SERVE_TRUSTED_PROXIES": "10.0.0.0/8"}
    if certificate:
        key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=here"]
        subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
        given |= {"SERVE_CERTIFICATE": str(cert), "SERVE_CERTIFICATE_KEY": str(key)}
    for name in (NGINX, ACTIONS_NGINX):
        assert "daemon off;" in nginx_command(serving(**given), tmp_path / name, name == NGINX)
    written = (tmp_path / "nginx/nginx.conf").read_text("utf-8")
    assert ("listen 127.0.0.1:8443 ssl;" in written) is certificate


@pytest.mark.parametrize("front", [True, False])
def test_the_configuration_of_the_container_is_that_of_serve_but_for_its_addresses(front: bool) -> None:
    here = configuration(serving(), Path("folder"), front)
    there = configuration(in_compose(), Path("folder"), front, EVERYWHERE)
    addresses = re.compile(r"(server|listen|access_log) [\w./-]+(:\d+)?")
    assert addresses.sub(r"\1", there) == addresses.sub(r"\1", here)


def test_what_an_nginx_leaves_behind_does_not_keep_the_port(tmp_path: Path) -> None:
    """Its workers outlive a first process that was killed."""
    needs("nginx")
    port = free_port()
    command = nginx_command(serving(SERVE_PORT=str(port)), tmp_path, front=True)
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not (listens(port) and len([*family(process.pid)]) > 1) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert taken(port)
    end_orphans(tmp_path)
    while taken(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not taken(port)


def test_nginx_waits_longer_than_a_turn_takes() -> None:
    from bot.channel.turns import TURN_SECONDS as IN_THE_CHANNEL

    assert TURN_SECONDS > IN_THE_CHANNEL


def test_nginx_hands_on_what_the_channel_decides_by() -> None:
    text = configuration(serving(), Path("folder"), front=True)
    for header in ("Host $http_host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $said_scheme"):
        assert f"proxy_set_header {header};" in text
    assert "$remote_addr" not in re.search(r"log_format .*", text)[0]  # type: ignore[index]
    assert os.fspath(Path("folder").resolve()) in text
