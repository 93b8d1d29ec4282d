"""People at work in the spreadsheet: what the UI lets them do, what it refuses, and what everybody then sees."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from scripts.sandbox.not_google import Hands, NotGoogle, Refused
from tests.integration.standins.conftest import Clock
from tests.integration.standins.google_clients import ANN, ID, area, batch, rule


def test_records_are_rows_by_header(google: NotGoogle, topics: Hands) -> None:
    """With their number in the sheet; an unticked box alone makes no record."""
    topics.paste("Sheet1", "C5", [[False]])
    topics.fill("Sheet1", 7, {"TOPIC": "outage"})
    found = google.records(ID, "Sheet1")
    assert [(record.row, record["topic"], record["team"], record["go"]) for record in found] == [
        (2, "billing", "finance", False),
        (3, "login", "support", False),
        (7, "outage", None, None),
    ]


def test_every_edit_is_somebody_s(google: NotGoogle, drive: Any, bob: Hands, clock: Clock) -> None:
    """Who and when stand in Drive; whoever was not an editor becomes one."""
    before = drive.files().get(fileId=ID, fields="version,modifiedTime").execute()
    clock.advance(60)
    google.hands(ID, "eve@company.example").type("Sheet1", "A1", "x")
    after = drive.files().get(fileId=ID, fields="version,modifiedTime,lastModifyingUser").execute()
    assert int(after["version"]) == int(before["version"]) + 1
    assert (before["modifiedTime"], after["modifiedTime"]) == ("2025-10-09T08:53:20.000Z", "2025-10-09T08:54:20.000Z")
    assert after["lastModifyingUser"]["emailAddress"] == "eve@company.example"
    assert google.files[ID].may_write("eve@company.example")


def test_typing_is_held_to_strict_rules_and_pasting_is_not(google: NotGoogle, topics: Hands) -> None:
    """The dropdown refuses what it does not offer, in words; a paste goes past it."""
    topics.type("Sheet1", "B2", "Support")
    with pytest.raises(Refused, match=r"^'suport' was not let into Sheet1!B2: it is not one of finance, support\.$"):
        topics.type("Sheet1", "B2", "suport")
    assert google.cells(ID, "Sheet1")[1][1] == "Support"
    topics.paste("Sheet1", "B2", [["suport"]])
    topics.fill("Sheet1", 3, {"team": "finanse"})
    topics.type("Sheet1", "B4", None)
    assert [row[1] for row in google.cells(ID, "Sheet1")[1:]] == ["suport", "finanse"]


@pytest.mark.parametrize(
    ("kind", "values", "good", "bad"),
    [
        ("ONE_OF_LIST", ("live", "off"), "LIVE", "shadow"),
        ("BOOLEAN", (), True, "yes"),
        ("BOOLEAN", ("yes", "no"), "yes", True),
        ("NUMBER_BETWEEN", ("0", "1"), "0.6", "60"),
        ("NUMBER_GREATER_THAN_EQ", ("3",), 3, "two"),
        ("NUMBER_LESS", ("3",), 2, 3),
        ("NUMBER_NOT_EQ", ("3",), 2, 3),
        ("TEXT_IS_EMAIL", (), "dana@company.example", "dana"),
        ("TEXT_IS_URL", (), "https://x.example/", "x"),
        ("TEXT_CONTAINS", ("@",), "a@b", "ab"),
        ("TEXT_NOT_CONTAINS", (" ",), "ab", "a b"),
        ("TEXT_EQ", ("a", "b"), "B", "c"),
        ("DATE_IS_VALID", (), "2026-12-31", "someday"),
        ("ONE_OF_LIST", ("2",), "=1+1", "=1+2"),
        ("ONE_OF_LIST", ("2",), None, "=NOPE()"),
    ],
)
def test_each_kind_of_rule(
    google: NotGoogle, book: gspread.Spreadsheet, ann: Hands, kind: str, values: tuple[str, ...], good: Any, bad: Any
) -> None:
    """A strict rule lets in what it should; the same rule without `strict` lets everything in."""
    where = area((0, 1), (0, 1))
    book.batch_update(batch({"setDataValidation": {"range": where, "rule": rule(kind, *values)}}))
    ann.type("Sheet1", "A1", good)
    with pytest.raises(Refused):
        ann.type("Sheet1", "A1", bad)
    book.batch_update(batch({"setDataValidation": {"range": where, "rule": rule(kind, *values, strict=False)}}))
    ann.type("Sheet1", "A1", bad)


def test_boxes_are_ticked_and_unticked(google: NotGoogle, topics: Hands) -> None:
    """A checkbox holds TRUE or FALSE; what is none cannot be ticked."""
    topics.tick("Sheet1", "C2")
    topics.tick("Sheet1", "C3", False)
    assert [row[2] for row in google.cells(ID, "Sheet1")] == ["go", True, False]
    with pytest.raises(LookupError, match="Sheet1!A2 is no checkbox"):
        topics.tick("Sheet1", "A2")
    topics.clear("Sheet1", "A2:C2")
    assert google.cells(ID, "Sheet1")[1] == [None, None, False, "finance"]


def test_a_row_is_added_where_nothing_was_entered(google: NotGoogle, topics: Hands) -> None:
    """The first free row below the header, unticked boxes count as free; a full grid grows."""
    assert topics.add_row("Sheet1", {"topic": "outage", "team": "support"}) == 4
    topics.delete_rows("Sheet1", 2, 1)
    topics.paste("Sheet1", "C4", [[False]])
    assert topics.add_row("Sheet1", {"topic": "x"}) == 4
    topics.paste("Sheet1", "A2", [["full"]] * 999)
    assert topics.add_row("Sheet1", {"topic": "last"}) == 1001
    assert google.records(ID, "Sheet1")[-1]["topic"] == "last"


def test_protected_cells_are_for_their_editors(
    google: NotGoogle, book: gspread.Spreadsheet, topics: Hands, bob: Hands
) -> None:
    """Typing, pasting, ticking, sorting, inserting, deleting across them: refused to others, not to the owner."""
    request = {"range": area((1, 3), (0, 1)), "description": "only the router writes here"}
    book.batch_update(batch({"addProtectedRange": {"protectedRange": request}}))
    attempts = [
        lambda: bob.type("Sheet1", "A2", "x"),
        lambda: bob.paste("Sheet1", "A2", [["x"]]),
        lambda: bob.fill("Sheet1", 2, {"topic": "x"}),
        lambda: bob.clear("Sheet1", "A1:Z9"),
        lambda: bob.sort("Sheet1", "topic"),
        lambda: bob.insert_rows("Sheet1", 3),
        lambda: bob.delete_rows("Sheet1", 2),
        lambda: bob.move_rows("Sheet1", 2, 1, 9),
        lambda: bob.delete_tab("Sheet1"),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match=r"^bob@company\.example may not edit .*: it is protected \(only the router"):
            attempt()
    bob.type("Sheet1", "B2", "support")
    bob.type("Sheet1", "A9", "free")
    topics.type("Sheet1", "A2", "the owner may")


def test_a_warning_stops_nobody(google: NotGoogle, book: gspread.Spreadsheet, topics: Hands, bob: Hands) -> None:
    """warningOnly is a question that people answer with yes; a whole tab may have open parts."""
    tab = {"sheetId": 0}
    warning = {"protectedRange": {"range": tab, "warningOnly": True}}
    book.batch_update(batch({"addProtectedRange": warning}))
    bob.type("Sheet1", "A2", "x")
    bob.sort("Sheet1", "topic")
    open_part = area((1, 50), (1, 3))
    partly = {"protectedRange": {"range": tab, "unprotectedRanges": [open_part]}}
    book.batch_update(batch({"addProtectedRange": partly}))
    bob.tick("Sheet1", "C2")
    with pytest.raises(Refused):
        bob.type("Sheet1", "A2", "y")


def test_columns_are_renamed_moved_and_added(google: NotGoogle, topics: Hands) -> None:
    """By their header."""
    topics.rename_column("Sheet1", "topic", "Subject")
    topics.move_column("Sheet1", "team", "Subject")
    topics.insert_column("Sheet1", "go", "mine")
    assert google.cells(ID, "Sheet1")[1:2] == [["finance", "billing", None, False, "finance"]]
    assert google.cells(ID, "Sheet1")[0] == ["team", "Subject", "mine", "go", "teams"]


def test_rows_are_moved_and_cells_merged(google: NotGoogle, topics: Hands) -> None:
    """Drag a row elsewhere; merge, and only the first value is left."""
    topics.move_rows("Sheet1", 2, 1, 4)
    assert [record["topic"] for record in google.records(ID, "Sheet1")] == ["login", "billing"]
    topics.merge("Sheet1", "A2:A3")
    assert [row[0] for row in google.cells(ID, "Sheet1")] == ["topic", "login", None]
    assert google.view(ID).tabs[0].merges == ((1, 0, 2, 1),)


def test_tabs_come_and_go(google: NotGoogle, topics: Hands) -> None:
    """Added, renamed, deleted; the last one stays, and a title is used once."""
    topics.add_tab("Notes")
    with pytest.raises(Refused, match="There is a tab 'notes' already"):
        topics.add_tab("notes")
    with pytest.raises(Refused, match="cannot be called 'SHEET1'"):
        topics.rename_tab("Notes", "SHEET1")
    topics.rename_tab("Notes", "My notes")
    topics.delete_tab("Sheet1")
    assert google.tabs(ID) == ["My notes"]
    with pytest.raises(Refused, match="last visible tab"):
        topics.delete_tab("My notes")


def test_what_is_not_there_is_said_plainly(google: NotGoogle, topics: Hands) -> None:
    """A spreadsheet, a tab, a header, a row, a cell."""
    for attempt, words in (
        (lambda: google.hands("nope", ANN), "There is no spreadsheet nope."),
        (lambda: google.cells(ID, "Nope"), "There is no tab 'Nope'; there are Sheet1."),
        (lambda: topics.type("Nope", "A1", "x"), "There is no tab 'Nope'; there are Sheet1."),
        (
            lambda: topics.fill("Sheet1", 2, {"tpic": "x"}),
            "Sheet1 has no column 'tpic'; it has topic, team, go, teams.",
        ),
        (lambda: topics.fill("Sheet1", 5000, {"topic": "x"}), "Sheet1 has no row 5000: it has 1000."),
        (lambda: topics.type("Sheet1", "B", "x"), "'B' is no cell."),
        (lambda: topics.type("Sheet1", "A5000", "x"), "Sheet1 ends before A5000: it has 1000 rows, 26 columns."),
    ):
        with pytest.raises(LookupError) as missing:
            attempt()
        assert missing.value.args == (words,)


def test_a_refused_edit_changes_nothing(google: NotGoogle, topics: Hands) -> None:
    """Not even halfway: the second header is wrong, so the first cell is not written."""
    before = google.files[ID].version
    with pytest.raises(LookupError):
        topics.fill("Sheet1", 2, {"topic": "x", "nope": "y"})
    with pytest.raises(Refused, match="delete all non-frozen rows"):
        topics.delete_rows("Sheet1", 2, 999)
    assert google.files[ID].version == before
    assert google.cells(ID, "Sheet1")[1][0] == "billing"


def test_pasted_text_is_parsed_unless_it_is_pasted_as_text(google: NotGoogle, topics: Hands) -> None:
    """A paste is typed; paste special is not. Both lengthen the grid."""
    topics.paste("Sheet1", "A1000", [["=1+1"], ["0.5"]])
    assert google.cells(ID, "Sheet1")[999:] == [[2, None, None, None], [0.5, None, None, None]]
    topics.paste("Sheet1", "A1000", [["=1+1"], ["0.5"]], as_text=True)
    assert google.cells(ID, "Sheet1")[999:] == [["=1+1", None, None, None], ["0.5", None, None, None]]
