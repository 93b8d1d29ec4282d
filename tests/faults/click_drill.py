"""One run of a journey in which people act, under one blow; it must end as the run does that nothing struck."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, cast

from scripts.sandbox import desk
from scripts.sandbox.journeys.mail_links import MailLinks
from scripts.sandbox.journeys.script import Step
from scripts.sandbox.views import FINAL
from scripts.sandbox.world import World
from tests.faults.boards import wrong_boards
from tests.faults.drill import Drill
from tests.faults.injection import Striker
from tests.faults.people import Reloading, StubbornClicks, unexplained
from ticket_router.adapters.aws.items import correction_from
from ticket_router.domain.correction import Action

REFILL = 60
"""Seconds after which Slack's limits are full again, so that no run suffers from the one before."""
ACTIONS = frozenset(Action) | {"separated"}


@dataclass
class ClickDrill(Drill):
    """The run; what people do is struck, and all that follows from it, but not what the first deliveries set off."""

    strange: list[str] = field(default_factory=list)

    def play(self, striker: Striker) -> None:
        """A ticket's way to its card passes unharmed, since other drills strike that."""
        striker.rest()
        self._forget()
        super().play(striker)

    def act(self, step: Step, striker: Striker) -> None:
        """People click on what they see, once it is to be seen."""
        if step.verb not in ("click", "link"):
            return
        self.recover()
        striker.rest(False)
        *_, sent = self.sent[str(step.given["ticket"])]
        ticket_id = self.world.views.ticket_of(sent)
        clicks = StubbornClicks(self.world)
        links = MailLinks(cast(World, Reloading(self.world)))
        try:
            said, problems = (clicks if step.verb == "click" else links)(step, ticket_id)
        except LookupError as refused:
            said, problems = "", (f"line {step.line}: {refused}",)
        self.strange += [*problems, *unexplained(step, clicks.heard)]
        self.story.append(said)

    def _still_moving(self) -> bool:
        """Boards too: one whose wake-up was lost is asked for again by the sweep."""
        return super()._still_moving() or bool(wrong_boards(self.world))

    def wrong(self) -> list[str]:
        """Tickets in no final state, boards that lie; how many cards each should have is for the calm run to say."""
        views = self.world.views
        found = {alias: views.ticket(views.ticket_of(sent)).status for alias, (_, _, sent) in self.sent.items()}
        left = [f"{alias} is left as {status}" for alias, status in found.items() if status not in FINAL]
        return [*left, *wrong_boards(self.world)]

    def outcome(self) -> dict[str, Any]:
        """What must be the same whatever was struck: every ticket, its histories and cards, and what was learned."""
        views = self.world.views
        found: dict[str, Any] = {"strange": self.strange}
        ids = {alias: views.ticket_of(sent) for alias, (_, _, sent) in self.sent.items()}
        for alias, ticket_id in list(ids.items()):
            file = views.file(ticket_id)
            if file and file.ticket.status.value == "split":
                ids |= {f"{alias}, half {n}": one for n, one in enumerate(file.ticket.linked, start=1)}
        names = {ticket_id: alias for alias, ticket_id in ids.items()}
        for alias, (_, body, _) in self.sent.items():
            owner = views.ticket(ids[alias]).merged_into or ids[alias]
            found[f"{alias}, times shown"] = self.shown(owner, body)
        for alias, ticket_id in ids.items():
            view, file = views.ticket(ticket_id), views.file(ticket_id)
            route = file.route if file else None
            audit = [(row["action"], row["by_user"]) for row in views.audit(ticket_id) if row["action"] in ACTIONS]
            found[alias] = {
                "status": view.status,
                "now": (view.topic, view.urgency, view.move, view.team, view.person, view.landed),
                "merged into": names.get(view.merged_into or ""),
                "linked": sorted(names.get(one, one) for one in file.ticket.linked) if file else None,
                "number of the card": route.n if route else None,
                "hands": (route.taken_by, route.taken_at is None, route.done_at is None) if route else None,
                "live cards": view.cards,
                "done by people": audit,
                "corrections": self._corrections(ticket_id),
            }
        found["learned"] = sorted((one["text"], one["topic"], one["urgency"]) for one in self._learned())
        return found

    def _corrections(self, ticket_id: str) -> list[tuple[Any, ...]]:
        kept = [c for c in map(correction_from, self._rows()) if c.ticket_id == ticket_id]
        told = ("action", "by", "origin", "orig_topic", "orig_team", "topic", "team", "urgency", "teaches")
        return [tuple(getattr(one, name) for name in told) for one in sorted(kept, key=lambda one: one.rev)]

    def _rows(self) -> list[dict[str, Any]]:
        pages = self.world.aws.client("dynamodb").get_paginator("scan")
        return [row for page in pages.paginate(TableName=f"{desk.PREFIX}-corrections") for row in page["Items"]]

    def _learned(self) -> list[dict[str, Any]]:
        s3 = self.world.aws.client("s3")
        if not s3.list_objects_v2(Bucket=self.world.bucket("rules-source"), Prefix="examples.jsonl").get("Contents"):
            return []
        body = s3.get_object(Bucket=self.world.bucket("rules-source"), Key="examples.jsonl")["Body"].read()
        return [json.loads(line) for line in body.decode().splitlines()]

    def _forget(self) -> None:
        """What the run before taught must not be known in this one, nor stand in the channels."""
        for row in self._rows():
            key = {name: row[name] for name in ("ticket_id", "rev")}
            self.world.aws.client("dynamodb").delete_item(TableName=f"{desk.PREFIX}-corrections", Key=key)
        self.world.aws.client("s3").delete_object(Bucket=self.world.bucket("rules-source"), Key="examples.jsonl")
        self.world.aws.quiet()
        with self.world.slack.lock:
            self.world.slack.workspace.messages.clear()
            for room in self.world.slack.workspace.channels.values():
                room.pins.clear()
        self.world.aws.clock.advance(REFILL)
