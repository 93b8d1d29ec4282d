"""One ticket's journey for people: what came in, how it was read, what was decided and why, where it landed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from scripts.cli.console import plain
from scripts.sandbox import desk
from scripts.sandbox.views import FINAL, TicketView

if TYPE_CHECKING:
    from scripts.sandbox.world import World

COLOURS = {"escalate": "red", "priority": "yellow", "route": "green", "hold": "magenta"}


def tell(out: Console, world: World, name: str, view: TicketView, refusal: str) -> None:
    """Print the journey of one input."""
    out.print()
    if view.status not in FINAL and not view.ticket_id:
        out.print(
            f"[bold red]{plain(name)}[/]  not taken in: {plain(refusal or 'no ticket came of it')}", highlight=False
        )
        return
    file = world.views.file(view.ticket_id)
    if file is None:
        return
    colour = COLOURS.get(view.move or "", "dim")
    headline = view.move.upper() if view.move and view.status != "merged" else view.status.upper()
    out.print(
        f"[bold {colour}]{headline:<9}[/] [bold]{plain(_title(file.ticket.subject, file.messages))}[/]", highlight=False
    )
    customer = plain(file.ticket.customer.label)
    out.print(f"          [dim]{plain(name)} · {view.lane} · {customer} · {view.ticket_id}[/]", highlight=False)
    if read := file.understanding:
        out.print(
            f"          read     {plain(read.topic)} {read.topic_confidence:.2f}, urgency {read.urgency.value},"
            f" tone {read.tone.value}, {plain(read.language) or 'language unknown'}",
            highlight=False,
        )
    for reason in view.reasons:
        out.print(f"          because  {plain(reason)}", highlight=False)
    if view.status == "merged":
        out.print(f"          joined   {view.merged_into} (same customer, same topic)", highlight=False)
    if view.landed:
        person = f", for {plain(view.person)}" if view.person else ""
        out.print(
            f"          landed   [bold]{plain(view.landed)}[/] (team {plain(view.team or '')}{person})", highlight=False
        )
    if row := _row(world, view.ticket_id):
        out.print(f"          workbook {plain(row)}", highlight=False)
    steps = " → ".join(f"{plain(row['action'])} {row['at'][11:19]}" for row in world.views.audit(view.ticket_id))
    out.print(f"          [dim]{steps}[/]", highlight=False)


def _row(world: World, ticket_id: str) -> str:
    """Where the ticket stands in the workbook, and what its row says there."""
    for tab, says in (("Triage", "why held"), ("Routed", "went to")):
        for record in world.google.records(desk.SPREADSHEET_ID, tab):
            if record.values.get("ticket") == ticket_id:
                status = record.values.get("Status") or "to be sorted from there"
                told = f"{tab} row {record.row}: {says} {record.values.get(says)}"
                return f"{told} ({status})" if tab == "Triage" else told
    return ""


def _title(subject: str, messages: tuple[object, ...]) -> str:
    if subject:
        return subject
    text = getattr(messages[0], "text", "") if messages else ""
    return " ".join(text.split())[:70] or "(empty)"
