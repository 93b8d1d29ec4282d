"""`python -m tests.bench [calls sheet tokens imports sizes cost quotes learning]`: prints what was asked, or all of it.

`learning` takes a folder of public tickets, and how many of them: `python -m tests.bench learning FOLDER 2000`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from tests.bench.paper import paper

SOURCE = Path(__file__).resolve().parents[2] / "backend" / "src"


def _calls(console: Console) -> None:
    from tests.bench import calls

    calls.report(console)


def _sheet(console: Console) -> None:
    from tests.bench import sheet

    sheet.report(console)


def _tokens(console: Console) -> None:
    from tests.bench import tokens

    tokens.report(console)


def _imports(console: Console) -> None:
    from tests.bench import imports

    imports.report(console)


def _sizes(console: Console) -> None:
    from tests.bench import sizes

    sizes.report(console)


def _cost(console: Console) -> None:
    from tests.bench import cost

    cost.report(console)


def _quotes(console: Console) -> None:
    from tests.bench import quote_stripping

    console.print(quote_stripping.report(), highlight=False)


def _learning(console: Console, folder: str = "", tickets: str = "") -> None:
    from tests.bench import learning

    learning.report(console, Path(folder) if folder else None, *([int(tickets)] if tickets.isdigit() else []))


BENCHES: Mapping[str, Callable[..., None]] = {
    "calls": _calls,
    "sheet": _sheet,
    "tokens": _tokens,
    "imports": _imports,
    "sizes": _sizes,
    "cost": _cost,
    "quotes": _quotes,
    "learning": _learning,
}


def main(asked: list[str]) -> int:
    """Run the benches named, in the order of the list above; 2 for an unknown name. What follows `learning` is its."""
    place = asked.index("learning") + 1 if "learning" in asked else len(asked)
    asked, given = asked[:place], asked[place : place + 2]
    if unknown := sorted(set(asked) - set(BENCHES)):
        print(f"usage: python -m tests.bench [{' '.join(BENCHES)}]   (unknown: {', '.join(unknown)})", file=sys.stderr)
        return 2
    sys.path.insert(0, str(SOURCE))  # as pytest's own settings do for the tests
    console = paper()
    for name, bench in BENCHES.items():
        if not asked or name in asked:
            console.rule(f"[bold]{name}")
            bench(console, *(given if name == "learning" else ()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
