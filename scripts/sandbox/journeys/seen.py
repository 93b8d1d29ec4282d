"""What an `expect` asks for and what is really there: every difference as one plain sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scripts.sandbox.journeys.script import Step
from scripts.sandbox.journeys.seen_board import BOARD_KEYS, board_differences
from scripts.sandbox.journeys.seen_sheet import tab_differences
from scripts.sandbox.views import is_live, tag_of

if TYPE_CHECKING:
    from scripts.sandbox.world import World

TICKET_KEYS = (
    "ticket", "status", "team", "cards", "landed", "topic", "person", "tone", "urgency", "move", "reasons_have",
    "merged_into",
)  # fmt: skip
CHANNEL_KEYS = ("channel", "pinged", "cards", "thread_has", "board_has", "board_lacks", "board_open")
INBOX_KEYS = ("inbox", "mails", "subject_has")
SUBJECTS = ("tab", "ticket", "channel", "inbox")
"""A tab comes first: an `expect` on it may also name a ticket."""


def differences(world: World, step: Step, resolve: Callable[[str], str]) -> list[str]:
    """What does not hold; empty when everything does. `resolve` turns the name of a sent ticket into its id."""
    given = step.given if isinstance(step.given, dict) else {}
    subject = next((s for s in SUBJECTS if s in given), None)
    if subject == "tab":
        return tab_differences(world, step, resolve)
    if subject == "ticket":
        return _ticket(world, step, step.keys(TICKET_KEYS), resolve)
    if subject == "channel":
        return _channel(world, step, step.keys(CHANNEL_KEYS))
    if subject == "inbox":
        return _inbox(world, step.keys(INBOX_KEYS))
    raise step.bad(f"'expect' is about one of {', '.join(SUBJECTS)}")


def _ticket(world: World, step: Step, wanted: dict[str, Any], resolve: Callable[[str], str]) -> list[str]:
    ticket_id = resolve(str(wanted["ticket"]))
    view = world.views.ticket(ticket_id)
    found = []
    for key, value in wanted.items():
        if key == "ticket":
            continue
        if key == "reasons_have":
            found += [
                f"no reason has {word!r}; they are: {'; '.join(view.reasons) or 'none'}"
                for word in _list(value)
                if not any(str(word).casefold() in reason.casefold() for reason in view.reasons)
            ]
            continue
        asked = resolve(str(value)) if key == "merged_into" and value is not None else value
        seen = getattr(view, key)
        if seen != asked:
            found.append(f"{key} is {_shown(seen)}, not {_shown(asked)}")
    return found


def _channel(world: World, step: Step, wanted: dict[str, Any]) -> list[str]:
    name = str(wanted["channel"])
    if world.slack.workspace.named(name) is None:
        raise step.bad(f"there is no channel {name}")
    messages = world.slack.messages(name)
    found = []
    if "pinged" in wanted:
        seen = sorted(f"@{ping.name.removeprefix('@')}" for ping in world.slack.pings(name))
        asked = sorted(f"@{str(who).removeprefix('@')}" for who in _list(wanted["pinged"]))
        if Counter(seen) != Counter(asked):
            found.append(f"pinged were {', '.join(seen) or 'nobody'}, not {', '.join(asked) or 'nobody'}")
    if "cards" in wanted:
        live = sum(1 for m in messages if (tag := tag_of(m)) and tag["part"].endswith("/card") and is_live(m))
        if live != wanted["cards"]:
            found.append(f"{live} live cards, not {wanted['cards']}")
    if "thread_has" in wanted:
        texts = [reply.text for m in messages for reply in world.slack.thread(name, m.ts)[1:]]
        there = " | ".join(text[:200] for text in texts) or "none"
        found += [f"no thread has {w!r}; replies are: {there}" for w in _absent(wanted["thread_has"], texts)]
    if wanted.keys() & set(BOARD_KEYS):
        found += board_differences(world, name, wanted)
    return found


def _inbox(world: World, wanted: dict[str, Any]) -> list[str]:
    mails = world.ses.inbox(str(wanted["inbox"]))
    found = []
    if "mails" in wanted and len(mails) != wanted["mails"]:
        found.append(f"{len(mails)} mails, not {wanted['mails']}")
    if "subject_has" in wanted:
        subjects = [mail.subject for mail in mails]
        there = " | ".join(subjects) or "none"
        found += [f"no subject has {w!r}; they are: {there}" for w in _absent(wanted["subject_has"], subjects)]
    return found


def _absent(wanted: Any, texts: list[str]) -> list[Any]:
    """The wanted words that stand in none of the texts, whatever their case."""
    shown = [_visible(text).casefold() for text in texts]
    return [words for words in _list(wanted) if not any(str(words).casefold() in text for text in shown)]


def _visible(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)
