"""Opens what is kept of conversations, as a server that runs does, for the words that read or delete it."""

from __future__ import annotations

import os
from typing import Any

from bot.launch.settings import Settings, part_environment


def kept(settings: Settings, served: bool = False) -> Any:
    """The store of conversations of `make run`, or of `make serve`; a DATABASE_URL in the environment comes first."""
    environment = _of_serving(settings) if served else part_environment(settings)
    # As of a part: no telemetry, the same folders, the keys that sign sessions.
    os.environ.update(environment)
    from rasa.shared.core.domain import Domain

    if served or os.environ.get("DATABASE_URL"):
        from bot.channel.shared_store import SharedStore

        return SharedStore(Domain.empty(), host=os.environ["DATABASE_URL"])
    from bot.channel.store import ConversationStore

    return ConversationStore(Domain.empty())


def _of_serving(settings: Settings) -> dict[str, str]:
    from bot.launch.parts import Parts
    from bot.launch.serving_settings import serving_from

    serving, secrets = serving_from(os.environ)
    return Parts(serving, secrets, settings, settings.models).environment()
