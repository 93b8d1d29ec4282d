"""How often, and for how long, a call to Google is tried again before the queue has to wait instead.

Google asks for exponential back-off after 429 and 5xx (Sheets API, "Usage limits"). gspread's own back-off never gives
up and repeats whatever it was doing; in a function the waiting has to end, and a row must not be inserted twice.
"""

from __future__ import annotations

import random
import time
from typing import Any, Self

from urllib3.exceptions import MaxRetryError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

CONNECT_TIMEOUT = 3.0
READ_TIMEOUT = 20.0
TRIES = 3
FIRST_WAIT = 1.0
"""Seconds: the most that is waited before the second try; it doubles with each. How much of it is chance."""
LAST_START = 12.0
"""Seconds after the first failure in which another try may begin. With a first and a last try that both run into
their timeouts a call ends within a minute."""
REFUSED_UNDONE = 429
"""The one answer that is safe after any call: it was turned away before anything was done."""
PASSING = frozenset({REFUSED_UNDONE, 500, 502, 503, 504})


class Patience(Retry):
    """Tries again after 429, and for calls that change nothing also after 5xx and lost connections, never after a
    timeout: whoever was that slow once will be so again.
    """

    def __init__(
        self, *args: Any, first_wait: float = FIRST_WAIT, failed_at: float | None = None, **named: Any
    ) -> None:
        named = {
            "total": TRIES - 1,
            "allowed_methods": frozenset({"GET"}),
            "status_forcelist": PASSING,
            "raise_on_status": False,
            "redirect": 0,
            **named,
        }
        super().__init__(*args, **named)
        self._first_wait = first_wait
        self.failed_at = failed_at
        """When the first try failed, by the machine's own clock; None until then."""

    def new(self, **changes: Any) -> Self:
        """See Retry; our own two values go along."""
        return super().new(**{"first_wait": self._first_wait, "failed_at": self.failed_at, **changes})

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        """See Retry."""
        return status_code == REFUSED_UNDONE or super().is_retry(method, status_code, has_retry_after)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        *rest: Any,
        **named: Any,
    ) -> Self:
        """See Retry; ends as well when too little time is left for another try."""
        if isinstance(error, ReadTimeoutError):
            raise error
        following = super().increment(method, url, response, error, *rest, **named)
        now = time.monotonic()
        following.failed_at = self.failed_at if self.failed_at is not None else now
        wait = (response and self.get_retry_after(response)) or 0.0
        if now + wait - following.failed_at > LAST_START:
            raise MaxRetryError(named.get("_pool"), url or "", error)  # type: ignore[arg-type]
        return following

    def get_backoff_time(self) -> float:
        """Seconds to wait: full jitter, so that functions that failed together do not come back together."""
        return random.uniform(0, self._first_wait * 2 ** (len(self.history) - 1))  # noqa: S311 - spreads calls
