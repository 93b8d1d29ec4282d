"""What inserting, deleting or moving rows or columns does to a span of them: one piece of arithmetic for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

Span = tuple[int, int | None]
"""Start and end (excluded; None: to the edge) of rows or columns."""


class Shift(Protocol):
    """A change along one axis."""

    def span(self, span: Span) -> Span | None:
        """Where a span is afterwards; None when nothing of it is left."""
        ...


@dataclass(frozen=True)
class Inserted:
    """`count` new lines before line `at`, which look like what was line `like`."""

    at: int
    count: int
    like: int | None = None

    def span(self, span: Span) -> Span:
        """A line that was inserted inside belongs to the span; one at its start pushes it on.

        What starts at the very first line and has no end means all lines, and still does.
        """
        start, end = span
        if end is None:
            return (start, None) if start == 0 or start < self.at else (start + self.count, None)
        new_start = start + self.count if start >= self.at else start
        return new_start, end + self.count if end > self.at else end

    def grown(self, span: Span) -> Span:
        """The same for what new lines take over from the line they are like: a span with it in takes them in."""
        start, end = span
        if self.like is None or self.like < start or (end is not None and self.like >= end):
            return self.span(span)
        return start, None if end is None else end + self.count


@dataclass(frozen=True)
class Deleted:
    """Lines `start` to `end` (excluded) are gone."""

    start: int
    end: int

    def span(self, span: Span) -> Span | None:
        """What is left moves up."""
        start, end = span
        new_start = self._line(start)
        if end is None:
            return new_start, None
        new_end = self._line(end)
        return None if new_end <= new_start else (new_start, new_end)

    def _line(self, line: int) -> int:
        return line if line <= self.start else max(self.start, line - (self.end - self.start))


@dataclass(frozen=True)
class Moved:
    """Lines `start` to `end` (excluded) now stand before what was line `to`."""

    start: int
    end: int
    to: int

    def span(self, span: Span) -> Span:
        """What was wholly moved moves along; what holds both places stays; what is left loses or gains lines."""
        start, end = span
        count = self.end - self.start
        offset = self.to - self.start if self.to < self.start else self.to - self.end
        if end is None:
            return span if start == 0 or not self.start <= start < self.end else (start + offset, None)
        if self.start <= start and end <= self.end:
            return start + offset, end + offset
        if start <= min(self.start, self.to) and end >= max(self.end, self.to):
            return span
        left = Deleted(self.start, self.end).span(span)
        assert left is not None
        target = self.to if self.to < self.start else self.to - count
        return Inserted(target, count).span(left)
