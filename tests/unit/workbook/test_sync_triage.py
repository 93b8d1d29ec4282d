"""drive-sync and the live tabs: held tickets appear, ticks are done once, and handled rows leave at night."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.wire import Wire
from tests.unit.workbook.desk_at_work import ANN, BOB, ROUTED_TAB, TRIAGE_TAB, DeskAtWork
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Retryable
from ticket_router.services.sync_lists import MOST_NEW


@pytest.fixture
def desk() -> DeskAtWork:
    """A desk whose workbook is in step."""
    return DeskAtWork()


def test_nothing_to_do_writes_nothing(desk: DeskAtWork) -> None:
    """A run that finds no difference is one read; its own writes are no news to the next one."""
    desk.held()
    assert desk.sync() == {"writes": 1, "rows": 1}
    before = len(desk.wire.calls)
    assert desk.sync() == {}
    calls = [call for call in desk.wire.calls[before:] if call.startswith("FakeWorkbook.")]
    assert calls == ["FakeWorkbook.read"]


def test_a_held_ticket_appears_with_all_that_helps(desk: DeskAtWork) -> None:
    """Who wrote what, when and by which way, why nobody guessed, and an empty box to tick."""
    ticket_id = desk.held("blah blah to you all")
    desk.sync()
    (row,) = desk.sheet.records(TRIAGE_TAB)
    assert (row["ticket"], row["customer"], row["source"]) == (ticket_id, "C1 <c1@shop.example>", "mail")
    assert row["message"] == "A question\nblah blah to you all"
    assert row["received"] == "2026-03-02 09:00" and row["why held"] == "topic unsure"
    assert row["Go"] is False and desk.status(ticket_id) == ""


def test_the_newest_ticket_stands_on_top(desk: DeskAtWork) -> None:
    """Whether they came one by one or together."""
    first = desk.held()
    desk.sync()
    second, third = desk.held(), desk.held()
    desk.sync()
    assert desk.tickets_in(TRIAGE_TAB) == [third, second, first]


def test_a_burst_costs_a_call_or_two(desk: DeskAtWork) -> None:
    """However many tickets are held at once, a run reads once and writes once; a flood takes a few runs."""
    for _ in range(MOST_NEW + 20):
        desk.held()
    assert desk.sync() == {"writes": 1, "rows": MOST_NEW}
    assert desk.hints.waiting and desk.sync() == {"writes": 1, "rows": 20}
    assert len(set(desk.tickets_in(TRIAGE_TAB))) == MOST_NEW + 20


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1234", "-5 items", "@everyone", "\tindented", "'quoted"])
def test_what_looks_like_a_formula_stays_text(desk: DeskAtWork, text: str) -> None:
    """What a customer wrote is handed on as it is, as text: cells are written with their type."""
    ticket_id = desk.send(f"blah {text}", name=text)
    desk.sync()
    (row,) = desk.sheet.records(TRIAGE_TAB)
    assert row["ticket"] == ticket_id
    assert str(row["message"]).endswith(text.rstrip()) and isinstance(row["customer"], str)


def test_a_ticket_is_sent_on_from_the_tab(desk: DeskAtWork) -> None:
    """One tick: the card lands with the team, Status says so with time and person, and the row leaves at night."""
    ticket_id = desk.held()
    desk.sync()
    desk.tick(ticket_id, team="Finance")
    assert desk.sync()["ticks"] == 1
    assert desk.status(ticket_id) == f"✓ 2 Mar 09:00: sent to finance (#finance), topic billing, by {BOB}"
    assert str(desk.world.card(ticket_id).landing) == "slack:#finance"
    desk.settle()
    assert desk.tickets_in(TRIAGE_TAB) == [ticket_id] == desk.tickets_in(ROUTED_TAB)
    desk.next_night()
    assert desk.sync()["tidied"] == 1
    assert desk.tickets_in(TRIAGE_TAB) == [] and desk.tickets_in(ROUTED_TAB) == [ticket_id]


def test_a_stamp_says_who_it_was(desk: DeskAtWork) -> None:
    """What stands in `corrected by` goes before whoever changed the sheet last; without either it is somebody."""
    first, second = desk.held(), desk.held()
    desk.sync()
    row = desk.sheet.row_of(TRIAGE_TAB, "ticket", first)
    desk.people.type(TRIAGE_TAB, row, "corrected by", ANN)
    desk.file.editor = ""
    desk.tick(first, topic="billing")
    desk.tick(second, topic="billing")
    desk.sync()
    kept = {c.ticket_id: c.by for c in desk.world.desk.rows.corrections.values()}
    assert kept == {first: ANN, second: "someone in the workbook"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"team": "Finace"}, "✗ no team 'Finace'; did you mean 'finance'? (2 Mar 09:00)"),
        ({"topic": "billing", "action": "spam"}, "✗ 'spam' and a topic, team or urgency do not go together"),
        ({}, "✗ nothing is filled in: choose a topic, a team, an urgency or an action"),
    ],
)
def test_the_impossible_is_said_in_its_row(desk: DeskAtWork, asked: dict[str, str], said: str) -> None:
    """Status says why, once; put right, the same row works without ticking again."""
    ticket_id = desk.held()
    desk.sync()
    desk.tick(ticket_id, **asked)
    desk.sync()
    assert desk.status(ticket_id).startswith(said) and desk.is_held(ticket_id)
    assert desk.sync() == {}
    desk.tick(ticket_id, team="finance", topic=None, action=None)
    desk.sync()
    assert desk.team(ticket_id) == "finance"


def test_a_routed_ticket_is_put_right_in_its_tab(desk: DeskAtWork) -> None:
    """Its row keeps what the router did; Status says where it is now, also when it moved by other ways."""
    ticket_id = desk.send("How do I change the address on my invoices?")
    desk.sync()
    (row,) = desk.sheet.records(ROUTED_TAB)
    assert (row["went to"], row["read as"], row["move"]) == ("finance (#finance)", "billing (0.90)", "route")
    desk.tick(ticket_id, ROUTED_TAB, topic="login")
    desk.sync()
    assert desk.status(ticket_id, ROUTED_TAB).startswith("✓ 2 Mar 09:00: sent to support (#support), topic login")
    assert desk.sheet.records(ROUTED_TAB)[0]["went to"] == "finance (#finance)"


@pytest.mark.parametrize("action", ["spam", "close"])
def test_a_held_ticket_is_closed(desk: DeskAtWork, action: str) -> None:
    """It is done, its row says so and leaves at night, and nobody is asked about it again."""
    ticket_id = desk.held()
    desk.sync()
    desk.tick(ticket_id, action=action)
    desk.sync()
    assert desk.world.file(ticket_id).ticket.status is Status.done
    assert "closed" in desk.status(ticket_id)
    desk.next_night()
    desk.settle()
    assert desk.tickets_in(TRIAGE_TAB) == []


def test_a_deleted_row_comes_back_while_its_ticket_waits(desk: DeskAtWork) -> None:
    """Held never means unseen: a row that somebody deletes by mistake is there again after the next run."""
    ticket_id = desk.held()
    desk.sync()
    desk.people.delete_rows(TRIAGE_TAB, 2)
    desk.sync()
    assert desk.tickets_in(TRIAGE_TAB) == [ticket_id]


def test_what_people_typed_is_never_overwritten(desk: DeskAtWork) -> None:
    """Half-filled rows, notes below the list and columns of their own stay as they are, whatever arrives."""
    first = desk.held()
    desk.sync()
    desk.people.insert_column(TRIAGE_TAB, 3, "my notes")
    row = desk.sheet.row_of(TRIAGE_TAB, "ticket", first)
    desk.people.type(TRIAGE_TAB, row, "my notes", "asked Dana")
    desk.people.type(TRIAGE_TAB, row, "topic", "login")
    desk.people.type(TRIAGE_TAB, 9, "my notes", "call them on Monday")
    desk.held()
    desk.settle()
    desk.next_night()
    desk.settle()
    kept = next(r for r in desk.sheet.records(TRIAGE_TAB) if r["ticket"] == first)
    assert (kept["my notes"], kept["topic"]) == ("asked Dana", "login")
    assert any(r["my notes"] == "call them on Monday" for r in desk.sheet.records(TRIAGE_TAB))


def test_sorting_between_look_and_write_hits_nobody(desk: DeskAtWork) -> None:
    """New rows and Status texts land right, however people turn the tab around meanwhile."""
    tickets = [desk.held(name=name) for name in ("zoe", "ana", "max")]
    desk.sync()
    for ticket_id, team in zip(tickets, ("finance", "support", "engineering"), strict=True):
        desk.tick(ticket_id, team=team)
    late = desk.held(name="late")
    desk.sheet.meanwhile("after read", lambda: desk.people.sort(TRIAGE_TAB, "customer"))
    desk.sheet.meanwhile("before write", lambda: desk.people.insert_row(TRIAGE_TAB, 2))
    desk.sync()
    desk.settle()
    assert sorted(desk.tickets_in(TRIAGE_TAB)) == sorted([*tickets, late])
    for ticket_id, team in zip(tickets, ("finance", "support", "engineering"), strict=True):
        assert f"sent to {team}" in desk.status(ticket_id) and desk.team(ticket_id) == team
    assert desk.status(late) == ""


def test_two_people_at_once(desk: DeskAtWork) -> None:
    """Each one's row is done; in the same row the last word counts."""
    first, second = desk.held(), desk.held()
    desk.sync()
    desk.tick(first, team="finance")
    desk.tick(second, team="support")
    desk.sheet.meanwhile("after read", lambda: desk.tick(second, team="engineering"))
    desk.sync()
    assert (desk.team(first), desk.team(second)) == ("finance", "support")
    desk.sync()
    assert desk.team(second) == "engineering"


