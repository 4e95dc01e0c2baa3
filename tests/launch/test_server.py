"""The server starts without what only training and tests of Rasa's need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORTS = """
import sys
from bot.launch.server import leave_out_tensorflow
leave_out_tensorflow()
import rasa.__main__, rasa.server, rasa.core.run, rasa.engine.recipes.default_recipe, rasa.core.policies.rule_policy
print([name for name in ("tensorflow", "sklearn", "matplotlib") if sys.modules.get(name)])
"""


def test_rasas_server_is_imported_without_tensorflow_scikit_learn_and_matplotlib() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORTS], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"
