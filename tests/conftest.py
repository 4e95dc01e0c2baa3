"""All tests come from one address, and some conversations are longer and quicker than a person's: limits are wide here."""

import os

for _setting in ("LIMITS_PER_SESSION", "LIMITS_PER_ADDRESS"):
    os.environ.setdefault(_setting, "1000000 per minute")
