"""Changes of a card or a board whose answer never came: whatever was lost, what people see is true in the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.wire import BreaksAt, Killed, Wire
from tests.fakes.world import World
from tests.unit.services.situations import owe_again
from tests.unit.services.test_boards import HERE, Scene, line
from ticket_router.domain.base import Move, Status
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.errors import Conflict, OutcomeUnknown
from ticket_router.services.correct import Correct

ANGRY = "I am furious about my invoices"


def answers(world: World) -> str:
    """The customer answers their first mail within seconds."""
    world.clock.advance(minutes=0.1)
    named = {"references": ("<1@mail.example>",), "received_at": world.clock.at}
    return world.deliver(mail("I am furious about my invoices, still", 2, **named))


def done(world: World, ticket_id: str) -> None:
    """Dana is done with it; nothing has followed yet."""
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    assert correct(Wish(id="u", ticket_id=ticket_id, action="done", by="@dana", origin="slack")).done


def test_a_lost_answer_leaves_no_closed_card_of_an_open_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """Done, Slack's answer to the card's update lost, and the customer writes again at once: the card is open again."""
    one = world.deliver(mail(ANGRY))
    world.slack.lose(1, on=("update",))
    assert ask(one, "done").done
    assert world.card(one).rendered.payload["closed"]
    assert answers(world) == one
    world.pass_time(30, sweeping=True)
    assert world.file(one).ticket.status is Status.delivered and world.route(one).owes is None
    assert not world.card(one).rendered.payload["closed"]


def test_a_lost_answer_leaves_no_calm_card_of_an_escalated_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """Back to normal, Slack's answer lost, and an angry word raises it again: the card says escalate."""
    one = world.deliver(mail(ANGRY))
    world.slack.lose(1, on=("update",))
    assert ask(one, "bump", level="normal").done
    assert answers(world) == one
    world.pass_time(30, sweeping=True)
    assert world.route(one).decision.move is Move.escalate and world.route(one).owes is None
    assert world.card(one).rendered.payload["move"] == "escalate"


def calls_of_closing() -> list[str]:
    """The calls of a dispatch that closes a card."""
    world = World()
    one = world.deliver(mail())
    done(world, one)
    world.wire = Wire()
    world.dispatch(one)
    return world.wire.calls


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_wherever_a_worker_dies_that_closes_a_card(*, after: bool) -> None:
    """Each call of the dispatch kills it once, the customer writes again at once, and the card is open in the end."""
    for k, call in enumerate(calls_of_closing()):
        world = World()
        one = world.deliver(mail())
        done(world, one)
        world.wire = BreaksAt(k, Killed(), after=after)
        with suppress(Killed):
            world.dispatch(one)
        world.wire = Wire()
        assert answers(world) == one, call
        world.pass_time(30, sweeping=True)
        assert world.route(one).owes is None and not world.card(one).rendered.payload["closed"], f"{k}: {call}"


def test_a_change_costs_one_write_beside_its_record_and_an_unchanged_card_none(world: World) -> None:
    """What is written before a change is written for nothing else, and not again at the next try."""
    assert [call for call in calls_of_closing() if "save_post" in call or "update" in call] == [
        "FakeDesk.save_post",
        "FakeChannel.update",
        "FakeDesk.save_post",
    ]
    one = world.deliver(mail())
    world.wire = Wire()
    owe_again(world, one)
    world.run()
    assert "FakeDesk.save_post" not in world.wire.calls
    world.slack.refuse(2, on=("update",))
    done(world, one)
    world.pass_time(5)
    saved = [call for call in world.wire.calls if call in ("FakeDesk.save_post", "FakeChannel.update")]
    assert saved == ["FakeDesk.save_post", *["FakeChannel.update"] * 3, "FakeDesk.save_post"]


def test_a_worker_that_the_ticket_overtook_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between its look and its change the ticket moves on: what it holds is old, and the card is not made so."""
    one = world.deliver(mail())
    done(world, one)
    save_post, shown = world.desk.save_post, world.slack.shown[0].changed

    def overtaken(*given: Any) -> None:
        monkeypatch.setattr(world.desk, "save_post", save_post)
        owe_again(world, one)
        with pytest.raises(Conflict):
            save_post(*given)
        assert world.slack.shown[0].changed == shown
        raise Conflict("overtaken")

    monkeypatch.setattr(world.desk, "save_post", overtaken)
    world.run()
    assert world.card(one).rendered.payload["closed"] and world.route(one).owes is None


def lost(scene: Scene, error: BaseException) -> Callable[..., None]:
    """An update of the board that happens, and is not answered."""
    update = scene.channel.update

    def unanswered(*given: Any) -> None:
        update(*given)
        scene.channel.update = update  # type: ignore[method-assign]
        raise error

    return unanswered


@pytest.mark.parametrize("error", [OutcomeUnknown("no answer"), Killed()], ids=["lost", "died"])
def test_a_board_whose_update_was_not_answered_is_true_in_the_end(error: BaseException) -> None:
    """A ticket leaves, the answer to the redraw is lost or its worker dies, the ticket comes back: it is listed."""
    scene = Scene()
    scene.queues.lines = [line(1)]
    scene.ask([HERE])
    scene.settle()
    scene.queues.lines = []
    scene.ask([HERE])
    scene.channel.update = lost(scene, error)  # type: ignore[method-assign]
    (channel, at, slot), *_ = scene.wakes.sent
    scene.wakes.sent.clear()
    scene.clock.at = at
    with suppress(Killed):
        scene.draw(channel, slot=slot)
    assert "subject 1" not in scene.shown[0]
    scene.queues.lines = [line(1)]
    scene.ask([HERE])
    scene.settle()
    assert "subject 1" in scene.shown[0]


def test_a_redraw_costs_its_board_two_writes_whether_it_changed_or_not() -> None:
    """What it takes out as it begins it puts back as it ends, so a change costs no write of its own."""
    scene = Scene()
    scene.ask([HERE])
    scene.settle()
    for lines in ([line(1)], [line(1)]):
        scene.queues.lines = lines
        scene.ask([HERE])
        scene.boards.wire = Wire()
        scene.settle()
        writes = [call for call in scene.boards.wire.calls if call not in ("FakeBoards.ask", "FakeBoards.overdue")]
        assert writes == ["FakeBoards.begin", "FakeBoards.shown"]
