"""Makes .venv with Python 3.10 and what requirements.lock names; runs under any Python 3 and needs nothing else.

Prints what it does in words. Where it cannot go on it prints one line that says what to do and exits with 1.
"""

import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOCK = os.path.join(ROOT, "requirements.lock")
VENV = os.path.join(ROOT, ".venv")
STATE = os.path.join(ROOT, ".state")
LOG = os.path.join(STATE, "logs", "install.log")
MARKER = os.path.join(VENV, "installed-from")
UV = os.path.join(VENV, "bin", "uv")
IS_3_10 = "import sys; sys.exit(sys.version_info[:2] != (3, 10))"


class CannotInstall(Exception):
    """One line that says what is missing and what to do about it."""


def main():
    """Install where the lock has changed since the last time; the exit code."""
    os.chdir(ROOT)
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    with open(os.path.join(STATE, "install.lock"), "w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        try:
            if installed() != wanted():
                install()
        except CannotInstall as problem:
            print("Cannot install: %s" % problem, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("Stopped before everything was installed.", file=sys.stderr)
            return 130
    return 0


def wanted():
    """The fingerprint of what should be installed."""
    with open(LOCK, "rb") as lock:
        return hashlib.sha256(lock.read()).hexdigest()


def installed():
    """The fingerprint of what was installed to the end, or an empty string."""
    try:
        with open(MARKER) as marker:
            return marker.read().strip() if runs_3_10(os.path.join(VENV, "bin", "python")) else ""
    except OSError:
        return ""


def install():
    """Make the environment, put uv into it and let uv install the rest, each file checked against its hash."""
    begun = time.time()
    if not runs_3_10(os.path.join(VENV, "bin", "python")):
        python = find_python() or fetched_python()
        say("Making .venv with %s" % python)
        shutil.rmtree(VENV, ignore_errors=True)
        work([python, "-m", "venv", VENV], "this Python makes no environments (on Debian: install python3.10-venv)")
    if os.path.exists(MARKER):
        os.remove(MARKER)
    if not os.path.exists(UV):
        bootstrap_uv(os.path.join(VENV, "bin", "python"))
    say("Installing %d packages (about 600 MB to download the first time)" % locked_packages())
    work(
        [UV, "pip", "sync", "--quiet", "--python", os.path.join(VENV, "bin", "python"), "--require-hashes", LOCK],
        "the packages could not be downloaded or do not match requirements.lock; check the network and try again",
    )
    with open(MARKER, "w") as marker:
        marker.write(wanted() + "\n")
    say("Installed in %d s" % (time.time() - begun))


def find_python():
    """The path of a Python 3.10 on this machine, or None; PYTHON310 names one outright."""
    named = os.environ.get("PYTHON310")
    on_path = [os.path.join(folder, "python3.10") for folder in os.environ.get("PATH", "").split(os.pathsep)]
    by_pyenv = sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.10*/bin/python3.10")), reverse=True)
    for python in ([named] if named else on_path + by_pyenv):
        # Tried, not only found: a version manager's stand-in of that name may lead nowhere.
        if runs_3_10(python):
            return python
    return None


def runs_3_10(python):
    """Whether that path starts a Python 3.10."""
    try:
        return subprocess.run([python, "-c", IS_3_10], stdout=-3, stderr=-3).returncode == 0
    except OSError:
        return False


def fetched_python():
    """The path of a Python 3.10 that uv has fetched into .state; CannotInstall where that fails."""
    say("No Python 3.10 on this machine; trying to fetch one")
    missing = (
        "no Python 3.10 found on the PATH or under ~/.pyenv/versions, and none could be fetched;"
        " install Python 3.10, or name one with PYTHON310=/path/to/python3.10"
    )
    home = os.path.join(STATE, "uv")
    work([sys.executable, "-m", "venv", home], missing)
    bootstrap_uv(os.path.join(home, "bin", "python"), missing)
    uv = os.path.join(home, "bin", "uv")
    where = os.path.join(STATE, "python")
    work([uv, "python", "install", "--quiet", "--no-bin", "--install-dir", where, "3.10"], missing)
    found = sorted(glob.glob(os.path.join(where, "*3.10*", "bin", "python3.10")))
    if not found:
        raise CannotInstall(missing)
    return found[-1]


def bootstrap_uv(python, problem="uv could not be downloaded; check the network and try again"):
    """Install the locked uv, and nothing else, with the environment's own pip."""
    alone = os.path.join(STATE, "uv.lock")
    with open(LOCK) as lock, open(alone, "w") as out:
        out.write("uv==" + lock.read().split("\nuv==", 1)[1].split("\n    #", 1)[0] + "\n")
    work([python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", alone], problem)


def locked_packages():
    """How many packages the lock names."""
    with open(LOCK) as lock:
        return sum("==" in line and not line.startswith((" ", "#")) for line in lock)


def work(command, problem):
    """Run a command with its words in the log, saying now and then that it goes on; CannotInstall where it fails."""
    with open(LOG, "a") as log:
        log.write("\n$ %s\n" % " ".join(command))
        log.flush()
        try:
            process = subprocess.Popen(command, stdin=-3, stdout=log, stderr=log)
        except OSError as error:
            raise CannotInstall(problem) from error
        begun = time.time()
        while True:
            try:
                code = process.wait(timeout=15)
                break
            except subprocess.TimeoutExpired:
                say("  still at it, %d s" % (time.time() - begun))
            except BaseException:
                process.kill()
                raise
    if code:
        raise CannotInstall("%s (what happened: .state/logs/install.log)" % problem)


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
