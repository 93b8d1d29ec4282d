"""The links of hand-off mails: looking changes nothing, since mail scanners follow links; only the form acts, once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from ticket_router.adapters.pages.action_page import HEADERS, choice, hidden, menu, page, question, text
from ticket_router.adapters.wording import LABELLED, one_line, second_problem
from ticket_router.bootstrap import app
from ticket_router.domain.base import UNSURE
from ticket_router.domain.correction import Action, Level, Wish
from ticket_router.domain.errors import NotFound, Retryable, Unauthorized
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import short_digest
from ticket_router.domain.two_texts import two_texts
from ticket_router.handlers.logs import logger
from ticket_router.handlers.metrics import count
from ticket_router.handlers.rows import row_may_have_changed
from ticket_router.handlers.web import method, raw_body

Answer = dict[str, Any]
NAME = 80
LEVELS = {
    Level.priority.value: "Raise to priority: the team’s lead is pinged",
    Level.normal.value: "Back to normal: nobody is pinged",
}


def by_link(event: dict[str, Any], token: str) -> Answer:
    """A page in any case. A link that is forged, expired or for a ticket that is gone learns nothing."""
    verb = method(event)
    if verb not in ("GET", "HEAD", "POST"):
        return _page(405, page("Not possible", "This address only answers a browser."))
    here = app()
    try:
        ticket_id, n, action = here.links.action_opened(token, here.clock.now())
        file = here.desk.file(ticket_id)
        if file is None:
            raise NotFound("the ticket is gone")
        if action == "why":
            return _page(200, page(f"Why {ticket_id} is where it is", *here.explain(ticket_id)))
        wish_id = f"mail:{short_digest(token)}"
        if used := here.desk.correction(ticket_id, wish_id):
            told = f"{ticket_id}: {used.said}, by {used.by}."
            return _page(200, page("This link has been used", told, "A link works once; a newer mail has newer ones."))
        if verb != "POST":
            return _asked(file, action)
        return _done(
            event, file, Wish(id=wish_id, ticket_id=ticket_id, n=n, action=Action(action), by="", origin="mail")
        )
    except (NotFound, Unauthorized) as refused:
        count("LinksRefused")
        logger().info("a link was not accepted", why=str(refused))
        return _page(404, page("This link does not work", "It may have expired. Use one of a newer mail."))
    except Retryable as trouble:
        logger().warning("not saved", trouble=str(trouble))
        return _page(503, page("Just a moment", "This could not be done right now. Please try again."))


def _done(event: dict[str, Any], file: TicketFile, wish: Wish) -> Answer:
    given = {
        key: values[-1]
        for key, values in parse_qs(raw_body(event).decode("utf-8", "replace"), max_num_fields=20).items()
    }
    name = one_line(given.get("name", ""), NAME)
    if not name:
        return _asked(file, wish.action.value, "Please say who you are.")
    level = given.get("level", "")
    if wish.action is Action.bump and level not in LEVELS:
        return _asked(file, wish.action.value, "Please choose one.")
    named = {key: given.get(key, "")[:NAME] for key in ("topic", "team", "person")}
    named |= {key: given.get(key, "") for key in ("first", "second", "made_of")}
    route, seen = file.route, given.get("seen", "")[:200]
    if route and named["topic"] == (seen or route.decision.topic) and (named["team"] or named["person"]):
        named["topic"] = ""  # left as it was filled in, so nobody said anything about it
    # Nobody has checked the name: whoever reads it later has to see that.
    by = f"{name} (name as given in a mail link)"
    told = app().correct(wish.renewed(**named, seen_topic=seen, level=level or None, by=by))
    row_may_have_changed()
    title = "Done" if told.done else "Nothing was changed"
    return _page(200, page(title, f"{wish.ticket_id}: {told.text}."))


def _asked(file: TicketFile, action: str, problem: str = "") -> Answer:
    label, ticket = LABELLED[action], file.ticket
    about = (
        f"{ticket.ticket_id} · {one_line(ticket.customer.label, 120)}: {one_line(ticket.subject, 160) or 'no subject'}"
    )
    asks = question(f"{label.removesuffix('?')} this ticket?", about, _fields(file, action), label, problem=problem)
    return _page(400 if problem else 200, asks)


def _fields(file: TicketFile, action: str) -> list[str]:
    if action == "bump":
        return [choice("level", "How soon does the customer need an answer?", LEVELS)]
    if action == "split":
        offered = two_texts(file)
        return [
            hidden("made_of", offered.made_of),
            text("first", "First problem", offered.first),
            text("second", second_problem(offered.topic), offered.second),
        ]
    if action != "reassign":
        return []
    rulebook, route = app().rules.current(), file.route
    topic = route.decision.topic if route and route.decision.topic != UNSURE else ""
    people = [f"@{person.name}" for person in rulebook.people]
    return [
        hidden("seen", topic),
        menu("topic", "Topic", rulebook.live_topics, topic, "as it is"),
        menu("team", "Team", rulebook.live_teams, "", "follows the topic"),
        menu("person", "Person", people, "", "nobody in particular"),
    ]


def _page(status: int, html: str) -> Answer:
    return {"statusCode": status, "headers": HEADERS, "body": html}
