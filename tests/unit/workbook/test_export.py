"""The rules as files: complete, readable by other programs, and no text that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from scripts.ops.starter import starter_rulebook, write_rules
from scripts.ops.tabs import SETTINGS, rule_tabs
from ticket_router.domain.rulebook import Example, RuleBook, Vip
from ticket_router.domain.workbook.export import examples_jsonl, rules_csv
from ticket_router.domain.workbook.titles import SETTINGS_TAB, TABS, column_name

BOOK = starter_rulebook()


def lines(book: RuleBook) -> list[list[str]]:
    """The export as another program reads it."""
    return list(csv.reader(io.StringIO(rules_csv(book), newline="")))


def test_tabs_and_columns_are_called_as_in_the_workbook() -> None:
    """The names in exports and in the log are the template's own."""
    for title, tab in rule_tabs().items():
        if tab.rulebook_field == SETTINGS:
            assert title == SETTINGS_TAB
            continue
        assert TABS[tab.rulebook_field] == title
        for column in tab.columns:
            assert column_name(column.field).casefold() == column.name.casefold()


def test_every_filled_cell_is_a_line() -> None:
    """Tab, row, column and value; settings stand at the end and have no row."""
    found = lines(BOOK)
    assert found[0] == ["tab", "row", "column", "value"]
    assert found[1:3] == [["Topics", "2", "topic", "billing"], ["Topics", "2", "team", "finance"]]
    assert ["Urgent words", "2", "only topics", "outage, bug, login, unsure"] in found
    assert ["Priority rules", "3", "VIP", "yes"] in found
    assert found[-1] == ["Settings", "", "time_zone", "UTC"]
    assert all(len(line) == 4 and line[3] for line in found)


@pytest.mark.parametrize("value", ["=1+1", "+49 30", "-5", "@dana", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_no_value_is_a_formula(value: str) -> None:
    """What a spreadsheet would calculate has an apostrophe before it."""
    book = RuleBook(version=1, vips=(Vip(row=2, customer=value, match_on="name", note="a=b"),))
    assert lines(book)[1] == ["VIPs", "2", "customer", "'" + value]
    assert ["VIPs", "2", "note", "a=b"] in lines(book)


def test_quotes_and_line_breaks_survive() -> None:
    """A value comes back as it was, whatever stands in it."""
    text = 'He said "no", twice\nand again; ünïcode 👩‍💻'
    book = RuleBook(version=1, examples=(Example(row=2, text=text, topic="bug", urgency="low", tone="calm"),))
    assert lines(book)[1] == ["Examples", "2", "text", text]


def test_examples_are_one_json_object_a_line(tmp_path: Path) -> None:
    """The same file that the starter rules are written as; rows that are off stay in it."""
    written = write_rules(BOOK, tmp_path)[1].read_text(encoding="utf-8")
    off = BOOK.examples[0].renewed(state="off", text="one\ntwo")
    assert examples_jsonl(BOOK) == written
    told = examples_jsonl(BOOK.renewed(examples=(off,))).splitlines()
    assert [json.loads(line)["state"] for line in told] == ["off"]
