"""What can go wrong at the edges, split by what the caller does about it; bugs are not in here and propagate."""

from __future__ import annotations


class TicketRouterError(Exception):
    """Root of everything that adapters raise on purpose."""


class Retryable(TicketRouterError):
    """Passing trouble: the queue or the stream should try again, after `after` seconds if given."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Conflict(TicketRouterError):
    """Somebody else wrote first: read again and decide again."""


class NotFound(TicketRouterError):
    """What was asked for does not exist, or does not exist any more."""


class ReaderAway(Retryable):
    """The model is throttled, slow or down."""


class MalformedAnswer(TicketRouterError):
    """The model answered outside its form."""


class LandingTrouble(TicketRouterError):
    """A channel did not take a post."""


class Refused(LandingTrouble):
    """The vendor said no and did nothing: safe to post again, `after` seconds later if it said so.

    `for_good` marks refusals that no retry will change (no such channel, token revoked).
    """

    def __init__(self, message: str, after: float | None = None, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.after = after
        self.for_good = for_good


class OutcomeUnknown(LandingTrouble):
    """No answer came: the post may or may not be there, so look before posting again."""


class BadRequest(TicketRouterError):
    """Input that the sender must correct: one plain sentence per field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class Unauthorized(TicketRouterError):
    """A missing or wrong secret or signature; the answer to the sender carries no detail."""
