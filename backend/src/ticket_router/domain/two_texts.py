"""What a split begins with: all that the customer wrote on a ticket, and the part that reads as another problem."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ticket_router.domain.base import UNSURE, Source, Value
from ticket_router.domain.file import TicketFile
from ticket_router.domain.reading import fold
from ticket_router.domain.ticket import Message, MessageKind, Ticket

APART = "\n\n"
"""What stands between two messages in one text."""
BETWEEN = "."
VISITOR = "Visitor: "
"""Before each line of theirs in a chat."""
MARKED = 300
"""Messages that are marked: a form in Slack carries 3,000 characters."""


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
    """Marks of the messages in it, the latest ones where there are very many: one that has none came since."""
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
        made_of=BETWEEN.join(mark(message) for message in messages[-MARKED:]),
        messages=len(messages),
        joined=_joined(file),
    )
    problems: dict[str, list[str]] = {}
    for topic, words in _other_problems(file, messages):
        problems.setdefault(topic, []).append(words)
    for topic, said in problems.items():
        rest, parts = _without(whole, said)
        if rest and parts:
            return offered.renewed(first=rest, second=APART.join(parts), topic=topic)
    return offered.renewed(topic=next(iter(problems), ""))


def own_messages(file: TicketFile) -> tuple[Message, ...]:
    """What the customer said on this ticket itself, the opening first."""
    first = file.opening
    later = (m for m in file.messages if m.kind is MessageKind.customer and not m.from_ticket and m.key != first.key)
    return (first, *later)


def mark(message: Message) -> str:
    """What tells a message from the ticket's others: the end of its key, which is a digest."""
    return message.key[-6:]


def come_since(file: TicketFile, made_of: str) -> tuple[Message, ...]:
    """The customer's messages that are not among those that two texts were made of; where nobody knows which these
    were, all but the opening."""
    messages, marked = own_messages(file), made_of.split(BETWEEN)
    return tuple(message for message in messages if mark(message) not in marked) if made_of else messages[1:]


def own_words(message: Message, ticket: Ticket) -> str:
    """What a message says beyond the ticket's subject: its text, after a subject of its own. Of a chat that is what the
    visitor said, since a half's text counts as the customer's; what agents said stays on the whole's card."""
    subject = message.subject.strip()
    told = subject == ticket.subject.strip() or (ticket.subject and subject.endswith(ticket.subject))
    return APART.join(filter(None, ("" if told else subject, message.text.strip())))


def parted(text: str, part: str) -> tuple[str, str] | None:
    """A text without a part copied or quoted from it, and that part as it stands there, however its lines are broken;
    None where it is not in it. What stood apart before stays apart."""
    span = _found(text, part)
    if span is None:
        return None
    before, after = text[: span[0]], text[span[1] :]
    gaps = (before[len(before.rstrip()) :], after[: len(after) - len(after.lstrip())])
    breaks = max(gap.count("\n") for gap in gaps)
    between = (" ", "\n", APART)[min(breaks, 2)]
    if not gaps[1] and after and not after[0].isalnum():
        between = ""  # a full stop or a bracket stays where it was
    return f"{before.rstrip()}{between}{after.lstrip()}".strip(), text[slice(*span)]


def _found(text: str, part: str) -> tuple[int, int] | None:
    """Where the words of a part stand in a text. Both are compared with single spaces: a pattern made of the part would
    take seconds for a long message."""
    words = list(re.finditer(r"\S+", text))
    places = list(accumulate((len(word[0]) + 1 for word in words), initial=0))
    wanted = " ".join(part.split())
    at = " ".join(word[0] for word in words).find(wanted) if wanted else -1
    if at < 0:
        return None

    def stands(place: int) -> int:
        nth = bisect_right(places, place) - 1
        return words[nth].start() + place - places[nth]

    return stands(at), stands(at + len(wanted) - 1) + 1


def _without(text: str, said: Sequence[str]) -> tuple[str, list[str]]:
    """What is left of a text, and those of the words that stood in it."""
    found = []
    for words in said:
        if parts := parted(text, words):
            text, part = parts
            found.append(part)
    return text, found


def _other_problems(file: TicketFile, messages: Sequence[Message]) -> Iterator[tuple[str, str]]:
    """The other topics that the reader saw in the messages, each with the words that suggested it: what it quoted, or
    all of a message that reads differently."""
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
            # The reader is shown a chat with its speakers, and may quote them along.
            said = tags.second_quote.replace(VISITOR, "") if message.source is Source.chat else tags.second_quote
            yield tags.second_topic, said


def _joined(file: TicketFile) -> tuple[str, ...]:
    came = (message.from_ticket for message in file.messages)
    return tuple(dict.fromkeys(one for one in came if one and one not in file.ticket.apart))
