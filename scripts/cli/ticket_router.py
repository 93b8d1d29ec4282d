"""`scripts/ticket-router`: what an operator does by hand; for now, the workbook."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
workbook = typer.Typer(no_args_is_help=True, help="The rules workbook in Google Sheets.")
app.add_typer(workbook, name="workbook")

Which = Annotated[str, typer.Option("--spreadsheet", help="The spreadsheet's address or id.", metavar="ID")]
Key = Annotated[
    str,
    typer.Option(
        "--credentials",
        envvar="GOOGLE_APPLICATION_CREDENTIALS",
        help="The service account's JSON key.",
        metavar="FILE",
    ),
]
Locale = Annotated[str, typer.Option(help="How Sheets reads dates and numbers, such as en_GB; as it is if not given.")]
Zone = Annotated[str, typer.Option(help="Such as Europe/Berlin; as it is if not given.")]
Base = Annotated[
    str,
    typer.Option(
        envvar="GOOGLE_BASE_URL", help="Another endpoint than Google's own: the local world's.", metavar="URL"
    ),
]


@app.callback()
def main() -> None:
    """Ticket router: the operator's commands."""


@workbook.command()
def create(
    spreadsheet: Which, credentials: Key = "", locale: Locale = "", time_zone: Zone = "", google_base_url: Base = ""
) -> None:
    """Build the workbook in a spreadsheet, or put back what it lacks; what people made in it stays.

    Make an empty spreadsheet first and share it with the service account as an editor: a service account owns no files.
    """
    from scripts.cli.workbook import create_it

    sys.exit(create_it(spreadsheet, credentials, google_base_url, locale, time_zone))


@workbook.command()
def check(
    spreadsheet: Which, credentials: Key = "", locale: Locale = "", time_zone: Zone = "", google_base_url: Base = ""
) -> None:
    """Say what differs from the templates, one sentence each; writes nothing. Status 1 if anything does."""
    from scripts.cli.workbook import check_it

    sys.exit(check_it(spreadsheet, credentials, google_base_url, locale, time_zone))


if __name__ == "__main__":
    app(prog_name="scripts/ticket-router")
