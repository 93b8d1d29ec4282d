"""The parts of queue boards."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ticket_router.bootstrap.learning import LearningParts
from ticket_router.bootstrap.parts import make_client

if TYPE_CHECKING:
    from ticket_router.adapters.aws.boards import DynamoBoards, SqsBoardWakes
    from ticket_router.services.boards import AskBoards, DrawBoard

SPACING = 4.0
"""Seconds between updates of all boards together: 15 a minute of the 50 that chat.update takes (docs.slack.dev)."""


class BoardParts(LearningParts):
    """What asks for boards, and what draws them."""

    @cached_property
    def ask_boards(self) -> AskBoards:
        """Asks for redraws."""
        from ticket_router.services.boards import AskBoards

        return AskBoards(boards=self._boards, wakes=self._board_wakes, rules=self.rules, clock=self.clock)

    @cached_property
    def draw_board(self) -> DrawBoard:
        """Redraws."""
        from ticket_router.adapters.aws.pace import DynamoPace
        from ticket_router.adapters.aws.queues import DynamoQueues
        from ticket_router.adapters.slack.board import SlackBoards
        from ticket_router.services.boards import DrawBoard

        given, dynamodb = self.settings, make_client("dynamodb")
        state = given.need("state_table")
        return DrawBoard(
            boards=self._boards,
            wakes=self._board_wakes,
            queues=DynamoQueues(
                dynamodb=dynamodb, tickets=given.need("tickets_table"), routes=given.need("routes_table")
            ),
            rules=self.rules,
            channel=SlackBoards(token=lambda: self.secret("slack"), clock=self.clock, base_url=given.slack_base_url),
            turns=DynamoPace(dynamodb=dynamodb, table=state, spacing=SPACING),
            pace=DynamoPace(dynamodb=dynamodb, table=state),
            clock=self.clock,
        )

    @cached_property
    def _boards(self) -> DynamoBoards:
        from ticket_router.adapters.aws.boards import DynamoBoards

        return DynamoBoards(dynamodb=make_client("dynamodb"), table=self.settings.need("state_table"))

    @cached_property
    def _board_wakes(self) -> SqsBoardWakes:
        from ticket_router.adapters.aws.boards import SqsBoardWakes

        return SqsBoardWakes(sqs=make_client("sqs"), url=self.settings.need("dispatch_queue_url"))
