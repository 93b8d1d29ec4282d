"""What is personal in the row of a learned example does not stay in the workbook, whoever wrote it there."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.fakes.wire import BreaksAt, Killed, Wire
from tests.unit.workbook.desk_at_work import DeskAtWork
from ticket_router.domain.workbook.grid import Cell

TAB = "Examples"
PERSONAL, CLEAN = "the parcel of 4111 1111 1111 1111 never came", "the parcel of [card] never came"


def desk_with_a_personal_row(number: int = 1) -> DeskAtWork:
    """A night before which a learned row was edited, with a column of people's own beside it, and the edit is live."""
    desk = DeskAtWork(most_rows=4)
    for n in range(number):
        ticket_id = desk.held(f"blah the parcel never came {n}")
        desk.sync()
        desk.tick(ticket_id, topic="sales")
        desk.sync()
    desk.learn()
    desk.sync()
    desk.people.insert_column(TAB, 1, "our note")
    for n, one in enumerate(desk.learned.current()):
        desk.edit(TAB, "origin", one.origin, text=f"{PERSONAL} {n}", topic="bug", our_note=f"seen {n}")
    desk.settle()
    desk.next_night()
    return desk


def learned_rows(desk: DeskAtWork) -> list[tuple[Cell, Cell, Cell]]:
    """Text, topic and people's note of learned rows."""
    found = [r for r in desk.sheet.records(TAB) if str(r["origin"]).startswith("correction")]
    return sorted((r["text"], r["topic"], r["our note"]) for r in found)


def test_a_personal_row_is_replaced_at_night() -> None:
    """By one with the same cells, people's own included; nobody is said to have edited it, and nothing was deleted."""
    desk = desk_with_a_personal_row()
    desk.settle()
    assert learned_rows(desk) == [(f"{CLEAN} 0", "bug", "seen 0")]
    assert [row.text for row in desk.book.examples if row.origin.startswith("correction")] == [f"{CLEAN} 0"]
    assert desk.memory.load().gone == ()
    assert f"router | rules v{desk.book.version} are live" in desk.log()
    desk.learn()
    assert [(one.text, one.topic) for one in desk.learned.current()] == [(f"{CLEAN} 0", "bug")]
    version = desk.book.version
    desk.next_night()
    desk.settle()
    assert desk.book.version == version


def test_a_row_of_the_desks_own_stays_as_it_is() -> None:
    """Whoever made it their own stands for what is in it."""
    desk = desk_with_a_personal_row()
    desk.edit(TAB, "origin", desk.learned.current()[0].origin, origin="desk")
    desk.settle()
    assert f"{PERSONAL} 0" in [r["text"] for r in desk.sheet.records(TAB)]


@pytest.mark.parametrize(("header", "descending"), [("text", False), ("text", True), ("origin", True)])
def test_people_who_sort_at_that_moment_lose_nothing(header: str, descending: bool) -> None:
    """At any of the tidy's writes; a row that was hit by mistake is there again, and the night after all is clean."""
    for write in range(3):
        desk = desk_with_a_personal_row(2)
        before = {str(r["text"]) for r in desk.sheet.records(TAB) if not str(r["origin"]).startswith("correction")}

        def later(left: int, desk: DeskAtWork = desk) -> None:
            if left:
                desk.sheet.meanwhile("before write", lambda: later(left - 1))
            else:
                desk.people.sort(TAB, header, descending=descending)

        later(write + 1)
        for _ in range(2):
            desk.settle()
            desk.next_night()
        desk.settle()
        assert before <= {str(r["text"]) for r in desk.sheet.records(TAB)}
        assert set(learned_rows(desk)) == {(f"{CLEAN} {n}", "bug", f"seen {n}") for n in range(2)}


@pytest.mark.parametrize("after", [False, True])
def test_wherever_the_night_breaks_off_the_clean_row_comes_of_it(after: bool) -> None:
    """Before and after any call of that run: the next one goes on, and the example is never taken for deleted."""
    for k in range(14):
        desk = desk_with_a_personal_row()
        desk.wire = BreaksAt(k, Killed(), after=after)
        with suppress(Killed):
            desk.run()
        desk.wire = Wire()
        desk.settle()
        assert learned_rows(desk) == [(f"{CLEAN} 0", "bug", "seen 0")]
        assert desk.memory.load().gone == ()
