"""The whole verdict on a change: checks, tests, and the unit tests again on the oldest Python we promise."""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from pathlib import Path

from scripts.bootstrap import chromium, run_checks
from scripts.bootstrap.console import SetupError, capture, quiet_environment, say
from scripts.bootstrap.environments import OLDEST, ROOT

# Two workers, each test to whoever is free. (pytest-xdist 3.8 does not keep marked groups together with pytest 9.2.)
WORKERS = ("-n", "2", "--dist", "loadgroup")
ONE_PROCESS = {"--pdb", "--trace", "--collect-only", "--co"}
FIND_OLDEST = '. "$0" && find_python python3.11 && printf %s "$PYTHON"'


def main(arguments: list[str]) -> int:
    """The exit status of scripts/test. `arguments` go to pytest; with any, the second Python is left out."""
    begin = time.monotonic()
    wrong = {"checks": ", ".join(run_checks.run())}
    if _wants_browser(arguments):
        chromium.ensure()
    wrong["tests"] = _pytest(Path(sys.executable), arguments)
    if not arguments:
        wrong["unit tests on Python 3.11"] = _on_oldest()
    failed = [f"{part} ({why})" for part, why in wrong.items() if why]
    verdict = f"FAILED: {'; '.join(failed)}" if failed else f"{', '.join(wrong)}: all ok"
    print(f"scripts/test: {verdict} ({time.monotonic() - begin:.0f} s)", flush=True)
    return 1 if failed else 0


def _wants_browser(arguments: list[str]) -> bool:
    has_tests = any((ROOT / "tests" / "browser").glob("**/test_*.py"))
    return has_tests and (not arguments or any("browser" in argument for argument in arguments))


def _pytest(python: Path, arguments: list[str]) -> str:
    """Runs pytest at the repository's root; what is wrong, or an empty string."""
    workers = () if ONE_PROCESS & set(arguments) else WORKERS
    command = [python, "-P", "-m", "pytest", *workers, *arguments]
    status = subprocess.run(command, cwd=ROOT, env=quiet_environment()).returncode
    return {0: "", 2: "interrupted", 5: "no test was found"}.get(status, f"pytest ended with {status}")


def _on_oldest() -> str:
    """The unit tests on Python 3.11, when the main environment's is newer and a 3.11 is at hand."""
    if platform.python_version_tuple()[:2] == ("3", "11"):
        return ""
    status, python = capture(["sh", "-c", FIND_OLDEST, ROOT / "scripts" / "bootstrap" / "find_python.sh"])
    if status:
        say("No Python 3.11 at hand: the unit tests ran on this Python alone.")
        return ""
    try:
        if not OLDEST.is_current():
            OLDEST.ensure(python)
    except SetupError as problem:
        say(str(problem))
        return "its environment could not be made"
    print("Unit tests on Python 3.11", flush=True)
    return _pytest(OLDEST.python, ["tests/unit", "-q", "-p", "no:cacheprovider"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
