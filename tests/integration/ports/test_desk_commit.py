"""Desk: what one change writes, when it is refused, and that a refused one writes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tests.fakes.clock import STARTED
from tests.fakes.values import decision, message, reading, route, route_write, ticket, ticket_write
from tests.integration.ports.benches import AuditRow, Bench
from tests.integration.ports.test_desk_corrections import KEPT
from ticket_router.domain.base import Move, Status, Urgency
from ticket_router.domain.change import MOST_WRITES, Change, Pointer, ReleaseClaim, TakeClaim
from ticket_router.domain.errors import Conflict
from ticket_router.domain.owing import Step
from ticket_router.domain.route import HandOff

FIRST, SECOND = "20260302T090000000000Z-aaaaaaaaaa", "20260302T090500000000Z-bbbbbbbbbb"


def test_an_unknown_ticket_is_none(bench: Bench) -> None:
    """Nobody's id reads as nothing, not as an error."""
    assert bench.desk.file("T-1") is None
    assert bench.desk.ticket_of("<1@mail.example>") is None
    assert bench.desk.claim_of("ana@studio.example#billing", STARTED) is None


def test_all_of_a_change_comes_back(bench: Bench) -> None:
    """Ticket, messages in order, readings, route and pointer read as they were written."""
    made = ticket(owes=Step.decide, subject="Hëllo 🌍", linked=("T-9",))
    half = message(FIRST, "first", chat_seen=("a", "b"), more_authors=(made.customer,))
    bench.desk.commit(
        Change(
            tickets=(ticket_write(made),),
            messages=(("T-1", message(SECOND, "later")), ("T-1", half)),
            readings=(("T-1", reading(SECOND)), ("T-1", reading(FIRST, "login", second_topic="bug"))),
            routes=(route_write(route()),),
            pointers=(Pointer(message_id="<1@mail.example>", ticket_id="T-1"),),
        )
    )
    file = bench.desk.file("T-1")
    assert file is not None
    assert file.ticket == made
    assert file.messages == (half, message(SECOND, "later"))
    assert file.readings == (reading(FIRST, "login", second_topic="bug"), reading(SECOND))
    assert file.route == route().renewed(handoffs={1: HandOff(n=1)})
    assert bench.desk.ticket_of("<1@mail.example>") == "T-1"


def test_a_change_is_as_large_as_it_says(bench: Bench) -> None:
    """One that fills a transaction is written, one row more is refused as a bug, and nothing of it stays."""

    def change(ticket_id: str, readings: int) -> Change:
        step = {"key": f"ana@studio.example#{ticket_id}", "ticket_id": ticket_id, "at": STARTED}
        return Change(
            tickets=(ticket_write(ticket(ticket_id)),),
            routes=(route_write(route(ticket_id)),),
            messages=((ticket_id, message()),),
            readings=tuple((ticket_id, reading(f"20260302T09{n:010}Z-aaaaaaaaaa")) for n in range(readings)),
            pointers=(Pointer(message_id=f"<{ticket_id}@mail.example>", ticket_id=ticket_id),),
            corrections=(KEPT.renewed(ticket_id=ticket_id, rev=1),),
            take=TakeClaim(**step, until=STARTED + timedelta(hours=1)),
            release=ReleaseClaim(**step | {"key": "ana@studio.example#free"}),
        )

    full, more = change("T-1", MOST_WRITES - 8), change("T-2", MOST_WRITES - 7)
    assert (full.writes, more.writes) == (MOST_WRITES, MOST_WRITES + 1)
    bench.desk.commit(full)
    assert bench.desk.file("T-1") is not None
    with pytest.raises((ValueError, ClientError)):
        bench.desk.commit(more)
    assert bench.desk.file("T-2") is None


def test_a_ticket_is_new_only_once(bench: Bench) -> None:
    """The second delivery that opens the same ticket is refused, and nothing of it stays."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), messages=(("T-1", message(FIRST, "first")),)))
    again = Change(tickets=(ticket_write(ticket(subject="again")),), messages=(("T-1", message(SECOND, "again")),))
    with pytest.raises(Conflict):
        bench.desk.commit(again)
    file = bench.desk.file("T-1")
    assert file is not None
    assert (file.ticket.subject, [m.text for m in file.messages]) == ("", ["first"])


def test_a_stale_rev_is_a_conflict_and_writes_nothing(bench: Bench) -> None:
    """Of two writers who saw the same rev one wins; nothing of the other's change is kept, in no table."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),)))
    bench.desk.commit(Change(tickets=(ticket_write(ticket(rev=2, status=Status.read), ticket()),)))
    late = Change(
        tickets=(ticket_write(ticket(rev=2, status=Status.held), ticket()),),
        messages=(("T-1", message()),),
        readings=(("T-1", reading()),),
        routes=(route_write(route()),),
        pointers=(Pointer(message_id="<1@mail.example>", ticket_id="T-1"),),
    )
    with pytest.raises(Conflict):
        bench.desk.commit(late)
    file = bench.desk.file("T-1")
    assert file is not None
    assert (file.ticket.status, file.messages, file.readings, file.route) == (Status.read, (), (), None)
    assert bench.desk.ticket_of("<1@mail.example>") is None
    assert [row.rev for row in bench.audit("T-1")] == [1, 2]


def test_a_change_to_a_ticket_that_is_not_there_is_a_conflict(bench: Bench) -> None:
    """Nothing is made by changing it."""
    with pytest.raises(Conflict):
        bench.desk.commit(Change(tickets=(ticket_write(ticket(rev=2), ticket()),)))
    assert bench.desk.file("T-1") is None


