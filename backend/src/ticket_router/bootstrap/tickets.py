"""The parts of a ticket's way: intake, reading, decision, hand-off and the sweep behind them."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ticket_router.bootstrap.boards import BoardParts
from ticket_router.bootstrap.parts import make_client

if TYPE_CHECKING:
    from ticket_router.adapters.links import SignedLinks
    from ticket_router.adapters.mail.desk import MailDesk
    from ticket_router.ports import Channel
    from ticket_router.services.dispatch import Dispatch
    from ticket_router.services.mail_failures import MailFailures
    from ticket_router.services.read_ticket import ReadTicket
    from ticket_router.services.route_ticket import RouteTicket
    from ticket_router.services.sweep import Sweep
    from ticket_router.services.take_in import TakeIn

HEAD_BYTES = 64 * 1024
"""As much of a mail as its headers may take."""


class TicketParts(BoardParts):
    """What the steps of a ticket are made of."""

    @cached_property
    def links(self) -> SignedLinks:
        """Signed links to files and actions."""
        from ticket_router.adapters.links import SignedLinks

        return SignedLinks(self.settings.files_url, lambda: self.secret("links"), actions_url=self.settings.actions_url)

    @cached_property
    def mail_desk(self) -> MailDesk:
        """Whose mail this desk is."""
        from ticket_router.adapters.mail.desk import MailDesk

        given = self.settings
        return MailDesk(
            support_addresses=given.support_addresses, own_domains=given.own_domains, handoff_from=given.handoff_from
        )

    @cached_property
    def take_in(self) -> TakeIn:
        """Intake of all lanes."""
        from ticket_router.services.take_in import TakeIn

        return TakeIn(
            desk=self.desk, files=self.files, queue=self.queue("intake_queue_url"), rules=self.rules, clock=self.clock
        )

    @cached_property
    def read_ticket(self) -> ReadTicket:
        """The one model call."""
        from ticket_router.adapters.aws.bedrock import BedrockReader
        from ticket_router.adapters.aws.clients import READER_TIMEOUT
        from ticket_router.services.read_ticket import ReadTicket

        bedrock = make_client("bedrock-runtime", attempts=2, read_timeout=READER_TIMEOUT)
        reader = BedrockReader(bedrock=bedrock, model_id=self.settings.need("model_id"))
        return ReadTicket(desk=self.desk, reader=reader, rules=self.rules, clock=self.clock, learned=self.learned)

    @cached_property
    def route_ticket(self) -> RouteTicket:
        """The decision."""
        from ticket_router.services.route_ticket import RouteTicket

        return RouteTicket(desk=self.desk, rules=self.rules, clock=self.clock)

    @cached_property
    def dispatch(self) -> Dispatch:
        """The hand-off."""
        from ticket_router.adapters.aws.pace import DynamoPace
        from ticket_router.services.compose import Composer
        from ticket_router.services.dispatch import Dispatch
        from ticket_router.services.posting import Poster

        pace = DynamoPace(dynamodb=make_client("dynamodb"), table=self.settings.need("state_table"))
        return Dispatch(
            desk=self.desk,
            rules=self.rules,
            channels=self._channels(),
            composer=Composer(links=self.links),
            poster=Poster(desk=self.desk, clock=self.clock, token=lambda: secrets.token_hex(8)),
            queue=self.queue("dispatch_queue_url"),
            pace=pace,
            clock=self.clock,
            ask_boards=self.ask_boards,
        )

    @cached_property
    def sweep(self) -> Sweep:
        """The backstop."""
        from ticket_router.services.sweep import Sweep

        return Sweep(
            desk=self.desk,
            to_read=self.queue("intake_queue_url"),
            to_dispatch=self.queue("dispatch_queue_url"),
            clock=self.clock,
        )

    @cached_property
    def mail_failures(self) -> MailFailures:
        """Mail that intake could not take in."""
        from ticket_router.adapters.aws.mail_failures import AsyncIntake, FailureQueue
        from ticket_router.adapters.mail.parse import parse_headers_only
        from ticket_router.services.mail_failures import MailFailures

        given = self.settings
        return MailFailures(
            failed=FailureQueue(sqs=make_client("sqs"), url=given.need("mail_failed_queue_url")),
            again=AsyncIntake(lambda_client=make_client("lambda"), function=given.need("intake_mail_function")),
            head=lambda key: self.files.raw(key, first=HEAD_BYTES),
            parse=lambda head, key, problem: parse_headers_only(
                head, raw_key=key, received_at=self.clock.now(), desk=self.mail_desk, problem=problem
            ),
            take_in=self.take_in,
        )

    def _channels(self) -> dict[Any, Channel]:
        from ticket_router.adapters.inbox.channel import InboxChannel
        from ticket_router.adapters.slack.channel import SlackChannel
        from ticket_router.domain.route import LandingKind

        given = self.settings
        return {
            LandingKind.slack: SlackChannel(
                token=lambda: self.secret("slack"), clock=self.clock, base_url=given.slack_base_url
            ),
            LandingKind.email: InboxChannel(
                client=make_client("sesv2", attempts=1), sender=given.need("handoff_from"), region=given.aws_region
            ),
        }
