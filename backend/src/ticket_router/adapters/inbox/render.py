"""Hand-off mails as `Rendered` posts: subject, both bodies, and whom they go to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ticket_router.adapters.fingerprint import fingerprint
from ticket_router.adapters.inbox import view
from ticket_router.domain.base import Move
from ticket_router.domain.card import Card, FollowUp, Ping, Wake
from ticket_router.domain.rendered import Rendered

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "templates"
_LOUD = (Move.escalate, Move.priority)


def render_card(card: Card) -> Rendered:
    """Part `card`: a mail takes any length, so there is nothing to continue."""
    links = [card.raw_link, *(file.link for file in card.attachments)]
    subject = view.subject(card)
    return _rendered("card", subject, "card", view.card_view(card), card, card.move, links, card.pings)


def render_follow_up(card: Card, follow_up: FollowUp) -> Rendered:
    """Part `note:<key>`."""
    links = [follow_up.raw_link, follow_up.undo, *(file.link for file in follow_up.attachments)]
    filled = view.follow_up_view(card, follow_up)
    return _rendered(f"note:{follow_up.key}", _again(card), "note", filled, card, Move.route, links)


def render_ping(card: Card, ping: Ping) -> Rendered:
    """Part `ping:<call>`, with everybody who is woken in Cc."""
    filled = view.ping_view(card, ping)
    subject = _again(card.renewed(move=ping.move))
    return _rendered(f"ping:{ping.call}", subject, "note", filled, card, ping.move, (), ping.people)


def render_moved(card: Card, to: str) -> Rendered:
    """Part `moved`: a mail cannot be changed, so this is one more."""
    return _rendered("moved", _again(card), "note", view.moved_view(card, to), card, Move.route)


def _again(card: Card) -> str:
    return f"Re: {view.subject(card)}"


def _rendered(
    part: str,
    subject: str,
    template: str,
    filled: view.View,
    card: Card,
    move: Move,
    links: list[str] | tuple[str, ...] = (),
    people: tuple[Wake, ...] = (),
) -> Rendered:
    pages = _templates()
    payload = {
        "subject": subject,
        "html": pages.get_template(f"{template}.html").render(**filled),
        "text": pages.get_template(f"{template}.txt").render(**filled),
        "cc": [wake.email for wake in people if wake.email],
        "reply_to": card.customer.address,
        "reply_to_name": card.customer.name,
        "importance": "high" if move in _LOUD else "",
    }
    handles = tuple(wake.handle for wake in people)
    signed = [*links, *(link for _, link in card.ways)]
    return Rendered(part=part, digest=fingerprint(payload, signed), payload=payload, pinged=handles)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    pages = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["breaks"] = _breaks
    pages.filters["behind_bars"] = lambda text: "\n".join(f"> {row}".rstrip() for row in text.split("\n"))
    return pages


def _breaks(text: str) -> Markup:
    """Line breaks and indents as every mail program shows them: Outlook does not know `white-space: pre-wrap`."""
    from markupsafe import Markup, escape

    escaped = re.sub(r"(?m)^ | (?= )|\t", "&nbsp;", str(escape(text)))
    return Markup(escaped.replace("\n", "<br>\n"))  # noqa: S704 - escaped one line above
