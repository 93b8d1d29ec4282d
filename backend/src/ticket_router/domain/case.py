"""A ticket with its messages: what a decision is about."""

from __future__ import annotations

from ticket_router.domain.base import Value
from ticket_router.domain.ticket import Message, MessageKind, Ticket


class Case(Value):
    """The ticket row and every message in it, in order of arrival."""

    ticket: Ticket
    messages: tuple[Message, ...]

    @property
    def customer_messages(self) -> tuple[Message, ...]:
        """What the customer said here: the messages that are read and decided on.

        What a ticket brought along that turned out to be another problem is shown, and counts there.
        """
        return tuple(
            m for m in self.messages if m.kind is MessageKind.customer and m.from_ticket not in self.ticket.apart
        )

    @property
    def text(self) -> str:
        """Subject and new text of every customer message, for word rules."""
        parts = [self.ticket.subject]
        for message in self.customer_messages:
            parts += [message.subject if message.subject != self.ticket.subject else "", message.text]
        return "\n".join(part for part in parts if part)

    @property
    def sent_on(self) -> bool:
        """Whether a person has said where it belongs: then nothing holds it any more, unless it came back."""
        said = self.ticket.override
        return said is not None and said.places and not said.returned

    @property
    def has_attachment(self) -> bool:
        """Whether any customer message brought a file that is more than a picture inside its own HTML."""
        return any(not a.inline for m in self.customer_messages for a in m.attachments)
