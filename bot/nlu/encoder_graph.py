"""all-MiniLM-L6-v2 as a network for ONNX Runtime: made from the published weights, and an adapter, when a process starts."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bot.nlu import encoder_file as onnx
from bot.nlu.adapter import Adapter
from bot.nlu.weights import FILE, Tensor

SIZE = 384
HEADS = 12
LAYERS = 6
TINY = 1e-12
# Attention, skip connections and GELU come as single operators in ONNX Runtime's own domain.
OWN = "com.microsoft"
VERSIONS = {"": 17, OWN: 1}

STATE, RESULT = "state", "result"


def network(tensors: Mapping[str, Tensor], adapter: Adapter) -> bytes:
    """Return the network: STATE (rows, tokens, 384) gives RESULT, shaped as STATE; the rows are of one length.

    What the adapter adds to a matrix is added once, as ONNX Runtime loads; an empty adapter is the published model.
    """
    building = _Network(tensors, adapter)
    last = building.normalised(STATE, "embeddings.LayerNorm")
    for number in range(LAYERS):
        last = building.layer(last, f"encoder.layer.{number}")
    building.step("Identity", [last], RESULT)
    every = onnx.graph(
        building.nodes,
        building.weights,
        inputs=[onnx.value(STATE, ["rows", "tokens", SIZE])],
        outputs=[onnx.value(RESULT, ["rows", "tokens", SIZE])],
    )
    return onnx.model(every, VERSIONS)


class _Network:
    """The steps and weights so far; each method adds some and returns the name of what they give."""

    def __init__(self, tensors: Mapping[str, Tensor], adapter: Adapter) -> None:
        self._tensors, self._adapter = tensors, adapter
        self.nodes: list[bytes] = []
        self.weights: list[bytes] = []

    def layer(self, state: str, name: str) -> str:
        """One transformer layer."""
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = self.step("Concat", [self._turned(part) for part in parts], f"{name}.three", axis=1)
        bias = self.step("Concat", [self._weight(f"{part}.bias") for part in parts], f"{name}.three.bias", axis=0)
        context = self.step("Attention", [state, weight, bias], f"{name}.context", OWN, num_heads=HEADS)
        attended = self._added(self._product(context, f"{name}.attention.output.dense"), state, f"{name}.attention.output")
        wide = self._product(attended, f"{name}.intermediate.dense")
        bent = self.step("BiasGelu", [wide, self._weight(f"{name}.intermediate.dense.bias")], f"{name}.bent", OWN)
        return self._added(self._product(bent, f"{name}.output.dense"), attended, f"{name}.output")

    def normalised(self, state: str, name: str) -> str:
        """Layer normalisation."""
        return self.step("LayerNormalization", [state, *self._pair(name)], f"{name}.normal", epsilon=TINY)

    def step(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: float) -> str:
        """One operator."""
        self.nodes.append(onnx.node(operator, inputs, output, domain, **attributes))
        return output

    def _added(self, change: str, state: str, name: str) -> str:
        """A product without its bias yet: bias and former state added, then layer normalisation."""
        inputs = [change, state, *self._pair(f"{name}.LayerNorm"), self._weight(f"{name}.dense.bias")]
        return self.step("SkipLayerNormalization", inputs, f"{name}.normal", OWN, epsilon=TINY)

    def _product(self, state: str, name: str) -> str:
        return self.step("MatMul", [state, self._turned(name)], f"{name}.product")

    def _pair(self, name: str) -> list[str]:
        return [self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]

    def _turned(self, name: str) -> str:
        """A matrix as operators want it, columns for rows: ONNX Runtime does it once, as it loads."""
        turned = self.step("Transpose", [self._weight(f"{name}.weight")], f"{name}.turned")
        if name not in self._adapter:
            return turned
        factors = [self._constant(f"{name}.{side}", numbers) for side, numbers in zip("AB", self._adapter[name])]
        return self.step("Add", [turned, self.step("MatMul", factors, f"{name}.change")], f"{name}.changed")

    def _weight(self, name: str) -> str:
        self.weights.append(onnx.weight(name, self._tensors[name].shape, FILE, self._tensors[name].offset))
        return name

    def _constant(self, name: str, numbers: np.ndarray) -> str:
        self.weights.append(onnx.constant(name, numbers))
        return name
