"""A ticket that went to a team without Slack, and whoever follows the links of its mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scripts.sandbox.journeys.html_form import form_of
from tests.fakes.deliveries import mail
from ticket_router.adapters.inbox.render import render_card, render_follow_up
from ticket_router.adapters.inbox.view import card_view, follow_up_view
from ticket_router.adapters.links import SignedLinks
from ticket_router.domain.base import Status
from ticket_router.handlers import correct_handler
from ticket_router.services.compose import Composer
from ticket_router.services.correct import Correct
from ticket_router.services.explain import Explain

if TYPE_CHECKING:
    from tests.unit.handlers.conftest import Event, FakeApp

HOST = "https://do.example"


class Mailed:
    """The ticket, its mails as they would be written now, and a browser."""

    def __init__(self, app: FakeApp) -> None:
        self.app, world = app, app.world
        app.correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
        app.explain = Explain(desk=world.desk, rules=world.rules)
        app.rules = world.rules
        app.links = SignedLinks("", lambda: app.secret("links"), actions_url=f"{HOST}/")
        self.ticket_id = world.deliver(mail("Change <b>my</b> invoices"))

    def path(self, action: str, n: int = 1) -> str:
        """The path of a link in the mail that its card was."""
        return app_path(self.app.links.to_action(self.ticket_id, n, 1, action, self.app.clock.now()))

    def newest(self, label: str) -> str:
        """The path of a link in the mail about its last message."""
        file, book, now = self.app.world.file(self.ticket_id), self.app.world.rules.book, self.app.clock.now()
        composer = Composer(links=self.app.links)
        assert file.route is not None
        card, notes = composer.card(file, file.route, book, now), composer.follow_ups(file, book, now)
        view, shown = card_view(card), render_card(card)
        if notes:
            view, shown = follow_up_view(card, notes[-1]), render_follow_up(card, notes[-1])
        (link,) = [action["link"] for action in view["actions"] if action["label"] == label]
        assert all(link in shown.payload[body] for body in ("html", "text"))
        return app_path(link)

    def open(self, path: str, verb: str = "GET", **fields: str) -> Event:
        """A browser opens it, or sends the given fields."""
        event: dict[str, Any] = {"rawPath": path, "headers": {}, "requestContext": {"http": {"method": verb}}}
        answer = correct_handler.handler({**event, "body": urlencode(fields)}, None)
        self.app.world.run()
        return answer

    def filled_in(self, page: str, path: str, **fields: str) -> str:
        """The page that answers a page's form, sent with what stands in it but for the given fields."""
        assert "<form" in page, page
        return str(self.open(path, "POST", **{**form_of(page), **fields})["body"])

    @property
    def status(self) -> Status:
        """Where the ticket stands."""
        return self.app.world.file(self.ticket_id).ticket.status

    @property
    def corrections(self) -> int:
        """How many there were so far."""
        return len(self.app.world.desk.rows.corrections)


def app_path(link: str) -> str:
    """What stands behind the host."""
    return link.removeprefix(HOST)