def test_a_wrongly_removed_row_is_put_back(desk: DeskAtWork) -> None:
    """The one deletion there is looks again afterwards: who sorted in that moment loses nothing."""
    gone, kept = desk.held(name="gone"), desk.held(name="kept")
    desk.sync()
    desk.tick(gone, team="finance")
    desk.settle()
    row = desk.sheet.row_of(TRIAGE_TAB, "ticket", kept)
    desk.people.type(TRIAGE_TAB, row, "topic", "login")
    desk.next_night()

    def sorted_in_between() -> None:
        # The first look of that night belongs to the sync, the second one to the tidy.
        desk.sheet.meanwhile("after read", lambda: desk.people.sort(TRIAGE_TAB, "customer"))

    desk.sheet.meanwhile("after read", sorted_in_between)
    done = desk.sync()
    assert done["restored"] == 1
    (back,) = [r for r in desk.sheet.records(TRIAGE_TAB) if r["ticket"] == kept]
    assert (back["topic"], back["customer"]) == ("login", "Kept <kept@shop.example>")
    desk.next_night()
    desk.settle()
    assert desk.tickets_in(TRIAGE_TAB) == [kept]


def test_a_live_tab_that_is_gone_stops_nothing(desk: DeskAtWork) -> None:
    """It is said once in the Rules log; everything else goes on, and the tab fills again once it is back."""
    ticket_id = desk.held()
    desk.sync()
    desk.people.rename_tab(TRIAGE_TAB, "Old triage")
    desk.send("How do I change the address on my invoices?")
    desk.settle()
    assert desk.log().count("the tab Triage is gone") == 1
    assert len(desk.tickets_in(ROUTED_TAB)) == 1
    desk.people.rename_tab("Old triage", TRIAGE_TAB)
    desk.tick(ticket_id, topic="login")
    desk.settle()
    assert desk.team(ticket_id) == "support"


