"""The step between a shell entry point and its command: environments first, then the command inside them.

Run by path, with any Python >= 3.11: `enter.py demo|ticket-router|test|check ARGS`.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In front of everything, so that no installed package called `scripts` or `tests` can stand in for ours. The
# working directory stays the caller's (arguments may be relative paths), and PYTHONPATH stays unset: the
# emulated functions would inherit it and find code that is never deployed.
sys.path[:0] = [str(ROOT / "backend" / "src"), str(ROOT)]

from scripts.bootstrap.console import SetupError, say  # noqa: E402 (our own path has to be set first)
from scripts.bootstrap.environments import EMULATOR, MAIN, base_interpreter  # noqa: E402

COMMANDS = {
    "demo": ("scripts.cli.demo", (MAIN, EMULATOR)),
    "ticket-router": ("scripts.cli.ticket_router", (MAIN,)),
    "test": ("scripts.bootstrap.run_tests", (MAIN, EMULATOR)),
    "check": ("scripts.bootstrap.run_checks", (MAIN,)),
}


def main(entry: str, arguments: list[str]) -> None:
    """Makes the environments that `entry` needs, moves into the main one, and becomes the command."""
    module, environments = COMMANDS[entry]
    stale = [environment for environment in environments if not environment.is_current()]
    for environment in stale:
        environment.ensure(base_interpreter())
    if stale or not Path(sys.prefix).samefile(MAIN.path):
        os.execv(MAIN.python, [str(MAIN.python), "-P", __file__, entry, *arguments])  # noqa: S606 (no shell)
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except SetupError as problem:
        say(str(problem))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
