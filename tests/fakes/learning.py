"""What learning needs, in memory: all corrections, the archive of examples, and the way to have them built again."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.desk_rows import Rows
from tests.fakes.sheet_state import FakeRulesArchive
from tests.fakes.wire import Wire, wired
from ticket_router.domain.correction import Correction
from ticket_router.domain.errors import Conflict
from ticket_router.domain.learning.labelled import LabelledExample, SheetExamples, TakenBack
from ticket_router.domain.workbook.export import sheet_examples


class FakeCorrections:
    """Serves the `Corrections` port over what a fake desk holds."""

    def __init__(self, rows: Rows, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.rows = rows

    @wired
    def all(self) -> Sequence[Correction]:
        """See the port."""
        return list(self.rows.corrections.values())


class FakeExamplesArchive:
    """Serves the `ExamplesArchive` and `Learned` ports; `versions` is all that was ever kept, the latest last."""

    def __init__(self, rules: FakeRulesArchive | None = None, wire: Wire | None = None) -> None:
        """`rules` is where drive-sync exports to."""
        self.wire = wire or Wire()
        self.versions: list[tuple[LabelledExample, ...]] = []
        self.spans: list[TakenBack] = []
        self._rules = rules or FakeRulesArchive()

    @wired
    def learned(self) -> tuple[Sequence[LabelledExample], str]:
        """See the port."""
        return self._now(), self._mark()

    @wired
    def keep(self, learned: Sequence[LabelledExample], mark: str) -> None:
        """See the port."""
        if mark != self._mark():
            raise Conflict("other examples were learned meanwhile")
        self.versions.append(tuple(learned))

    @wired
    def sheet(self) -> SheetExamples:
        """See the port."""
        return sheet_examples(self._rules.exports.get("examples_sheet.jsonl", ""))

    @wired
    def taken_back(self) -> Sequence[TakenBack]:
        """See the port."""
        return list(self.spans)

    @wired
    def current(self) -> Sequence[LabelledExample]:
        """See the port."""
        return self._now()

    def _now(self) -> tuple[LabelledExample, ...]:
        return self.versions[-1] if self.versions else ()

    def _mark(self) -> str:
        return f"version {len(self.versions)}" if self.versions else ""


class FakeLearnAgain:
    """Serves the `LearnAgain` port; `asked` counts the messages."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.asked = 0

    @wired
    def __call__(self) -> None:
        """See the port."""
        self.asked += 1
