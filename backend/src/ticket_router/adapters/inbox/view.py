"""What the templates of a hand-off mail are filled with, so that HTML and plain text cannot say different things."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ticket_router.adapters import wording
from ticket_router.adapters.wording import clip_middle, one_line, safe_url
from ticket_router.domain.base import UNSURE, Move
from ticket_router.domain.card import Card, CardFile, FollowUp, Ping, Wake

ACCENTS = {Move.escalate: "#b42318", Move.priority: "#b54708", Move.route: "#175cd3", Move.hold: "#6941c6"}
"""White text on each of them keeps a contrast of at least 4.5 to 1 (WCAG 2.2, AA)."""
QUIET = "#475467"
"""For mails that only add to a card."""

Fact = dict[str, str]
View = dict[str, Any]


def subject(card: Card) -> str:
    """`[priority] Login: cannot sign in [T-...]`; the mark comes last and is never cut."""
    mark = f"[{card.ticket_id}]"
    topic = one_line(card.topic, 60) or UNSURE
    about = wording.about(card).replace(mark, "").strip()
    return f"[{card.move.value}] {topic[:1].upper()}{topic[1:]}: {about} {mark}"


def card_view(card: Card) -> View:
    """Everything on the card."""
    return {
        **_frame(card, wording.headline(card), ACCENTS[card.move]),
        "arrival": f"{card.ticket_id} · by {card.source.value} · {wording.when(card.received_at, card.time_zone)}",
        "notes": wording.notes(card),
        "facts": _facts(card),
        "actions": _actions(card),
        "subject": one_line(card.subject, 300),
        "text": clean(card.text),
        "set_aside": wording.set_aside(card),
        "files": files(card.attachments),
        "sentence": clip_middle(one_line(card.sentence, 20_000), 4_000),
        "reasons": [one_line(reason, 1_000) for reason in wording.spelled_out(card)],
    }


def follow_up_view(card: Card, follow_up: FollowUp) -> View:
    """A later message."""
    at = wording.when(follow_up.received_at, follow_up.time_zone)
    joined = f" · came in as {one_line(follow_up.from_ticket, 40)}" if follow_up.from_ticket else ""
    links = {"Raw mail": follow_up.raw_link, wording.LABELLED["separate"]: follow_up.undo}
    beside = [{"label": label, "link": link} for label, link in links.items() if link]
    said = wording.apart(follow_up)
    return {
        **_frame(card, wording.title(follow_up), QUIET),
        **({"sentence": said} if said else {}),
        "arrival": f"{card.ticket_id} · by {follow_up.source.value} · {at}{joined}",
        "facts": [{"label": "From", "value": one_line(follow_up.author.label, 300)}],
        "actions": [*_reply(card), *beside, *_ways(card)],
        "subject": one_line(follow_up.subject, 300),
        "text": clean(follow_up.text),
        "files": files(follow_up.attachments),
    }


def ping_view(card: Card, ping: Ping) -> View:
    """A later wake-up."""
    return {
        **_frame(
            card,
            f"{wording.calling(ping)} {', '.join(one_line(wake.handle, 80) for wake in ping.people)}",
            ACCENTS[ping.move],
        ),
        "arrival": f"{card.ticket_id} · {wording.about(card)}",
        "facts": [{"label": "For", "value": ", ".join(woken(wake) for wake in ping.people)}],
        "actions": [*_reply(card), *_ways(card)],
        "sentence": clip_middle(one_line(ping.sentence, 20_000), 4_000),
    }


def moved_view(card: Card, to: str) -> View:
    """What is left to say once the ticket has gone elsewhere."""
    return {
        **_frame(card, wording.moved(to), QUIET),
        "arrival": f"{card.ticket_id} · {wording.about(card)}",
        "facts": [{"label": "Customer", "value": one_line(card.customer.label, 300)}],
        "sentence": "Nothing is left to do here: somebody else has the ticket now.",
    }


def clean(text: str) -> str:
    """One kind of line break, and no control characters (a mail program may stop at one)."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c in "\n\t" or c.isprintable() or ord(c) > 0x9F else "\ufffd" for c in unified)


def files(attachments: tuple[CardFile, ...]) -> list[Fact]:
    """Name, size and link of each file; a withheld one says so."""
    return [
        {
            "name": one_line(file.name, 200) or "unnamed file",
            "size": wording.size(file.size) + ("" if file.link else ", withheld"),
            "link": file.link,
        }
        for file in attachments
    ]


def woken(wake: Wake) -> str:
    """A person to ping; says so when there is no address to send a copy to."""
    return f"{one_line(wake.handle, 80)}{'' if wake.email else ' (no address in the People tab)'}"


def _frame(card: Card, band: str, accent: str) -> View:
    answer = bool(card.reply_link) and bool(card.support_mailbox)
    return {
        "band": band,
        "accent": accent,
        "ticket": card.ticket_id,
        "customer": one_line(card.customer.address, 300),
        "keeps_copy": one_line(card.support_mailbox, 200) if answer else "",
        "notes": [],
        "files": [],
        "reasons": [],
        "actions": [],
    }


def _facts(card: Card) -> list[Fact]:
    address = one_line(card.customer.address, 300)
    reads = f"{one_line(card.topic, 200) or UNSURE} ({card.topic_confidence:.2f})"
    reads += f" · urgency {card.urgency.value} · tone {card.tone.value}"
    reads += f" · language {one_line(card.language, 40)}" if card.language else ""
    person = f", {one_line(card.person.handle, 100)}" if card.person else ""
    facts = [
        {
            "label": "Customer",
            "value": one_line(card.customer.label, 400),
            "link": f"mailto:{quote(address, safe='@')}" if "@" in address else "",
            "beside": "".join(f" · {mark}" for mark in wording.marks(card)),
        },
        {"label": "In short", "value": one_line(card.summary, 600)},
        {"label": "Reads as", "value": reads},
        {"label": "For", "value": f"{one_line(card.team, 200)}{person}"},
        {"label": "Pinged", "value": ", ".join(woken(wake) for wake in card.pings)},
        {"label": "On page", "value": one_line(card.page, 2_000), "link": card.page if safe_url(card.page) else ""},
    ]
    return [fact for fact in facts if fact["value"]]


def _actions(card: Card) -> list[Fact]:
    actions = _reply(card)
    if safe_url(card.playbook):
        actions.append({"label": "Playbook", "link": card.playbook})
    if card.raw_link:
        actions.append({"label": "Raw mail", "link": card.raw_link})
    return [*actions, *_ways(card)]


def _ways(card: Card) -> list[Fact]:
    """Every mail about a ticket has them: the newest is the one that people have at hand."""
    labels = {**wording.LABELLED, **({"reassign": "Send on"} if card.move is Move.hold else {})}
    return [{"label": labels[action], "link": link} for action, link in card.ways]


def _reply(card: Card) -> list[Fact]:
    fits = card.reply_link.startswith("mailto:")
    return [{"label": "Reply to the customer", "link": card.reply_link}] if fits else []
