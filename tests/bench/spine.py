"""The journeys that the bench measures, each played for a sender of its own through the deployed wiring."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from scripts.sandbox import desk
from scripts.sandbox.aws import InProcessPlatform
from scripts.sandbox.senders import Sent
from scripts.sandbox.world import World
from tests.bench.item_size import item_bytes
from tests.bench.ledger import A_BOARD, Ledger, Recorder
from tests.bench.units import UnitMeter

OUTAGE = "Our store has been down for an hour, we're losing sales, please help NOW."
BESIDE = frozenset({"sheet-wake", "sheet-hook", "drive-sync", "learn", A_BOARD})
"""What is no part of a ticket's own way."""
REST = 15.0
"""Seconds of the world's time between two tickets: none waits for its turn in a channel, and all boards are drawn."""
ROOM = 120.0
"""Seconds of the world's time that one measurement has for itself: the workbook's half minute, on a busy machine."""


@dataclass(frozen=True)
class Journey:
    """What is sent for one measured ticket, and what has to be there before it."""

    name: str
    ends: str
    """The status that the measured ticket ends in."""
    send: Callable[[Spine, str], Sent]
    first: Callable[[Spine, str], Sent] | None = None


class Spine:
    """A world whose functions' calls are counted."""

    def __init__(self, world: World, recorder: Recorder) -> None:
        self.world = world
        self.recorder = recorder
        self._people = count(1)

    def play(self, journey: Journey, *, cold: bool = False) -> Ledger:
        """Play a journey and return the calls of its measured ticket. AssertionError when it did not end as it should.

        `cold`: every function starts cold, as after a quiet hour.
        """
        who = f"p{next(self._people)}@studio.example"
        if journey.first:
            journey.first(self, who)
            self.world.settle_workbook()
        self._come_to_rest()
        if cold:
            self.recorder.chill()
        with self._recording() as ledger:
            sent = journey.send(self, who)
            self.world.aws.quiet()
        # A hint to the workbook or a board may come due meanwhile on a busy machine; these are measured by themselves.
        ledger.invocations = [one for one in ledger.invocations if one.function not in BESIDE]
        self.world.settle_workbook()  # the next measured ticket does not pay for this one's row
        ticket = self.world.views.ticket(self.world.views.ticket_of(sent))
        assert ticket.status == journey.ends, f"{journey.name} ended as {ticket.status}"
        return ledger

    def sweep(self, *, cold: bool = False) -> Ledger:
        """One round of the sweep when nothing is overdue, and every channel has its board."""
        self.world.aws.fire("sweep")
        self._come_to_rest()
        if cold:
            self.recorder.chill()
        with self._recording() as ledger:
            self.world.aws.fire("sweep")
        return ledger

    def sync(self) -> Ledger:
        """One scheduled look at a workbook in which nothing differs."""
        self.world.aws.fire("drive-sync")
        self._come_to_rest()
        with self._recording() as ledger:
            self.world.aws.fire("drive-sync")
        return ledger

    def row(self) -> Ledger:
        """What a ticket costs on the workbook's side: its hint, the look that writes its row, and the echo of that."""
        self.world.settle_workbook()
        self._come_to_rest()
        _form(self, f"p{next(self._people)}@studio.example", "hi", "hm hello")
        self.world.aws.quiet()
        with self._recording() as ledger:
            self.world.settle_workbook()
        return ledger

    def board(self) -> Ledger:
        """One redraw of a board that is there already, as a ticket causes it at most once."""
        self._come_to_rest()
        _form(self, f"p{next(self._people)}@studio.example", "Invoice", "Please send me the invoice of May again.")
        self.world.aws.quiet()
        with self._recording() as ledger:
            self.world.aws.advance(REST)
        ledger.invocations = [one for one in ledger.invocations if one.function == A_BOARD]
        assert ledger.by_operation("slack") == {"chat.update": 1}, "the board was not drawn anew"
        return ledger

    def stored_bytes(self) -> int:
        """Bytes of all items in all tables."""
        db = self.world.aws.client("dynamodb")
        tables = [name for name in db.list_tables()["TableNames"] if name.startswith(f"{desk.PREFIX}-")]
        return sum(item_bytes(item) for name in tables for item in db.scan(TableName=name)["Items"])

    def _come_to_rest(self) -> None:
        """Wait until nothing is on its way, and let schedules run that come due soon: each is measured by itself."""
        aws = self.world.aws
        aws.advance(REST)
        while (due := aws.schedules.next()) is not None and due - self.world.now() < ROOM:
            aws.advance(max(0.0, due - self.world.now()) + REST)

    @contextmanager
    def _recording(self) -> Iterator[Ledger]:
        ledger = Ledger()
        self.recorder.ledger = ledger
        try:
            yield ledger
        finally:
            self.recorder.ledger = None


