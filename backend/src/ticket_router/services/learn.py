"""learn: rebuilds the examples from all that people corrected, after each correction or change in the sheet's own.

Each run starts from nothing but the corrections, the sheet and the tickets, so one that was lost, doubled or overtaken
changes nothing in the end. What it knew before is only a shortcut: a text that was redacted once is not fetched again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ticket_router.domain.correction import Correction
from ticket_router.domain.learning.labelled import LabelledExample
from ticket_router.domain.learning.lessons import (
    PER_TOPIC,
    last_words,
    lesson,
    lesson_id,
    of_one_problem,
    reliable,
    taken_off,
)
from ticket_router.ports import Corrections, Desk, ExamplesArchive
from ticket_router.services.persistence import persistently

LOOKED_AT = 2 * PER_TOPIC
"""Corrections of a topic that are looked at, latest first: of some nothing is learned, and the rest shall still do."""


class Learn:
    """The use case."""

    def __init__(self, *, desk: Desk, corrections: Corrections, archive: ExamplesArchive) -> None:
        self._desk = desk
        self._corrections = corrections
        self._archive = archive

    def __call__(self) -> int | None:
        """How many examples there are from now on, or None when nothing had to change.

        Raises Retryable when a store is out of reach, or when others keep writing.
        """
        return persistently(self._once)

    def _once(self) -> int | None:
        # The mark first: whoever writes after this look had seen no less than what is read below.
        before, mark = self._archive.learned()
        sheet, taken_back = self._archive.sheet(), self._archive.taken_back()
        corrections = self._corrections.all()
        off = taken_off(corrections)
        lessons = self._lessons(last_words(corrections, taken_back), {one.id: one for one in before})
        learned = reliable([one for one in lessons if of_one_problem(one, off)], sheet)
        if learned == tuple(before):
            return None
        self._archive.keep(learned, mark)
        return len(learned)

    def _lessons(self, taught: Sequence[Correction], known: Mapping[str, LabelledExample]) -> Iterator[LabelledExample]:
        looked_at: Counter[str] = Counter()
        for correction in taught:
            looked_at[correction.topic] += 1
            if looked_at[correction.topic] > LOOKED_AT:
                continue
            before = known.get(lesson_id(correction))
            if before is not None and not before.edited:
                # Tags from the correction: what the sheet said about it last time may not be so any more.
                yield before.renewed(topic=correction.topic, urgency=correction.urgency, at=correction.at)
            elif (file := self._desk.file(correction.ticket_id)) and (new := lesson(correction, file)):
                yield new
