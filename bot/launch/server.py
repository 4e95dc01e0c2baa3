"""Rasa's own command line, without TensorFlow where nothing that runs needs it.

Rasa's server imports TensorFlow for two helpers and a check that only training uses; for a model without TensorFlow
components that costs 260 MB and several seconds at every start. Its data for such training brings scikit-learn (50 MB),
and the pictures of its tests bring matplotlib (30 MB). Here stand-ins take the place of those modules while such a
model is served; a component that uses scikit-learn still gets it. A model that needs TensorFlow, and stock `rasa`
commands, get the real ones.

Rasa goes on without a model that it cannot load, or takes another one that lies about, and then says "sorry" to everybody
for ever. Here the process ends, with a line that says why: whoever keeps it running starts it anew.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from bot.guidance.documents import KnowledgeError
from bot.launch.family import CONTENT, REFUSED
from bot.launch.measured_room import reserve
from bot.launch.whole_model import ModelRefused, check_model, description

MADE_FOR = "3.6.21"
ONLY_FOR_TRAINING = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": (
        "RasaDataGenerator",
        "RasaBatchDataGenerator",
        "RasaDataChunkGenerator",
    ),
    "rasa.utils.tensorflow.model_data": (
        "RasaModelData",
        "Data",
        "FeatureArray",
        "FeatureSignature",
        "ragged_array_to_ndarray",
    ),
    "rasa.utils.plotting": (),
    "rasa.graph_components.validators.default_recipe_validator": ("DefaultV1RecipeValidator",),
}
NEED_TENSORFLOW = (
    "DIETClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ConveRTFeaturizer",
    "LanguageModelFeaturizer",
)


def needs_tensorflow(model: str) -> bool:
    """Whether the model in that archive has a component built on TensorFlow; True when in doubt."""
    try:
        text = json.dumps(description(Path(model)))
    except ModelRefused:
        return True
    return any(name in text for name in NEED_TENSORFLOW)


def leave_out_tensorflow() -> None:
    """Put the stand-ins in place; an import of TensorFlow then fails as if it were not installed."""
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    for module, names in ONLY_FOR_TRAINING.items():
        stand_in = ModuleType(module, "Stands in for a part of Rasa that only training uses.")
        for name in names:
            setattr(stand_in, name, type(name, (), {}))
        sys.modules[module] = stand_in


def refuse_to_go_on_without_a_model() -> None:
    """Have Rasa end this process where the model or a store cannot be opened."""
    from rasa.core import agent as rasa_agent

    load = rasa_agent.load_agent

    async def load_or_end(model_path: str | None = None, **more: Any) -> Any:
        try:
            agent = await load(model_path, **more)
        except Exception as error:
            _end(_why(error))
        if not agent.is_ready():
            _end(
                f"the model {model_path} cannot be loaded; what is wrong stands above this line. Where the disk of"
                f" {tempfile.gettempdir()} is full, make room; else `make train` makes a model anew"
            )
        return agent

    rasa_agent.load_agent = load_or_end


def main(arguments: list[str]) -> None:
    """Run a `rasa` command whose arguments name the model with --model; exit code 1 and a line where it cannot be served."""
    model = arguments[arguments.index("--model") + 1]
    try:
        check_model(Path(model))
        _load_knowledge()
    except ModelRefused as problem:
        _end(str(problem))
    except KnowledgeError as problem:
        print(problem, file=sys.stderr)
        _end(CONTENT)
    reserve(os.environ)
    if importlib.metadata.version("rasa") == MADE_FOR and not needs_tensorflow(model):
        leave_out_tensorflow()
    from rasa.__main__ import main as rasa_main

    refuse_to_go_on_without_a_model()
    sys.argv = ["rasa", *arguments]
    rasa_main()


def _load_knowledge() -> None:
    from bot.guidance.live import current

    current()


def _why(error: Exception) -> str:
    from bot.channel.keeping import why

    return f"conversations cannot be kept: {why(error)}"


def _end(problem: str) -> NoReturn:
    print(f"{REFUSED}{problem}", file=sys.stderr, flush=True)
    # At once: what Rasa and Sanic have begun would print pages of what follows from it.
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
