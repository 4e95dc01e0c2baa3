"""Every threshold of understanding, in one place.

`make eval SET=dev` shows what each choice of SURE costs; they are chosen on that set, never on the held-out one. All are
probabilities among everything that a clause may mean (bot/nlu/ranking.py), or cosines between sentence vectors.
"""
from __future__ import annotations

# Below this the likeliest meaning is a guess: ask "did you mean". On the development set, single questions and follow-ups:
#   0.35   86.8 % and 80.1 % right, 5.6 % and 12.6 % wrong and confident
#   0.45   85.9 %     78.4 %,       4.7 %     11.1 %
#   0.55   83.5 %     76.2 %,       4.2 %      9.1 %
# A wrong answer costs more than a question back, but from here on more right answers are held back than wrong ones.
SURE = 0.40
# What is added to the score of "out of scope", a logarithm of odds. At 0 the development set has 92 % of messages from outside
# turned away, from 0.7 to 1.4 97 %, while 0.5 points fewer questions are answered rightly.
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
