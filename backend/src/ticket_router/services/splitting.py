"""Split: a message about two problems becomes two tickets, each read and routed anew; the first one is closed."""

from __future__ import annotations

from datetime import datetime

from ticket_router.domain.base import Status
from ticket_router.domain.change import MOST_WRITES, Change, TicketWrite
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import message_key, ticket_id
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.ticket import Message, MessageKind, Ticket
from ticket_router.domain.two_texts import APART, TwoTexts, come_since, own_messages, own_words, parted, two_texts
from ticket_router.services.asking import Asked, Refusal
from ticket_router.services.closing import ended
from ticket_router.services.separating import on_its_own

ONE_PROBLEM = "the reader saw one problem only: split it on its card, where the two texts can be written"
NOT_ITS_WORDS = (
    "the reader saw a second problem ({topic}), but quoted no words of the message for it: split it on its card, where "
    "the two texts can be written"
)
TOO_MUCH = "too much is joined to it to be taken apart at once: press Not the same problem on some of it first"


def split(asked: Asked) -> tuple[Change, Answer]:
    """Two new tickets with ids of their own, linked with the old one both ways; what was joined to the old one gets its
    own row back. Raises Refusal without two texts.

    The old ticket's claim goes first, so that any of them may take it. Neither half joins the other, nor anything that
    was joined to the old one or taken off it: somebody has just told these apart.
    """
    offered = two_texts(asked.file)
    texts = _texts(asked, offered)
    ids = halves(asked.wish)
    said = f"split into {ids[0]} and {ids[1]}"
    free = [on_its_own(asked.file, joined, asked.wish, asked.now) for joined in _merged(asked, offered.joined)]
    freed = tuple(_apart_from(ids, write) for change in free for write in change.tickets)
    freed_ids = tuple(write.ticket.ticket_id for write in freed)
    whole = ended(asked, Status.divided, said, f"{said} by {asked.wish.by}")
    (write,) = whole.tickets
    closed = write.ticket.renewed(
        linked=tuple(dict.fromkeys((*write.ticket.linked, *ids, *freed_ids))),
        apart=tuple(dict.fromkeys((*write.ticket.apart, *freed_ids))),
    )
    writes, messages = [write.renewed(ticket=closed), *freed], []
    for own, other, text in zip(ids, reversed(ids), texts, strict=True):
        ticket, message = _half(asked.file, closed, own, other, text, asked.now)
        note = f"split from {asked.wish.ticket_id}"
        writes.append(TicketWrite(ticket=ticket, action="received", by=asked.wish.by, note=note, at=asked.now))
        messages.append((own, message))
    change = whole.model_copy(
        update={
            "tickets": tuple(writes),
            "messages": (*(said for one in free for said in one.messages), *messages),
            "readings": tuple(reading for one in free for reading in one.readings),
        }
    )
    if change.writes > MOST_WRITES:
        raise Refusal(TOO_MUCH)
    return change, Answer(done=True, text=said)


def _apart_from(ids: tuple[str, str], freed: TicketWrite) -> TicketWrite:
    """What was joined to the whole joins no half either, nor what a half joins."""
    return freed.renewed(ticket=freed.ticket.renewed(apart=(*freed.ticket.apart, *ids)))


def halves(wish: Wish) -> tuple[str, str]:
    """The ids of the two new tickets: the same for the same wish, however often it arrives."""
    return ticket_id(f"split:{wish.ticket_id}:{wish.id}:1"), ticket_id(f"split:{wish.ticket_id}:{wish.id}:2")


def _texts(asked: Asked, offered: TwoTexts) -> tuple[str, str]:
    """The two texts that were asked for, or else what the reader saw."""
    wish = asked.wish
    first, second = wish.first.strip(), wish.second.strip()
    if not first and not second:
        if not offered.second:
            raise Refusal(NOT_ITS_WORDS.format(topic=offered.topic) if offered.topic else ONE_PROBLEM, "second")
        return offered.first, offered.second
    if wish.rest and not first:
        first, _ = parted(offered.whole, second) or (offered.whole, "")
    elif first and second:
        first = _with_later(asked, first, second)
    if not first or not second:
        raise Refusal("a split takes two texts: one of them is empty", "second" if first else "first")
    return first, second


def _with_later(asked: Asked, first: str, second: str) -> str:
    """The first text, and after it each message that the person did not have before them and that stands in neither
    text: whatever the customer wrote while somebody was splitting is not lost."""
    since = [own_words(message, asked.file.ticket) for message in come_since(asked.file, asked.wish.made_of)]
    missing = [words for words in since if words and not parted(first, words) and not parted(second, words)]
    return APART.join((first, *missing))


def _merged(asked: Asked, joined: tuple[str, ...]) -> list[TicketFile]:
    """Those of the tickets that are still one with this one."""
    found = (asked.desk.file(ticket_id) for ticket_id in joined)
    return [file for file in found if file is not None and file.ticket.status is Status.merged]


def _half(file: TicketFile, whole: Ticket, own: str, other: str, text: str, now: datetime) -> tuple[Ticket, Message]:
    """The ticket, and its one message. Nobody can tell which of its texts a file, a raw mail or a name goes with: both
    halves have them all."""
    own_ones = own_messages(file)
    opening = own_ones[0]
    _, *more_raw = [raw for message in own_ones for raw in (message.raw_key, *message.more_raw)]
    # What was joined too: somebody may have copied a name from there into a text.
    authors = [
        author for message in file.messages if message.kind is MessageKind.customer for author in message.authors
    ]
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
        apart=tuple(dict.fromkeys((whole.ticket_id, other, *whole.apart))),
        raw_withheld=whole.raw_withheld,
    ).renewed(**debt(Step.read, now))
    # Its time is now: the reader has its twenty minutes from the split on, not from when the customer wrote.
    message = Message(
        key=message_key(now, own),
        author=opening.author,
        text=text,
        subject=opening.subject,
        attachments=tuple(file for message in own_ones for file in message.attachments),
        received_at=now,
        source=opening.source,
        page=opening.page,
        category=opening.category,
        raw_key=opening.raw_key,
        more_raw=tuple(raw for raw in more_raw if raw),
        more_authors=tuple(dict.fromkeys(author for author in authors if author != opening.author)),
    )
    return ticket, message