def test_a_lost_column_stops_its_tab_alone(desk: DeskAtWork) -> None:
    """Without Go nothing is applied and nothing is written there; the log says which column is missing."""
    ticket_id = desk.held()
    desk.sync()
    desk.tick(ticket_id, topic="login")
    desk.people.rename_column(TRIAGE_TAB, "Go", "Do it")
    desk.settle()
    assert desk.is_held(ticket_id) and "the tab Triage has no column Go" in desk.log()
    desk.people.rename_column(TRIAGE_TAB, "Do it", "Go")
    desk.settle()
    assert not desk.is_held(ticket_id)


def test_a_late_guess_is_told(desk: DeskAtWork) -> None:
    """A reading that comes after the row does not write into it: Status tells the guess."""
    desk.world.reader.away = True
    ticket_id = desk.held()
    desk.world.pass_time(30, sweeping=True)
    desk.sync()
    assert "reader unavailable" in str(desk.sheet.records(TRIAGE_TAB)[0]["why held"])
    desk.world.reader.away = False
    desk.world.reader.usual = lambda _prompt: {**_UNSURE, "t": "login", "tc": 40}
    desk.world.read_ticket(ticket_id)
    desk.world.run()
    desk.sync()
    assert desk.status(ticket_id) == "the reader's late guess: login (0.40)"


