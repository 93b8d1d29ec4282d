"""Which corrections become examples: each ticket's last word, and of all of them those that can be relied on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from ticket_router.domain.base import UNSURE
from ticket_router.domain.correction import Action, Correction
from ticket_router.domain.file import TicketFile
from ticket_router.domain.learning.labelled import LabelledExample, SheetExamples, TakenBack, by_origin, learned_id
from ticket_router.domain.learning.redaction import PLACEHOLDER, redacted_line
from ticket_router.domain.reading import Flag
from ticket_router.domain.rulebook import Example, State
from ticket_router.domain.ticket import Message, MessageKind
from ticket_router.domain.words import folded, meaningful_words

PER_TOPIC = 100
"""Examples of a topic, the latest ones. With a hundred to choose from, those shown hold one of the ticket's own kind in
95 % of reads, with 25 in 81 % (public tickets)."""
IN_ALL = 1500
"""A tab of that many rows is still one that people can look through, and a look at it still takes a second."""
LONGEST = 400
"""Characters: as much as a prompt shows."""
HALF_A_WORD = 64
"""Characters: more of what was cut off within a word nobody knows a mailbox or an account by."""
FEWEST_WORDS = 2


def last_words(corrections: Iterable[Correction], taken_back: Sequence[TakenBack] = ()) -> list[Correction]:
    """The correction by which each ticket teaches, latest first: a later one of the same ticket takes its place.

    A ticket that was closed as spam teaches nothing, nor does one that was split, since its text is about two problems;
    and neither does what was said in a span that was taken back.
    """
    latest: dict[str, Correction] = {}
    for correction in sorted(corrections, key=lambda c: (c.at, c.rev)):
        if any(span.after < correction.at <= span.until for span in taken_back):
            continue
        if correction.action in (Action.spam, Action.divide):
            latest.pop(correction.ticket_id, None)
        elif correction.teaches and correction.topic != UNSURE:
            latest[correction.ticket_id] = correction
    return sorted(latest.values(), key=lambda c: (c.at, c.ticket_id), reverse=True)


def taken_off(corrections: Iterable[Correction]) -> dict[str, datetime]:
    """When each ticket that people took off another one was taken off, the last time."""
    separations = sorted((c for c in corrections if c.action is Action.separate), key=lambda c: c.at)
    return {correction.ticket_id: correction.at for correction in separations}


def of_one_problem(example: LabelledExample, off: Mapping[str, datetime]) -> bool:
    """Whether all that the person spoke of is still one ticket. What was taken off before that, they did not mean."""
    return not any(joined in off and off[joined] >= example.at for joined in example.joined)


def lesson(correction: Correction, file: TicketFile) -> LabelledExample | None:
    """The example of one correction; None when there is nothing in it that may be shown to the reader.

    Its text is what the customer had said by then. A message that tries to steer the reader is never shown to it again.
    """
    understanding = file.understanding
    if understanding is None or Flag.addresses_reader in understanding.flags:
        return None
    text = _said_until(correction.at, file)
    if meaningful_words(PLACEHOLDER.sub(" ", text)) < FEWEST_WORDS:
        return None
    return LabelledExample(
        id=lesson_id(correction),
        text=text,
        topic=correction.topic,
        urgency=correction.urgency,
        tone=understanding.tone,
        at=correction.at,
        joined=tuple(dict.fromkeys(m.from_ticket for m in _wrote_until(correction.at, file) if m.from_ticket)),
    )


def lesson_id(correction: Correction) -> str:
    """`T-.../rev`."""
    return f"{correction.ticket_id}/{correction.rev}".upper()


def reliable(lessons: Sequence[LabelledExample], sheet: SheetExamples) -> tuple[LabelledExample, ...]:
    """The lessons to keep, oldest first; each is redacted, whatever an earlier version or the sheet left in it.

    The sheet has the last word: an example whose row was deleted or is off is not learned, nor is its text from another
    ticket, and one whose row was edited is learned as the row says. Of texts that are the same the latest is kept; one
    that people gave two topics is not learned at all.
    """
    said, gone = by_origin(sheet.rows), frozenset(sheet.gone)
    clean = cache(redacted_line)  # most rows say what their lesson says
    lessons = [one.renewed(text=clean(one.text)) for one in lessons]
    shut = (row for row in sheet.rows if not learned_id(row.origin) or _is_off(said[learned_id(row.origin)]))
    closed = {_sameness(clean(row.text)) for row in shut}
    closed |= {_sameness(one.text) for one in lessons if one.id in gone or _is_off(said.get(one.id))}
    alike: dict[str, list[LabelledExample]] = defaultdict(list)
    for one in lessons:
        if one.id in gone or _is_off(said.get(one.id)):
            continue
        told = _as_told(one, row.renewed(text=clean(row.text))) if (row := said.get(one.id)) else one
        if (same := _sameness(told.text)) not in closed:
            alike[same].append(told)
    agreed = [kept for group in alike.values() if (kept := _agreed(group))]
    return tuple(sorted(_latest(agreed), key=lambda one: (one.at, one.id)))


def _said_until(at: datetime, file: TicketFile) -> str:
    messages = [m for m in file.case.customer_messages if m.received_at <= at]
    parts = [file.ticket.subject, *(message.text for message in messages)]
    # Of everyone who wrote by then: whose ticket turned out to be another one may be named in this one all the same.
    wrote = _wrote_until(at, file)
    names = [file.ticket.customer.name, *(author.name for message in wrote for author in message.authors)]
    said, left = [], 10 * LONGEST
    for part in parts:
        # Cut before as well, since a text may be megabytes.
        line = redacted_line(part[:left], names)
        said.append(line if len(part) <= left else _without_half_a_number(line))
        left = max(0, left - len(part))
    text = redacted_line(" ".join(line for line in said if line), names)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}\u2026"


def _wrote_until(at: datetime, file: TicketFile) -> list[Message]:
    return [m for m in file.messages if m.kind is MessageKind.customer and m.received_at <= at]


def _without_half_a_number(line: str) -> str:
    """Without the last word and the numbers before it: no rule knows a card or an address of which the end was cut."""
    *words, last = line.split(" ")
    while not last[:-HALF_A_WORD] and words and any(map(str.isdigit, words[-1])):
        words.pop()
    return " ".join([*words, last[:-HALF_A_WORD]]).strip()


def _as_told(example: LabelledExample, row: Example) -> LabelledExample:
    edited = (_sameness(row.text), row.topic) != (_sameness(example.text), example.topic)
    return example.renewed(text=row.text, topic=row.topic, urgency=row.urgency, tone=row.tone, edited=edited)


def _is_off(row: Example | None) -> bool:
    return row is not None and row.state is State.off


def _agreed(group: Sequence[LabelledExample]) -> LabelledExample | None:
    """The one to keep of examples with the same text; None when people disagree and no manager has settled it."""
    settled = [one for one in group if one.edited] or list(group)
    if len({one.topic for one in settled}) > 1:
        return None
    return max(settled, key=lambda one: (one.at, one.id))


def _latest(examples: Sequence[LabelledExample]) -> Iterator[LabelledExample]:
    by_topic: dict[str, list[LabelledExample]] = defaultdict(list)
    for one in examples:
        by_topic[one.topic].append(one)
    most = min(PER_TOPIC, max(1, IN_ALL // max(1, len(by_topic))))
    for of_topic in by_topic.values():
        yield from sorted(of_topic, key=lambda one: (one.at, one.id))[-most:]


def _sameness(text: str) -> str:
    """What two texts have in common that a person would call the same: letters and digits, whatever stands between."""
    return "".join(sign for sign in folded(text) if sign.isalnum())
