"""A channel in memory: it records what is shown, and refuses or loses answers when it is told to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from tests.fakes.wire import Wire, wired
from ticket_router.domain.card import Card, FollowUp, Ping
from ticket_router.domain.errors import LandingTrouble, NotFound, OutcomeUnknown, Refused
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import Landing, LandingKind
from ticket_router.ports import Clock

FITS = 3000
"""Characters of a message that one post takes; the rest goes on in the thread."""


@dataclass
class Shown:
    """One post as people see it now."""

    id: str
    landing: Landing
    tag: Tag
    rendered: Rendered
    thread: str
    at: datetime
    woke: tuple[str, ...] = ()
    """Handles that it woke when it was posted; a change wakes nobody, as in Slack."""
    changed: int = 0
    moved: bool = False

    @property
    def part(self) -> str:
        """`card`, `more:1`, `note:<key>`, `ping:<call>`, `moved`."""
        return self.tag.part.partition("/")[2]


@dataclass
class Trouble:
    """What the next calls meet: `done` says whether the call has its effect all the same."""

    error: LandingTrouble
    done: bool
    calls: int
    on: tuple[str, ...] = field(default=("post",))


class FakeChannel:
    """Serves the `Channel` port; as an inbox it can neither look up nor change what is out."""

    def __init__(self, kind: LandingKind, clock: Clock, wire: Wire | None = None) -> None:
        self.kind = kind
        self.can_look_up = self.can_update = kind is LandingKind.slack
        self.wire = wire or Wire()
        self.shown: list[Shown] = []
        self.troubles: list[Trouble] = []
        self._clock = clock
        self._numbers = count(1)

    def refuse(
        self,
        calls: int = 1,
        *,
        after: float | None = None,
        for_good: bool = False,
        on: tuple[str, ...] = ("post",),
    ) -> None:
        """Say no to the next calls and do nothing."""
        self.troubles.append(Trouble(Refused("the channel said no", after, for_good=for_good), False, calls, on))

    def lose(self, calls: int = 1, *, done: bool = True, on: tuple[str, ...] = ("post",)) -> None:
        """Do the next calls (or do not), and give no answer."""
        self.troubles.append(Trouble(OutcomeUnknown("no answer came"), done, calls, on))

    def card(self, card: Card) -> Sequence[Rendered]:
        """See the port."""
        pages = [card.text[at : at + FITS] for at in range(0, len(card.text), FITS)] or [""]
        what = card.model_dump(mode="json", exclude={"text", "attachments", "raw_link", "pings"})
        first = _rendered("card", {**what, "text": pages[0]}, tuple(wake.handle for wake in card.pings))
        return [first, *(_rendered(f"more:{i}", {"text": page}) for i, page in enumerate(pages[1:], start=1))]

    def follow_up(self, card: Card, follow_up: FollowUp) -> Sequence[Rendered]:
        """See the port."""
        pages = [follow_up.text[at : at + FITS] for at in range(0, len(follow_up.text), FITS)] or [""]
        parts = [f"note:{follow_up.key}", *(f"note:{follow_up.key}:{i}" for i in range(1, len(pages)))]
        shown = {"kind": follow_up.kind.value, "from_ticket": follow_up.from_ticket, "apart": follow_up.apart}
        return [_rendered(part, {**shown, "text": page}) for part, page in zip(parts, pages, strict=True)]

    def ping(self, card: Card, ping: Ping) -> Rendered:
        """See the port."""
        handles = tuple(wake.handle for wake in ping.people)
        return _rendered(f"ping:{ping.call}", {"people": handles, "why": ping.sentence}, handles)

    def moved(self, card: Card, to: str) -> Rendered:
        """See the port: the card's own post in its last form, or for an inbox a mail of its own."""
        return _rendered("card" if self.can_update else "moved", {"moved": to})

    @wired
    def post(self, landing: Landing, rendered: Rendered, tag: Tag, thread: str) -> str:
        """See the port."""
        if landing.kind is not self.kind:
            raise ValueError(f"{landing} is not mine")
        if thread and all(shown.id != thread for shown in self.shown):
            raise Refused("there is no such thread", for_good=True)
        trouble = self._trouble("post")
        post_id = f"{self.kind.value}-{landing.address}-{next(self._numbers)}"
        if trouble is None or trouble.done:
            self.shown.append(Shown(post_id, landing, tag, rendered, thread, self._clock.now(), rendered.pinged))
            if rendered.part == "moved":
                self._of(thread).moved = True
        if trouble:
            raise trouble.error
        return post_id

    @wired
    def update(self, landing: Landing, message_id: str, rendered: Rendered) -> None:
        """See the port."""
        trouble = self._trouble("update")
        if trouble is None or trouble.done:
            shown = self._of(message_id)
            shown.rendered, shown.changed = rendered, shown.changed + 1
            shown.moved = "moved" in rendered.payload
        if trouble:
            raise trouble.error

    @wired
    def find(self, landing: Landing, tag: Tag, thread: str, since: datetime) -> str | None:
        """See the port."""
        if not self.can_look_up:
            raise OutcomeUnknown("nobody can look into an inbox")
        if trouble := self._trouble("find"):
            raise trouble.error
        found = (s for s in self.shown if s.tag == tag and s.landing == landing and s.thread == thread)
        return next((s.id for s in found if s.at >= since), None)

    def delete(self, post_id: str) -> None:
        """Somebody deletes a post by hand."""
        self.shown.remove(self._of(post_id))

    def cards(self, ticket_id: str = "") -> list[Shown]:
        """Live cards: those that do not say that they have moved."""
        return [
            s
            for s in self.shown
            if s.part == "card" and not s.moved and (not ticket_id or s.tag.ticket_id == ticket_id)
        ]

    def thread(self, card: Shown) -> list[Shown]:
        """What stands below a card, oldest first."""
        return [shown for shown in self.shown if shown.thread == card.id]

    def _of(self, post_id: str) -> Shown:
        found = next((shown for shown in self.shown if shown.id == post_id), None)
        if found is None:
            raise NotFound(f"{post_id} is gone")
        return found

    def _trouble(self, call: str) -> Trouble | None:
        trouble = next((t for t in self.troubles if call in t.on), None)
        if trouble:
            trouble.calls -= 1
            if not trouble.calls:
                self.troubles.remove(trouble)
        return trouble


def _rendered(part: str, payload: dict[str, Any], pinged: tuple[str, ...] = ()) -> Rendered:
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    return Rendered(part=part, digest=digest, payload=payload, pinged=pinged)
