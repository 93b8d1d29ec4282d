"""The parts that people's corrections go through, wherever they come from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ticket_router.bootstrap.parts import Parts, make_client

if TYPE_CHECKING:
    from ticket_router.adapters.aws.signed_requests import DynamoSignedRequests
    from ticket_router.adapters.slack.replies import SlackReplies
    from ticket_router.services.correct import Correct
    from ticket_router.services.explain import Explain


class CorrectionParts(Parts):
    """What corrections are made of."""

    @cached_property
    def correct(self) -> Correct:
        """The one use case."""
        from ticket_router.services.correct import Correct

        return Correct(desk=self.desk, rules=self.rules, queue=self.queue("intake_queue_url"), clock=self.clock)

    @cached_property
    def explain(self) -> Explain:
        """Why a ticket is where it is."""
        from ticket_router.services.explain import Explain

        return Explain(desk=self.desk, rules=self.rules)

    @cached_property
    def signed_requests(self) -> DynamoSignedRequests:
        """Clicks that came before."""
        from ticket_router.adapters.aws.signed_requests import DynamoSignedRequests

        return DynamoSignedRequests(dynamodb=make_client("dynamodb"), table=self.settings.need("state_table"))

    @cached_property
    def slack_replies(self) -> SlackReplies:
        """Modals and sentences for whoever clicked."""
        from ticket_router.adapters.slack.replies import SlackReplies

        return SlackReplies(token=lambda: self.secret("slack"), base_url=self.settings.slack_base_url)
