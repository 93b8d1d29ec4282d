"""The rules as files for other programs: every cell on a line of its own, and the examples as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.titles import SETTINGS_TAB, TABS, cell_words, column_name

COLUMNS = ("tab", "row", "column", "value")
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


def examples_jsonl(book: RuleBook) -> str:
    """The examples, those that are off included, one JSON object a line."""
    return "".join(example.model_dump_json() + "\n" for example in book.examples)


def _cells(book: RuleBook) -> Iterator[tuple[str, str, str, str]]:
    for part, title in TABS.items():
        for row in getattr(book, part):
            for field in type(row).model_fields:
                if field != "row":
                    yield title, str(row.row), column_name(field), cell_words(getattr(row, field))
    for key in type(book.settings).model_fields:
        yield SETTINGS_TAB, "", key, cell_words(getattr(book.settings, key))
