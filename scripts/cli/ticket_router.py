"""`scripts/ticket-router`: what an operator does by hand with the workbook and with what was learned."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
workbook = typer.Typer(no_args_is_help=True, help="The rules workbook in Google Sheets.")
app.add_typer(workbook, name="workbook")
examples = typer.Typer(no_args_is_help=True, help="The examples that the router learned from corrections.")
app.add_typer(examples, name="examples")

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

Prefix = Annotated[str, typer.Option(help="The stack's Prefix.")]
Bucket = Annotated[str, typer.Option(help="The rules bucket, if it is not the prefix's own.")]


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


@examples.command("list")
def list_examples(
    prefix: Prefix = "tr",
    bucket: Bucket = "",
    most: Annotated[int, typer.Option(help="How many states to list.", min=1)] = 20,
) -> None:
    """The states there were of what was learned, latest first, with their ids and times."""
    from scripts.cli.examples import list_them

    sys.exit(list_them(prefix, bucket, most))


@examples.command()
def rollback(
    to: Annotated[str, typer.Option(help="An id from the list, or a time.", metavar="VERSION|TIME")],
    prefix: Prefix = "tr",
    bucket: Bucket = "",
) -> None:
    """Go back to what was learned at a moment. What people corrected between then and now is never learned again.

    To take a rollback back, go to a time right before it was made.
    """
    from scripts.cli.examples import roll_back

    sys.exit(roll_back(prefix, bucket, to))


if __name__ == "__main__":
    app(prog_name="scripts/ticket-router")
