"""Situations that several files of these tests begin with, each said once."""

from __future__ import annotations

from tests.fakes.deliveries import mail
from tests.fakes.reader import by_words, filled
from tests.fakes.world import World
from ticket_router.domain.change import Change, RouteWrite
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import HandOff


def dispatch_world() -> World:
    """A desk whose reader knows a few words about hand-offs."""
    world = World()
    world.reader.usual = by_words({"furious": filled("billing", "h", "a"), "my data": filled("privacy")})
    return world


def routing_world() -> World:
    """A desk whose reader knows a few words about topics and urgency."""
    world = World()
    world.reader.usual = by_words(
        {
            "furious": filled("billing", "h", "a"),
            "sign in": filled("login"),
            "blah": filled("unsure", sure=30),
            "today": filled("billing", "h"),
        }
    )
    return world


def decided(world: World, text: str = "How do I change the address on my invoices?") -> str:
    """A ticket whose hand-off is owed and was not tried yet."""
    ticket_id = world.take_in(mail(text)).ticket_id
    world.intake.waiting.clear()
    world.read_ticket(ticket_id)
    world.route_ticket(ticket_id)
    world.desk.rows.wakes.clear()
    return ticket_id


def handoff(world: World, ticket_id: str) -> HandOff:
    """The hand-off of the decision in force."""
    return world.route(ticket_id).handoff


def lost(world: World, step: Step) -> str:
    """A ticket whose wake-up for `step` was lost."""
    ticket_id = world.take_in(mail()).ticket_id
    world.intake.waiting.clear()
    if step is not Step.read:
        world.read_ticket(ticket_id)
        if step is Step.dispatch:
            world.route_ticket(ticket_id)
    world.desk.rows.wakes.clear()
    return ticket_id


def owe_again(world: World, ticket_id: str, **changes: object) -> None:
    """What any later decision does: the route owes its hand-off again."""
    route = world.route(ticket_id)
    after = route.renewed(rev=route.rev + 1, **{**debt(Step.dispatch, world.clock.at), **changes})
    world.desk.commit(Change(routes=(RouteWrite(route=after),)))