_UNSURE = {"u": "l", "uc": 80, "o": "c", "oc": 80, "l": "en", "s": "A question."}


def test_the_sheet_catches_up_after_an_outage(desk: DeskAtWork) -> None:
    """With Google away tickets are routed and held as ever; the first run that reaches it shows them all."""
    desk.sheet.meanwhile("after read", _raise(Retryable("Google is away")))
    held, routed = desk.held(), desk.send("How do I change the address on my invoices?")
    with pytest.raises(Retryable):
        desk.sync()
    assert str(desk.world.card(held).landing) == "slack:#triage"
    assert desk.team(routed) == "finance"
    desk.settle()
    assert desk.tickets_in(TRIAGE_TAB) == [held] and desk.tickets_in(ROUTED_TAB) == [routed]


def test_a_bug_with_one_tick_keeps_no_other(desk: DeskAtWork) -> None:
    """What breaks over one ticket is told and tried again; every other tick is done."""
    broken, fine = desk.held(), desk.held()
    desk.sync()
    desk.tick(broken, team="finance")
    desk.tick(fine, team="finance")
    file, desk.world.desk.file = desk.world.desk.file, _breaking(desk.world.desk.file, broken)  # type: ignore[method-assign]
    desk.sync()
    assert desk.team(fine) == "finance" and [str(t) for t in desk.troubles] == ["a bug"]
    desk.world.desk.file = file  # type: ignore[method-assign]
    desk.troubles.clear()
    desk.sync()
    assert desk.team(broken) == "finance"


def _breaking(file: Callable[[str], object], broken: str) -> Callable[[str], object]:
    def look(ticket_id: str) -> object:
        if ticket_id == broken:
            raise ZeroDivisionError("a bug")
        return file(ticket_id)

    return look


def _raise(error: Exception) -> Callable[[], None]:
    def do() -> None:
        raise error

    return do


def test_an_old_row_keeps_saying_what_it_said(desk: DeskAtWork) -> None:
    """The week's decisions are listed once a night alone; a row whose ticket was closed days ago still says so."""
    ticket_id = desk.send("How do I change the address on my invoices?")
    desk.sync()
    desk.tick(ticket_id, ROUTED_TAB, action="close")
    desk.settle()
    said = desk.status(ticket_id, ROUTED_TAB)
    for _ in range(3):
        desk.next_night()
        desk.settle()
        assert desk.status(ticket_id, ROUTED_TAB) == said and "closed" in said
    for _ in range(5):
        desk.next_night()
        desk.settle()
    assert desk.tickets_in(ROUTED_TAB) == []


def test_a_quiet_look_lists_two_days(desk: DeskAtWork) -> None:
    """A look every five minutes reads what is new; the whole week is read once a night."""
    looks = []
    for _ in range(2):
        desk.wire = Wire()
        desk.sync()
        looks.append(desk.wire.calls.count("FakeLists.decided_on"))
        desk.next_night()
    assert looks == [2, 8]
