"""Turns a snapshot into HTML: a frame for each view, and lists of keyed pieces that a page can swap one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scripts.sandbox.not_bedrock import ROUGH
from scripts.sandbox.page.model import Model, Snapshot
from scripts.sandbox.page.mrkdwn import Names
from scripts.sandbox.page.sheet.drawing import Drawing
from scripts.sandbox.page.slack_html import blocks_html
from ticket_router.adapters.wording import size

Lists = dict[str, list[tuple[str, str]]]
"""By list: (key, HTML) in order."""
Pieces = Iterable[tuple[str, dict[str, Any]]]

TEMPLATES = Path(__file__).parent / "templates"
REMEMBERED = 4000


class Renderer:
    """Renders; a piece whose data did not change is not rendered again."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._names = Names()
        self._known: dict[tuple[str, str], str] = {}
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters.update(clock=_clock, stamp=_stamp, iso=_iso, size=size)
        self._env.globals.update(block_kit=self._blocks, rough=ROUGH)
        self._drawing = Drawing(self._env)

    def shell(self, offers: dict[str, Any]) -> str:
        """The page around everything."""
        return self._env.get_template("page.html").render(offers=offers)

    def frame(self, view: str, snapshot: Snapshot) -> dict[str, str]:
        """A view's title and its HTML with empty places for its lists."""
        kind, name, rest = parts(view)
        title, context = "Tickets", {}
        if kind == "channel":
            rooms = [room["name"] for room in snapshot.state["channels"]]
            title, context = f"#{name}", {"name": name, "names": rooms, "people": snapshot.state["people"]}
        elif kind == "inbox":
            known = [box["address"] for box in snapshot.state["inboxes"]]
            title, context = name, {"name": name, "names": known, "chosen": rest}
        elif kind == "ticket":
            title = name
        elif kind == "sheet":
            tab = snapshot.sheet.tab(name) if snapshot.sheet else None
            title = f"{tab.title} · Workbook" if tab else "Workbook"
        return {"title": title, "html": self._env.get_template(f"{kind}.html").render(context)}

    def lists(self, view: str, snapshot: Snapshot, you: str = "") -> Lists:
        """Every list that a page with this view shows to `you`, a handle without @."""
        if snapshot.names != self._names:
            self._names, self._known = snapshot.names, {}
        kind, name, rest = parts(view)
        state = snapshot.state
        rooms = [
            {k: v for k, v in room.items() if k not in ("messages", "pins", "whispers")} | _last(room["messages"])
            for room in state["channels"]
        ]
        boxes = [{"address": b["address"], "team": b["team"], "mails": len(b["mails"])} for b in state["inboxes"]]
        waiting = sum(len(lane["rows"]) for lane in state["queue"])
        found: Lists = {
            "nav-queue": self._made("items/nav_queue.html", [("queue", {"waiting": waiting})]),
            "nav-sheet": self._made("items/nav_sheet.html", [("sheet", {"held": state["sheet"]["held"]})]),
            "nav-channels": self._made("items/nav_channel.html", ((room["name"], room) for room in rooms)),
            "nav-inboxes": self._made("items/nav_inbox.html", ((box["address"], box) for box in boxes)),
            "flow": self._made("items/flow.html", [("flow", state["flow"])]),
            "latest": self._made("items/latest.html", ((a["id"], a) for a in state["activity"][:1])),
            "activity": self._made("items/happening.html", ((a["id"], a) for a in state["activity"])),
            "sent": self._made("items/sent.html", ((str(one["id"]), one) for one in state["sent"])),
            "faults": self._made("items/fault.html", ((str(one["id"]), one) for one in state["faults"])),
            "job": self._made("items/job.html", [("job", state["job"])] if state["job"] else []),
        }
        if kind == "channel":
            return found | self._channel_lists(state, name, you)
        views = {
            "queue": self._queue_lists,
            "inbox": self._inbox_lists,
            "ticket": self._ticket_lists,
        }
        if kind == "sheet":
            return found | self._sheet_lists(snapshot, name, rest)
        return found | views[kind](state, name, rest)

    # -- the views

    def _queue_lists(self, state: dict[str, Any], _name: str, _rest: str) -> Lists:
        coming = [row for row in state["tickets"] if row["on_the_way"]]
        aside = [row for row in state["tickets"] if not row["on_the_way"] and not row["queued"]]
        return {
            "welcome": self._made("items/welcome.html", [] if state["tickets"] else [("welcome", {})]),
            "coming": self._made("items/coming.html", [("coming", {"rows": coming})] if coming else []),
            "queue": self._made("items/lane.html", ((one["team"], one) for one in state["queue"] if state["tickets"])),
            "aside": self._made("items/aside.html", [("aside", {"rows": aside})] if aside else []),
        }

    def _channel_lists(self, state: dict[str, Any], name: str, you: str) -> Lists:
        room = next((one for one in state["channels"] if one["name"] == name), None)
        messages = room["messages"] if room else []
        whispers = [one for one in room["whispers"] if one["to"] == you] if room else []
        empty = [] if messages else [("empty", {"name": name, "known": room is not None})]
        placed = [(message["ts"], "", message) for message in messages]
        placed += [
            (one["thread"] or one["ts"], one["ts"], one) for one in whispers
        ]  # below the thread that it is about
        shown = [
            made
            for _, whispered, one in sorted(placed, key=lambda place: place[:2])
            for made in self._made(f"items/{'whisper' if whispered else 'message'}.html", [(one["ts"], one)])
        ]
        pins = [(pin["ts"], {**pin, "name": name}) for pin in room["pins"]] if room else []
        return {
            "channel-empty": self._made("items/channel_empty.html", empty),
            "pins": self._made("items/pin.html", pins),
            "messages": shown,
        }

    def _inbox_lists(self, state: dict[str, Any], name: str, rest: str) -> Lists:
        empty_box: dict[str, Any] = {"mails": [], "team": ""}
        box = next((one for one in state["inboxes"] if one["address"] == name), empty_box)
        mails = box["mails"]
        shown = next((mail for mail in mails if mail["id"] == rest), mails[0] if mails and not rest else None)
        chosen = shown["id"] if shown else ""
        rows = ((mail["id"], {**mail, "address": name, "chosen": mail["id"] == chosen}) for mail in mails)
        empty = [] if mails else [("empty", {"name": name, "team": box["team"]})]
        return {
            "inbox-empty": self._made("items/inbox_empty.html", empty),
            "mails": self._made("items/mail_row.html", rows),
            "mail": self._made("items/mail.html", [(shown["id"], shown)] if shown else []),
        }

    def _ticket_lists(self, _state: dict[str, Any], name: str, _rest: str) -> Lists:
        found = self._model.journey(name)
        if found is None:
            return {"ticket": self._made("items/ticket_unknown.html", [("unknown", {"id": name})])}
        pieces = ("head", "why", "steps", "said", "readings")
        return {
            "ticket": [one for piece in pieces for one in self._made(f"items/ticket_{piece}.html", [(piece, found)])]
        }

    def _sheet_lists(self, snapshot: Snapshot, name: str, rest: str) -> Lists:
        sheet, seen = snapshot.state["sheet"], snapshot.sheet
        chosen = seen.tab(name) if seen else None
        tabs = [{**tab, "chosen": chosen is not None and tab["id"] == chosen.id} for tab in sheet["tabs"]]
        shown = ((str(tab["id"]), tab) for tab in tabs if not tab["hidden"])
        hidden = ((str(tab["id"]), tab) for tab in tabs if tab["hidden"])
        told = [] if chosen else [("gone", {"name": name, "connected": seen is not None})]
        return {
            "sheet-line": self._made("items/sheet_line.html", ((one["id"], one) for one in sheet["line"])),
            "sheet-tabs": self._made("items/sheet_tab.html", shown),
            "sheet-hidden": self._made("items/sheet_tab.html", hidden),
            "sheet-gone": self._made("items/sheet_gone.html", told),
            **(self._drawing.lists(seen, name, rest) if seen else {}),
        }

    # -- pieces

    def _made(self, template: str, pieces: Pieces) -> list[tuple[str, str]]:
        made = ((key, self._piece(template, data)) for key, data in pieces)
        return [(key, html) for key, html in made if html]

    def _piece(self, template: str, data: dict[str, Any]) -> str:
        key = (template, json.dumps(data, sort_keys=True, ensure_ascii=False))
        html = self._known.get(key)
        if html is None:
            html = self._env.get_template(template).render(data).strip()
            if len(self._known) >= REMEMBERED:
                self._known = {}
            self._known[key] = html
        return html

    def _blocks(self, blocks: list[dict[str, Any]]) -> Markup:
        return blocks_html(blocks, self._names)


def parts(view: str) -> tuple[str, str, str]:
    """Kind, name and the rest of a view's address (`channel/finance/1700.1`); an unknown kind is the queue."""
    kind, _, rest = view.partition("/")
    name, _, rest = rest.partition("/")
    if kind == "sheet":
        return kind, name, rest
    return (kind, name, rest) if kind in ("channel", "inbox", "ticket") and name else ("queue", "", "")


def _last(messages: list[dict[str, Any]]) -> dict[str, str]:
    stamps = [one["ts"] for message in messages for one in (message, *message["replies"])]
    return {"last": max(stamps, default="")}


def _clock(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%H:%M:%S}"


def _stamp(seconds: float) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
