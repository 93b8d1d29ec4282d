"""Everything the desk has on one ticket, read in one consistent look."""

from __future__ import annotations

from ticket_router.domain.base import Value
from ticket_router.domain.case import Case
from ticket_router.domain.reading import Reading, Understanding, fold
from ticket_router.domain.route import Route
from ticket_router.domain.ticket import Message, Ticket


class TicketFile(Value):
    """The ticket row, its messages in order of arrival, their readings, and the route row once there is one."""

    ticket: Ticket
    messages: tuple[Message, ...] = ()
    readings: tuple[Reading, ...] = ()
    route: Route | None = None

    @property
    def case(self) -> Case:
        """The part a decision is about."""
        return Case(ticket=self.ticket, messages=self.messages)

    @property
    def own_readings(self) -> tuple[Reading, ...]:
        """The readings that count here: without those of what turned out to be another ticket's."""
        elsewhere = {message.key for message in self.messages if message.from_ticket in self.ticket.apart}
        return tuple(reading for reading in self.readings if reading.message_key not in elsewhere)

    @property
    def understanding(self) -> Understanding | None:
        """The fold of the readings so far."""
        return fold(self.own_readings)

    @property
    def opening(self) -> Message:
        """The message the ticket began with; one that a merged ticket brought along may have arrived before it."""
        return next((message for message in self.messages if not message.from_ticket), self.messages[0])

    @property
    def unread(self) -> tuple[Message, ...]:
        """Customer messages without a reading."""
        done = {reading.message_key for reading in self.readings}
        return tuple(m for m in self.case.customer_messages if m.key not in done)
