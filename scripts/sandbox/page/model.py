"""What the page shows, as plain dicts taken from the World in one look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scripts.sandbox.page import activity, channels, tickets
from scripts.sandbox.page.journey import journey
from scripts.sandbox.page.mrkdwn import Names
from scripts.sandbox.page.records import Records
from scripts.sandbox.page.sheet.seen import Seen, SheetLook, tabs_of
from scripts.sandbox.page.sheet.telling import Telling
from scripts.sandbox.page.visitor import Visitor
from ticket_router.adapters.aws.rules import S3Rules

if TYPE_CHECKING:
    from scripts.sandbox.world import World


@dataclass(frozen=True)
class Snapshot:
    """One look. `state` could be JSON; `names` resolves the ids in its blocks, `sheet` is the workbook as it was."""

    number: int = field(compare=False)
    state: dict[str, Any]
    names: Names = field(default_factory=Names, compare=False)
    sheet: Seen | None = None


class Model:
    """Looks at a world. One thread at a time: whoever looks holds what was seen last."""

    def __init__(self, world: World, visitor: Visitor) -> None:
        self._world = world
        self._visitor = visitor
        self._records = Records(world)
        self._rules = S3Rules(s3=world.aws.client("s3"), bucket=world.bucket("rules-source"))
        self._telling = Telling(world)
        self.sheet = SheetLook(world)

    def look(self, number: int) -> Snapshot:
        """The world as it is now."""
        self._records.look()
        world, files = self._world, self._records.files
        rows = [tickets.row(file) for file in files.values()]
        rules, seen = self._rules.current(), self.sheet()
        state = {
            "clock": self.clock(),
            "rules_version": rules.version,
            "tickets": rows,
            "queue": tickets.in_queue_order(rows, [team.team for team in rules.teams]),
            "channels": channels.channels(world.slack, rules.teams, self._visitor.dismissed()),
            "people": channels.people(world.slack),
            "inboxes": channels.inboxes(world.ses, rules.teams),
            "activity": activity.happenings(self._records.audit, world),
            "flow": activity.flow(rows),
            "sheet": {**tabs_of(seen), "line": self._telling(seen, rules.version) if seen else []},
            **self._visitors(rows),
        }
        return Snapshot(number, state, channels.names(world.slack), seen)

    def again(self, before: Snapshot, number: int) -> Snapshot:
        """The same tickets with what costs nothing to look at: the clock and what visitors are doing."""
        state = {**before.state, "clock": self.clock(), **self._visitors(before.state["tickets"])}
        return Snapshot(number, state, before.names, before.sheet)

    def clock(self) -> dict[str, Any]:
        """How far the world is ahead of real time, in whole seconds: this alone says what time it is there."""
        return {"ahead": round(self._world.aws.clock.offset)}

    def now(self) -> float:
        """The world's time in seconds since 1970."""
        return self._world.now()

    def journey(self, ticket_id: str) -> dict[str, Any] | None:
        """One ticket's own page, or None when there is no such ticket."""
        records = self._records
        file = records.whole(ticket_id)
        return journey(file, records.audit.get(ticket_id, []), records.files) if file else None

    def _visitors(self, rows: list[tickets.Row]) -> dict[str, Any]:
        by_id = {row["id"]: row for row in rows}
        sent = []
        for one in self._visitor.sent():
            found = by_id.get(
                one["ticket"] or self._records.owner_of(one["raw_key"]) if one["raw_key"] or one["ticket"] else ""
            )
            sent.append({**one, "row": found})
        return {"sent": sent, "faults": self._visitor.faults(), "job": self._visitor.job()}
