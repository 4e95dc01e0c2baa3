"""Turn sentences into vectors: all-MiniLM-L6-v2 with an adapter for what people ask here, run by ONNX Runtime."""
from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.nlu.adapter import NO_ADAPTER, Adapter, read_adapter
from bot.nlu.encoder_graph import RESULT, SIZE, STATE, network
from bot.nlu.weights import map_weights, model_folder, tensors

LONGEST = 128  # tokens; a clause of a capped message is far shorter
CACHED = 512
BATCH_TOKENS = 1024  # of many sentences: what a pass holds stays in the processor's own memory
CORES = len(os.sched_getaffinity(0))

Row = tuple[int, list[int]]  # a sentence: its place, and the numbers of its tokens


class Encoder:
    """Sentence vectors of unit length (float32, 384 numbers), the last few kept."""

    def __init__(self, folder: Path, adapter: Adapter = NO_ADAPTER, cached: int = CACHED) -> None:
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
        self._session = _session(folder, adapter)
        self._cores = ThreadPoolExecutor(CORES)
        self.cached = cached
        self._cache: OrderedDict[str, np.ndarray] = OrderedDict()

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one unit vector a sentence, in order: shape (sentences, 384). Many are spread over the cores."""
        vectors = np.empty((len(sentences), SIZE), dtype=np.float32)
        missing: list[int] = []
        for at, sentence in enumerate(sentences):
            known = self._cache.get(sentence)
            if known is None:
                missing.append(at)
            else:
                self._cache.move_to_end(sentence)
                vectors[at] = known
        self._fill(vectors, [(at, self._tokenizer.encode(sentences[at]).ids) for at in missing])
        self._remember(sentences, missing, vectors)
        return vectors

    def _remember(self, sentences: Sequence[str], missing: list[int], vectors: np.ndarray) -> None:
        if len(missing) > self.cached:
            return
        for at in missing:
            self._cache[sentences[at]] = vectors[at].copy()
        while len(self._cache) > self.cached:
            self._cache.popitem(last=False)

    def _fill(self, vectors: np.ndarray, rows: list[Row]) -> None:
        """Encode sentences, those of the same length beside each other: no padding, no big buffers, no core idle."""

        def fill(batch: list[Row]) -> None:
            state = np.stack([self._begin(tokens) for _, tokens in batch])
            result = self._session.run([RESULT], {STATE: state})[0]
            vectors[[at for at, _ in batch]] = _unit(result.mean(axis=1))

        first, *others = _batches(rows, CORES) or [[]]
        waiting = [self._cores.submit(fill, batch) for batch in others]
        if first:
            fill(first)
        for batch in waiting:
            batch.result()

    def _begin(self, tokens: list[int]) -> np.ndarray:
        return self._words[tokens] + self._positions[: len(tokens)]


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """Return the one encoder of this process: its weights are 43 MB."""
    return Encoder(model_folder(), read_adapter(), int(os.environ.get("ENCODER_CACHE", CACHED)))


def _session(folder: Path, adapter: Adapter) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One sentence is too small to share between cores; many are shared out whole.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Memory is given back after each pass; keeping it would save nothing that can be measured.
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    return onnxruntime.InferenceSession(network(tensors(folder), adapter), options, providers=["CPUExecutionProvider"])


def _batches(rows: list[Row], cores: int) -> list[list[Row]]:
    """Return sentences of equal length in batches: at most a thousand tokens each, and a share for each core."""
    share, found = -(-len(rows) // cores), []
    for length, same in groupby(sorted(rows, key=lambda row: len(row[1])), key=lambda row: len(row[1])):
        every, most = list(same), min(BATCH_TOKENS // length, share)
        found += [every[start : start + most] for start in range(0, len(every), most)]
    return found


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
