"""Turn sentences into vectors: all-MiniLM-L6-v2, its forward pass in plain NumPy."""
from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bot.nlu.weights import map_weights, model_folder

SIZE = 384
HEADS = 12
LAYERS = 6
LONGEST = 128  # tokens; a clause of a capped message is far shorter
BATCH_TOKENS = 512
CACHED = 512
ROOT_HALF = np.float32(0.5**0.5)
TINY = np.float32(1e-12)
STEP = 16  # the matrix product is quickest on a multiple of this many tokens
# OpenBLAS multiplies up to a million numbers without packing them: 30 % less time for a sentence or two.
SMALL_PRODUCT = 1_000_000
FEWEST_ROWS = 16
ERF_P = np.float32(0.3275911)
ERF_A = [np.float32(a) for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)]


class Encoder:
    """Sentence vectors of unit length (float32, 384 numbers), the last few kept."""

    def __init__(self, folder: Path, cached: int = CACHED) -> None:
        """Read the model in a folder; cached=0 computes every sentence anew, for measuring."""
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        weights = map_weights(folder)
        # Rows are read from the file as words occur: 47 MB that never need to be in memory.
        self._words = weights["embeddings.word_embeddings.weight"]
        self._positions = (
            weights["embeddings.position_embeddings.weight"][:LONGEST]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _column(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(weights, f"encoder.layer.{number}") for number in range(LAYERS)]
        self.cached = cached
        self._cache: OrderedDict[str, np.ndarray] = OrderedDict()

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one unit vector a sentence, in order: shape (sentences, 384)."""
        vectors = np.empty((len(sentences), SIZE), dtype=np.float32)
        missing: list[int] = []
        for at, sentence in enumerate(sentences):
            known = self._cache.get(sentence)
            if known is None:
                missing.append(at)
            else:
                self._cache.move_to_end(sentence)
                vectors[at] = known
        for batch, rows in self._batches(sentences, missing):
            vectors[batch] = self._forward(rows)
        self._remember(sentences, missing, vectors)
        return vectors

    def _remember(self, sentences: Sequence[str], missing: list[int], vectors: np.ndarray) -> None:
        if len(missing) > self.cached:
            return
        for at in missing:
            self._cache[sentences[at]] = vectors[at].copy()
        while len(self._cache) > self.cached:
            self._cache.popitem(last=False)

    def _batches(self, sentences: Sequence[str], missing: list[int]) -> list[tuple[list[int], list[list[int]]]]:
        """Group sentences so that one pass handles a few hundred tokens: no padding, no big buffers."""
        batches: list[tuple[list[int], list[list[int]]]] = []
        room = 0
        for at in missing:
            tokens = self._tokenizer.encode(sentences[at]).ids
            if len(tokens) > room:
                batches.append(([], []))
                room = BATCH_TOKENS
            batches[-1][0].append(at)
            batches[-1][1].append(tokens)
            room -= len(tokens)
        return batches

    def _forward(self, rows: list[list[int]]) -> np.ndarray:
        lengths = [len(row) for row in rows]
        ends = np.cumsum(lengths)
        spans = [slice(end - length, end) for end, length in zip(ends, lengths)]
        total = -(-int(ends[-1]) // STEP) * STEP
        state = np.zeros((SIZE, total), dtype=np.float32)
        for span, row in zip(spans, rows):
            state[:, span] = (self._words[row] + self._positions[: len(row)]).T
        _normalise(state, self._norm)
        for layer in self._layers:
            state = layer.forward(state, spans)
        pooled = np.stack([state[:, span].mean(axis=1) for span in spans])
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


class _Layer:
    """One transformer layer: queries, keys and values in a single product, the softmax's scale inside it.

    A state has a column a token: with few tokens, weights times state is twice as fast as the other way round.
    """

    def __init__(self, weights: dict[str, np.ndarray], name: str) -> None:
        scale = np.float32((SIZE // HEADS) ** -0.5)
        parts = [_dense(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
        parts[0] = parts[0][0] * scale, parts[0][1] * scale
        self._qkv = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
        self._out = _dense(weights, f"{name}.attention.output.dense")
        self._up = _dense(weights, f"{name}.intermediate.dense")
        self._down = _dense(weights, f"{name}.output.dense")
        self._norms = _column(weights, f"{name}.attention.output.LayerNorm"), _column(weights, f"{name}.output.LayerNorm")

    def forward(self, state: np.ndarray, spans: list[slice]) -> np.ndarray:
        qkv = _product(self._qkv, state)
        context = np.zeros_like(state)
        for span in spans:
            _attend(qkv[:, span], context[:, span])
        attended = _product(self._out, context)
        attended += state
        _normalise(attended, self._norms[0])
        wide = _product(self._up, attended)
        _gelu(wide)
        result = _product(self._down, wide)
        result += attended
        _normalise(result, self._norms[1])
        return result


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """Return the one encoder of this process: its weights are 43 MB."""
    return Encoder(model_folder(), int(os.environ.get("ENCODER_CACHE", CACHED)))


def _product(dense: tuple[np.ndarray, np.ndarray], state: np.ndarray) -> np.ndarray:
    """Return weights times state, in blocks of rows so small that OpenBLAS does not copy the weights first."""
    weight, bias = dense
    rows, columns = weight.shape
    while rows * columns * state.shape[1] > SMALL_PRODUCT and rows % 2 == 0 and rows > FEWEST_ROWS:
        rows //= 2
    blocks = weight.reshape(-1, rows, columns) if rows > FEWEST_ROWS else weight
    result = (blocks @ state).reshape(len(weight), -1)
    result += bias
    return result


def _attend(qkv: np.ndarray, context: np.ndarray) -> None:
    query, key, value = qkv.reshape(3, HEADS, SIZE // HEADS, -1)
    scores = query.transpose(0, 2, 1) @ key
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    context[:] = (value @ scores.transpose(0, 2, 1)).reshape(SIZE, -1)


def _gelu(values: np.ndarray) -> None:
    """Apply the exact GELU in place, x * (1 + erf(x / sqrt 2)) / 2, good to 1e-6.

    erf as in Abramowitz and Stegun 7.1.26 (error below 1.5e-7): SciPy's takes six times as long.
    """
    size = np.abs(values)
    size *= ROOT_HALF
    t = size * ERF_P
    t += 1
    np.reciprocal(t, out=t)
    tail = t * ERF_A[0]
    for factor in ERF_A[1:]:
        tail += factor
        tail *= t
    size *= size
    np.negative(size, out=size)
    np.exp(size, out=size)
    tail *= size  # 1 - erf(|x| / sqrt 2)
    tail *= np.float32(0.5)
    tail *= values
    # x >= 0: x - tail, x < 0: tail; both are max(x, 0) - |tail|.
    np.abs(tail, out=tail)
    np.maximum(values, 0, out=values)
    values -= tail


def _normalise(state: np.ndarray, pair: tuple[np.ndarray, np.ndarray]) -> None:
    """Apply layer normalisation to each column in place."""
    state -= state.mean(axis=0)
    spread = np.einsum("ij,ij->j", state, state)
    spread /= SIZE
    spread += TINY
    np.sqrt(spread, out=spread)
    state /= spread
    state *= pair[0]
    state += pair[1]


def _dense(weights: dict[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    return np.array(weights[f"{name}.weight"]), np.array(weights[f"{name}.bias"])[:, None]


def _column(weights: dict[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    return np.array(weights[f"{name}.weight"])[:, None], np.array(weights[f"{name}.bias"])[:, None]
