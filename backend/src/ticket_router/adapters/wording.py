"""Words that Slack cards and hand-off mails share, so that a ticket reads the same wherever it lands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ticket_router.domain.base import UNSURE, Move
from ticket_router.domain.card import Card, FollowUp, Ping
from ticket_router.domain.ticket import MessageKind

SIGNS = {Move.escalate: "🔴", Move.priority: "🟠", Move.route: "🔵", Move.hold: "🟣"}
LABELS = {Move.escalate: "ESCALATE", Move.priority: "PRIORITY", Move.route: "ROUTE", Move.hold: "HELD"}
"""Each move has a colour and a word: neither alone is enough for everybody."""

FLAGS = {
    "spam": "🗑️ Reads like spam.",
    "abuse": "🛑 Abusive language.",
    "addresses_reader": "🤖 The text addresses the automatic reader: it may be trying to steer where it goes.",
}

_TITLES = {
    MessageKind.customer: "↩️ Customer followed up",
    MessageKind.note: "💬 A colleague answered",
    MessageKind.bounce: "📭 A delivery failed",
}

_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_SPACES = re.compile(r"\s+")


def one_line(text: str, limit: int) -> str:
    """Text from outside as part of a line of ours: no breaks or control characters, nothing that reorders the line
    (a file could otherwise show `exe.pdf` and be `fdp.exe`), at most `limit` characters."""
    flat = _SPACES.sub(" ", text).strip().translate(_BIDI_CONTROLS)
    flat = "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in flat)
    return clip(flat, limit)


def capitalised(text: str) -> str:
    """The text as the beginning of a sentence: its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def clip(text: str, limit: int) -> str:
    """The beginning of a text, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clip_middle(text: str, limit: int, tail: int = 40) -> str:
    """Beginning and end of a text: a decision's sentence ends with the version of the rules."""
    return text if len(text) <= limit else f"{text[: limit - tail - 3].rstrip()} … {text[-tail:].lstrip()}"


def size(count: int | None) -> str:
    """Bytes as people read them: `812 B`, `34 KB`, `1.4 MB`; None for a raw mail, which nobody weighed."""
    if count is None:
        return "raw mail"
    if count < 1000:
        return f"{count} B"
    if count < 999_500:
        return f"{count / 1000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"


def when(moment: datetime, time_zone: str) -> str:
    """`Sat 21 Nov 2026, 10:15 (Europe/Berlin)`, in UTC when the zone is not one."""
    try:
        local, name = moment.astimezone(ZoneInfo(time_zone)), time_zone
    except (KeyError, ValueError, OSError):
        local, name = moment, "UTC"
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({name})"


def safe_url(url: str) -> bool:
    """Whether a link may be made of it as it stands: plain http(s), no credentials that would disguise the host."""
    if len(url) > 2000 or any(c in " <>|\"'\\" or unicodedata.category(c)[0] in "CZ" for c in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


LABELLED = {
    "take": "Take",
    "reassign": "Reassign",
    "bump": "Bump",
    "done": "Done",
    "split": "Split",
    "why": "Why?",
    "separate": "Not the same problem",
}
"""What the actions are called, on buttons and links alike."""


def headline(card: Card) -> str:
    """The move at a glance, `🔴 ESCALATE · outage`, or that nothing is left to do."""
    if card.closed:
        return f"✔️ {one_line(capitalised(card.closed), 200)}"
    sign = f"{SIGNS[card.move]} {LABELS[card.move]}"
    if card.move is not Move.hold:
        return f"{sign} · {one_line(card.topic, 80) or UNSURE}"
    guess = f" · best guess: {one_line(card.guess, 80)}" if card.guess else ""
    return f"{sign} · waits in triage to be sent on{guess}"


def title(follow_up: FollowUp) -> str:
    """What kind of later message this is: `↩️ Customer followed up`."""
    return _TITLES[follow_up.kind]


def second_problem(topic: str) -> str:
    """What the second text of a split is called; `topic` is what it may be about, where the reader saw that."""
    return f"Second problem (may be about {one_line(topic, 80)})" if topic else "Second problem"


JOINED = 5
"""Joined tickets that the form of a split names."""


def joined_again(tickets: Sequence[str]) -> str:
    """What a split does with the tickets that were joined to the one that is split."""
    more = f" and {len(tickets) - JOINED} more" if len(tickets) > JOINED else ""
    return f"What was joined to it becomes a ticket of its own again: {', '.join(tickets[:JOINED])}{more}."


APART = "✂️ Not the same problem: it has a card of its own, as {ticket}."


def apart(follow_up: FollowUp) -> str:
    """That a person said so, or nothing."""
    return APART.format(ticket=one_line(follow_up.from_ticket, 40)) if follow_up.apart else ""


def calling(ping: Ping) -> str:
    """What people are woken for, in front of their names: `🟠 Raised to priority:`."""
    sign = SIGNS[ping.move]
    if ping.named:
        return f"{sign} For"
    return f"{sign} Waits in triage for" if ping.move is Move.hold else f"{sign} Raised to {ping.move.value}:"


def moved(to: str) -> str:
    """Where a ticket went, as people call the place: a landing's kind shows in its address."""
    return f"↪️ Moved to {one_line(to.removeprefix('slack:').removeprefix('email:'), 200)}"


def marks(card: Card) -> list[str]:
    """What to know about the sender."""
    found = ["⭐ VIP"] if card.vip else []
    return [*found, "⚠️ sender not verified"] if card.sender_verified is False else found


def notes(card: Card) -> list[str]:
    """Everything that makes this ticket not plain, one sentence each, the most important first."""
    found = [f"🙋 {one_line(capitalised(card.taken), 200)}"] if card.taken else []
    found += [f"↪️ Fallback: {one_line(why, 300)}" for why in card.fallback[:5]]
    if card.withheld:
        found.append("⛔ The virus check failed: the raw mail and its files are withheld.")
    found += [FLAGS.get(flag, f"🚩 {one_line(flag, 80)}") for flag in card.flags[:8]]
    if card.reads_differently:
        found.append(f"🔀 Customer chose “{one_line(card.category, 100)}”, reads as “{one_line(card.topic, 100)}”.")
    for topic, quote in card.also[:5]:
        quoted = f": “{one_line(quote, 250)}”" if quote.strip() else ""
        found.append(f"➕ May also be about {one_line(topic, 80)}{quoted}")
    if card.linked:
        more = f" and {len(card.linked) - 20} more" if len(card.linked) > 20 else ""
        found.append(f"🔗 Linked: {', '.join(one_line(ticket, 40) for ticket in card.linked[:20])}{more}")
    return found


def set_aside(card: Card) -> str:
    """What to know about the text shown, or nothing."""
    if not card.has_more:
        return ""
    where = "; the raw mail has it" if card.raw_link else ""
    return f"Quoted history or a signature is not shown{where}."


def about(card: Card) -> str:
    """The shortest hint at what it is about, for a notification or a subject."""
    return one_line(card.subject, 120) or one_line(card.summary, 120) or one_line(card.text, 80) or "(no text)"


WHOLE_SENTENCE = 900
"""Characters of the decision's sentence that people read at a glance; a longer one is followed by its reasons."""


def spelled_out(card: Card) -> tuple[str, ...]:
    """The reasons one by one, unless the sentence says them all and is short enough to be read."""
    said = len(card.sentence) <= WHOLE_SENTENCE and all(reason in card.sentence for reason in card.reasons)
    return () if said else card.reasons
