"""Measures how long a sentence of 12 tokens takes to become a vector, on one core and without memory of earlier ones."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from statistics import median

import yaml

from bot.launch.settings import python

TOKENS = 12
ROUNDS = 15


def encoder_ms() -> float:
    """The median over different sentences, in a process of its own."""
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        python("-m", "bot.bench.encoder_speed"), env=one_core, check=True, stdout=subprocess.PIPE, text=True
    )
    return float(done.stdout)


def main() -> None:
    """Print the median in milliseconds."""
    from tokenizers import Tokenizer

    from bot.nlu.encoder import Encoder
    from bot.nlu.weights import model_folder

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    texts = yaml.safe_load(Path(__file__).with_name("messages.yml").read_text("utf-8"))
    every = [*texts["questions"], *texts["others"]]
    sentences = [text for text in every if len(tokenizer.encode(text).ids) == TOKENS]
    encoder = Encoder(model_folder(), cached=0)
    for sentence in sentences:
        encoder.encode([sentence])
    times = []
    for _ in range(ROUNDS):
        for sentence in sentences:
            begun = time.perf_counter()
            encoder.encode([sentence])
            times.append((time.perf_counter() - begun) * 1000)
    print(median(times))


if __name__ == "__main__":
    main()
