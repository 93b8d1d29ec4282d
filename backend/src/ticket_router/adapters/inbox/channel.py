"""Hands tickets over by mail. Nobody can look into a team's inbox: after a lost answer we send again and say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ticket_router.adapters.inbox.address import address
from ticket_router.adapters.inbox.errors import translated
from ticket_router.adapters.inbox.mime import build
from ticket_router.adapters.inbox.render import render_card, render_follow_up, render_moved, render_ping
from ticket_router.domain.card import Card, FollowUp, Ping
from ticket_router.domain.errors import OutcomeUnknown, Refused
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import Landing, LandingKind

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class InboxChannel:
    """Serves `ports.Channel`. Ids of posts are the Message-IDs that SES sets, in angle brackets.

    `client` is a boto3 sesv2 client whose retries are off (`total_max_attempts=1`: the SDK would send twice after a
    lost answer), `sender` the verified address that hand-offs come from, `region` where SES sends from.
    """

    kind = LandingKind.email
    can_look_up = False
    can_update = False

    def __init__(self, client: SESV2Client, sender: str, region: str) -> None:
        self._client = client
        self._sender = sender
        self._host = "email.amazonses.com" if region == "us-east-1" else f"{region}.amazonses.com"

    def card(self, card: Card) -> Sequence[Rendered]:
        """One mail (part `card`), whatever its length."""
        return [render_card(card)]

    def follow_up(self, card: Card, follow_up: FollowUp) -> Sequence[Rendered]:
        """One mail (part `note:<key>`) in the card's thread."""
        return [render_follow_up(card, follow_up)]

    def ping(self, card: Card, ping: Ping) -> Rendered:
        """Part `ping:<call>`."""
        return render_ping(card, ping)

    def moved(self, card: Card, to: str) -> Rendered:
        """Part `moved`: a short mail, to be posted in the card's thread."""
        return render_moved(card, to)

    def post(self, landing: Landing, rendered: Rendered, tag: Tag, thread: str) -> str:
        """SendEmail with a raw message; raises Refused or OutcomeUnknown.

        The sender stands in the message alone: there its display name is kept, and IAM checks it as it stands.
        """
        if not address(landing.address):
            raise Refused(f"'{landing.address}' is no mail address", for_good=True)
        mail = build(rendered, tag, sender=self._sender, to=landing.address, thread=thread)
        with translated():
            answer = self._client.send_email(
                Destination={"ToAddresses": [mail.to], "CcAddresses": list(mail.cc)},
                Content={"Raw": {"Data": mail.raw}},
            )
        if not answer.get("MessageId"):
            raise OutcomeUnknown("SES's answer names no message")
        return f"<{answer['MessageId']}@{self._host}>"

    def update(self, landing: Landing, message_id: str, rendered: Rendered) -> None:
        """Never called (`can_update`): a mail that is out stays as it is."""
        raise Refused("a mail that was sent cannot be changed", for_good=True)

    def find(self, landing: Landing, tag: Tag, thread: str, since: datetime) -> str | None:
        """Always raises OutcomeUnknown: a team's inbox is not ours to read."""
        raise OutcomeUnknown("nobody can look into a team's inbox")
