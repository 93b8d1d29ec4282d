"""What a split begins with: all that the customer wrote on a ticket, and the part that reads as another problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ticket_router.domain.base import UNSURE, Value
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import short_digest
from ticket_router.domain.reading import fold
from ticket_router.domain.ticket import Message, MessageKind, Ticket

APART = "\n\n"
"""What stands between two messages in one text."""


class TwoTexts(Value):
    """One text for each problem, as people are offered them."""

    whole: str
    """All of it, the opening first; what a joined ticket said is that ticket's."""
    first: str
    """`whole` without `second`."""
    second: str = ""
    """Empty when the reader saw one problem, or words for another that do not stand in the text."""
    topic: str = ""
    """What the second problem may be about; empty when the reader saw one problem."""
    made_of: str
    """A mark of the messages in it: another one means that the customer has written since."""
    messages: int
    """How many those are."""
    joined: tuple[str, ...] = ()
    """Tickets that were joined to this one, and nobody took apart."""


def two_texts(file: TicketFile) -> TwoTexts:
    """What the customer wrote on this ticket, taken apart where the reader saw a second problem."""
    messages = own_messages(file)
    whole = APART.join(filter(None, (own_words(message, file.ticket) for message in messages)))
    offered = TwoTexts(
        whole=whole,
        first=whole,
        made_of=short_digest(*(message.key for message in messages)),
        messages=len(messages),
        joined=_joined(file),
    )
    topic = ""
    for other, words in _other_problems(file, messages):
        topic = topic or other
        if (parts := parted(whole, words)) and parts[0]:
            return offered.renewed(first=parts[0], second=parts[1], topic=other)
    return offered.renewed(topic=topic)


def own_messages(file: TicketFile) -> tuple[Message, ...]:
    """What the customer said on this ticket itself, the opening first."""
    first = file.opening
    later = (m for m in file.messages if m.kind is MessageKind.customer and not m.from_ticket and m.key != first.key)
    return (first, *later)


def own_words(message: Message, ticket: Ticket) -> str:
    """What a message says beyond the ticket's subject: its text, after a subject of its own."""
    subject = message.subject.strip()
    told = subject == ticket.subject.strip() or (ticket.subject and subject.endswith(ticket.subject))
    return APART.join(filter(None, ("" if told else subject, message.shown.strip())))


def parted(text: str, part: str) -> tuple[str, str] | None:
    """A text without a part copied or quoted from it, and that part as it stands there, however its lines are broken;
    None where it is not in it. What stood apart before stays apart."""
    words = part.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    if found is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    gaps = (before[len(before.rstrip()) :], after[: len(after) - len(after.lstrip())])
    breaks = max(gap.count("\n") for gap in gaps)
    between = (" ", "\n", APART)[min(breaks, 2)]
    return f"{before.rstrip()}{between}{after.lstrip()}".strip(), found[0]


def _other_problems(file: TicketFile, messages: Sequence[Message]) -> Iterator[tuple[str, str]]:
    """Each other topic that the reader saw in the messages, with the words that suggested it: what it quoted, or all of
    a message that reads differently."""
    readings = {reading.message_key: reading for reading in file.readings}
    read = [readings[message.key] for message in messages if message.key in readings]
    understood = fold(read)
    for message in messages:
        if understood is None or message.key not in readings:
            continue
        tags = readings[message.key].tags
        if tags.topic not in (UNSURE, understood.topic):
            yield tags.topic, own_words(message, file.ticket)
        if tags.second_topic not in ("", UNSURE, understood.topic):
            yield tags.second_topic, tags.second_quote


def _joined(file: TicketFile) -> tuple[str, ...]:
    came = (message.from_ticket for message in file.messages)
    return tuple(dict.fromkeys(one for one in came if one and one not in file.ticket.apart))