@contextmanager
def spine() -> Iterator[Spine]:
    """A fresh world with everything counted; it logs nothing, since the bench prints tables."""
    recorder = Recorder()

    def in_this_thread(
        template: Path, parameters: Mapping[str, str], environment: Mapping[str, str]
    ) -> InProcessPlatform:
        quiet = {**environment, "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
        return InProcessPlatform(template, parameters, recorder.handlers(), quiet)

    logging.getLogger("botocore").setLevel(logging.ERROR)
    with recorder.watching(), World(in_this_thread) as world:
        recorder.meter = UnitMeter(world.aws.client("dynamodb"))
        yield Spine(world, recorder)


def _mail(spine: Spine, who: str, subject: str, text: str, **headers: Any) -> Sent:
    return spine.world.send.written_mail({"from": f"Ben <{who}>", "subject": subject, "text": text, "headers": headers})


def _form(spine: Spine, who: str, subject: str, message: str) -> Sent:
    return spine.world.send.form({"name": "Kim", "email": who, "subject": subject, "message": message})


def _chat(spine: Spine, who: str) -> Sent:
    said = [
        {"from": "visitor", "text": "hello, our shop is down again and customers see an outage page"},
        {"from": "agent", "text": "we are looking into it"},
    ]
    return spine.world.send.chat(
        {"conversation_id": f"c-{who}", "customer": {"name": "Nora", "email": who}, "messages": said}
    )


ROUTED_MAIL = Journey(
    "routed mail",
    "delivered",
    lambda spine, who: _mail(spine, who, "Billing address", "How do I change my billing address on the invoice?"),
)
ROUTED_FORM = Journey(
    "routed form",
    "delivered",
    lambda spine, who: _form(spine, who, "Invoice", "Please send me the invoice of last month again."),
)
HELD_FORM = Journey("held form", "held", lambda spine, who: _form(spine, who, "hi", "hm hello"))
MERGED_CHAT = Journey("merged chat", "merged", _chat, first=lambda spine, who: _mail(spine, who, "Store down", OUTAGE))
REPLY = Journey(
    "reply to a mail",
    "delivered",
    lambda spine, who: _mail(
        spine, who, "Re: Billing address", "I still need the new address on it, please.",
        **{"in-reply-to": f"<first-{who}>"},
    ),
    first=lambda spine, who: _mail(
        spine, who, "Billing address", "How do I change my billing address on the invoice?",
        **{"message-id": f"<first-{who}>"},
    ),
)  # fmt: skip
MAILED_FORM = Journey(
    "form to an inbox",
    "delivered",
    lambda spine, who: _form(
        spine, who, "Delete my data", "Under GDPR please delete all personal data that you hold about me."
    ),
)
JOURNEYS = (ROUTED_MAIL, ROUTED_FORM, HELD_FORM, MERGED_CHAT)
"""The four whose calls are held to a ceiling."""
OTHERS = (REPLY, MAILED_FORM)
"""Measured for the bill alone."""
