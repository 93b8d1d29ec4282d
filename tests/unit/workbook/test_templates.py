"""The workbook's templates: complete, consistent with the domain, and what is deployed is what they say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scripts.ops.cells import cell_of, row_cells
from scripts.ops.shape import shape_text
from scripts.ops.tabs import SETTINGS, Template, read_tabs, row_model, rule_tabs, template_shape
from tests.fakes.clock import STARTED
from ticket_router.adapters.google.shape import SHAPE_FILE, workbook_shape
from ticket_router.domain.base import Move, Source, Tone, Urgency
from ticket_router.domain.rulebook import MatchOn, State, WordKind
from ticket_router.domain.workbook.layout import Layout
from ticket_router.domain.workbook.live_rows import ACTIONS, ASKED
from ticket_router.domain.workbook.log import log_rows
from ticket_router.domain.workbook.memory import LogEntry
from ticket_router.domain.workbook.shape import (
    PEOPLE_TAB,
    ROUTED_TAB,
    RULES_LOG_TAB,
    STATUS_TAB,
    TRIAGE_TAB,
    Column,
    FilledBy,
    TabKind,
    plain,
)

TABS = read_tabs()
TYPES = {
    "text", "long_text", "number", "choice", "list", "yes_no", "date", "link", "mail_address", "channel", "handle",
    "pin", "checkbox",
}  # fmt: skip
ENUMS = {
    "state": State, "urgency": Urgency, "urgency_at_least": Urgency, "raises_to": Urgency, "tone": Tone,
    "source": Source, "kind": WordKind, "kind_of_word": WordKind, "match_on": MatchOn, "move": Move,
}  # fmt: skip
each_tab = pytest.mark.parametrize("tab", TABS.values(), ids=lambda tab: tab.title)


def test_the_tabs_in_the_order_in_which_people_need_them() -> None:
    """Daily work first, then the rules, then what is only looked at, then what is the router's own."""
    assert list(TABS) == [
        "Triage", "Routed", "Topics", "Teams", "People", "VIPs", "Urgent words", "Priority rules", "Examples",
        "Settings", "Preview", "Rules log", "Dashboard", "_status", "_lists", "_people",
    ]  # fmt: skip
    assert [tab.order for tab in TABS.values()] == list(range(1, len(TABS) + 1))
    assert [title for title, tab in TABS.items() if tab.kind is TabKind.system] == ["_status", "_lists", "_people"]
    assert len({tab.sheet_id for tab in TABS.values()} - {0}) == len(TABS)
    assert {TRIAGE_TAB, ROUTED_TAB, RULES_LOG_TAB, STATUS_TAB, PEOPLE_TAB} <= set(TABS)


@each_tab
def test_columns_can_be_told_apart_and_are_explained(tab: Template) -> None:
    """Every header and field once, each with one plain sentence and a width that can be read."""
    assert len({plain(column.name) for column in tab.columns}) == len(tab.columns)
    assert len({column.field for column in tab.columns}) == len(tab.columns)
    assert tab.purpose.endswith(".") and len(tab.purpose) <= 300
    for column in tab.columns:
        assert column.meaning.endswith("."), column.meaning
        assert 50 <= column.width <= 600
        assert column.type in TYPES
        assert bool(column.formula) == (column.filled_by is FilledBy.formula), column.name
        assert not column.group or tab.kind is not TabKind.system


@each_tab
def test_choices_are_the_domains(tab: Template) -> None:
    """A dropdown offers exactly the words that the domain knows, or another tab's column that is there."""
    for column in tab.columns:
        if column.choices_from:
            other, _, field = column.choices_from.partition(".")
            assert field in TABS[other].by_field
            assert column.choices_from in {listed.name for listed in TABS["_lists"].columns}
        if column.type == "choice" and not column.choices_from:
            wanted = list(ACTIONS) if column.field == "action" else [str(word.value) for word in ENUMS[column.field]]
            assert list(column.choices) == wanted, column.name


@pytest.mark.parametrize("tab", rule_tabs().values(), ids=lambda tab: tab.title)
def test_rule_tabs_end_with_their_status(tab: Template) -> None:
    """A manager finds what is wrong with a row at the end of it; the key is made of the cells that people fill."""
    status = tab.columns[-1]
    assert (status.name, status.field, status.filled_by) == ("Status", "status", FilledBy.formula)
    assert {"{row_key}", "{blank_key}", "{_status.key}", "{_status.status}"} <= set(
        re.findall(r"\{[\w.]+\}", status.formula)
    )
    if tab.rulebook_field != SETTINGS:
        written = {column.field for column in tab.written_by_people}
        assert written == set(row_model(tab).model_fields) - {"row", "slack_id"}


def test_live_tabs_have_the_columns_that_the_router_fills() -> None:
    """Triage and Routed take corrections of the same fields; the log has a column for each part of a line."""
    for title in (TRIAGE_TAB, ROUTED_TAB):
        people = [column.field for column in TABS[title].written_by_people]
        assert people == [*ASKED, "go", "by"]
        assert TABS[title].by_field["go"].type == "checkbox"
    log = TABS[RULES_LOG_TAB]
    every = Layout({column.field: place for place, column in enumerate(log.columns)}, len(log.columns))
    line = LogEntry(entry="p1", at=STARTED, version=3, who="ann", tab="Topics", row=4, what="changed", fix="look")
    assert all(log_rows([line], every, "UTC")[0])


def test_what_is_deployed_is_what_the_templates_say() -> None:
    """`python -m scripts.ops.shape` was run after the last change of a template."""
    assert SHAPE_FILE.read_text(encoding="utf-8") == shape_text()
    assert workbook_shape() == template_shape()


def test_starter_rows_are_not_deployed() -> None:
    """The backend knows the workbook's shape, never the rows it started with."""
    assert "support-lead@company.example" not in SHAPE_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("type_", "value", "cell"),
    [
        ("text", None, None),
        ("text", 3, "3"),
        ("text", True, "true"),
        ("number", 0.6, 0.6),
        ("list", ["outage", "bug"], "outage, bug"),
        ("yes_no", False, "no"),
        ("checkbox", False, False),
    ],
)
def test_a_value_becomes_what_a_person_would_have_typed(type_: str, value: object, cell: object) -> None:
    """Each type of column, and an empty cell for nothing."""
    column = Column(name="a", field="a", type=type_, meaning="A.", width=100)
    assert cell_of(column, value) == cell
    assert type(cell_of(column, value)) is type(cell)


def test_a_date_is_its_serial_number() -> None:
    """Sheets counts days since 30 December 1899."""
    until = TABS["VIPs"].by_field["until"]
    vip = Template.model_validate(TABS["VIPs"].model_dump() | {"rows": ()})
    assert cell_of(until, date(2026, 12, 31)) == 46387.0
    assert row_cells(vip, {"customer": "a@b.example"}) == ["a@b.example", None, None, None, None, None]
