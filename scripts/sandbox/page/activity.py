"""What just happened, in plain words, and where in the flow tickets are at this moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scripts.sandbox.page.tickets import Row
from ticket_router.adapters.wording import one_line

if TYPE_CHECKING:
    from scripts.sandbox.world import World

SHOWN = 60
STEPS = {
    "received": "intake",
    "ignored": "intake",
    "customer followed up": "intake",
    "a colleague answered": "intake",
    "the hand-off mail bounced": "intake",
    "read": "read",
    "given up on the reader": "read",
    "decided": "router",
    "merged": "router",
    "held": "router",
    "delivered": "dispatch",
}
"""Which station of the flow does what the audit calls so."""


def happenings(audit: Mapping[str, Sequence[Mapping[str, str]]], world: World) -> list[dict[str, Any]]:
    """The latest happenings, newest first: the audit's rows, and calls that a stand-in or a function failed."""
    found = [
        {
            "id": f"{ticket_id}/{entry['rev']}",
            "at": datetime.fromisoformat(entry["at"]).timestamp(),
            "ticket": ticket_id,
            "station": STEPS.get(entry["action"], "router"),
            "kind": "trouble" if entry["action"] in ("given up on the reader", "the hand-off mail bounced") else "",
            "text": told(entry),
        }
        for ticket_id, entries in audit.items()
        for entry in entries[-12:]
    ]
    return sorted([*found, *_troubles(world)], key=lambda one: (one["at"], one["id"]), reverse=True)[:SHOWN]


def told(entry: Mapping[str, str]) -> str:
    """One audit row as a sentence without its subject."""
    action, said = entry["action"], detail(entry)
    verb = {
        "received": "arrived ",
        "ignored": "ignored: ",
        "read": "read as ",
        "decided": "",
        "delivered": "landed in ",
        "merged": "joined ",
    }.get(action, f"{action}: " if said else action)
    return f"{verb}{said}"


def detail(entry: Mapping[str, str]) -> str:
    """What an audit row says beyond its action."""
    action, note, by = entry["action"], entry.get("note", ""), entry.get("by_user", "")
    return {
        "received": f"{note} from {by}" if note.startswith("by ") else f"from {by}: {note}",
        "ignored": f"automatic mail from {by}",
        "delivered": _place(note),
        "merged": note.removeprefix("into "),
        "customer followed up": f"{by}, {note}",
        "a colleague answered": f"{by}, {note}",
    }.get(action, note)


def _place(note: str) -> str:
    return note.removeprefix("to ").removeprefix("slack:").removeprefix("email:")


def _troubles(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    services = (
        ("slack", "dispatch", world.slack),
        ("mail", "dispatch", world.ses),
        ("reader", "read", world.bedrock),
        ("google", "workbook", world.google),
    )
    for name, station, standin in services:
        failed = [(number, call) for number, call in enumerate(list(standin.calls)) if not call.ok]
        found += [
            {
                "id": f"{name}/{number}",
                "at": call.at,
                "ticket": "",
                "station": "" if call.call.startswith("views.") else station,
                "kind": "trouble",
                "text": f"{name.capitalize()} failed {call.call}: {call.error}",
            }
            for number, call in failed[-SHOWN:]
        ]
    for number, failure in list(enumerate(list(world.aws.failures)))[-SHOWN:]:
        found.append(
            {
                "id": f"failure/{number}",
                "at": failure.at,
                "ticket": "",
                "station": "",
                "kind": "trouble",
                "text": one_line(f"A run failed and will be tried again: {failure}", 240),
            }
        )
    return found


def flow(rows: Sequence[Row]) -> dict[str, Any]:
    """The stations with how many tickets are at each of them now, and how many landed where."""
    owing = Counter(one["owes"] for one in rows if one["owes"])
    landed = Counter("triage" if one["move"] == "hold" else _kind(one) for one in rows if one["landed"])
    return {
        "received": len(rows),
        "stations": [
            {"name": "intake", "does": "mail, form, chat", "now": 0},
            {"name": "read", "does": "one model call", "now": owing["read"]},
            {"name": "router", "does": "plain rules", "now": owing["decide"]},
            {"name": "dispatch", "does": "one card per problem", "now": owing["dispatch"]},
        ],
        "landed": {"slack": landed["slack"], "mail": landed["mail"], "triage": landed["triage"]},
        "aside": sum(1 for one in rows if one["status"] in ("merged", "ignored")),
    }


def _kind(one: Row) -> str:
    return "slack" if one["landed"]["href"].startswith("#channel/") else "mail"
