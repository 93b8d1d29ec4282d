"""Done and spam beside a customer who writes again: nothing is closed over words that nobody can have seen."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from tests.fakes.deliveries import form, mail
from tests.fakes.wire import Wire
from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from tests.unit.services.stage import Stage
from ticket_router.domain.base import Status
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.inbound import Inbound, MailKind
from ticket_router.services.correct import Correct

WISHES = count(1)
CLOSING = pytest.mark.parametrize("action", ["done", "spam"])


def ask(world: World, ticket_id: str, **wish: Any) -> Answer:
    """Dana asks for something."""
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    return correct(Wish(ticket_id=ticket_id, id=f"w{next(WISHES)}", by="@dana", origin="slack", **wish))


def reply(world: World, **changes: Any) -> Inbound:
    """The customer answers their first mail, five minutes later."""
    world.clock.advance(minutes=5)
    named = {"references": ("<1@mail.example>",), "received_at": world.clock.at, **changes}
    return mail("I am furious, my invoices are still wrong", 3, **named)


@CLOSING
def test_what_is_not_in_the_thread_yet_keeps_a_ticket_open(world: World, action: str) -> None:
    """The one who clicked hears when the customer wrote; once it is shown, the same click closes."""
    ticket_id = world.deliver(mail())
    world.take_in(reply(world))
    answer = ask(world, ticket_id, action=action)
    assert not answer.done
    assert answer.text == (
        f"the customer wrote again {world.clock.at:%H:%M} and that is not in the thread yet: read it first, then close"
    )
    assert world.file(ticket_id).ticket.status is Status.delivered and not world.desk.rows.corrections
    world.run()
    assert ask(world, ticket_id, action=action).done
    assert world.file(ticket_id).ticket.status is Status.done


def test_a_second_ticket_that_just_joined_counts_as_well(world: World) -> None:
    """Its words are the customer's, whichever way they came."""
    ticket_id = world.deliver(mail())
    joined = world.take_in(form("My invoices again")).ticket_id
    world.intake.waiting.clear()
    world.read_ticket(joined)
    world.route_ticket(joined)
    assert world.file(joined).ticket.merged_into == ticket_id
    assert not ask(world, ticket_id, action="done").done
    world.run()
    assert ask(world, ticket_id, action="done").text == "closed"


def test_a_colleagues_note_keeps_nothing_open(world: World) -> None:
    """Only the customer's own words have to be seen."""
    ticket_id = world.deliver(mail())
    note = reply(world, kind=MailKind.staff, customer=mail().customer.renewed(address="bo@company.example"))
    assert world.take_in(note).ticket_id == ticket_id
    assert ask(world, ticket_id, action="done").text == "closed"


def test_what_an_older_card_showed_was_seen(world: World) -> None:
    """A ticket that moves is not shown anew first: its words were there to be read."""
    ticket_id = world.deliver(mail())
    world.follow_up("One more thing about my invoices")
    assert ask(world, ticket_id, topic="login").done
    assert ask(world, ticket_id, action="done").text == "closed"


def test_a_channel_that_takes_nothing_keeps_no_ticket_open(world: World) -> None:
    """After three tries the ticket can be closed, and whoever closes it hears what no channel has shown."""
    ticket_id = world.deliver(mail())
    world.slack.refuse(400, on=("post", "update"))
    world.take_in(reply(world))
    at = world.clock.at
    world.run()
    assert not ask(world, ticket_id, action="done").done
    world.pass_time(3)
    answer = ask(world, ticket_id, action="done")
    unseen = f"though the customer wrote again {at:%H:%M} and no channel has shown that yet"
    assert answer == Answer(done=True, text=f"closed, {unseen}")
    assert world.file(ticket_id).ticket.closed == "closed by @dana"


def test_a_hand_off_that_never_happens_keeps_no_ticket_open(world: World) -> None:
    """Once the sweep has had to push it, nobody is asked to wait for it."""
    ticket_id = world.deliver(mail())
    world.take_in(reply(world))
    world.desk.rows.wakes.clear()
    assert not ask(world, ticket_id, action="done").done
    world.clock.advance(minutes=7)
    world.sweep()
    world.desk.rows.wakes.clear()
    assert ask(world, ticket_id, action="done").text.startswith("closed, though")


@pytest.mark.parametrize("stops", range(10))
def test_in_whichever_order_they_come_the_ticket_is_open_in_the_end(stops: int) -> None:
    """A message before Done keeps the ticket open, one after it opens it again, and there is no moment in between."""
    world = routing_world()
    ticket_id = world.deliver(mail())
    late = reply(world)
    world.wire = stage = Stage()
    done = stage.start("done", lambda: ask(world, ticket_id, action="done"))
    message = stage.start("message", lambda: world.take_in(late))
    for _ in range(stops):
        done.step()
    message.finish()
    done.finish()
    world.wire = Wire()
    world.run()
    assert done.error is None and message.error is None
    assert world.file(ticket_id).ticket.status is Status.delivered
    assert world.said(ticket_id) == [late.text]
