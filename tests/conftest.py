"""All tests come from one address, and some conversations are longer and quicker than a person's: limits are wide here.

One real assistant serves all tests that only talk to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.running import Running

for _setting in ("LIMITS_PER_SESSION", "LIMITS_PER_ADDRESS"):
    os.environ.setdefault(_setting, "1000000 per minute")


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("assistant")) as running:
        yield running
