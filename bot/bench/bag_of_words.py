"""The plainest classifier that people would try: words and groups of letters counted, and logistic regression."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.bench.examples import DATA, all_examples, kept_in
from bot.launch.progress import say

if TYPE_CHECKING:
    import numpy as np

    from bot.nlu.examples import Example

TITLE = "bag of words and characters, logistic regression"
WITH_TENSORFLOW = False
# As our own regression; a few rounds do, as nearly every example is read rightly after five.
INVERSE_REGULARISATION, ROUNDS = 30.0, 10
# Parts of a word that occur in fewer examples than these tell nothing, and cost time.
FEWEST_WORDS, FEWEST_LETTERS = 2, 3
FILE = "bag-of-words.joblib"


class BagOfWords:
    """Labels by logistic regression over tf-idf; nearness is by the cosine to a label's nearest example in that same space.

    Words (one, two) and characters (two to four, inside words) weigh the same. It sees what is asked with the names kept.
    Counts of words have smaller cosines than sentence vectors, so nearness is the square root: on the development set, of
    the powers 1, 3/4 and 1/2, it serves this classifier best (57, 58 and 62 % of questions right).
    """

    def __init__(self, learnt: Sequence[Example], rounds: int = ROUNDS) -> None:
        import numpy as np
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        ordered = sorted({(one.label, one.bare) for one in learnt})
        names = np.asarray([label for label, _ in ordered])
        self._parts = _parts(len(ordered))
        self._vectors = _unit(self._parts.fit_transform([text for _, text in ordered]))
        unique, self._starts = np.unique(names, return_index=True)
        self.labels = [str(label) for label in unique]
        # The one solver that is quick with so many labels and so many parts.
        self._regression = LogisticRegression(
            C=INVERSE_REGULARISATION, solver="saga", max_iter=rounds, tol=0.01, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            self._regression.fit(self._vectors, names)

    def judge(self, clauses: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        """The likelihood of each label and its nearest example's nearness: (clauses, labels) each."""
        import numpy as np

        vectors = _unit(self._parts.transform([bare for _, bare in clauses]))
        cosines = (vectors @ self._vectors.T).toarray()
        near = np.maximum.reduceat(cosines, self._starts, axis=1)
        # Rounding makes some cosines a little less than nothing.
        return self._regression.predict_proba(vectors), np.sqrt(np.maximum(near, 0.0))


def ready() -> str | None:
    """Always: it learns in a minute or two where it is not kept from before."""
    return None


def load(data: Path = DATA) -> BagOfWords:
    """The classifier of the training examples, learnt where there is none kept for exactly these."""
    import joblib

    from bot.guidance.live import current

    kept = kept_in(Path(__file__), data) / FILE
    if kept.exists():
        return joblib.load(kept)
    say(f"Training once for this data: {TITLE} (a minute or two)")
    made = BagOfWords(all_examples(current(), data))
    kept.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(made, kept)
    return made


def _parts(texts: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    few = texts < 1000
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1 if few else FEWEST_WORDS),
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=1 if few else FEWEST_LETTERS
        ),
    )


def _unit(vectors: Any) -> Any:
    """Rows of length 1, so that a product is a cosine."""
    import numpy as np
    from sklearn.preprocessing import normalize

    return normalize(vectors.astype(np.float32).tocsr())
