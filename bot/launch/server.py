"""Rasa's own command line, without TensorFlow where nothing that runs needs it.

Rasa's server imports TensorFlow for two helpers and a check that only training uses; for a model without TensorFlow
components that costs 260 MB and several seconds at every start. Its data for such training brings scikit-learn (50 MB),
and the pictures of its tests bring matplotlib (30 MB). Here stand-ins take the place of those modules while such a
model is served; a component that uses scikit-learn still gets it. A model that needs TensorFlow, and stock `rasa`
commands, get the real ones.
"""

from __future__ import annotations

import importlib.metadata
import sys
import tarfile
from types import ModuleType

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
    b"DIETClassifier",
    b"ResponseSelector",
    b"TEDPolicy",
    b"UnexpecTEDIntentPolicy",
    b"ConveRTFeaturizer",
    b"LanguageModelFeaturizer",
)


def needs_tensorflow(model: str) -> bool:
    """Whether the model in that archive has a component built on TensorFlow; True when in doubt."""
    try:
        with tarfile.open(model) as archive:
            for member in archive:
                if member.name.lstrip("./") == "metadata.json":
                    described = archive.extractfile(member)
                    text = described.read() if described else b""
                    return not text or any(name in text for name in NEED_TENSORFLOW)
    except (OSError, tarfile.TarError):
        pass
    return True


def leave_out_tensorflow() -> None:
    """Put the stand-ins in place; an import of TensorFlow then fails as if it were not installed."""
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    for module, names in ONLY_FOR_TRAINING.items():
        stand_in = ModuleType(module, "Stands in for a part of Rasa that only training uses.")
        for name in names:
            setattr(stand_in, name, type(name, (), {}))
        sys.modules[module] = stand_in


def main(arguments: list[str]) -> None:
    """Run a `rasa` command whose arguments name the model with --model."""
    model = arguments[arguments.index("--model") + 1]
    if importlib.metadata.version("rasa") == MADE_FOR and not needs_tensorflow(model):
        leave_out_tensorflow()
    from rasa.__main__ import main as rasa_main

    sys.argv = ["rasa", *arguments]
    rasa_main()


if __name__ == "__main__":
    main(sys.argv[1:])
