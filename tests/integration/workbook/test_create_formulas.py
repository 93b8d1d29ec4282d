"""What the formulas of a created workbook show: each row's Status, dropdowns of live rows, the Dashboard's counts."""

from __future__ import annotations

import pytest

from scripts.ops.cells import row_cells
from scripts.ops.tabs import rule_tabs
from scripts.sandbox.not_google.people.hands import Refused
from tests.integration.workbook.conftest import BOOK, Desk
from ticket_router.domain.workbook.keys import row_key


def test_a_rule_row_shows_what_the_router_says_of_it(desk: Desk) -> None:
    """Looked up by the key that the backend makes of the row's own cells, for every starter row of every rule tab."""
    told: dict[str, str] = {}
    for title, tab in rule_tabs().items():
        people = [n for n, column in enumerate(tab.columns) if column in tab.written_by_people]
        for number, row in enumerate(tab.rows, start=2):
            cells = row_cells(tab, row)
            told[row_key(title, [cells[n] for n in people])] = f"{title} {number}"
    desk.write_status(list(told.items()))
    for title, tab in rule_tabs().items():
        shown = [row["Status"] for row in desk.rows(title)]
        assert shown == [f"{title} {number}" for number in range(2, len(tab.rows) + 2)]


def test_a_row_that_nobody_looked_at_says_so(desk: Desk) -> None:
    """From the first second on, and again as soon as somebody edits it; a blank row says nothing."""
    assert {row["Status"] for row in desk.rows("Topics")} == {"not read yet"}
    topics = desk.google.cells(BOOK, "Topics")
    assert len(topics) == len(rule_tabs()["Topics"].rows) + 1


def test_a_ticket_shows_its_status_wherever_it_is_sorted(desk: Desk) -> None:
    """By its number, which moves with the row."""
    rows = [["T-2", "", "bea"], ["T-1", "", "abe"]]
    values = [{"values": [{"userEnteredValue": {"stringValue": cell}} for cell in row]} for row in rows]
    start = {"sheetId": desk.tab("Triage").sheet_id, "rowIndex": 1, "columnIndex": 0}
    desk.ask({"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}})
    desk.write_status([("T-1", "✓ with finance"), ("T-2", "✗ no team 'x'")])
    desk.hands().sort("Triage", "customer")
    assert [(row["ticket"], row["Status"]) for row in desk.rows("Triage")] == [
        ("T-1", "✓ with finance"),
        ("T-2", "✗ no team 'x'"),
    ]


def test_dropdowns_offer_live_rows_only(desk: Desk) -> None:
    """A topic that is off is not offered any more, a new one is; people have an @."""
    hands = desk.hands()
    hands.fill("Topics", 2, {"state": "off"})
    hands.add_row("Topics", {"topic": "shipping", "team": "support", "description": "parcels"})
    listed = desk.rows("_lists")
    topics = [row["Topics.topic"] for row in listed if row.get("Topics.topic")]
    assert "billing" not in topics and topics[-1] == "shipping"
    assert "triage" in [row["Teams.team"] for row in listed if row.get("Teams.team")]
    assert "@dana" in [row["People.name"] for row in listed]


def test_a_word_that_is_not_in_the_dropdown_is_refused(desk: Desk) -> None:
    """Where one of several is chosen; not where several may be named."""
    hands = desk.hands()
    with pytest.raises(Refused):
        hands.type("Topics", "B2", "finace")
    hands.type("Urgent words", "D2", "outage, bug")
    hands.type("VIPs", "C2", "sales/@dana")


def test_the_router_alone_writes_what_is_its_own(desk: Desk) -> None:
    """In Triage people reach the correction columns, new rows included, and may sort; the headers are not theirs."""
    row = {"values": [{"userEnteredValue": {"stringValue": "T-1"}}]}
    sheet = desk.tab("Triage").sheet_id
    span = {"sheetId": sheet, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    desk.ask(
        {"insertDimension": {"range": span, "inheritFromBefore": False}},
        {"updateCells": {"start": {"sheetId": sheet, "rowIndex": 1, "columnIndex": 0}, "rows": [row],
                         "fields": "userEnteredValue"}},
    )  # fmt: skip
    hands = desk.hands()
    hands.type("Triage", "H2", "billing")
    hands.sort("Triage", "customer")
    for title, cell in (("Triage", "H1"), ("Rules log", "G2"), ("Dashboard", "A2")):
        with pytest.raises(Refused, match="protected"):
            hands.type(title, cell, "x")
    with pytest.raises(Refused, match="protected"):
        hands.type("_status", "A2", "x")
    assert desk.check() == []


def test_the_people_tab_shows_slack_ids(desk: Desk) -> None:
    """Found by the address, whatever its case in the sheet."""
    values = [{"values": [{"userEnteredValue": {"stringValue": v}} for v in ("dana@company.example", "U0DANA")]}]
    start = {"sheetId": desk.tab("_people").sheet_id, "rowIndex": 1, "columnIndex": 0}
    desk.ask({"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}})
    assert {row["name"]: row["Slack id"] for row in desk.rows("People") if row["Slack id"]} == {"dana": "U0DANA"}


def test_the_dashboard_counts(desk: Desk) -> None:
    """By team, by topic and by move, over the rows that are there; a handled row of Triage waits no more."""

    def put(title: str, rows: list[dict[str, str]]) -> None:
        tab = desk.tab(title)
        cells = [[row.get(column.field) for column in tab.columns if not column.formula] for row in rows]
        values = [{"values": [{"userEnteredValue": {"stringValue": c}} if c else {} for c in line]} for line in cells]
        start = {"sheetId": tab.sheet_id, "rowIndex": 1, "columnIndex": 0}
        desk.ask({"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}})

    put(
        "Routed",
        [
            {"ticket": "T-1", "move": "route", "landed": "finance (#finance)", "read_topic": "billing (0.91)"},
            {"ticket": "T-2", "move": "escalate", "landed": "finance (#finance)", "read_topic": "billing (0.80)"},
            {"ticket": "T-3", "move": "priority", "landed": "engineering (#engineering)", "read_topic": "bug (0.70)"},
        ],
    )
    put("Triage", [{"ticket": "T-4", "guess": "bug (0.41)"}, {"ticket": "T-5", "guess": ""}])
    desk.write_status([("T-5", "✓ with legal")])
    rows = desk.rows("Dashboard")
    teams = {row["team"]: (row["handed off"], row["on top"]) for row in rows if row["team"]}
    topics = {row["topic"]: (row["routed as"], row["held as"]) for row in rows if row["topic"]}
    assert teams["finance"] == (2, 1) and teams["engineering"] == (1, 1) and teams["legal"] == (0, 0)
    assert topics["billing"] == (2, 0) and topics["bug"] == (1, 1)
    assert {row["move"]: row["tickets"] for row in rows if row["move"]} == {
        "route": 1, "priority": 1, "escalate": 1, "hold": 1,
    }  # fmt: skip
