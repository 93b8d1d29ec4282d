"""What the workbook costs: calls to Google for each held ticket of a burst, for a quiet look, and for one row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rich.console import Console

from scripts.sandbox import desk
from tests.bench.counted import counted
from tests.bench.paper import notes, table
from tests.bench.spine import spine
from ticket_router.domain.base import TRIAGE, UNSURE, Move, Source, Status, Tone, Urgency
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.decision import Decision, Reason
from ticket_router.domain.identity import message_key, ticket_id
from ticket_router.domain.inbound import Customer
from ticket_router.domain.route import Route
from ticket_router.domain.ticket import Message, Ticket

BURST = 100
TEXT = "hello, it does not work, please help me with the thing from last week"
READS = ("sheets.spreadsheets.values.batchGet", "sheets.spreadsheets.get", "drive.files.get")
QUOTA = 60
"""Reads, and writes, that Google takes a minute from one account (Sheets API guide, "Usage limits")."""


@dataclass(frozen=True)
class Burst:
    """A burst of held tickets: calls to Google by method until all rows stand in Triage, and rows that stand there."""

    calls: Counter[str]
    rows: int

    @property
    def reads(self) -> int:
        """Calls that count against the quota of reads."""
        return sum(count for call, count in self.calls.items() if call in READS)

    @property
    def writes(self) -> int:
        """Calls that count against the quota of writes."""
        return sum(self.calls.values()) - self.reads


@lru_cache(maxsize=1)
def burst() -> Burst:
    """Hold a hundred tickets at once and let the workbook catch up."""
    with spine() as bench:
        world = bench.world
        world.settle_workbook()
        for number in range(BURST):
            world.views.desk.commit(_held(number, world.datetime()))
        before = len(world.google.calls)
        world.aws.fire("drive-sync")
        world.settle_workbook()
        calls = Counter(call.call for call in world.google.calls[before:] if call.call != "token")
        rows = world.google.records(desk.SPREADSHEET_ID, "Triage")
        return Burst(calls, len({row.values["ticket"] for row in rows if row.values["ticket"]}))


def report(console: Console) -> None:
    """The tables."""
    found, counts = burst(), counted()
    rows = [[call, f"{count}", f"{count / BURST:.2f}"] for call, count in sorted(found.calls.items())]
    rows.append(["all", f"{found.calls.total()}", f"{found.calls.total() / BURST:.2f}"])
    title = f"Calls to Google for a burst of {BURST} held tickets"
    console.print(table(title, ["call", "#calls", "#for each held ticket"], rows, total=True))
    rows = []
    for name, ledger in (("a look that finds nothing", counts.sync), ("one held ticket's row", counts.row)):
        google, aws = ledger.by_service()["google"], ledger.by_service().total() - ledger.by_service()["google"]
        rows.append([name, f"{google}", f"{aws}", ", ".join(ledger.by_operation("google"))])
    console.print(table("One look", ["what", "#Google", "#AWS", "calls to Google"], rows))
    notes(
        console,
        f"Google takes {QUOTA} reads and {QUOTA} writes a minute; a look is one read, a batch of changes one write.",
        "Our own write makes Drive notify, which costs one more look that finds nothing.",
    )


def _held(number: int, now: datetime) -> Change:
    """A ticket as the router leaves it when it holds one."""
    customer = Customer(address=f"c{number}@burst.example", name=f"Customer {number}")
    ticket = Ticket(
        ticket_id=ticket_id(f"burst {number}"),
        rev=1,
        status=Status.held,
        source=Source.form,
        customer=customer,
        subject="help",
        received_at=now,
    )
    key = message_key(now, f"burst {number}")
    message = Message(key=key, author=customer, text=TEXT, received_at=now, source=Source.form)
    decision = Decision(
        move=Move.hold,
        team=TRIAGE,
        topic=UNSURE,
        topic_confidence=0.3,
        urgency=Urgency.low,
        tone=Tone.calm,
        reasons=(Reason(text="topic unsure"),),
        rules_version=1,
    )
    route = Route(ticket_id=ticket.ticket_id, rev=1, decision=decision, decided_at=now, opened_at=now)
    return Change(
        tickets=(TicketWrite(ticket=ticket, action="held", at=now),),
        messages=((ticket.ticket_id, message),),
        routes=(RouteWrite(route=route, new=True),),
    )
