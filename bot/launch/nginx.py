"""nginx for `make serve`: its configuration filled in from the settings, checked, and started in the foreground."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bot.guidance.documents import read_document
from bot.launch.serving_settings import Serving
from bot.launch.settings import HOST, CannotStart, settings_from

TEMPLATE = Path(__file__).resolve().parent.parent / "serving" / "nginx.conf"
# Longer than a turn may take in the channel (CHAT_TURN_SECONDS).
TURN_SECONDS = 35
USERS = ("www-data", "nginx", "nobody")
# What nginx refuses or gives up: the codes it has for it, the status that is answered, and the channel's word for it.
REFUSED = (
    ("400 414 494 497 501 505", 400, "bad_request"),
    ("404", 404, "not_found"),
    ("405", 405, "method_not_allowed"),
    ("413", 413, "too_large"),
    ("500 502 504", 503, "unavailable"),
)


def configuration(settings: Serving, folder: Path, front: bool, host: str = HOST) -> str:
    """The text of nginx.conf, for the one in front or the one before the action servers; what it writes is in the folder."""
    template = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    access_log = folder.resolve() / "access.log" if host == HOST else "/dev/stdout"
    return template.from_string(TEMPLATE.read_text("utf-8")).render(
        front=front,
        user=_user(),
        folder=folder.resolve(),
        # In a container of its own it writes to what the container shows.
        access_log=access_log if front else "off",
        turn_seconds=TURN_SECONDS,
        listen=f"{settings.address}:{settings.port}" if front else f"{host}:{settings.actions_port}",
        certificate=settings.certificate and settings.certificate.resolve(),
        certificate_key=settings.certificate_key and settings.certificate_key.resolve(),
        real_ip=bool(settings.trusted_proxies),
        trusted_proxies=settings.trusted_proxies,
        workers=settings.worker_at(),
        action_servers=settings.action_server_at(),
        refused=REFUSED,
        refusals=_refusals(),
    )


def nginx_command(settings: Serving, folder: Path, front: bool, host: str = HOST) -> list[str]:
    """The command line of nginx, its configuration written and checked; CannotStart where nginx refuses it."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if nginx is None:
        raise CannotStart("There is no nginx on this machine; on Debian: apt-get install nginx-light")
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "nginx.conf"
    written.write_text(configuration(settings, folder, front, host), "utf-8")
    command = [nginx, "-p", str(folder.resolve()), "-c", str(written.resolve()), "-e", "stderr"]
    checked = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True)
    if checked.returncode:
        raise CannotStart(f"{checked.stderr.strip()}\nnginx refuses {written}: put the settings right and try again.")
    return [*command, "-g", "daemon off;"]


def end_orphans(folder: Path) -> None:
    """End what an nginx left behind whose first process was killed: it would keep the port."""
    try:
        group = int((folder / "nginx.pid").read_text())
        members = [path.parent for path in Path("/proc").glob("[0-9]*/stat") if _group_of(path) == group]
        if any(b"nginx" in (member / "cmdline").read_bytes() for member in members):
            os.killpg(group, signal.SIGKILL)
    except (OSError, ValueError):
        pass


def _refusals() -> dict[str, str]:
    """What the channel says when it refuses, by its word for why, as nginx writes a text."""
    phrases = settings_from(os.environ).knowledge / "phrases.yml"
    words = read_document(phrases, phrases.name).data["widget"]["refusals"]
    said = {word: json.dumps({"error": word, "text": text}) for word, text in words.items()}
    return {word: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'" for word, text in said.items()}


def _group_of(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[2])
    except OSError:
        return None


def _user() -> str | None:
    """Whom nginx serves as where it is started by root."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in USERS if name in known), None)