def test_one_stale_ticket_of_two_stops_both(bench: Bench) -> None:
    """A merge changes two tickets: if either moved on, neither is changed."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket("T-1")), ticket_write(ticket("T-2", rev=4)))))
    both = Change(
        tickets=(
            ticket_write(ticket("T-1", rev=2, status=Status.merged), ticket("T-1")),
            ticket_write(ticket("T-2", rev=4), ticket("T-2", rev=3)),
        )
    )
    with pytest.raises(Conflict):
        bench.desk.commit(both)
    file = bench.desk.file("T-1")
    assert file is not None and file.ticket.status is Status.received


def test_a_route_is_new_only_once_and_follows_its_rev(bench: Bench) -> None:
    """A second first decision and a decision on an older rev are refused."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), routes=(route_write(route()),)))
    with pytest.raises(Conflict):
        bench.desk.commit(Change(routes=(route_write(route()),)))
    bench.desk.commit(Change(routes=(route_write(route(rev=2)),)))
    with pytest.raises(Conflict):
        bench.desk.commit(Change(routes=(route_write(route(rev=2)),)))


def test_messages_and_readings_are_written_once(bench: Bench) -> None:
    """What is already there under a key stays, and the rest of the change applies."""
    bench.desk.commit(
        Change(
            tickets=(ticket_write(ticket()),),
            messages=(("T-1", message(FIRST, "as said")),),
            readings=(("T-1", reading(FIRST, "billing")),),
        )
    )
    bench.desk.commit(
        Change(
            tickets=(ticket_write(ticket(rev=2), ticket()),),
            messages=(("T-1", message(FIRST, "rewritten")), ("T-1", message(SECOND, "new"))),
            readings=(("T-1", reading(FIRST, "login")),),
        )
    )
    file = bench.desk.file("T-1")
    assert file is not None
    assert [m.text for m in file.messages] == ["as said", "new"]
    assert [r.tags.topic for r in file.readings] == ["billing"]


def test_a_pointer_stays_with_its_first_owner(bench: Bench) -> None:
    """A forged copy of a Message-ID cannot take a thread over; its owner may point again."""
    mine = Pointer(message_id="<1@mail.example>", ticket_id="T-1")
    bench.desk.commit(Change(tickets=(ticket_write(ticket("T-1")),), pointers=(mine,)))
    bench.desk.commit(Change(tickets=(ticket_write(ticket("T-1", rev=2), ticket("T-1")),), pointers=(mine,)))
    theirs = Pointer(message_id="<1@mail.example>", ticket_id="T-2")
    with pytest.raises(Conflict):
        bench.desk.commit(Change(tickets=(ticket_write(ticket("T-2")),), pointers=(theirs,)))
    assert bench.desk.ticket_of("<1@mail.example>") == "T-1"
    assert bench.desk.file("T-2") is None


def test_a_message_id_of_any_length_is_a_key(bench: Bench) -> None:
    """A sender may write kilobytes into a Message-ID; the mail is kept and found by it all the same."""
    endless = f"<{'x' * 3000}ü@mail.example>"
    bench.desk.commit(
        Change(tickets=(ticket_write(ticket()),), pointers=(Pointer(message_id=endless, ticket_id="T-1"),))
    )
    assert bench.desk.ticket_of(endless) == "T-1"
    assert bench.desk.ticket_of(endless + "x") is None


def test_each_rev_leaves_one_audit_row(bench: Bench) -> None:
    """Who did what to a ticket can be read rev by rev."""
    made, read = ticket(), ticket(rev=2, status=Status.read)
    bench.desk.commit(Change(tickets=(ticket_write(made, action="received"),)))
    bench.desk.commit(Change(tickets=(ticket_write(read, made, action="read"),)))
    assert bench.audit("T-1") == [
        AuditRow(1, "received", "a test", "", "received"),
        AuditRow(2, "read", "a test", "received", "read"),
    ]


def test_the_audit_says_what_was_decided_before_and_after(bench: Bench) -> None:
    """A raise and a move leave the status alone at times; what they changed stands in their row all the same."""
    one, two, three = ticket(status=Status.routed), ticket(rev=2, status=Status.routed), ticket(rev=3)
    calm, urgent = decision(), decision(Move.priority, person="@dana", urgency=Urgency.high)
    first = ticket_write(one, action="decided").renewed(decision=calm)
    then = ticket_write(two, one, action="bump").renewed(was=calm, decision=urgent)
    for write in (first, then, ticket_write(three, two)):
        bench.desk.commit(Change(tickets=(write,)))
    before = "routed: route, team finance, topic billing, urgency low"
    after = "routed: priority, team finance, topic billing, urgency high, for @dana"
    assert [(row.before, row.after) for row in bench.audit("T-1")] == [
        ("", before),
        (before, after),
        ("routed", "received"),
    ]


@pytest.mark.parametrize("size", [0, 100, 8 * 1024, 9 * 1024, 1_000_000])
def test_texts_of_any_length_come_back_whole(bench: Bench, size: int) -> None:
    """Nothing is cut, whether the text stands in the item or beside it."""
    words = ('Größe 🌍 \\ "quoted" \n' * (size // 20 + 1))[:size]
    said = message(FIRST, words, full_text=f"> quoted\n{words}", from_ticket="T-7")
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), messages=(("T-1", said),)))
    file = bench.desk.file("T-1")
    assert file is not None and file.messages == (said,)


def test_two_tickets_are_apart(bench: Bench) -> None:
    """One ticket's file holds nothing of another's."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket("T-1")),), messages=(("T-1", message(FIRST, "one")),)))
    bench.desk.commit(Change(tickets=(ticket_write(ticket("T-2")),), messages=(("T-2", message(FIRST, "two")),)))
    one, two = bench.desk.file("T-1"), bench.desk.file("T-2")
    assert one is not None and two is not None
    assert (one.messages[0].text, two.messages[0].text) == ("one", "two")
