"""What most of these tests begin with: a desk, and somebody who asks it for something."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from ticket_router.domain.correction import Answer, Wish
from ticket_router.services.correct import Correct

WISHES = count(1)


@pytest.fixture
def world() -> World:
    """A desk whose reader knows a few words."""
    return routing_world()


@pytest.fixture
def ask(world: World) -> Callable[..., Answer]:
    """Dana, on a card, asks for something, and everything that follows happens."""
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)

    def asked(ticket_id: str, action: str = "reassign", **wish: Any) -> Answer:
        named = {"id": f"w{next(WISHES)}", "by": "@dana", "origin": "slack", "action": action, **wish}
        answer = correct(Wish(ticket_id=ticket_id, **named))
        world.run()
        return answer

    return asked
