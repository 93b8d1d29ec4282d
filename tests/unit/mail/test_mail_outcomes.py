"""Follows every mail of the corpus through the whole pipeline: none is lost, and each ends where it should."""

from __future__ import annotations

import pytest

from tests.fakes.world import World
from tests.unit.mail.corpus import Specimen, corpus, specimen
from ticket_router.domain.base import Status
from ticket_router.domain.file import TicketFile
from ticket_router.domain.ticket import MessageKind

JOINS_AS = {"joins": MessageKind.customer, "note": MessageKind.note}


def check_joined(file: TicketFile, mail: Specimen, first: str) -> None:
    """The mail is part of the ticket that the other one opened, as a note, a customer's message, or a bounce."""
    assert file.ticket.ticket_id == first
    kinds = sorted(message.kind for message in file.messages)
    if mail.expected.get("same_delivery_as"):
        assert kinds == [MessageKind.customer]
    elif mail.expected["kind"] == "bounce":
        assert kinds == [MessageKind.bounce, MessageKind.customer]
        assert file.ticket.status is Status.held
    else:
        assert kinds == sorted([MessageKind.customer, JOINS_AS[mail.expected["outcome"]]])


@pytest.mark.parametrize("mail", corpus(), ids=lambda one: one.name)
def test_every_mail_ends_where_it_should(mail: Specimen) -> None:
    """Routed, held, ignored, or part of the ticket it belongs to; the reader here is always sure."""
    world = World()
    outcome = mail.expected["outcome"]
    first = world.deliver(specimen(mail.expected["of"]).parsed()) if "of" in mail.expected else ""
    file = world.file(world.deliver(mail.parsed()))
    if first:
        check_joined(file, mail, first)
    elif outcome == "ticket":
        assert file.ticket.status in {Status.delivered, Status.held}
    else:
        assert (
            file.ticket.status is {"routed": Status.delivered, "held": Status.held, "ignored": Status.ignored}[outcome]
        )
    assert len(world.cards()) == (0 if outcome == "ignored" else 1)
