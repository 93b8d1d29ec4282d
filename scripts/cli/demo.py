"""`scripts/demo`: the product on one machine, as a page to play with, on files, or on journeys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from scripts.cli.console import err, plain
from scripts.sandbox.journeys.script import BadJourney

ROOT = Path(__file__).resolve().parents[2]
JOURNEYS = ROOT / "tests" / "data" / "journeys"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def demo(
    files: Annotated[
        list[Path] | None, typer.Argument(help="With --once: .eml or .json tickets. With --journey: .yaml journeys.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Run files (or the shipped set) through the world and exit.")
    ] = False,
    burst: Annotated[bool, typer.Option("--burst", help="With --once: all at the same time.")] = False,
    journey: Annotated[bool, typer.Option("--journey", help="Run journeys, each in a fresh world, and exit.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each result.")] = False,
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1.")] = 8750,
) -> None:
    """Without options: the whole product on this machine, with a page in the browser."""
    if once and journey:
        raise typer.BadParameter("--once and --journey exclude each other")
    if burst and not once:
        raise typer.BadParameter("--burst goes with --once")
    if (files or as_json) and not (once or journey):
        raise typer.BadParameter("files and --json go with --once or --journey")
    missing = [str(file) for file in files or [] if not file.is_file()]
    if missing:
        raise typer.BadParameter(f"no such file: {', '.join(missing)}")
    if journey:
        from scripts.cli.journeys import run_journeys
        from scripts.sandbox.journeys.runner import journey_files

        try:
            sys.exit(run_journeys(files or journey_files(JOURNEYS), as_json=as_json))
        except BadJourney as problem:
            err.print(f"[red]{plain(str(problem))}[/]", highlight=False)
            sys.exit(2)
    if once:
        from scripts.cli.once import run_once

        sys.exit(run_once(files or [], burst=burst, as_json=as_json))
    from scripts.cli.show import show

    show(port)


if __name__ == "__main__":
    app(prog_name="scripts/demo")
