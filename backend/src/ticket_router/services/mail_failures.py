"""Mail that intake could not take in: tried again, and in the end held for a person by its headers alone.

The raw mail in the bucket is the truth; what failed is only the program that reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ticket_router.domain.errors import NotFound
from ticket_router.domain.inbound import FailedMail, Inbound
from ticket_router.ports import IntakeAgain, IntakeFailures
from ticket_router.services.sweep import failed_with
from ticket_router.services.take_in import TakeIn

ROUNDS = 2
"""Fresh starts before the parser is left out of it."""


class MailFailures:
    """The sweep's care for mail."""

    def __init__(
        self,
        *,
        failed: IntakeFailures,
        again: IntakeAgain,
        head: Callable[[str], bytes],
        parse: Callable[[bytes, str, str], Inbound],
        take_in: TakeIn,
    ) -> None:
        self._failed = failed
        self._again = again
        self._head = head
        self._parse = parse
        self._take_in = take_in

    def __call__(self) -> Counter[str]:
        """One round over what waits; a failure is settled only after what replaces it has been done.

        One that cannot be seen to is counted as such and waits for the next round; the others are seen to in this one.
        """
        done: Counter[str] = Counter()
        for failure in self._failed.waiting():
            try:
                outcome = self._one(failure)
                self._failed.settle(failure)
            except Exception as error:  # noqa: BLE001 - one mail must not keep all others from being taken in
                outcome = failed_with(error)
            done[outcome] += 1
        return done

    def _one(self, failure: FailedMail) -> str:
        if failure.rounds >= ROUNDS:
            return self._held(failure)
        self._again(failure.raw_key, failure.rounds + 1)
        return "mail tried again"

    def _held(self, failure: FailedMail) -> str:
        try:
            head = self._head(failure.raw_key)
        except NotFound:
            return "mail gone from the bucket"
        problem = f"taking it in failed {failure.rounds + 1} times ({failure.problem})"
        self._take_in(self._parse(head, failure.raw_key, problem))
        return "mail held by its headers"
