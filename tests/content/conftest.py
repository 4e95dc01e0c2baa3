"""The real knowledge of the assistant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")
