"""Strikes one outbound call of a handler: before it happens, after it happened, or by ending the handler there.

Calls are counted where the program makes them, above the SDKs' own retries: a call that fails here has failed for good.
Only blows that differ are struck. Every write is, each time. A read changes nothing, so one that fails is struck once
for each way through the program that leads to it, whichever journey and worker come there first; failing after it
happened is failing before; and a handler that dies at a read has done what it had done at the write before, or nothing,
when it dies at its first call.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any
from unittest.mock import patch

import botocore.client
import botocore.loaders
import botocore.session
import slack_sdk.web.client
from botocore.exceptions import ClientError, ReadTimeoutError

from scripts.sandbox.aws import Function, Killed, isolated_handlers


class Blow(StrEnum):
    """How a call is struck."""

    before = "fails before it happens"
    after = "fails after it happened"
    kill = "happens, and the handler dies there"


AWS_READS = frozenset({"BatchGetItem", "GetItem", "Query", "Scan", "GetObject", "GetParameter", "ReceiveMessage"})
SLACK_READS = frozenset({"auth.test", "conversations.history", "conversations.replies", "users.lookupByEmail"})
READS = AWS_READS | SLACK_READS
"""Calls that change nothing."""
BOARDS = "/services/boards.py:"
"""A queue board hangs on no journey, so each way through it is struck once, whichever journey comes there first."""
Place = tuple[str, ...]


class Striker:
    """Strikes, in each run of a journey, the first call that was not struck in the runs before.

    Calls are told apart by where they are made, not by their number: what a function still has in memory from the run
    before decides how many calls it makes.
    """

    def __init__(self, ever: Path) -> None:
        """`ever`: a folder that all workers share, with a file for each blow that is struck once and was."""
        self._inside = threading.local()
        self._ever = ever
        self.journey(None)

    def journey(
        self, blow: Blow | None, only: frozenset[str] = frozenset(), once: frozenset[str] = frozenset()
    ) -> None:
        """Begin a journey in which calls are struck so, or not at all; in functions of these names `only`, if any.

        The writes of those in `once` are struck as reads are: once for each way through the program that leads there.
        """
        self.blow, self._only, self._once = blow, only, once
        self._writes: set[Place] = set()
        self.begin()

    def begin(self) -> None:
        """Begin a run."""
        self.struck = ""
        self._resting = False
        self._times: Counter[Place] = Counter()

    def rest(self, resting: bool = True) -> None:
        """Let what follows pass: it is recovery, or not this journey's subject; or go on striking."""
        self._resting = resting

    def handlers(self) -> Callable[[Function, Mapping[str, str]], Callable[[Any, Any], Any]]:
        """Handlers of the product whose calls are counted; nobody else's are."""
        make = isolated_handlers("ticket_router")

        def counted(function: Function, env: Mapping[str, str]) -> Callable[[Any, Any], Any]:
            handler = make(function, env)

            def call(event: Any, context: Any) -> Any:
                self._inside.function, self._inside.first = function.name, True
                try:
                    return handler(event, context)
                finally:
                    self._inside.function = ""

            return call

        return counted

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stand between handlers and their SDKs for as long as the context is open."""
        aws, slack = botocore.client.BaseClient._make_api_call, slack_sdk.web.client.WebClient.api_call

        def aws_call(client: Any, operation: str, params: Any) -> Any:
            name = f"{client.meta.service_model.service_name}.{operation}"
            return self._around(name, lambda: aws(client, operation, params), _aws_error(operation))

        def slack_call(client: Any, method: str, **given: Any) -> Any:
            return self._around(f"slack.{method}", lambda: slack(client, method, **given), TimeoutError("no answer"))

        # A killed handler starts cold, and most of a cold start is reading the SDK's service models anew.
        loader = botocore.loaders.Loader()
        with (
            patch.object(botocore.session, "create_loader", lambda *_: loader),
            patch.object(botocore.client.BaseClient, "_make_api_call", aws_call),
            patch.object(slack_sdk.web.client.WebClient, "api_call", slack_call),
        ):
            yield

    def _around(self, name: str, call: Callable[[], Any], error: Exception) -> Any:
        function = getattr(self._inside, "function", "")
        if not function or self.struck or self._resting or not self._is_fresh(function, name):
            return call()
        self.struck = f"{function}: {name}"
        if self.blow is Blow.before:
            raise error
        call()
        if self.blow is Blow.kill:
            raise Killed(f"struck at {self.struck}")
        raise ReadTimeoutError(endpoint_url=name) if not name.startswith("slack.") else error

    def _is_fresh(self, function: str, name: str) -> bool:
        """Whether a blow here is another one than those before it; it is struck at once, so it is none any more."""
        first, self._inside.first = self._inside.first, False
        if self.blow is None or (self._only and function not in self._only):
            return False
        place = (function, name, *_way_here())
        read = name.partition(".")[2] in READS
        if read and (self.blow is Blow.after or (self.blow is Blow.kill and not first)):
            return False
        if read or function in self._once or any(BOARDS in line for line in place):
            return self._is_first_ever((self.blow, *place))
        self._times[place] += 1
        this_time = (*place, f"time {self._times[place]}")
        fresh = this_time not in self._writes
        self._writes.add(this_time)
        return fresh

    def _is_first_ever(self, blow_at: Place) -> bool:
        try:
            (self._ever / hashlib.sha256("\n".join(blow_at).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def _way_here() -> Iterator[str]:
    """The lines of the product through which the program came to this call."""
    frame = sys._getframe(2)
    while frame is not None:
        if "/ticket_router/" in frame.f_code.co_filename:
            yield f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]


def _aws_error(operation: str) -> ClientError:
    answer = {
        "Error": {"Code": "InternalServerError", "Message": "struck"},
        "ResponseMetadata": {"HTTPStatusCode": 500},
    }
    return ClientError(answer, operation)  # type: ignore[arg-type]
