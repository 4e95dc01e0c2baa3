"""DEPENDENCIES.md is in step with what is installed, what is loaded, and what can really be asked for."""

from __future__ import annotations

import ast
import importlib.metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.launch.dependencies import command
from bot.launch.dependencies.command import PAGE, main, page, rows
from bot.launch.dependencies.licences import UNSAID, licence_of
from bot.launch.dependencies.locked import left_out, locked, normal
from bot.launch.dependencies.measure import fingerprint, stored
from bot.launch.dependencies.routes import (
    RUN,
    SERVE,
    is_let_through,
    let_through,
    of_actions,
    of_rasas_api,
    of_server,
)
from bot.launch.run import server_command
from bot.launch.settings import CannotStart, Settings, part_environment

ROOT = Path(__file__).parents[2]
PACKAGES = {each.name: each for each in locked(ROOT)}


def test_the_page_is_in_step() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == page(ROOT), "make dependencies writes it"


def test_a_path_that_nobody_tells_of_is_refused_and_one_that_is_gone_too() -> None:
    told = {"/": {"what": "the page", "who": "everybody"}}
    assert list(rows({"/": ["GET"]}, told, "server")) == [{"path": "/", "methods": "GET", **told["/"]}]
    with pytest.raises(CannotStart, match="server: /new: "):
        list(rows({"/": ["GET"], "/new": ["POST"]}, told, "server"))
    with pytest.raises(CannotStart, match="server: /: "):
        list(rows({}, told, "server"))
    with pytest.raises(CannotStart, match="should have what and who"):
        list(rows({"/": ["GET"]}, {"/": {"what": "the page"}}, "server"))


def test_a_new_route_of_the_real_server_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.channel import health

    add_to = health.add_to

    def with_one_more(blueprint: Any) -> None:
        add_to(blueprint)
        blueprint.add_route(health.health, "secret/door", methods=["GET"], name="door")

    monkeypatch.setattr(health, "add_to", with_one_more)
    assert "/secret/door" in of_server(SERVE)
    with pytest.raises(CannotStart, match="server: /secret/door: "):
        page(ROOT)


def test_the_routes_are_those_of_the_real_apps() -> None:
    run, serve = of_server(RUN), of_server(SERVE)
    assert set(run) - set(serve) == {"/webhooks/rest", "/webhooks/rest/webhook"} and set(serve) <= set(run)
    assert set(of_actions()) == {"/webhook", "/health", "/actions"}
    assert {"/model", "/conversations/{conversation_id}/tracker"} <= set(of_rasas_api())
    assert set(of_rasas_api()) & set(run) == {"/"}


def test_only_the_page_and_the_chat_are_let_through() -> None:
    assert let_through() == ["/", "/chat/*"]
    assert [path for path in of_server(SERVE) if not is_let_through(path)] == ["/health", "/metrics", "/ready"]


def test_every_package_is_one_that_is_installed_and_the_other_way_round() -> None:
    installed = {normal(each.metadata["Name"]): each.version for each in importlib.metadata.distributions()}
    installed.pop("pip", None)
    assert installed == {each.name: each.version for each in PACKAGES.values()}


def test_every_package_is_asked_for_or_required_by_one_that_is() -> None:
    for each in PACKAGES.values():
        assert each.reason or each.required_by, each.name
        assert set(each.required_by) <= set(PACKAGES), each.name


def test_a_package_without_a_reason_is_refused(tmp_path: Path) -> None:
    for name in ("requirements.in", "requirements.lock"):
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"))
    assert {each.name for each in locked(tmp_path)} == set(PACKAGES)
    with (tmp_path / "requirements.in").open("a") as asked:
        asked.write("requests\n")
    with pytest.raises(ValueError, match="requests: say why"):
        locked(tmp_path)


def test_what_is_left_out_is_not_installed() -> None:
    assert left_out(ROOT) and not {name for name, _ in left_out(ROOT)} & set(PACKAGES)


def test_licences_are_those_of_the_metadata() -> None:
    assert licence_of("rasa") == "Apache Software License" and licence_of("mypy") == "MIT"
    assert [name for name in PACKAGES if licence_of(name) == UNSAID] == ["axe-playwright-python"]


def test_what_was_measured_was_measured_with_what_is_installed() -> None:
    loaded = stored()
    assert loaded["measured_with"] == fingerprint(ROOT), "make dependencies MEASURE=1 measures anew"
    for part in ("run", "serve", "actions"):
        assert {"sanic", "pydantic", "rapidfuzz"} <= set(loaded[part]) <= set(PACKAGES)
    assert not {"tensorflow-cpu", "scikit-learn", "matplotlib"} & {*loaded["run"], *loaded["serve"]}
    assert "rasa" not in loaded["actions"]


def test_what_is_said_to_be_off_is_not_asked_for(tmp_path: Path) -> None:
    words = server_command(Settings(), tmp_path / "model.tar.gz")
    assert {word for word in words if word.startswith("--")} == {"--model", "--interface", "--port", "--endpoints", "--credentials"}
    assert part_environment(Settings())["RASA_TELEMETRY_ENABLED"] == "false"
    for name, keys in (("endpoints.yml", {"action_endpoint", "tracker_store"}), ("endpoints.serve.yml", {"action_endpoint", "tracker_store", "lock_store"})):
        assert set(yaml.safe_load((ROOT / "bot" / name).read_text("utf-8"))) == keys
    for name in ("credentials.yml", "credentials.serve.yml"):
        assert all(channel.startswith("bot.channel.") for channel in yaml.safe_load((ROOT / "bot" / name).read_text("utf-8")))


def test_nothing_that_serves_or_trains_reads_pickles() -> None:
    every = [path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py")]
    for path in [path for path in every if "bench" not in path.parts]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"} & set(names), path
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.load":
                assert "allow_pickle=False" in ast.unparse(node), path


def test_the_word_says_whether_it_is_in_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "page", lambda _: "the page\n")
    monkeypatch.setattr(command, "_without_tensorflow", lambda: None)
    monkeypatch.chdir(tmp_path)
    assert main(["--check"]) == 1 and "out of step" in capsys.readouterr().err
    assert main([]) == 0 and (tmp_path / PAGE).read_text() == "the page\n"
    assert main(["--check"]) == 0
    assert main(["--all"]) == 2
