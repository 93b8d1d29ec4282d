"""People's clicks: in Slack, and (under /do/) by links in hand-off mails. Slack is answered within three seconds by one
transaction, or by one modal that opens.

What people then see follows from the streams; a refusal is a sentence that only the one who clicked reads.
"""

from __future__ import annotations

from typing import Any

from ticket_router.adapters.slack import modals, reassign_modal
from ticket_router.adapters.slack.clicks import About, Click, click_from
from ticket_router.adapters.slack.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, check_slack
from ticket_router.adapters.wording import capitalised
from ticket_router.bootstrap import app
from ticket_router.domain.base import TRIAGE
from ticket_router.domain.correction import Action, Answer, Wish
from ticket_router.domain.errors import BadRequest, LandingTrouble, NotFound, Retryable, Unauthorized
from ticket_router.domain.two_texts import two_texts
from ticket_router.handlers.by_link import by_link
from ticket_router.handlers.logs import logger
from ticket_router.handlers.metrics import count
from ticket_router.handlers.rows import row_may_have_changed
from ticket_router.handlers.web import answer, header, method, raw_body

LARGEST = 512 * 1024
NOT_NOW = "This could not be saved just now. Please try again in a moment."
TOO_SLOW = "If no form has opened, this took too long for Slack: please press the button again."
AT_ONCE = {"take": Action.take, "done": Action.done, "separate": Action.separate}
SENT = ("reassign", "bump", "split")


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """200 to Slack whatever became of the wish, once the person knows; 401 without detail to anybody else."""
    path = str(event.get("rawPath", ""))
    if path.startswith("/do/"):
        return by_link(event, path.rpartition("/")[2])
    if path.rstrip("/") != "/slack":
        return answer(404, {"error": "There is nothing here."})
    if method(event) != "POST":
        return answer(405, {"error": "Send a POST."}, allow="POST")
    body = raw_body(event)
    if len(body) > LARGEST:
        return answer(413, {"error": "The post is too large."})
    try:
        return _answered(_checked(event, body), header(event, SIGNATURE_HEADER))
    except Unauthorized as refused:
        count("ClicksRefused")
        logger().warning("not accepted", why=str(refused))
        return answer(401, {"error": "Not accepted."})
    except LandingTrouble as trouble:
        # Slack then shows an error beside the button: whoever clicked and heard nothing clicks again.
        logger().warning("Slack did not take the answer", trouble=str(trouble))
        return answer(503, {"error": "Slack did not take the answer."})
    except BadRequest as bad:
        return answer(400, {"error": "This could not be read.", "fields": bad.problems})


def _checked(event: dict[str, Any], body: bytes) -> Click:
    here = app()
    try:
        secret = here.secret("slack-signing")
    except NotFound:
        raise Unauthorized("there is no secret named slack-signing, so nobody can have signed with it") from None
    check_slack(header(event, TIMESTAMP_HEADER), header(event, SIGNATURE_HEADER), body, secret, here.clock.now())
    return click_from(body, here.settings.slack_team)


def _answered(click: Click, signature: str) -> dict[str, Any]:
    here = app()
    if click.kind == "block_suggestion":
        return answer(200, _suggested(click))  # at every letter that is typed, and it changes nothing
    if click.about is None:
        raise BadRequest({"payload": "It says nothing about a ticket."})
    try:
        if not here.signed_requests.first(signature, here.clock.now()):
            raise Unauthorized("slack replay")
        if click.kind == "view_submission" and click.name in SENT:
            return _submitted(click, click.about)
        if click.view:
            _changed(click, click.about)
        elif click.name in AT_ONCE:
            _pressed(click, click.about)
        else:
            _opened(click, click.about)
    except Retryable as trouble:
        logger().warning("not saved", trouble=str(trouble))
        if click.kind == "view_submission":
            return _instead(NOT_NOW)
        _tell(click, click.about, NOT_NOW)
    return answer(200)


def _pressed(click: Click, about: About) -> None:
    action = AT_ONCE[click.name]
    n = None if action is Action.separate else about.n
    wish = Wish(id=click.id, ticket_id=about.t, action=action, n=n, joined_to=about.of, by=_name(click), origin="slack")
    told = app().correct(wish)
    _count_again(told)
    if not told.done or told.already:
        _tell(click, about, f"{about.t}: {told.text}.")
    row_may_have_changed()


def _submitted(click: Click, about: About) -> dict[str, Any]:
    told = app().correct(modals.wish_of(click, about, _name(click)))
    _count_again(told)
    row_may_have_changed()
    if told.done and not told.already:
        return answer(200)
    if not told.done and (block := click.blocks.get(told.field)):
        return answer(200, {"response_action": "errors", "errors": {block: f"{capitalised(told.text)}."}})
    return _instead(f"Nothing was changed. {about.t}: {told.text}.")


def _count_again(told: Answer) -> None:
    """A form sent again as its answer was lost: harmless, but worth seeing."""
    if told.again:
        count("ClicksRepeated")
        logger().info("a click that was done before")


def _opened(click: Click, about: About) -> None:
    here = app()
    if click.name == "why":
        view = modals.why(here.explain(about.t))
    elif click.name == "split":
        file = here.desk.file(about.t)
        view = modals.split(about, two_texts(file)) if file else modals.notice(f"There is no ticket {about.t}.")
    elif click.name == "reassign":
        view = reassign_modal.reassign(about, _teams() if about.team == TRIAGE else {})
    elif click.name == "bump":
        view = modals.bump(about)
    else:
        raise BadRequest({"payload": "There is no such button."})
    try:
        here.slack_replies.open(click.trigger, view)
    except LandingTrouble as trouble:
        logger().warning("Slack did not open the form", trouble=str(trouble))
        _tell(click, about, TOO_SLOW)  # else the button would just do nothing


def _changed(click: Click, about: About) -> None:
    """Another topic in an open modal brings its team. When that fails, sending the modal still means the same."""
    if click.name != "topic":
        raise BadRequest({"payload": "Nothing follows from that field."})
    try:
        if view := reassign_modal.followed(click, about, _teams()):
            app().slack_replies.change(click.view, click.hash, view)
    except (LandingTrouble, Retryable) as trouble:
        logger().info("the team did not follow its topic", trouble=str(trouble))


def _teams() -> dict[str, str]:
    """Each live topic with its team, where that is live too."""
    rulebook = app().rules.current()
    return {name: row.team for name, row in rulebook.live_topics.items() if row.team in rulebook.live_teams}


def _suggested(click: Click) -> dict[str, Any]:
    rulebook = app().rules.current()
    names = {
        "topic": list(rulebook.live_topics),
        "team": list(rulebook.live_teams),
        "person": [f"@{person.name}" for person in rulebook.people],
    }
    return modals.options(names.get(click.name, []), click.typed)


def _name(click: Click) -> str:
    """`@dana`: the handle of the People tab for whoever is in it, else Slack's own name."""
    people = app().rules.current().people
    known = next((person.name for person in people if person.slack_id == click.user_id), "")
    return f"@{known or click.user_name}"


def _tell(click: Click, about: About, text: str) -> None:
    """A sentence for the one who clicked. Raises LandingTrouble when Slack does not take it."""
    app().slack_replies.tell(about.channel, click.user_id, capitalised(text), about.thread)


def _instead(text: str) -> dict[str, Any]:
    return answer(200, {"response_action": "update", "view": modals.notice(text)})
