"""The line above the grid: what became of the last edit, what is waited for, and which rules are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.not_google import ROUTER
from scripts.sandbox.page.sheet.seen import Seen
from ticket_router.adapters.aws.sheet_memory import DynamoSheetMemory
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.rest import REST

if TYPE_CHECKING:
    from scripts.sandbox.world import World

READ = "sheets.spreadsheets.values.batchGet"
QUEUE = "sheet.fifo"
DOES = {
    "lose": "Drive will lose its next notification",
    "double": "Drive will send its next notification twice",
    "delay": "Drive will be late with its next notification",
    "deliver": "Drive will deliver its next notification",
}
Said = dict[str, Any]
"""`id`, `text`, `kind` (empty, busy or warn); `since` or `until` are moments that the page counts from or down to."""


class Telling:
    """Says it in sentences that stay the same while nothing happens: moments are told as moments."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._memory = DynamoSheetMemory(dynamodb=world.aws.client("dynamodb"), table=f"{desk.PREFIX}-state")

    def __call__(self, seen: Seen, version: int) -> list[Said]:
        """The pieces of the line, in order."""
        memory = self._memory.load()
        return [
            _said("version", f"Rules version {version} in force"),
            *self._looked(seen),
            *_rules(memory),
            *self._on_its_way(),
            *[
                _said(f"order-{at}", DOES[what], "warn")
                for at, (what, _) in enumerate(self._world.google.push.ordered())
            ],
        ]

    def _looked(self, seen: Seen) -> list[Said]:
        with self._world.google.lock:
            calls = self._world.google.calls
            last = next((call for call in reversed(calls) if call.call == READ and call.ok), None)
            failed = bool(calls) and not calls[-1].ok
            error = str(calls[-1].error) if failed else ""
        found = (
            [_said("looked", "the router looked", since=last.at)] if last else [_said("looked", "not looked at yet")]
        )
        if failed:
            found.append(_said("google", f"Google failed the last call ({error}); it is tried again", "warn"))
        if last and seen.modified > last.at and seen.last_editor != ROUTER:
            found.append(_said("unseen", f"the edit of {seen.last_editor} is not noticed yet", "busy"))
        return found

    def _on_its_way(self) -> list[Said]:
        push, found = self._world.google.push, []
        if push.moving():
            found.append(_said("push", "Drive is telling the router", "busy"))
        elif later := push.sleeping():
            found.append(_said("push", "Drive tells the router in", "busy", until=min(later)))
        if self._world.aws.queue(QUEUE):
            found.append(_said("sync", "drive-sync is at work", "busy"))
        return found


def _rules(memory: Memory) -> list[Said]:
    found, seen = [], memory.rules
    if seen.since and seen.digest != seen.settled:
        found.append(_said("rest", "the edit counts in", "busy", until=(seen.since + REST).timestamp()))
    if count := len(memory.pending):
        found.append(
            _said(
                "ticks", "a tick is being carried out" if count == 1 else f"{count} ticks are being carried out", "busy"
            )
        )
    if count := len(seen.problems):
        found.append(
            _said("problems", "1 problem in the rules" if count == 1 else f"{count} problems in the rules", "warn")
        )
    if memory.missing:
        found.append(_said("missing", f"not usable: {', '.join(memory.missing)}", "warn"))
    return found


def _said(name: str, text: str, kind: str = "", *, since: float | None = None, until: float | None = None) -> Said:
    return {"id": name, "text": text, "kind": kind, "since": since, "until": until}
