"""Cells in, problems out: every case of tests/data/sheet_problems, which a support lead can read and add to.

A case edits one row of the starter workbook: the one found by `where`, else a new one at the end. `says` lists the
problems as `what | fix` (none: the row is fine); `then` is what the row in force holds, `settings` what the
settings do, `status` the Status of the row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field

from tests.unit.workbook.sheet import LIVE, SHAPE, Sheet

FOLDER = Path(__file__).parents[2] / "data" / "sheet_problems"


class Case(BaseModel):
    """One edit and what comes of it; unknown keys are refused, so that a slip makes no case pass."""

    model_config = ConfigDict(extra="forbid")

    title: str
    tab: str
    where: dict[str, Any] | None = None
    cells: dict[str, Any] = Field(alias="set", min_length=1)
    says: list[str] = []
    then: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None
    status: str | None = None


CASES = [
    pytest.param(Case.model_validate(case), id=f"{file.stem}: {case['title']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_a_cell_is_read_or_refused_in_words(case: Case) -> None:
    """The problems, what stays in force, and the Status are exactly those of the case."""
    sheet = Sheet()
    if case.where is None:
        number = sheet.add(case.tab, case.cells)
    else:
        number = sheet.number(case.tab, case.where)
        sheet.set(case.tab, number, case.cells)
    parsed = sheet.parsed()
    assert [f"{p.what} | {p.fix}" for p in parsed.problems] == case.says
    assert {(p.tab, p.row, p.key) for p in parsed.problems} <= {(case.tab, number, sheet.key(case.tab, number))}
    status = parsed.row_status[sheet.key(case.tab, number)]
    if case.status is not None:
        assert status == case.status
    assert status.startswith("✗") == bool(case.says)
    if case.settings is not None:
        assert parsed.rulebook.settings.model_dump() == {**LIVE.settings.model_dump(), **case.settings}
        return
    rows = getattr(parsed.rulebook, SHAPE.tab(case.tab).rulebook_field)
    row = next((row for row in rows if row.row == number), None)
    if case.where is None and case.says:
        assert row is None
        return
    assert row is not None
    found = row.model_dump()
    for field, value in (case.then or {}).items():
        assert found[field] == (tuple(value) if isinstance(value, list) else value), field
