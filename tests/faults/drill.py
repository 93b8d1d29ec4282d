"""One run of a journey under one blow, and what must be true afterwards whatever the blow was.

A run uses senders and conversations of its own, so that one world serves all runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from scripts.sandbox.journeys.script import Journey, Step, duration
from scripts.sandbox.senders import Sent
from scripts.sandbox.views import FINAL, is_live, tag_of
from scripts.sandbox.world import World
from tests.faults.injection import Striker
from ticket_router.adapters.inbox.mime import SECOND_COPY
from ticket_router.domain.owing import Step as Debt

RECOVERY = 1800
"""Seconds of the world's time within which everything must have come right."""
BEAT = 300
MOST_TRIES = 6
_ADDRESS = re.compile(r"([\w.+-]+)@((?!company\.example)[\w.-]+)")


@dataclass
class Drill:
    """The run number `run` of a journey."""

    world: World
    journey: Journey
    run: int
    sent: dict[str, tuple[str, Any, Sent]] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)

    def play(self, striker: Striker) -> None:
        """Do what the journey does; a sender who was not answered well sends again, as senders do."""
        for step in self.journey.steps:
            if step.verb == "expect":
                continue  # expectations are for calm runs
            if step.verb == "send":
                ((lane, body),) = step.given.items()
                self._send(step.alias or f"line {step.line}", lane, self._own(body))
            elif step.verb == "fail":
                given = step.given
                self.world.troubles.fail(given["service"], given["with"], given.get("calls", 1), given.get("call"))
            elif step.verb == "advance":
                self.world.aws.advance(duration(step, step.given).total_seconds())
            elif step.verb == "fire":
                self.world.aws.fire(step.given)
            else:
                self.act(step, striker)
            self.world.aws.quiet()
        striker.rest()
        self.recover()
        self.world.troubles.heal()

    def act(self, step: Step, striker: Striker) -> None:
        """What people do beside writing; here they do nothing."""

    def recover(self) -> None:
        """Let time pass until everything has come right, or should have."""
        waited = 0.0
        while waited < RECOVERY and self._still_moving():
            due = [moment - self.world.aws.clock.now() for moment in self.world.aws.sleeping()]
            beat = min(max(1.0, min(due, default=BEAT)), BEAT)
            self.world.aws.advance(beat)
            waited += beat

    def _still_moving(self) -> bool:
        """Whether a message sleeps or a row still owes a step; when neither does, more time would change nothing."""
        if self.world.aws.sleeping():
            return True
        ever = self.world.datetime() + timedelta(days=1)
        return any(self.world.views.desk.owing(debt, ever) for debt in Debt) or bool(
            self.world.aws.queue("mail-failed")
        )

    def wrong(self) -> list[str]:
        """What is not as promised: no ticket lost, one card per problem, every word shown once."""
        found = []
        problems: dict[tuple[str, str], list[str]] = {}
        for alias, (_, body, sent) in self.sent.items():
            ticket_id = self.world.views.ticket_of(sent)
            view = self.world.views.ticket(ticket_id)
            if view.status not in FINAL:
                found.append(f"{alias} ({ticket_id or 'no ticket'}) is left as {view.status}")
                continue
            file = self.world.views.file(ticket_id)
            if file is None or view.status == "ignored":
                continue
            if view.status != "merged" and view.cards != 1:
                found.append(f"{alias} ({ticket_id}, {view.status}) has {view.cards} live cards")
            if view.status == "merged" and view.cards:
                found.append(f"{alias} ({ticket_id}) was merged and has {view.cards} live cards")
            if view.status in ("delivered", "merged"):
                problems.setdefault((file.ticket.customer.address, str(view.topic)), []).append(
                    view.merged_into or ticket_id
                )
            if (shown := self.shown(view.merged_into or ticket_id, body)) != 1:
                found.append(f"{alias}: its words are shown {shown} times on live cards of {ticket_id}")
        found += [
            f"{who} has cards {owners} for one problem" for who, owners in problems.items() if len(set(owners)) > 1
        ]
        return found

    def _send(self, alias: str, lane: str, body: Any) -> None:
        """Until it is accepted; a mail is accepted by S3, which tells its function by itself."""
        send = self.world.send
        for _ in range(MOST_TRIES):
            sent = send.written_mail(body) if lane == "mail" else send.form(body) if lane == "form" else send.chat(body)
            self.sent[alias] = (lane, body, sent)
            if sent.accepted:
                return
        raise AssertionError(f"{alias} was refused {MOST_TRIES} times: {sent.status} {sent.answer}")

    def _own(self, body: Any) -> Any:
        """The body with addresses and ids of this run alone."""
        if isinstance(body, dict):
            return {
                key: f"{value}-{self.run}" if key in ("conversation_id", "submission_id") else self._own(value)
                for key, value in body.items()
            }
        if isinstance(body, list):
            return [self._own(value) for value in body]
        return _ADDRESS.sub(rf"\1.r{self.run}@\2", body) if isinstance(body, str) else body

    def shown(self, ticket_id: str, body: Any) -> int:
        """How often a message stands on live cards or in their threads (a hand-off mail is counted as a card).

        Mail cannot be searched, so a lost answer is followed by a copy; one that says what it may be shows nothing new.
        """
        words = " ".join(_words(body).split())[:60]
        shown = 0
        for name in self.world.slack.workspace.channels.values():
            for message in self.world.slack.messages(name.name):
                tag = tag_of(message)
                if not tag or tag["ticket_id"] != ticket_id or not is_live(message):
                    continue
                texts = [_said(message.blocks)]
                texts += [_said(reply.blocks) for reply in self.world.slack.thread(name.name, message.ts)[1:]]
                shown += sum(words in " ".join(text.split()) for text in texts)
        parts: set[str] = set()
        for part, mail in self.world.views.mails_of(ticket_id):
            if part.endswith("/card") or "/note:" in part:
                copy = part in parts and SECOND_COPY in mail.header("Subject")
                shown += words in " ".join(mail.text.split()) and not copy
                parts.add(part)
        return shown


def _words(body: Any) -> str:
    if "messages" in body:
        return str(next(m["text"] for m in body["messages"] if m["from"] == "visitor"))
    return str(body.get("message") or body.get("text") or "")


def _said(blocks: Any) -> str:
    """What the customer said, as a post shows it: its own blocks, not the summary or the reasons."""
    return _all_text([block for block in blocks if str(block.get("block_id", "")).startswith("tr_text")])


def _all_text(value: Any) -> str:
    """Every text in blocks, in order, as people read it."""
    if isinstance(value, dict):
        own = value.get("text")
        if isinstance(own, str):
            return own.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return " ".join(_all_text(part) for part in value.values())
    if isinstance(value, list):
        return " ".join(_all_text(part) for part in value)
    return ""
