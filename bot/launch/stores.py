"""Whether PostgreSQL and Redis can be used: looked at before anything is started, and by who looks after them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping


def problems(environment: Mapping[str, str]) -> Iterator[str]:
    """A line for each store at DATABASE_URL and REDIS_URL that cannot be used; no line holds a password."""
    import psycopg2  # type: ignore[import-untyped]
    import redis  # type: ignore[import-untyped]

    try:
        psycopg2.connect(environment["DATABASE_URL"], connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        # The driver's words name host and user, and never the password.
        yield f"PostgreSQL (`database`) does not let us in: {' '.join(str(error).split())}"
    try:
        redis.Redis.from_url(environment["REDIS_URL"], socket_connect_timeout=5, socket_timeout=5).ping()
    except redis.RedisError as error:
        yield f"Redis (`redis`) does not let us in: {error}"


def main() -> int:
    """Say what is wrong; the exit code."""
    wrong = list(problems(os.environ))
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
