"""Why?: reads a ticket and tells everything behind its decision; writes nothing."""

from __future__ import annotations

from ticket_router.domain.explanation import explained
from ticket_router.ports import Desk, Rules


class Explain:
    """The use case."""

    def __init__(self, *, desk: Desk, rules: Rules) -> None:
        self._desk = desk
        self._rules = rules

    def __call__(self, ticket_id: str) -> tuple[str, ...]:
        """Sentences for people; one that says so when nothing was decided yet. Raises Retryable."""
        file = self._desk.file(ticket_id)
        if file is None:
            return (f"There is no ticket {ticket_id}.",)
        if file.ticket.merged_into:
            return (f"It was joined to {file.ticket.merged_into}: same customer, same topic.",)
        if file.route is None:
            return ("It is still being read: nothing was decided yet.",)
        return explained(file, file.route, self._rules.current())
