"""The rules as files for other programs: every cell on a line of its own, and the examples as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from ticket_router.domain.learning.labelled import SheetExamples
from ticket_router.domain.rulebook import Example, RuleBook
from ticket_router.domain.workbook.titles import SETTINGS_TAB, TABS, cell_words, column_name

COLUMNS = ("tab", "row", "column", "value")
GONE = "gone"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs, the full-width ones included, at which some spreadsheet program takes a text for a formula."""


def rules_csv(book: RuleBook) -> str:
    """Lines of tab, row, column and value (RFC 4180), for cells that are filled; settings have no row.

    A value that a spreadsheet would calculate gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for tab, row, column, value in _cells(book):
        if value:
            writer.writerow((tab, row, column, f"'{value}" if value.startswith(STARTS_FORMULA) else value))
    return out.getvalue()


def examples_jsonl(book: RuleBook, gone: Sequence[str] = ()) -> str:
    """The examples, those that are off included, one JSON object a line; then `{"gone": id}` for each deleted one."""
    deleted = (json.dumps({GONE: name}) for name in gone)
    return "".join(f"{line}\n" for line in (*(row.model_dump_json() for row in book.examples), *deleted))


def sheet_examples(content: str) -> SheetExamples:
    """What `examples_jsonl` has written. Raises ValueError for anything else."""
    lines = [json.loads(line) for line in content.split("\n") if line.strip()]
    return SheetExamples(
        rows=tuple(Example.model_validate(line) for line in lines if GONE not in line),
        gone=tuple(str(line[GONE]) for line in lines if GONE in line),
    )


def _cells(book: RuleBook) -> Iterator[tuple[str, str, str, str]]:
    for part, title in TABS.items():
        for row in getattr(book, part):
            for field in type(row).model_fields:
                if field != "row":
                    yield title, str(row.row), column_name(field), cell_words(getattr(row, field))
    for key in type(book.settings).model_fields:
        yield SETTINGS_TAB, "", key, cell_words(getattr(book.settings, key))
