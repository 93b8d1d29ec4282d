"""What comes after a card: later messages and pings in its thread, and what is left of it once the ticket has moved."""

from __future__ import annotations

from ticket_router.adapters import wording
from ticket_router.adapters.slack import parts
from ticket_router.adapters.slack.card import MOST_PINGS, button_value
from ticket_router.adapters.slack.rich import (
    Json,
    bullets,
    date_token,
    lines,
    link,
    mail_address,
    mentions,
    run,
    small,
    wakes,
)
from ticket_router.adapters.slack.text import escape, fit, line
from ticket_router.domain.card import Card, FollowUp, Ping
from ticket_router.domain.rendered import Rendered


def render_follow_up(card: Card, follow_up: FollowUp) -> list[Rendered]:
    """Part `note:<key>`, and `note:<key>:1`... when it is long."""
    part = f"note:{follow_up.key}"
    head = [*_title(card, follow_up), *_subject(card, follow_up)]
    raw = follow_up.raw_link
    tail = [lines([link(raw, "🗄️ Raw mail")])] if raw and len(raw) <= 2_900 else []
    kept = [*head, *tail, *_undo(card, follow_up)]
    ((files, more_files),) = parts.share(kept, parts.file_rows(follow_up.attachments))
    tail = [*([small("📎 Attachments"), bullets(*files)] if files else []), *tail, *_undo(card, follow_up)]
    text, more_text = parts.text_pages(follow_up.text, [*head, *tail], raw)
    pages = [*more_text, *parts.list_pages("📎 More attachments", more_files)]
    links = [raw, *(file.link for file in follow_up.attachments)]
    said = f"{wording.title(follow_up)} on {card.ticket_id}: {line(follow_up.text, 100) or '(no text)'}"
    first = parts.rendered(part, escape(said), [*head, *text, *parts.going_on(pages), *tail], links)
    return [first, *parts.continuations(lambda i: f"{part}:{i}", card.ticket_id, pages, links)]


def _undo(card: Card, follow_up: FollowUp) -> list[Json]:
    """Same customer and same topic is right about two times in three, so a merge can be taken back where it shows: on a
    card that is over too, whose ticket may have been split before what was joined to it got its own card again."""
    if not follow_up.from_ticket:
        return []
    if follow_up.apart:
        return [small(wording.apart(follow_up))]
    button: Json = {
        "type": "button",
        "action_id": "tr_separate",
        "text": {"type": "plain_text", "text": "Not the same problem"},
        "value": button_value(t=follow_up.from_ticket, of=card.ticket_id, n=card.n),
    }
    return [{"type": "actions", "block_id": "tr_follow_up", "elements": [button]}]


def _title(card: Card, follow_up: FollowUp) -> list[Json]:
    row = [run(wording.title(follow_up), bold=True)]
    author = follow_up.author
    if author != card.customer and (author.address or author.name):
        row += [run(" · ")]
        row += [run(f"{line(author.name, 200)} ")] if author.name else []
        row += [mail_address(line(author.address, 250))] if author.address else []
    at = date_token(follow_up.received_at, follow_up.time_zone)
    joined = f" · came in as {escape(line(follow_up.from_ticket, 40))}" if follow_up.from_ticket else ""
    return [lines(row), small(f"by {follow_up.source.value} · {at}{joined}", ours=True)]


def _subject(card: Card, follow_up: FollowUp) -> list[Json]:
    subject, known = line(follow_up.subject, 400), line(card.subject, 400)
    said_before = bool(known) and subject.endswith(known)
    return [lines([run(subject, bold=True)])] if subject and not said_before else []


def render_ping(ping: Ping) -> Rendered:
    """Part `ping:<call>`: who is woken now, and why."""
    woken = ping.people[:MOST_PINGS]
    said = wording.calling(ping)
    why = wording.clip_middle(wording.one_line(ping.sentence, 10_000), 600)
    blocks = [lines([run(f"{said} ", bold=True), *wakes(woken)], [run(fit(why, 1_000))])]
    text = f"{escape(said)} {mentions(woken)} – {escape(why)}"
    return parts.rendered(f"ping:{ping.call}", text, blocks, (), woken)


def render_moved(card: Card, to: str) -> Rendered:
    """The card in two lines, without buttons: what it was about, and where it went."""
    said = fit(wording.moved(to), 250)
    who = line(card.customer.name, 80) or line(card.customer.address, 120) or "unknown sender"
    about = f"{card.ticket_id} · {who}: {wording.about(card)}"
    return parts.rendered("card", escape(f"{said} · {about}"), [lines([run(said, bold=True)]), small(about)])
