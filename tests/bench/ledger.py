"""Writes down every outbound call that the functions make, where the program makes it: at the SDKs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import botocore.client
import slack_sdk.web.client
from botocore.exceptions import ClientError
from google.auth.transport.requests import AuthorizedSession
from googleapiclient.http import HttpRequest

from scripts.sandbox.aws import Function, isolated_handlers
from tests.bench.units import UnitMeter, Units

A_BOARD = "dispatch of a board"
"""What a run of dispatch is called that draws a board: on a busy machine its turn may come at any time."""
READS = frozenset({"BatchGetItem", "GetItem", "Query", "GetObject", "GetParameter"})


@dataclass(frozen=True)
class Call:
    """One call: `dynamodb`, `GetItem`, and for DynamoDB its request units."""

    service: str
    operation: str
    units: Units = field(default_factory=Units)


@dataclass
class Invocation:
    """One run of a function. `records` is how many wake-ups it was handed, `memory` in MB."""

    function: str
    memory: int
    records: int
    cold: bool
    calls: list[Call] = field(default_factory=list)


@dataclass
class Ledger:
    """The functions' runs in order; only while `open`."""

    invocations: list[Invocation] = field(default_factory=list)

    @property
    def calls(self) -> list[tuple[str, Call]]:
        """Every call with the function that made it."""
        return [(one.function, call) for one in self.invocations for call in one.calls]

    def by_function(self) -> dict[str, Counter[str]]:
        """Calls by service for each function, in the order in which functions first ran."""
        found: dict[str, Counter[str]] = {one.function: Counter() for one in self.invocations}
        for function, call in self.calls:
            found[function][call.service] += 1
        return found

    def by_service(self, functions: Iterable[str] = ()) -> Counter[str]:
        """Calls by service, of all functions or of those named."""
        wanted = set(functions)
        return Counter(call.service for function, call in self.calls if not wanted or function in wanted)

    def by_operation(self, service: str) -> Counter[str]:
        """Calls to one service by operation."""
        return Counter(call.operation for _, call in self.calls if call.service == service)

    def units(self) -> Units:
        """DynamoDB request units together."""
        return sum((call.units for _, call in self.calls), Units())

    def wakes(self, function: str, *, idle: bool = False) -> int:
        """Wake-ups that a function was handed: on AWS each may be an invocation of its own.

        `idle`: only those in whose runs nothing was left to do, so that nothing but reads was called.
        """
        runs = [one for one in self.invocations if one.function == function]
        return sum(one.records for one in runs if not idle or all(call.operation in READS for call in one.calls))


def draws_a_board(event: Mapping[str, Any]) -> bool:
    """Whether an event wakes dispatch about nothing but channels' boards."""
    bodies = [
        json.loads(record["body"]) for record in event.get("Records", ()) if record.get("eventSource") == "aws:sqs"
    ]
    return bool(bodies) and all("board" in body for body in bodies)


class Recorder:
    """Makes handlers whose calls go into `ledger`, as long as there is one."""

    def __init__(self) -> None:
        self.ledger: Ledger | None = None
        self.meter: UnitMeter | None = None
        self._running: Invocation | None = None
        self._warm: dict[str, Callable[[Any, Any], Any]] = {}

    def chill(self) -> None:
        """The next invocation of each function is a cold start."""
        self._warm.clear()

    def handlers(self) -> Callable[[Function, Mapping[str, str]], Callable[[Any, Any], Any]]:
        """What the in-process platform makes its handlers with."""
        make = isolated_handlers("ticket_router")

        def recorded(function: Function, env: Mapping[str, str]) -> Callable[[Any, Any], Any]:
            def call(event: Any, context: Any) -> Any:
                cold = function.name not in self._warm
                if cold:
                    self._warm[function.name] = make(function, env)
                if self.ledger is not None:
                    short = A_BOARD if draws_a_board(event) else function.name.partition("-")[2]
                    self._running = Invocation(short, function.memory, len(event.get("Records", [0])), cold)
                    self.ledger.invocations.append(self._running)
                try:
                    with redirect_stdout(StringIO()):  # metrics are lines of a function's log, and no part of a table
                        return self._warm[function.name](event, context)
                finally:
                    self._running = None

            return call

        return recorded

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stand between handlers and their SDKs for as long as the context is open."""
        aws: Any = getattr(botocore.client.BaseClient, "_make_api_call")  # noqa: B009 - the stubs do not know it
        slack = slack_sdk.web.client.WebClient.api_call
        google: Any = AuthorizedSession.request
        drive: Any = HttpRequest.execute

        def aws_call(client: Any, operation: str, params: Any) -> Any:
            running, self._running = self._running, None  # the meter's own calls are nobody's
            if running is None:
                return aws(client, operation, params)
            try:
                return self._metered(running, client, operation, params, aws)
            finally:
                self._running = running

        def slack_call(client: Any, method: str, **given: Any) -> Any:
            if self._running is not None:
                self._running.calls.append(Call("slack", method))
            return slack(client, method, **given)

        def google_call(session: Any, method: str, url: str, **given: Any) -> Any:
            if self._running is not None:
                self._running.calls.append(Call("google", f"{method.upper()} {urlsplit(url).path.rpartition('/')[2]}"))
            return google(session, method, url, **given)

        def drive_call(request: Any, *given: Any, **named: Any) -> Any:
            if self._running is not None:
                self._running.calls.append(Call("google", str(request.methodId)))
            return drive(request, *given, **named)

        with (
            patch.object(AuthorizedSession, "request", google_call),
            patch.object(HttpRequest, "execute", drive_call),
            patch.object(botocore.client.BaseClient, "_make_api_call", aws_call),
            patch.object(slack_sdk.web.client.WebClient, "api_call", slack_call),
        ):
            yield

    def _metered(self, running: Invocation, client: Any, operation: str, params: Any, real: Any) -> Any:
        service = client.meta.service_model.service_name
        meter = self.meter if service == "dynamodb" else None
        before = meter.before(operation, params) if meter else {}
        answer = None
        try:
            answer = real(client, operation, params)
            return answer
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise AssertionError("the bench measures a good day, and this call failed") from error
            raise
        finally:
            units = meter.units(operation, params, before, answer) if meter else Units()
            running.calls.append(Call(service, operation, units))
