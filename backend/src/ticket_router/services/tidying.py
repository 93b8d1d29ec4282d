"""Settling what older hand-offs left behind, so that a ticket never shows two live cards.

Older cards say where the ticket moved; a post whose outcome was lost when its landing was given up is looked for and,
if it did arrive, says so too.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from ticket_router.domain.card import Card
from ticket_router.domain.errors import NotFound
from ticket_router.domain.file import TicketFile
from ticket_router.domain.route import HandOff, Landing, LandingKind, Post, PostState, Route
from ticket_router.ports import Channel, Desk
from ticket_router.services.compose import Composer
from ticket_router.services.posting import Poster

MOVED = "moved"
GIVES_UP_AFTER = 8
"""Tries after which a stray post of this hand-off is looked for no longer: the live card has long been out."""

LEFT_ALONE_AFTER = 100
"""Tries (a day of them, at the longest wait) after which an older card that will not be changed is left as it is."""


class Tidier:
    """Marks older cards of a ticket as moved."""

    def __init__(
        self, *, desk: Desk, channels: Mapping[LandingKind, Channel], composer: Composer, poster: Poster
    ) -> None:
        self._desk = desk
        self._channels = channels
        self._composer = composer
        self._poster = poster

    def __call__(self, file: TicketFile, route: Route, current: HandOff, card: Card, landing: Landing) -> None:
        """Settle strays of this hand-off and all cards of earlier ones; raises as posting does."""
        for part, post in current.posts.items():
            attempt, _, name = part.partition("/")
            if name != "card" or int(attempt) >= current.attempt or post.digest == MOVED:
                continue
            if post.state is PostState.posted or current.tries < GIVES_UP_AFTER:
                self._settle(route, current, part, post, card, landing)
        for n, older in sorted(route.handoffs.items()):
            if n >= route.n or not older.live or current.tries >= LEFT_ALONE_AFTER:
                continue
            for part, post in older.posts.items():
                if part.endswith("/card") and post.digest != MOVED:
                    self._settle(route, older, part, post, card, landing, by=(route.moved or route.decided).by)
            self._desk.save_handoff(route.ticket_id, older.renewed(live=False), older.attempt)

    def _settle(
        self, route: Route, handoff: HandOff, part: str, post: Post, card: Card, landing: Landing, by: str = ""
    ) -> None:
        if post.landing is None:
            return
        channel = self._channels[post.landing.kind]
        message_id = post.message_id
        if post.state is not PostState.posted:
            arrived = self._poster.looked_up(channel, route, handoff, part, post, "")
            if arrived is None:
                self._desk.save_post(route.ticket_id, None, handoff.n, part, None, post.token)
                return
            message_id = arrived.message_id
        moved = channel.moved(card, f"{landing} by {by}" if by else str(landing))
        if channel.can_update:
            with suppress(NotFound):  # deleted by hand: it misleads nobody
                channel.update(post.landing, message_id, moved)
        else:
            self._poster.ensure(channel, route, handoff, post.landing, moved, message_id)
        settled = post.renewed(state=PostState.posted, message_id=message_id, digest=MOVED)
        self._desk.save_post(route.ticket_id, None, handoff.n, part, settled, post.token)
