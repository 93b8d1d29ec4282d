"""Whatever people type, move and delete: nothing breaks, and kept results are what a fresh look computes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from scripts.sandbox.not_google import Hands, NotGoogle, Refused
from scripts.sandbox.not_google.formulas.calculation import Calculation
from scripts.sandbox.not_google.sheets import reading
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.wire.documents import document
from scripts.sandbox.not_google.wire.schemas import Schemas
from tests.integration.standins.google_clients import ANN, BOB, ID

PIECES = """A1 B2:B A:A C:C $A$2:$A Two!A:B 'Tab 3'!B2 1 2.5 "x" "" TRUE & + = < - * / ^ % ( ) , ; { } IF( ARRAYFORMULA(
XLOOKUP( FILTER( SUM( COUNTIF( ROW( SORT( UNIQUE( IFNA( INDEX( ROUND( #REF! VLOOKUP( COUNTIFS( TODAY() nosuch""".split()
TEXTS = [
    "x",
    "0.5",
    "1e400",
    "12%",
    "$5",
    "2026-01-01",
    "99/1/2026",
    "'q",
    "+1",
    "-a",
    "@",
    "=",
    "#REF!",
    "😀",
    "1:2",
    "1,2,3",
]
ARRAYS = ["A:A", "B2:B5", 'IF(A:A="",,B:B&1)', "ROW(A:A)", 'XLOOKUP(A:A,Two!A:A,Two!B:B,"")']
OTHERS = [True, False, None, 3, 2.5, -1e300]


def given(dice: random.Random) -> str | float | bool | None:
    """Something that somebody might type, sensible or not."""
    kind = dice.random()
    if kind < 0.35:
        return "=" + "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 9)))
    if kind < 0.5:
        return f"=ARRAYFORMULA({dice.choice(ARRAYS)})"
    return dice.choice([*TEXTS, *OTHERS])


def edit(google: NotGoogle, ann: Hands, dice: random.Random) -> None:
    """One edit of any kind, somewhere."""
    tab = dice.choice(google.tabs(ID))
    row, cell = dice.randint(1, 8), f"{dice.choice('ABCDE')}{dice.randint(1, 8)}"
    head = [str(value) for value in (google.cells(ID, tab) or [[]])[0] if value not in (None, "")] or [""]
    edits: list[Callable[[], object]] = [
        lambda: ann.type(tab, cell, given(dice)),
        lambda: ann.type(tab, cell, given(dice)),
        lambda: ann.paste(tab, cell, [[given(dice) for _ in range(3)] for _ in range(2)]),
        lambda: ann.insert_rows(tab, row, dice.randint(1, 2)),
        lambda: ann.delete_rows(tab, row, dice.randint(1, 2)),
        lambda: ann.move_rows(tab, row, 1, dice.randint(1, 10)),
        lambda: ann.sort(tab, dice.choice(head), descending=dice.random() < 0.5),
        lambda: ann.move_column(tab, dice.choice(head), dice.choice(head)),
        lambda: ann.insert_column(tab, dice.choice(head)),
        lambda: ann.merge(tab, f"A{row}:B{row + 1}"),
        lambda: ann.clear(tab, f"{cell}:E9"),
        lambda: ann.rename_tab(tab, dice.choice(["Two", "Tab 3", "New"])),
        lambda: ann.delete_tab(tab) if dice.random() < 0.3 else ann.add_tab(dice.choice(["Two", "Tab 3"])),
    ]
    try:
        dice.choice(edits)()
    except Refused:
        pass  # said in words: that is what refusing is for
    except (IndexError, KeyError):
        raise  # kinds of LookupError that were not meant
    except LookupError:
        pass  # no such header, row or cell: said in words too


@pytest.mark.parametrize("seed", range(12))
def test_nothing_that_people_do_breaks_the_spreadsheet(unserved_google: NotGoogle, ann: Hands, seed: int) -> None:
    """Answers still fit Google's schema, the grid is whole, and no kept result is stale."""
    google, dice = unserved_google, random.Random(seed)
    answers = Schemas(document("sheets", "v4"), answers=True)
    for number in range(40):
        edit(google, ann, dice)
        if number % 5:
            continue
        file = google.files[ID]
        query = {"ranges": [f"'{title}'" for title in google.tabs(ID)], "valueRenderOption": ["UNFORMATTED_VALUE"]}
        answer = reading.batch_get(SheetsCall(file, file.book, ANN, google.now(), query=query))
        answers.check("BatchGetValuesResponse", answer)
        json.dumps(answer, allow_nan=False)
        google.view(ID, BOB)
        fresh = Calculation(file.book, google.now(), {})
        for tab in file.book.tabs:
            assert (len(tab.row_looks), max(map(len, tab.rows)) <= tab.column_count) == (tab.row_count, True)
            assert file.calculation(google.now()).window(tab, tab.whole()) == fresh.window(tab, tab.whole())
