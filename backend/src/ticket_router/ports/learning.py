"""What learning needs: everything that people corrected, and where the examples made of it are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ticket_router.domain.correction import Correction
from ticket_router.domain.learning.labelled import LabelledExample, SheetExamples, TakenBack


class Corrections(Protocol):
    """Every correction there ever was."""

    def all(self) -> Sequence[Correction]:
        """In no order. Strongly consistent: what was committed before is in it. Raises Retryable."""
        ...


class ExamplesArchive(Protocol):
    """Where learned examples are kept, by `learn` alone, and what a rebuild of them looks at. Raises Retryable."""

    def learned(self) -> tuple[Sequence[LabelledExample], str]:
        """The learned examples, and the mark of exactly this state (empty: there are none yet)."""
        ...

    def keep(self, learned: Sequence[LabelledExample], mark: str) -> None:
        """Replace them; raises Conflict when what is stored no longer has this mark."""
        ...

    def sheet(self) -> SheetExamples:
        """What drive-sync last exported of the workbook; nothing when there is no workbook."""
        ...

    def taken_back(self) -> Sequence[TakenBack]:
        """The spans of every rollback."""
        ...


class Learned(Protocol):
    """The learned examples as the reader gets them."""

    def current(self) -> Sequence[LabelledExample]:
        """The latest that could be fetched; none when none ever could. A store that is out of reach raises nothing."""
        ...


class LearnAgain(Protocol):
    """A way to have the examples built again."""

    def __call__(self) -> None:
        """Ask for it; asking twice is fine. Raises Retryable."""
        ...
