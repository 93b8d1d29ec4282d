"""Every check that needs no test run, each with its outcome; all of them run, whatever the first one says."""

from __future__ import annotations

import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.bootstrap.console import capture
from scripts.bootstrap.environments import ROOT

BACKEND = ROOT / "backend" / "src"
TYPED = [folder for folder in ("backend/src", "scripts", "tests/fakes") if (ROOT / folder).is_dir()]
# These two have no `-m` form, and the programs in an environment's bin/ break when its folder is moved.
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
CFN_LINT = "import sys; from cfnlint.runner import main; sys.exit(main())"
# One wrong boto3.client() makes mypy list several hundred overloads; the error itself stands before them.
NOISE = re.compile(r"^.*: note: (?: {4}def |Possible overload variants).*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What one check said, and how long it took in seconds."""

    passed: bool
    output: str
    seconds: float


@dataclass(frozen=True)
class Check:
    """One tool over the whole tree."""

    name: str
    arguments: tuple[str, ...]

    def run(self) -> Outcome:
        """Runs it in this environment; the backend is importable as it is in a function."""
        begin = time.monotonic()
        status, output = capture([sys.executable, "-P", *self.arguments], ROOT, PYTHONPATH=str(BACKEND))
        return Outcome(status == 0, NOISE.sub("", output), time.monotonic() - begin)


BRIEF = ("--output-format", "concise")
CHECKS = (
    Check("ruff format", ("-m", "ruff", "format", "--check", *BRIEF, ".")),
    Check("ruff check", ("-m", "ruff", "check", *BRIEF, ".")),
    Check("mypy", ("-m", "mypy", "--no-error-summary", *TYPED)),
    Check("import contracts", ("-c", LINT_IMPORTS, "--config", "pyproject.toml")),
    Check("cfn-lint", ("-c", CFN_LINT, "template.yaml", "backend/mail_rules.yaml")),
)


def run() -> list[str]:
    """Runs the checks two at a time, prints each with its outcome; the names of those that failed."""
    print("Checks", flush=True)
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check, outcome in zip(CHECKS, pool.map(Check.run, CHECKS), strict=True):
            verdict = "ok" if outcome.passed else "FAILED"
            print(f"  {check.name:<18}{verdict:<7}{outcome.seconds:5.1f} s", flush=True)
            if not outcome.passed:
                failed.append(check.name)
                print("    " + outcome.output.replace("\n", "\n    "), flush=True)
    print(f"  {sizes()}", flush=True)
    return failed


def sizes() -> str:
    """How long the deployed files are, in a line: a drift towards long files should be seen early."""
    files = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in BACKEND.rglob("*.py")}
    if not files:
        return "backend/src is empty"
    longest = max(files, key=lambda path: files[path])
    median = f"median {statistics.median(files.values()):.0f} lines"
    return f"backend/src: {len(files)} files, {median}, longest {files[longest]} ({longest.name})"


def main() -> int:
    """The exit status of scripts/check."""
    failed = run()
    print(f"scripts/check: {'FAILED: ' + ', '.join(failed) if failed else 'all checks ok'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
