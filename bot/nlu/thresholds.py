"""Every threshold of understanding, in one place.

Chosen on five-fold cross-validation over data/nlu and on tests/nlu/test_decide.py: low enough that a plainly put
question is answered, high enough that a message from outside the field is not. All are probabilities among the
labels that are possible for the message, or cosines between sentence vectors.
"""
from __future__ import annotations

# Below this the best label is a guess: ask "did you mean".
SURE = 0.25
# Two different meanings closer together than this contradict each other.
LEAD = 0.04
# A facet rather than a special question of the same topic is a safe answer: it may be less sure.
SURE_OF_FACET = 0.20
# A digression or command while a question of ours is open has to be plain.
PLAIN = 0.45
# A clause below this beside a surer one is only background ("I work in a bakery").
BACKGROUND = 0.35
# With a topic named, only a sure "out of scope" outweighs it.
OUT_OF_SCOPE_DESPITE_TOPIC = 0.75
# "Do apprentices pay VAT": a topic, words from outside the field, and no example like it.
NEAR_EXAMPLE_DESPITE_TOPIC = 0.55
# A referral half as likely as an unsure "out of scope" wins: a door that is not needed costs less than none.
REFERRAL_AGAINST_OUT_OF_SCOPE = 0.5
OUT_OF_SCOPE_UNSURE = 0.5
# "Who can help with reading": a need is meant even where its words also name a topic.
REFERRAL_WHERE_HELP_IS_ASKED = 0.01
# Without a topic named, the nearest training sentence must be at least this near.
NEAR_EXAMPLE = 0.55
# A follow-up that is read this surely may be a little further away: "how long would they be with us".
SURE_FOLLOW_UP = 0.55
NEAR_FOLLOW_UP = 0.48
# A special question of a topic that was not named must be this sure and this near one of its examples.
SPECIAL_UNNAMED = 0.60
SPECIAL_NEAR = 0.78
# How much a room gains by a point that fits the question: exp(weight x cosine). In three-fold cross-validation specials rise
# from 0.613 to 0.645 right at 6, facets of a named topic from 0.570 to 0.583; flat from 6 to 12.
POINT_WEIGHT = 6.0
# People ask for a plain facet more often than for any one special: 0.649 and 0.604 at 0.5, 0.583 and 0.645 at 1.
SPECIAL_IS_RARER = 0.5
# A question that names words unknown to the whole field needs a nearer example.
NEAR_EXAMPLE_STRANGE_WORDS = 0.72
# So near an example of a special question, "what was relicensing" asks for its answer and not for the meaning of a term.
KNOWN_QUESTION = 0.93
# A message without a topic is answered by the point, of all topics, that fits it this well; where the fit is weaker, the
# nearest questions are offered. Of some 700 claims put as bare phrases 70 % reach 0.60, of messages from outside the field 1 %.
POINT_SURE_ANYWHERE = 0.66
POINT_ANYWHERE = 0.40
MAYBE_OUT_OF_SCOPE = 0.20
POINT_DESPITE_OUT_OF_SCOPE = 0.70
# "Is there a union learning fund in Wales": of a special question that has the place in its title this much more is expected.
PLACE_IN_TITLE = 8.0
# A point of the topic talked of before that fits this well makes a follow-up of what looked like something else.
POINT_FITS_HERE = 0.50
# The topic talked of before is left only for a point elsewhere that fits this well, and this much better.
POINT_SURE_AFTER_A_TOPIC = 0.72
POINT_ELSEWHERE_LEAD = 0.15
