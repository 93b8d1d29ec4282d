"""Desk: what is owed and overdue, how often it was pushed, and what went wrong last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.values import route, route_write, ticket, ticket_write
from tests.integration.ports.benches import Bench
from ticket_router.domain.change import Change
from ticket_router.domain.errors import Conflict
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import PATIENCE, Step

MINUTE = timedelta(minutes=1)
OVERDUE = STARTED + timedelta(hours=1)


def file_of(bench: Bench, ticket_id: str = "T-1") -> TicketFile:
    """The ticket, which is there."""
    file = bench.desk.file(ticket_id)
    assert file is not None
    return file


def test_only_overdue_debts_of_that_step_are_listed_longest_first(bench: Bench) -> None:
    """The sweep sees who has waited longest, and nobody who is in time or owes something else or nothing."""
    due = {"T-late": 10, "T-later": 5, "T-in-time": 90}
    owing = [ticket(name, owes=Step.read, due_at=STARTED + m * MINUTE) for name, m in due.items()]
    others = [ticket("T-decide", owes=Step.decide), ticket("T-done")]
    bench.desk.commit(Change(tickets=tuple(ticket_write(one) for one in (*owing, *others))))
    assert list(bench.desk.owing(Step.read, OVERDUE)) == ["T-later", "T-late"]
    assert list(bench.desk.owing(Step.decide, OVERDUE)) == ["T-decide"]
    assert list(bench.desk.owing(Step.dispatch, OVERDUE)) == []


def test_a_hand_off_is_owed_by_the_route(bench: Bench) -> None:
    """A route's debt is found under the ticket's id, and is gone with the write that settles it."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), routes=(route_write(route()),)))
    assert list(bench.desk.owing(Step.dispatch, OVERDUE)) == ["T-1"]
    bench.desk.commit(Change(routes=(route_write(route(rev=2, owes=None)),)))
    assert list(bench.desk.owing(Step.dispatch, OVERDUE)) == []
    settled = file_of(bench).route
    assert settled is not None
    assert (settled.owes, settled.due_at, settled.tries) == (None, None, 0)


@pytest.mark.parametrize("step", list(Step))
def test_a_push_counts_and_puts_the_row_off(bench: Bench, step: Step) -> None:
    """The next sweep leaves it alone until it is due again; the row's rev stays, since nothing was decided."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket(owes=step)),), routes=(route_write(route(owes=step)),)))
    bench.desk.push(file_of(bench), step, OVERDUE + MINUTE)
    assert list(bench.desk.owing(step, OVERDUE)) == []
    assert list(bench.desk.owing(step, OVERDUE + MINUTE)) == ["T-1"]
    file = file_of(bench)
    row = file.route if step is Step.dispatch else file.ticket
    assert row is not None
    assert (row.tries, row.due_at, row.rev, row.owes) == (1, OVERDUE + MINUTE, 1, step)


def test_two_sweeps_push_once(bench: Bench) -> None:
    """Of two that saw the same row the second is told so."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket(owes=Step.read)),)))
    seen = file_of(bench)
    bench.desk.push(seen, Step.read, OVERDUE)
    with pytest.raises(Conflict):
        bench.desk.push(seen, Step.read, OVERDUE)
    assert file_of(bench).ticket.tries == 1


@pytest.mark.parametrize("owes", [None, Step.decide])
def test_a_row_that_moved_on_is_not_pushed(bench: Bench, owes: Step | None) -> None:
    """A step that got done meanwhile does not come back."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket(owes=Step.read)),)))
    seen = file_of(bench)
    bench.desk.commit(Change(tickets=(ticket_write(ticket(rev=2, owes=owes), ticket()),)))
    with pytest.raises(Conflict):
        bench.desk.push(seen, Step.read, OVERDUE)
    assert file_of(bench).ticket.owes is owes


@pytest.mark.parametrize("step", list(Step))
def test_trouble_is_kept_with_the_debt_and_goes_with_it(bench: Bench, step: Step) -> None:
    """The last trouble is shown when the sweep holds the ticket; a settled row has none."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket(owes=step)),), routes=(route_write(route(owes=step)),)))
    bench.desk.note_trouble("T-1", step, "first")
    bench.desk.note_trouble("T-1", step, "second " + "x" * 1000)
    file = file_of(bench)
    row = file.route if step is Step.dispatch else file.ticket
    assert row is not None
    assert row.trouble.startswith("second xxx") and len(row.trouble) == 500
    assert row.rev == 1
    bench.desk.commit(
        Change(
            tickets=(ticket_write(ticket(rev=2), ticket()),),
            routes=(route_write(route(rev=2, owes=None)),),
        )
    )
    settled = file_of(bench)
    assert settled.route is not None
    assert (settled.ticket.trouble, settled.route.trouble) == ("", "")


def test_trouble_of_a_row_that_moved_on_is_nobodys(bench: Bench) -> None:
    """Noting it is no error and writes nothing: neither for a settled row nor for one that is not there."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket(owes=Step.decide)),)))
    bench.desk.note_trouble("T-1", Step.read, "late")
    bench.desk.note_trouble("T-1", Step.dispatch, "late")
    bench.desk.note_trouble("T-2", Step.read, "late")
    assert file_of(bench).ticket == ticket(owes=Step.decide)
    assert bench.desk.file("T-2") is None


def test_the_same_trouble_twice_is_one_write(bench: Bench) -> None:
    """Each write of an owing row wakes its step, so noting the same again must not go on for ever."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), routes=(route_write(route()),)))
    bench.desk.note_trouble("T-1", Step.dispatch, "Slack is down")
    bench.desk.note_trouble("T-1", Step.dispatch, "Slack is down")
    file = file_of(bench)
    assert file.route is not None and file.route.trouble == "Slack is down"


def test_a_new_debt_starts_counting_afresh(bench: Bench) -> None:
    """Pushes and trouble of an earlier step do not count against the next one."""
    made = ticket(owes=Step.read)
    bench.desk.commit(Change(tickets=(ticket_write(made),)))
    bench.desk.push(file_of(bench), Step.read, OVERDUE)
    bench.desk.note_trouble("T-1", Step.read, "slow")
    bench.desk.commit(Change(tickets=(ticket_write(ticket(rev=2, owes=Step.decide), made),)))
    after = file_of(bench).ticket
    assert (after.owes, after.due_at, after.tries, after.trouble) == (
        Step.decide,
        STARTED + PATIENCE[Step.decide],
        0,
        "",
    )
