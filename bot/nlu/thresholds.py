"""Every threshold of understanding, in one place.

`make eval SET=dev` shows what each choice of SURE costs; they are chosen on that set, never on the held-out one. All are
probabilities among everything that a clause may mean (bot/nlu/ranking.py), or cosines between sentence vectors.
"""
from __future__ import annotations

# Below this the likeliest meaning is a guess: ask "did you mean". On half of the development set, single questions:
#   0.35   74 % right, 13 % wrong and confident, 7 % asked back      0.55   69 %,  8 %, 18 %
#   0.45   72 %,       10 %,                     12 %                0.65   67 %,  6 %, 22 %
# A wrong answer costs more than a question back, but from here on about as many right answers are held back as wrong ones.
SURE = 0.45
# What is added to the score of "out of scope", a logarithm of odds. At 0 the development set has 88 % of messages from outside
# turned away, at 1.4 93 %; of questions from inside it is 0.5 % and 0.9 %.
OUTSIDE = 1.0
# What is less likely than this is not worth offering in "did you mean".
A_CHOICE = 0.05
# A digression or command while a question of ours is open has to be plain.
PLAIN = 0.45
# Two clauses that are so sure of different questions are two questions; else the message is read as one whole. On the
# development set 0.5 to 0.7 are alike, 0.85 misses every third second question.
APART = 0.6
# After our question where somebody lives, a few words that are like no example are a place that we do not know.
NEAR_EXAMPLE = 0.55
# So near an example of a special question, "what was relicensing" asks for its answer and not for the meaning of a term.
KNOWN_QUESTION = 0.93
