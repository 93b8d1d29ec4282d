"""The links of hand-off mails: looking changes nothing, since mail scanners follow links; only the form acts, once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from ticket_router.adapters.pages.action_page import HEADERS, LONGEST_NAME, heading, kept, page
from ticket_router.adapters.wording import capitalised, one_line
from ticket_router.bootstrap import app
from ticket_router.domain.base import Status
from ticket_router.domain.correction import Action, Correction, Wish
from ticket_router.domain.errors import BadRequest, NotFound, Retryable, Unauthorized
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import short_digest
from ticket_router.handlers.link_form import LEVELS, Given, question, title
from ticket_router.handlers.logs import logger
from ticket_router.handlers.metrics import count
from ticket_router.handlers.rows import row_may_have_changed
from ticket_router.handlers.web import method, raw_body

Answer = dict[str, Any]
MOST_FIELDS = 20
MOST_USES = 20
"""Of one link: each use costs one more look at each later one."""
NOT_NOW = "This could not be done right now. Please try again."


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
        given = _given(event) if verb == "POST" else None
        uses = _uses(ticket_id, token)
        turn = len(uses) + 1
        wish = Wish(id=_wish_id(token, turn), ticket_id=ticket_id, n=n, action=Action(action), by="", origin="mail")
        if given is not None and _turn(given) == turn <= MOST_USES:
            return _done(file, wish, turn, given)
        return _used(file, wish, uses) if uses else _looked(file, wish)
    except (NotFound, Unauthorized) as refused:
        count("LinksRefused")
        logger().info("a link was not accepted", why=str(refused))
        return _page(404, page("This link does not work", "It may have expired. Use one of a newer mail."))
    except BadRequest:
        return _page(
            400, page("This could not be read", "Open the link in the mail again, and fill in the form there.")
        )
    except Retryable as trouble:
        logger().warning("not saved", trouble=str(trouble))
        return _page(503, page("Just a moment", NOT_NOW))


def _given(event: dict[str, Any]) -> dict[str, str]:
    """What the form holds, blanks too; browsers send line breaks as two characters."""
    try:
        body = raw_body(event).decode("utf-8", "replace")
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as odd:  # base64 that is none, or more fields than any form of ours has
        raise BadRequest({"form": str(odd)}) from odd
    return {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}


def _wish_id(token: str, turn: int) -> str:
    return f"mail:{short_digest(token)}{f':{turn}' if turn > 1 else ''}"


def _uses(ticket_id: str, token: str) -> list[Correction]:
    """What this link brought about so far. Each use has a wish of its own, so that one page sent twice acts once."""
    found: list[Correction] = []
    for turn in range(1, MOST_USES + 1):
        used = app().desk.correction(ticket_id, _wish_id(token, turn))
        if used is None:
            break
        found.append(used)
    return found


def _turn(given: Given) -> int:
    """Which use of the link a page was opened for; a page of an earlier version does not say, and it is the first."""
    said = given.get("turn", "1")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 1


def _looked(file: TicketFile, wish: Wish) -> Answer:
    if late := app().correct.hindrance(file, wish):
        return _page(200, page("This is not possible now", f"{wish.ticket_id}: {late.text}."))
    return _page(200, page(title(wish.action), below=_question(file, wish, 1)))


def _used(file: TicketFile, wish: Wish, uses: list[Correction]) -> Answer:
    """What became of it, and how the ticket stands now: the question again, where something can still come of it."""
    last, late = uses[-1], app().correct.hindrance(file, wish)
    told = [f"{wish.ticket_id}: {last.said}{'' if last.by in last.said else f', by {last.by}'}."]
    below = ""
    if late and file.ticket.rev != last.rev and not late.already:
        told.append(f"{capitalised(late.text)}.")
    if file.ticket.status is Status.done:
        told.append("Should the customer write again, the mail that says so has links of its own.")
    elif not late and len(uses) < MOST_USES:
        below = heading(title(wish.action)) + _question(file, wish, len(uses) + 1)
    return _page(200, page("This link has been used", *told, below=below))


def _done(file: TicketFile, wish: Wish, turn: int, given: dict[str, str]) -> Answer:
    def again(problem: str, wrong: str = "", status: int = 400, seen: TicketFile = file) -> Answer:
        below = _question(seen, wish, turn, given, problem, wrong)
        return _page(status, page(title(wish.action), below=below))

    name = one_line(given.get("name", ""), LONGEST_NAME)
    if not name:
        return again("Please say who you are.", "name")
    level = given.get("level", "")
    if wish.action is Action.bump and level not in LEVELS:
        return again("Please choose one.")
    try:
        told = app().correct(_filled(wish, file, given, name))
    except Retryable as trouble:
        logger().warning("not saved", trouble=str(trouble))
        return again(NOT_NOW, status=503)
    row_may_have_changed()
    said = f"{wish.ticket_id}: {told.text}."
    if told.done:
        return _page(200, page("Nothing was changed" if told.already else "Done", said))
    now = app().desk.file(wish.ticket_id) or file
    if app().correct.hindrance(now, wish):
        texts = {"First problem": given.get("first", ""), "Second problem": given.get("second", "")}
        typed = "".join(kept(label, text) for label, text in texts.items() if wish.action is Action.divide and text)
        return _page(200, page("Nothing was changed", said, below=typed))
    given.pop("seen", None)  # from here on they know what the ticket is about now
    return again(f"Nothing was changed: {told.text}.", told.field, seen=now)


def _filled(wish: Wish, file: TicketFile, given: Given, name: str) -> Wish:
    named = {key: given.get(key, "") for key in ("topic", "team", "person", "first", "second", "made_of")}
    route, seen = file.route, given.get("seen", "")
    if route and named["topic"] == (seen or route.decision.topic) and (named["team"] or named["person"]):
        named["topic"] = ""  # left as it was filled in, so nobody said anything about it
    # Nobody has checked the name: whoever reads it later has to see that.
    by = f"{name} (name as given in a mail link)"
    return wish.renewed(**named, seen_topic=seen, level=given.get("level") or None, by=by)


def _question(
    file: TicketFile, wish: Wish, turn: int, given: Given | None = None, problem: str = "", wrong: str = ""
) -> str:
    return question(file, wish.action, app().rules.current(), turn, given, problem, wrong)


def _page(status: int, html: str) -> Answer:
    return {"statusCode": status, "headers": HEADERS, "body": html}
