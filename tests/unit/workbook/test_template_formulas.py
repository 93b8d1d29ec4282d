"""Formulas of the templates: every one expands, follows its columns, and makes the keys that the router makes."""

from __future__ import annotations

import pytest

from scripts.ops.tabs import Template, read_tabs
from scripts.ops.workbook.formulas import Unplaced, comparable, expanded, quoted_title, separator
from ticket_router.adapters.google.column_cells import column_letter
from ticket_router.domain.workbook.keys import row_key
from ticket_router.domain.workbook.shape import Column

TABS = read_tabs()
PLACES = {title: {c.field: place for place, c in enumerate(tab.columns)} for title, tab in TABS.items()}
FORMULAS = [(tab, column) for tab in TABS.values() for column in tab.columns if column.formula]


@pytest.mark.parametrize(
    ("tab", "column"), FORMULAS, ids=lambda part: getattr(part, "title", getattr(part, "name", ""))
)
def test_every_formula_expands(tab: Template, column: Column) -> None:
    """Nothing is left to be filled in, brackets pair up, and the header says the column's name."""
    formula = expanded(column, tab, PLACES)
    assert formula.startswith("=")
    outside = "".join(formula.split('"')[::2])
    assert outside.count("(") == outside.count(")")
    assert "{" not in outside or outside == "={;;;}"
    assert tab.formula_row > 1 or f'=1,"{column.name}",' in formula


def test_the_status_of_a_rule_row_is_looked_up_by_the_rows_own_key() -> None:
    """The formula joins what row_key joins, in the same order."""
    tab = TABS["People"]
    formula = expanded(tab.by_field["status"], tab, PLACES)
    assert '"People\u00a6"&A:A&"\u00a6"&B:B,_status!A:A,_status!B:B' in formula
    assert f'="{row_key("People", [None, None])}",,' in formula


def test_a_formula_follows_its_columns() -> None:
    """When people move a column, its letter changes, and nothing else."""
    tab = TABS["Triage"]
    moved = {**PLACES, "Triage": {**PLACES["Triage"], "ticket": 27}}
    assert expanded(tab.by_field["status"], tab, moved) == expanded(tab.by_field["status"], tab, PLACES).replace(
        "A:A)=1", "AB:AB)=1"
    ).replace("IF(A:A", "IF(AB:AB").replace("XLOOKUP(A:A", "XLOOKUP(AB:AB")


def test_a_column_that_is_gone_is_named() -> None:
    """A formula is not written with a hole in it."""
    with pytest.raises(Unplaced, match="People has no column email"):
        expanded(TABS["People"].by_field["slack_id"], TABS["People"], {**PLACES, "People": {"name": 0}})


def test_where_the_comma_is_a_decimal_mark_arguments_are_kept_apart_otherwise() -> None:
    """Semicolons outside of texts, and a formula in either form is the same formula."""
    tab = TABS["People"]
    german = expanded(tab.by_field["slack_id"], tab, PLACES, "de_DE")
    assert "," not in german
    assert comparable(german) == comparable(expanded(tab.by_field["slack_id"], tab, PLACES, "en_US"))
    assert (separator(""), separator("en_GB"), separator("fr_FR")) == (",", ",", ";")


def test_a_formula_is_compared_as_sheets_may_write_it() -> None:
    """Spaces, case and quotes around a title do not matter; a text in it does."""
    assert comparable("=if( a:a = 1, 'Topics'!$B:$B )") == comparable("=IF(A:A=1,Topics!B:B)")
    assert comparable('=IF(A:A="x",1)') != comparable('=IF(A:A="X",1)')
    assert comparable('=IF(A:A="a b",1)') != comparable('=IF(A:A="ab",1)')


def test_letters_and_titles() -> None:
    """Columns beyond Z, and titles with spaces or quotes."""
    assert [column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    assert [quoted_title(title) for title in ("Topics", "_status", "Rules log", "Bob's")] == [
        "Topics", "_status", "'Rules log'", "'Bob''s'",
    ]  # fmt: skip
