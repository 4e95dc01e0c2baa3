"""`python -m bot check | due | verify-routes | workforce | train | run | ...`: each command loads only what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def _check(arguments: list[str]) -> int:
    from bot.launch.check import main

    return main(arguments)


def _due(arguments: list[str]) -> int:
    from bot.launch.due import main

    return main(arguments)


def _verify_routes(arguments: list[str]) -> int:
    from bot.launch.verify_routes import main

    return main(arguments)


def _workforce(arguments: list[str]) -> int:
    from bot.launch.settings import settings_from
    from bot.workforce.command import main

    return main(arguments, settings_from(os.environ).knowledge)


def _train(_arguments: list[str]) -> int:
    from bot.launch.content import checked
    from bot.launch.model import up_to_date_model
    from bot.launch.progress import say
    from bot.launch.settings import settings_from

    settings = settings_from(os.environ)
    say(f"The model is {up_to_date_model(settings, checked(settings))}")
    return 0


def _run(arguments: list[str]) -> int:
    from bot.launch.run import run
    from bot.launch.settings import settings_from

    model = arguments[1] if arguments[:1] == ["--model"] and len(arguments) == 2 else None
    return run(settings_from(os.environ), model)


def _serve(arguments: list[str]) -> int:
    from bot.launch.serve_words import main

    return main(arguments)


def _renew(_arguments: list[str]) -> int:
    from bot.launch.renew import main
    from bot.launch.settings import settings_from

    return main(settings_from(os.environ))


def _secrets(arguments: list[str]) -> int:
    from bot.launch.secrets import main

    return main(arguments)


def _scale_test(arguments: list[str]) -> int:
    from bot.bench.scale.command import scale_test

    return scale_test(arguments)


def _soak(arguments: list[str]) -> int:
    from bot.bench.scale.command import soak

    return soak(arguments)


def _fuzz(arguments: list[str]) -> int:
    from bot.bench.fuzz.command import fuzz

    return fuzz(arguments)


def _switch(arguments: list[str]) -> int:
    from bot.launch.switch import main

    return main(arguments)


def _forget(arguments: list[str]) -> int:
    from bot.kept.forget import main

    return main(arguments)


def _export(arguments: list[str]) -> int:
    from bot.kept.export import main

    return main(arguments)


def _report(arguments: list[str]) -> int:
    from bot.report.command import main

    return main(arguments)


def _shell(_arguments: list[str]) -> int:
    from bot.launch.settings import settings_from
    from bot.launch.shell import shell

    return shell(settings_from(os.environ))


def _bench(arguments: list[str]) -> int:
    from bot.bench.bench import main

    return main(arguments)


def _eval(arguments: list[str]) -> int:
    from bot.bench.evaluation import main

    return main(arguments)


def _fit(arguments: list[str]) -> int:
    from bot.bench.fit import main

    return main(arguments)


def _tune(arguments: list[str]) -> int:
    from bot.bench.tune import main

    return main(arguments)


def _eval_baselines(arguments: list[str]) -> int:
    from bot.bench.diet import main

    return main(arguments)


def _dependencies(arguments: list[str]) -> int:
    from bot.launch.dependencies.command import main

    return main(arguments)


def _baseline(arguments: list[str]) -> int:
    from bot.bench.baseline import main

    return main(arguments)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "check": _check,
    "due": _due,
    "verify-routes": _verify_routes,
    "workforce": _workforce,
    "train": _train,
    "run": _run,
    "serve": _serve,
    "renew": _renew,
    "secrets": _secrets,
    "scale-test": _scale_test,
    "soak": _soak,
    "fuzz": _fuzz,
    "switch": _switch,
    "forget": _forget,
    "export": _export,
    "report": _report,
    "shell": _shell,
    "bench": _bench,
    "eval": _eval,
    "fit": _fit,
    "tune": _tune,
    "eval-baselines": _eval_baselines,
    "baseline": _baseline,
    "dependencies": _dependencies,
}


def main(arguments: list[str]) -> int:
    """Carry out one command; the exit code."""
    from bot.launch.family import Ended, Stopped
    from bot.launch.settings import CannotStart

    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python -m bot {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except (CannotStart, Ended) as problem:
        print(problem, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, Stopped):
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
