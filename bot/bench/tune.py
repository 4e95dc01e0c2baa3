"""Teaches the sentence model what people ask here, by the examples: `make tune` writes bot/nlu/adapter.npz.

Only a low-rank change of its matrices is learned, so that what it knows of the language is kept. The labels of the
examples are the aim, and of those that say what they are about, the topic, and the question among those of that topic
alone. Nothing else of the classifier is kept: it is trained on the vectors each time, so that a new topic needs no tuning.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from bot.bench.examples import all_examples
from bot.launch.progress import say
from bot.nlu.adapter import FILE, write_adapter
from bot.nlu.encoder_graph import SIZE

if TYPE_CHECKING:
    from bot.nlu.examples import Example

# Usual values, not searched for. On the development set three rounds over 18,600 examples brought the share of right labels,
# by the vectors alone, from 76 to 84 %, four over 25,800 to 85 %.
RANK = 16
DROPOUT = 0.1
ROUNDS = 5
RATE, HEADS_RATE = 5e-4, 1e-2
SMOOTHING = 0.05
TOPIC_WEIGHT, ROOM_WEIGHT = 0.2, 0.5
# Cosines are between -1 and 1: with this they can tell some hundred labels apart.
SHARPNESS = 20.0
LAST_RATE = 0.02  # of the first, at the end
BATCH = 48
# So many batches are filled by length together: little is filled up, and yet they stay mixed.
MIXED = 40
LONGEST = 96
SEED = 0
WORD_EVERY = 100


def main(_arguments: list[str]) -> int:
    """Learn the adapter, with a word now and then of how far it is, and write it."""
    from bot.guidance.live import current

    learnt = [one for one in all_examples(current()) if one.bare.strip()]
    say(f"Tuning the sentence model on {len(learnt)} examples, {ROUNDS} rounds: some twenty minutes on two cores")
    learner = Learner(learnt)
    for number in range(ROUNDS):
        learner.round(f"  round {number + 1} of {ROUNDS}")
    write_adapter(learner.model.adapter())
    say(f"{FILE.name} is written. The weights beside it were fitted with the one before: run `make fit`")
    return 0


class Learner:
    """The model that learns, with what tells labels and topics from its vectors."""

    def __init__(self, learnt: Sequence[Example]) -> None:
        import tensorflow as tf
        from tokenizers import Tokenizer

        from bot.bench.minilm import MASK, NUMBERS, MiniLM
        from bot.nlu.weights import map_weights, model_folder

        tf.random.set_seed(SEED)
        self._random = np.random.default_rng(SEED)
        self._tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._forms = [(self._tokens(one.neutral), self._tokens(one.bare)) for one in learnt]
        labels, self._label = np.unique([one.label for one in learnt], return_inverse=True)
        topics = {topic: at for at, topic in enumerate(sorted({one.topic for one in learnt if one.topic}))}
        self._topic = np.array([topics.get(one.topic or "", -1) for one in learnt])
        rooms = sorted({(one.topic, one.question) for one in learnt if one.topic and one.question})
        room_of = {room: at for at, room in enumerate(rooms)}
        self._room = np.array([room_of.get((one.topic or "", one.question or ""), -1) for one in learnt])
        topic_of_room = tf.constant([topics[topic] for topic, _ in rooms])
        self._steps = ROUNDS * -(-len(learnt) // BATCH)
        self._done, self._begun = 0, time.monotonic()
        self.model = MiniLM(map_weights(model_folder()), RANK, DROPOUT, SEED)

        def head(size: int) -> tf.Variable:
            return tf.Variable(self._random.normal(0.0, 0.02, (SIZE, size)).astype(np.float32))

        # What is asked is told from the neutral form by other weights than from the named one.
        heads = [head(len(labels)), head(len(labels)), head(len(topics)), tf.Variable(np.zeros(len(labels), np.float32))]
        heads += [head(len(rooms)), head(len(rooms))]
        inner = [factor for pair in self.model.factors.values() for factor in pair]
        schedules = tf.keras.optimizers.schedules
        optimiser, of_heads = (
            tf.keras.optimizers.Adam(schedules.PolynomialDecay(rate, self._steps, rate * LAST_RATE))
            for rate in (RATE, HEADS_RATE)
        )
        row = tf.TensorSpec((None,), tf.int32)

        @tf.function(input_signature=[NUMBERS, MASK, row, row, row, tf.TensorSpec((None,), tf.bool)])
        def step(
            numbers: tf.Tensor, mask: tf.Tensor, label: tf.Tensor, topic: tf.Tensor, room: tf.Tensor, neutral: tf.Tensor,
        ) -> tf.Tensor:
            with tf.GradientTape() as tape:
                vectors = self.model.vectors(numbers, mask)
                products, of_rooms = (
                    SHARPNESS * tf.where(neutral[:, None], tf.matmul(vectors, by_neutral), tf.matmul(vectors, by_named))
                    for by_neutral, by_named in (heads[:2], heads[4:])
                )
                aim = tf.one_hot(label, len(labels)) * (1.0 - SMOOTHING) + SMOOTHING / len(labels)
                loss = tf.nn.softmax_cross_entropy_with_logits(aim, products + heads[3])
                about = tf.nn.sparse_softmax_cross_entropy_with_logits(
                    tf.maximum(topic, 0), SHARPNESS * tf.matmul(vectors, heads[2])
                )
                # Which of the questions of its own topic: those of others are no choice.
                of_rooms += tf.where(topic_of_room[None] == topic[:, None], 0.0, -1e9)
                here = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(room, 0), of_rooms)
                loss += TOPIC_WEIGHT * tf.where(topic >= 0, about, 0.0) + ROOM_WEIGHT * tf.where(room >= 0, here, 0.0)
                loss = tf.reduce_mean(loss)
            slopes = tape.gradient(loss, [*inner, *heads])
            optimiser.apply_gradients(zip(slopes[: len(inner)], inner))
            of_heads.apply_gradients(zip(slopes[len(inner) :], heads))
            return loss

        self._step = step

    def round(self, title: str) -> float:
        """Learn from every example once, from either of its forms; return the mean loss."""
        from bot.bench.minilm import filled_up

        neutral = self._random.random(len(self._forms)) < 0.5
        sentences = [forms[0 if is_neutral else 1] for forms, is_neutral in zip(self._forms, neutral)]
        lost: list[float] = []
        for rows in self._batches([len(tokens) for tokens in sentences]):
            numbers, mask = filled_up([sentences[row] for row in rows])
            lost.append(float(self._step(numbers, mask, self._label[rows], self._topic[rows], self._room[rows], neutral[rows])))
            self._done += 1
            if self._done % WORD_EVERY == 0:
                left = (time.monotonic() - self._begun) / self._done * (self._steps - self._done) / 60
                say(f"{title}: loss {np.mean(lost[-WORD_EVERY:]):.2f}, some {left:.0f} minutes left")
        return float(np.mean(lost))

    def _batches(self, lengths: list[int]) -> Iterator[np.ndarray]:
        order = self._random.permutation(len(lengths))
        for start in range(0, len(order), BATCH * MIXED):
            some = np.array(sorted(order[start : start + BATCH * MIXED], key=lambda row: lengths[row]))
            batches = [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
            yield from (batches[at] for at in self._random.permutation(len(batches)))

    def _tokens(self, text: str) -> list[int]:
        tokens: list[int] = self._tokenizer.encode(text).ids
        return tokens
