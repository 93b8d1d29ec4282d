"""Two hundred tickets in one go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from scripts.sandbox.senders import Sent
from scripts.sandbox.views import is_live, tag_of
from scripts.sandbox.world import World

TEXTS = (
    "There is a charge on my invoice that I do not know, please explain it.",
    "I forgot my password and the reset mail for my account never comes.",
    "The export button shows an error message and the file is broken.",
    "Could you add a dark mode, that would be a nice improvement.",
    "What would your plan cost for sixty seats, and can we see a demo?",
)
BURST = 200


def test_a_burst_lands_each_ticket_once() -> None:
    """All of 200 tickets sent at once are delivered, each with one live card, and none falls back to an inbox."""
    with World() as world:

        def send(number: int) -> Sent:
            return world.send.form(
                {
                    "name": f"Customer {number}",
                    "email": f"customer{number}@burst.example",
                    "subject": "A question",
                    "message": TEXTS[number % len(TEXTS)],
                }
            )

        with ThreadPoolExecutor(8) as pool:
            sent = list(pool.map(send, range(BURST)))
        world.settle(timeout=540)
        views = [world.views.ticket(world.views.ticket_of(one)) for one in sent]
        live = [
            tag["ticket_id"]
            for channel in world.slack.workspace.channels.values()
            for message in world.slack.messages(channel.name)
            if (tag := tag_of(message)) and tag["part"].endswith("/card") and is_live(message)
        ]
        mails = len(world.ses.mails)
    assert [view.status for view in views] == ["delivered"] * BURST
    assert sorted(live) == sorted(view.ticket_id for view in views)
    assert mails == 0
