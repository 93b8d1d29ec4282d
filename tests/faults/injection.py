"""Strikes one outbound call of a handler: before it happens, after it happened, or by ending the handler there.

Calls are counted where the program makes them, above the SDKs' own retries: a call that fails here has failed for good.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
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


READS = frozenset({"GetItem", "Query", "GetObject", "GetParameter", "ReceiveMessage"})
"""Calls that change nothing: failing after they happened is the same as failing before."""


class Striker:
    """Counts the calls that handlers make and strikes the one with the given number (from 0)."""

    def __init__(self) -> None:
        self._inside = threading.local()
        self.reset(None, None)

    def reset(self, number: int | None, blow: Blow | None) -> None:
        """Count from 0 again, and strike that call."""
        self.calls: list[str] = []
        self.struck = ""
        self._number = number
        self._blow = blow
        self._resting = False

    def rest(self) -> None:
        """Count and strike no more in this run: what follows is recovery."""
        self._number = None
        self._resting = True

    def handlers(self) -> Callable[[Function, Mapping[str, str]], Callable[[Any, Any], Any]]:
        """Handlers of the product whose calls are counted; nobody else's are."""
        make = isolated_handlers("ticket_router")

        def counted(function: Function, env: Mapping[str, str]) -> Callable[[Any, Any], Any]:
            handler = make(function, env)

            def call(event: Any, context: Any) -> Any:
                self._inside.function = function.name
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
        if not function or self._resting:
            return call()
        if self._blow is Blow.after and name.partition(".")[2] in READS:
            return call()
        number = len(self.calls)
        self.calls.append(f"{function}: {name}")
        if number != self._number:
            return call()
        self.struck = self.calls[-1]
        if self._blow is Blow.before:
            raise error
        call()
        if self._blow is Blow.kill:
            raise Killed(f"struck at {self.struck}")
        raise ReadTimeoutError(endpoint_url=name) if not name.startswith("slack.") else error


def _aws_error(operation: str) -> ClientError:
    answer = {
        "Error": {"Code": "InternalServerError", "Message": "struck"},
        "ResponseMetadata": {"HTTPStatusCode": 500},
    }
    return ClientError(answer, operation)  # type: ignore[arg-type]
