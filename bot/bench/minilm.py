"""all-MiniLM-L6-v2 in TensorFlow, which Rasa brings: its matrices stay as published, and a low-rank change of each is learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from bot.nlu.adapter import Adapter
from bot.nlu.encoder_graph import HEADS, LAYERS, SIZE, TINY

LINEAR = (
    *(f"attention.self.{part}" for part in ("query", "key", "value")),
    *("attention.output.dense", "intermediate.dense", "output.dense"),
)
FAR = -1e9
NUMBERS, MASK = tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None, None), tf.float32)


class MiniLM(tf.Module):
    """The sentence model with an adapter that can be learned; `dropout` is the part of all numbers left out in learning."""

    def __init__(self, weights: Mapping[str, np.ndarray], rank: int, dropout: float, seed: int) -> None:
        super().__init__()
        self._dropout = dropout
        self._words = tf.constant(weights["embeddings.word_embeddings.weight"])
        self._positions = tf.constant(
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._fixed = {
            name: tf.constant(numbers.T if name.endswith("weight") and numbers.ndim == 2 else numbers)
            for name, numbers in weights.items()
            if name.startswith(("encoder.", "embeddings.LayerNorm"))
        }
        random = np.random.default_rng(seed)
        self.factors: dict[str, tuple[tf.Variable, tf.Variable]] = {}
        for name in (f"encoder.layer.{number}.{part}" for number in range(LAYERS) for part in LINEAR):
            inputs, outputs = self._fixed[f"{name}.weight"].shape
            # B begins at nothing: the first vectors are those of the published model.
            first = random.normal(0.0, inputs**-0.5, (inputs, rank))
            self.factors[name] = (
                tf.Variable(first.astype(np.float32)), tf.Variable(np.zeros((rank, outputs), np.float32)),
            )

    def adapter(self) -> Adapter:
        """What was learned so far."""
        return {name: (first.numpy(), second.numpy()) for name, (first, second) in self.factors.items()}

    def vectors(self, numbers: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        """Unit vectors (sentences, 384) of sentences as numbers of tokens, filled up where the mask is 0, in learning."""
        length = tf.shape(numbers)[1]
        state = self._normal(tf.gather(self._words, numbers) + self._positions[:length], "embeddings.LayerNorm")
        state = self._left_out(state)
        apart = (1.0 - mask[:, None, None, :]) * FAR
        for number in range(LAYERS):
            state = self._layer(state, apart, f"encoder.layer.{number}")
        counted = mask[:, :, None]
        return tf.math.l2_normalize(tf.reduce_sum(state * counted, 1) / tf.reduce_sum(counted, 1), -1)

    def _layer(self, state: tf.Tensor, apart: tf.Tensor, name: str) -> tf.Tensor:
        rows, tokens = tf.shape(state)[0], tf.shape(state)[1]
        query, key, value = (
            tf.transpose(
                tf.reshape(self._linear(state, f"{name}.{part}"), (rows, tokens, HEADS, SIZE // HEADS)), (0, 2, 1, 3)
            )
            for part in LINEAR[:3]
        )
        scores = tf.matmul(query, key, transpose_b=True) * (SIZE // HEADS) ** -0.5 + apart
        seen = tf.matmul(self._left_out(tf.nn.softmax(scores)), value)
        seen = tf.reshape(tf.transpose(seen, (0, 2, 1, 3)), (rows, tokens, SIZE))
        attended = self._linear(seen, f"{name}.attention.output.dense")
        state = self._normal(state + self._left_out(attended), f"{name}.attention.output.LayerNorm")
        wide = tf.nn.gelu(self._linear(state, f"{name}.intermediate.dense"), approximate=False)
        narrow = self._linear(wide, f"{name}.output.dense")
        return self._normal(state + self._left_out(narrow), f"{name}.output.LayerNorm")

    def _linear(self, state: tf.Tensor, name: str) -> tf.Tensor:
        first, second = self.factors[name]
        change = tf.matmul(tf.matmul(self._left_out(state), first), second)
        return tf.matmul(state, self._fixed[f"{name}.weight"]) + self._fixed[f"{name}.bias"] + change

    def _normal(self, state: tf.Tensor, name: str) -> tf.Tensor:
        mean, variance = tf.nn.moments(state, -1, keepdims=True)
        scale, shift = self._fixed[f"{name}.weight"], self._fixed[f"{name}.bias"]
        return (state - mean) * tf.math.rsqrt(variance + TINY) * scale + shift

    def _left_out(self, state: tf.Tensor) -> tf.Tensor:
        return tf.nn.dropout(state, self._dropout) if self._dropout else state


def filled_up(sentences: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """Numbers of tokens as one matrix, and a mask that is 1 where there are any."""
    longest = max(map(len, sentences))
    numbers = np.zeros((len(sentences), longest), np.int32)
    mask = np.zeros((len(sentences), longest), np.float32)
    for row, sentence in enumerate(sentences):
        numbers[row, : len(sentence)], mask[row, : len(sentence)] = sentence, 1.0
    return numbers, mask
