"""The card: everything a team needs to start, most important first, and the buttons to set things right."""

from __future__ import annotations

import json

from ticket_router.adapters import wording
from ticket_router.adapters.slack import parts
from ticket_router.adapters.slack.rich import (
    Json,
    bullets,
    date_token,
    header,
    lines,
    link,
    mail_address,
    mentions,
    run,
    small,
    wakes,
    web,
)
from ticket_router.adapters.slack.text import escape, fit, line
from ticket_router.domain.base import TRIAGE, UNSURE, Move
from ticket_router.domain.card import Card, Wake
from ticket_router.domain.rendered import Rendered

MOST_PINGS = 20
_REPLY_LINK = 2_200
_RAW_LINK = 800


def render_card(card: Card) -> list[Rendered]:
    """Part `card`, and `more:1`, `more:2`... when the message, its files or the reasons need more room."""
    woken = card.pings[:MOST_PINGS]
    head = [header(wording.headline(card)), _arrival(card), *_woken(woken), _facts(card)]
    subject, aside = _subject(card), _set_aside(card)
    why, ways_on = _sentence(card), [*_links(card), *([] if card.over else [_buttons(card)])]
    (notes, more_notes), (reasons, more_reasons), (files, more_files) = parts.share(
        [*head, *subject, *aside, *why, *ways_on],
        [[run(fit(note, 1_500))] for note in wording.notes(card)],
        [[run(line(reason, 1_000))] for reason in wording.spelled_out(card)],
        parts.file_rows(card.attachments),
    )
    head = [*head, *([lines(*notes)] if notes else []), *subject]
    tail = [*aside, *_files(files), *why, *([bullets(*reasons)] if reasons else []), *ways_on]
    text, more_text = parts.text_pages(card.text, [*head, *tail], card.raw_link)
    pages = [
        *more_text,
        *parts.list_pages("Also on this ticket", more_notes),
        *parts.list_pages("📎 More attachments", more_files),
        *parts.list_pages("More reasons", more_reasons),
    ]
    links = [card.raw_link, *(file.link for file in card.attachments)]
    blocks = [*head, *text, *parts.going_on(pages), *tail]
    first = parts.rendered("card", _notification(card, woken), blocks, links, woken)
    return [first, *parts.continuations(lambda i: f"more:{i}", card.ticket_id, pages, links)]


def _notification(card: Card, woken: tuple[Wake, ...]) -> str:
    who = line(card.customer.name, 60) or line(card.customer.address, 80) or "unknown sender"
    text = escape(f"{wording.headline(card)} · {who}: {wording.about(card)} [{card.ticket_id}]")
    return f"{text} {mentions(woken)}".strip()


def _arrival(card: Card) -> Json:
    at = date_token(card.received_at, card.time_zone)
    return small(f"*{escape(card.ticket_id)}* · by {card.source.value} · {at}", ours=True)


def _woken(woken: tuple[Wake, ...]) -> list[Json]:
    return [lines(wakes(woken))] if woken else []


def _facts(card: Card) -> Json:
    name, address = line(card.customer.name, 200), line(card.customer.address, 250)
    who: list[Json] = [run(name, bold=True)] if name else []
    if address:
        who += [run(" · "), mail_address(address)] if name else [mail_address(address)]
    who = who or [run("unknown sender", bold=True)]
    who += [run(f" · {mark}") for mark in wording.marks(card)]
    read = [run(line(card.topic, 150) or UNSURE, bold=True), run(f" ({card.topic_confidence:.2f}) · urgency ")]
    read += [run(card.urgency.value, bold=True), run(" · tone "), run(card.tone.value, bold=True)]
    read += [run(f" · language {line(card.language, 20)}")] if card.language else []
    goes = [run("for "), run(line(card.team, 100) or TRIAGE, bold=True)]
    goes += [run(f", {line(card.person.handle, 100)}", bold=True)] if card.person else []
    page = [run("on page "), web(card.page.strip(), 400)] if card.page.strip() else []
    summary = line(card.summary, 500)
    return lines(who, read, goes, page, [run(summary, italic=True)] if summary else [])


def _subject(card: Card) -> list[Json]:
    subject = line(card.subject, 400)
    return [lines([run(subject, bold=True)])] if subject else []


def _set_aside(card: Card) -> list[Json]:
    said = wording.set_aside(card)
    return [small(said)] if said else []


def _files(rows: parts.Rows) -> list[Json]:
    return [small("📎 Attachments"), bullets(*rows)] if rows else []


def _sentence(card: Card) -> list[Json]:
    sentence = wording.clip_middle(wording.one_line(card.sentence, 10_000), 600)
    return [lines([run("Why: ", bold=True), run(fit(sentence, 700))])] if sentence else []


def _links(card: Card) -> list[Json]:
    """Reply is a link and no button: a button's URL has to be http(s) (docs.slack.dev, legacy link buttons), while
    `mailto:` links are documented (docs.slack.dev/messaging/formatting-message-text)."""
    row: list[Json] = []
    if card.reply_link.startswith("mailto:"):
        url = card.reply_link if len(card.reply_link) <= _REPLY_LINK else card.reply_link.partition("?")[0]
        row.append(link(url[:_REPLY_LINK], "✉️ Reply to the customer", bold=True))
    if card.playbook.strip():
        playbook = card.playbook.strip()
        row.append(web(playbook, 500, "📖 Playbook"))
    if card.raw_link and len(card.raw_link) <= _RAW_LINK:
        row.append(link(card.raw_link, "🗄️ Raw mail"))
    spaced = [item for index, one in enumerate(row) for item in ([run("   ·   "), one] if index else [one])]
    return [lines(spaced)] if spaced else []


def button_value(**named: str | int) -> str:
    """What a button tells about the card that it stands on; see `adapters/slack/clicks.py` for who reads it."""
    return json.dumps(named, ensure_ascii=False, separators=(",", ":"))


def _buttons(card: Card) -> Json:
    held = card.move is Move.hold
    labels = {
        "take": "Take",
        "reassign": "Send on" if held else "Reassign",
        "bump": "Bump",
        "done": "Done",
        "split": "Split",
        "why": "Why?",
    }
    value = button_value(t=card.ticket_id, n=card.n, topic=fit(card.topic, 150), team=fit(card.team, 150))
    buttons: list[Json] = [
        {"type": "button", "action_id": f"tr_{name}", "text": {"type": "plain_text", "text": label}, "value": value}
        for name, label in labels.items()
    ]
    buttons[1 if held else 0]["style"] = "primary"
    return {"type": "actions", "block_id": "tr_actions", "elements": buttons}
