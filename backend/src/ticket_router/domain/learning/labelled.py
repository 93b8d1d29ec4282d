"""What a person taught with one correction, the example that is made of it, and where it is told from others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ticket_router.domain.base import Moment, Tone, Urgency, Value
from ticket_router.domain.learning.redaction import redacted_line
from ticket_router.domain.rulebook import Example

FIRST_ROW = 2
_ORIGIN = re.compile(r"correction (T-\S+/\d+)", re.IGNORECASE)


class LabelledExample(Value):
    """One line of `examples.jsonl`: a redacted text with the tags that a person stands for."""

    id: str
    """`T-.../rev`: the ticket, and the rev that the correction gave it."""
    text: str
    topic: str
    urgency: Urgency
    tone: Tone
    at: Moment
    """When the person said so."""
    joined: tuple[str, ...] = ()
    """Tickets that were joined to this one and wrote by then: the person spoke of their words too."""
    edited: bool = False
    """Its row in the sheet says otherwise than the correction did, and is what counts."""

    @property
    def origin(self) -> str:
        """What the Examples tab says in its origin column."""
        return f"correction {self.id}"

    def as_row(self) -> Example:
        """As the prompt shows it; it may stand in no row of the sheet, so its number means nothing."""
        return Example(
            row=FIRST_ROW,
            text=self.text,
            topic=self.topic,
            urgency=self.urgency,
            tone=self.tone,
            origin=self.origin,
        )


class SheetExamples(Value):
    """What the workbook says about examples: its rows, those that are off included, and what was deleted for good."""

    rows: tuple[Example, ...] = ()
    gone: tuple[str, ...] = ()
    """Ids of learned examples whose rows people deleted."""


class TakenBack(Value):
    """A rollback: corrections made after `after` and until `until` teach nothing."""

    after: Moment
    until: Moment


def learned_id(origin: str) -> str:
    """The id that an origin names, or an empty string for a row that people wrote themselves."""
    found = _ORIGIN.fullmatch(" ".join(origin.split()))
    return found[1].upper() if found else ""


def by_origin(rows: Iterable[Example]) -> Mapping[str, Example]:
    """Rows of learned examples by their id; where one was copied, the topmost counts."""
    found: dict[str, Example] = {}
    for row in rows:
        if name := learned_id(row.origin):
            found.setdefault(name, row)
    return found


def as_shown(row: Example) -> Example:
    """A row as a prompt shows it: what was learned from a customer never without being redacted, whoever edited it."""
    return row.renewed(text=redacted_line(row.text)) if learned_id(row.origin) else row


def examples_in_force(rows: Sequence[Example], learned: Sequence[LabelledExample]) -> list[Example]:
    """What the reader may be shown: people's own rows, and what was learned as the sheet says it now.

    A learned example counts for as long as it is in `learned`: its row alone is not enough, so that a rollback takes
    it away although its row still stands there. Where a row was edited or switched off, the row is what counts.
    """
    said = by_origin(rows)
    own = [row for row in rows if not learned_id(row.origin)]
    return [*own, *(said.get(example.id) or example.as_row() for example in learned)]
