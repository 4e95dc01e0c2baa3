"""Messages that mean much the same, as the sentence encoder of the assistant sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.report.apart import LEAST
from bot.report.unanswered import Unanswered

# Of all pairs in two groups, the mean of one less the cosine: "help with my CV" and "write my cv" lie 0.3 apart, two
# questions about different things 0.7 and more.
FARTHEST = 0.5
# Each is compared with each: of more, the latest count.
MOST = 2000

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Alike:
    """A group: the words of its most typical message, from how many conversations it is, and what became of it."""

    text: str
    conversations: int
    outcomes: Counter[str]


def groups(messages: Sequence[Unanswered], encode: Encode) -> tuple[list[Alike], int]:
    """The groups of at least five conversations, the largest first, and how many messages are in none of them."""
    looked_at = list(messages)[-MOST:]
    found = []
    for members in _together(looked_at, encode):
        conversations = len({looked_at[at].sender for at in members})
        if conversations >= LEAST:
            outcomes = Counter(looked_at[at].outcome for at in members)
            found.append(Alike(looked_at[members[0]].text, conversations, outcomes))
    found.sort(key=lambda group: (-group.conversations, group.text))
    return found, len(messages) - sum(group.outcomes.total() for group in found)


def _together(messages: Sequence[Unanswered], encode: Encode) -> list[list[int]]:
    """The places of messages that mean much the same, the most typical of each group first."""
    if len(messages) < LEAST:
        return []
    vectors = encode([message.text for message in messages])
    near = AgglomerativeClustering(n_clusters=None, affinity="cosine", linkage="average", distance_threshold=FARTHEST)
    labels = near.fit_predict(vectors)
    found = []
    for label in range(labels.max() + 1):
        members = np.flatnonzero(labels == label)
        typical = vectors[members] @ vectors[members].mean(axis=0)
        found.append([int(at) for at in members[np.argsort(-typical, kind="stable")]])
    return found
