"""Everything that the operator sets for the channel, looked at before anything starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from bot.channel import limit_settings, site
from bot.channel.limit_settings import LimitsRefused
from bot.channel.site import SiteRefused


def problems(environment: Mapping[str, str]) -> list[str]:
    """A line for each thing that is wrong: in what people see (bot/settings.yml), and in limits (bot/serving.yml)."""
    wrong: list[str] = []
    for load in (site.load, limit_settings.load):
        try:
            load(environment)
        except (SiteRefused, LimitsRefused) as refusal:
            wrong += str(refusal).splitlines()
    return wrong


def main() -> int:
    """Say what is wrong; the exit code."""
    wrong = problems(os.environ)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
