"""Split: a message about two problems becomes two tickets, each read and routed anew; the first one is closed."""

from __future__ import annotations

import re
from datetime import datetime

from ticket_router.domain.base import Status
from ticket_router.domain.change import Change, TicketWrite
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import message_key, ticket_id
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.ticket import Message, Ticket
from ticket_router.services.asking import Asked, Refusal
from ticket_router.services.closing import ended

ONE_PROBLEM = "the reader saw one problem only: split it on its card, where the two texts can be written"


def split(asked: Asked) -> tuple[Change, Answer]:
    """Two new tickets with ids of their own, linked with the old one both ways. Raises Refusal without two texts.

    The old ticket's claim goes first, so that either half may take it; halves never join each other.
    """
    first, second = asked.wish.first.strip(), asked.wish.second.strip()
    if not first and not second:
        first, second = two_texts(asked.file)
    elif asked.wish.rest and not first:
        first = _without(asked.file.opening.shown, second)
    if not first and not second:
        raise Refusal(ONE_PROBLEM, "second")
    if not first or not second:
        raise Refusal("a split takes two texts: one of them is empty", "second" if first else "first")
    ids = halves(asked.wish)
    said = f"split into {ids[0]} and {ids[1]}"
    whole = ended(asked, Status.divided, said, f"{said} by {asked.wish.by}")
    (write,) = whole.tickets
    linked = tuple(dict.fromkeys((*write.ticket.linked, *ids)))
    closed = write.renewed(ticket=write.ticket.renewed(linked=linked))
    writes, messages = [closed], []
    for own, other, text in zip(ids, reversed(ids), (first, second), strict=True):
        ticket, message = _half(asked.file, own, other, text, asked.now)
        note = f"split from {asked.wish.ticket_id}"
        writes.append(TicketWrite(ticket=ticket, action="received", by=asked.wish.by, note=note, at=asked.now))
        messages.append((own, message))
    change = whole.model_copy(update={"tickets": tuple(writes), "messages": tuple(messages)})
    return change, Answer(done=True, text=said)


def halves(wish: Wish) -> tuple[str, str]:
    """The ids of the two new tickets: the same for the same wish, however often it arrives."""
    return ticket_id(f"split:{wish.ticket_id}:{wish.id}:1"), ticket_id(f"split:{wish.ticket_id}:{wish.id}:2")


def two_texts(file: TicketFile) -> tuple[str, str]:
    """What a split is prefilled with: the text without what the reader quoted for a second topic, and that quote.

    Both empty when the reader saw one problem, or quoted words that do not stand in the text.
    """
    text = file.opening.shown
    for _, quote in file.understanding.also if file.understanding else ():
        at = text.find(quote) if quote else -1
        if at >= 0 and (rest := f"{text[:at].rstrip()} {text[at + len(quote) :].lstrip()}".strip()):
            return rest, quote
    return "", ""


def _without(text: str, part: str) -> str:
    """A text without a part that was copied from it, however its lines were broken; the whole where it is not in it."""
    copied = re.search(r"\s+".join(map(re.escape, part.split())), text)
    if copied is None:
        return text.strip()
    return f"{text[: copied.start()].rstrip()} {text[copied.end() :].lstrip()}".strip()


def _half(file: TicketFile, own: str, other: str, text: str, now: datetime) -> tuple[Ticket, Message]:
    whole, opening = file.ticket, file.opening
    ticket = Ticket(
        ticket_id=own,
        rev=1,
        source=whole.source,
        customer=whole.customer,
        subject=whole.subject,
        page=whole.page,
        category=whole.category,
        cc=whole.cc,
        verdicts=whole.verdicts,
        received_at=whole.received_at,
        linked=(whole.ticket_id, other),
        apart=(whole.ticket_id, other),
        raw_withheld=whole.raw_withheld,
    ).renewed(**debt(Step.read, now))
    # Its time is now: the reader has its twenty minutes from the split on, not from when the customer wrote.
    message = Message(
        key=message_key(now, own),
        author=opening.author,
        text=text,
        subject=opening.subject,
        attachments=opening.attachments,
        received_at=now,
        source=opening.source,
        page=opening.page,
        category=opening.category,
        raw_key=opening.raw_key,
    )
    return ticket, message
