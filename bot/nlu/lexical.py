"""How likely each label is by the words of a message alone: what sentence vectors blur, single words keep apart."""
from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.arrays import read_arrays, write_arrays

FILE, VOCABULARY = "words.npz", "words.json"
# On the development set: 10 rounds are as good as 40, words and pairs of words as good as with letters added.
INVERSE_REGULARISATION = 20.0
ROUNDS = 10
SEED = 1
RARITY = 0.25
# Of few examples every word counts.
FEW = 1000
_WORD = re.compile(r"[\w']+")


class LexicalModel:
    """Logistic regression over words and pairs of words."""

    def __init__(self, vocabulary: Sequence[str], arrays: dict[str, np.ndarray]) -> None:
        self._vocabulary, self._arrays = vocabulary, arrays
        self._row_of = {word: row for row, word in enumerate(vocabulary)}

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str]) -> LexicalModel:
        """Return the model of examples, a text and a label each; its labels are sorted."""
        # Imported here: only training needs it, and it is 50 MB.
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        least = 2 if len(texts) > FEW else 1
        vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD.pattern, min_df=least)
        rows = vectoriser.fit_transform(texts).astype(np.float32)
        unique, counts = np.unique(np.asarray(labels), return_counts=True)
        weights, bias = np.zeros((len(unique), rows.shape[1])), np.zeros(len(unique))
        if len(unique) > 1:
            fitted = LogisticRegression(
                C=INVERSE_REGULARISATION, solver="saga", multi_class="multinomial", max_iter=ROUNDS, random_state=SEED
            ).fit(rows, labels)
            both = len(unique) == 2
            weights = np.vstack([-fitted.coef_, fitted.coef_]) if both else fitted.coef_
            bias = np.hstack([-fitted.intercept_, fitted.intercept_]) if both else fitted.intercept_
        arrays = {
            "weights": weights.T.astype(np.float16),
            "bias": (bias - RARITY * np.log(counts)).astype(np.float32),
            "idf": vectoriser.idf_.astype(np.float32),
        }
        return cls(list(vectoriser.get_feature_names_out()), arrays)

    def judge(self, texts: Sequence[str]) -> np.ndarray:
        """Return the likelihood of each label: (texts, labels)."""
        logits = np.stack([self._scores(text) for text in texts])
        logits -= logits.max(axis=1, keepdims=True)
        likely = np.exp(logits)
        return likely / likely.sum(axis=1, keepdims=True)

    def _scores(self, text: str) -> np.ndarray:
        """Return the score of each label: the weights of the words there are, each by how often it is said and how rare."""
        words = _WORD.findall(text.lower())
        said = Counter(self._row_of[part] for part in (*words, *map(" ".join, zip(words, words[1:]))) if part in self._row_of)
        bias: np.ndarray = self._arrays["bias"]
        if not said:
            return bias
        rows = np.array(list(said))
        worth = (1.0 + np.log(np.array(list(said.values()), np.float32))) * self._arrays["idf"][rows]
        worth /= np.linalg.norm(worth)
        # Only these rows are read, and made wider then.
        scores: np.ndarray = bias + worth.astype(np.float32) @ self._arrays["weights"][rows].astype(np.float32)
        return scores

    def save(self, folder: Path) -> None:
        """Write the model to a folder."""
        write_arrays(folder / FILE, self._arrays)
        (folder / VOCABULARY).write_text(json.dumps(list(self._vocabulary)), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalModel:
        """Return the model that `save` wrote."""
        return cls(json.loads((folder / VOCABULARY).read_text(encoding="utf-8")), read_arrays(folder / FILE))

