"""What the real and the in-process world have in common: the deployed stack, what goes into it, and moving its time."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .async_events import AsyncEvents
from .clock import Clock
from .deploy import deploy
from .emulator import ACCOUNT, Emulator
from .faults import Faults
from .gateway import Answer, Gateway
from .invoker import FunctionError, Invoker, Outcome
from .mail import as_ses_writes_it, s3_event, ses_id
from .privileges import Access, unpermitted
from .queues import QueuePoller
from .schedules import Schedules
from .shard import EmulatedShard
from .streams import StreamPoller
from .told import Failure, OutsidePlace, Place, QueuedMessage
from .urls import UrlAnswer, url_answer, url_event


class Platform:
    """One deployed stack with its deliverers. Subclasses say how functions run and who steps the deliverers."""

    def __init__(
        self, template: Path, parameters: Mapping[str, str], code: bytes, environment: Mapping[str, str]
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sandbox-aws-"))
        self.clock = Clock(self.folder / "clock")
        self.emulator = Emulator(self.folder, self.clock)
        self.faults = Faults()
        self.failures: list[Failure] = []
        self.gateway = Gateway(self.emulator.url, self.faults, self, self.touched)
        self.gateway_url = self.gateway.url
        try:
            self.deployed = deploy(
                self.emulator, template, parameters, code,
                {"AWS_ENDPOINT_URL": self.gateway.url, **environment}, self.gateway.url + "/fn/",
            )  # fmt: skip
        except BaseException:
            Platform.close(self)
            raise
        self._mails, self._sequence = itertools.count(1), itertools.count(1)
        invoker = self.invoker()
        self.asynchronous = AsyncEvents(self.deployed, invoker, self._discard, self.clock.now)
        self.queues = [QueuePoller(q, self.emulator, invoker) for q in self.deployed.queues]
        self.streams = [
            StreamPoller(s, EmulatedShard(self.emulator, s.stream_arn), invoker, self._discard, self.clock.now)
            for s in self.deployed.streams
        ]
        self.outside: list[OutsidePlace] = []
        self.schedules = Schedules(self.deployed.schedules, self._submit, self.clock.now())

    def places(self) -> list[Place]:
        """Return everything that delivers, in the order in which the in-process world steps it."""
        return [self.asynchronous, *self.outside, *self.queues, *self.streams]

    def join(self, place: OutsidePlace) -> None:
        """Let a place outside AWS take part: it is stepped, waited for, and its due times are reckoned with."""
        self.outside.append(place)

    # -- for subclasses

    def invoker(self) -> Invoker:
        """Return what calls the functions."""
        raise NotImplementedError

    def wake(self) -> None:
        """Something may have changed that a deliverer waits for."""

    def touched(self, asked: Collection[Access] | None) -> None:
        """A function called AWS, and `asked` for this; None is a call that nobody could read."""

    def quiet(self, timeout: float = 60) -> None:
        """Wait until nothing is visible or in flight; raises NotQuiet. Hidden messages and retries sleep on."""
        raise NotImplementedError

    # -- what goes in

    def client(self, service: str) -> Any:
        """Return a boto3 client that no injected fault reaches."""
        return self.emulator.client(service)

    def secret(self, name: str, value: str) -> None:
        """Write the SecureString /<prefix>/secret/<name>."""
        path = f"/{self.deployed.prefix}/secret/{name}"
        self.client("ssm").put_parameter(Name=path, Value=value, Type="SecureString", Overwrite=True)

    def put_object(self, bucket: str, key: str, body: bytes) -> None:
        """Put an object and send the events that the bucket's notifications ask for."""
        answer = self.client("s3").put_object(Bucket=bucket, Key=key, Body=body)
        for trigger in self.deployed.buckets:
            if trigger.bucket == bucket and key.startswith(trigger.prefix) and key.endswith(trigger.suffix):
                number = next(self._sequence)
                event = s3_event(bucket, key, len(body), answer["ETag"], self.clock.now(), number)
                self._submit(trigger.function, event)

    def put_mail(self, raw: bytes, ses: bool = True, headers: Mapping[str, str] | None = None) -> str:
        """Drop a mail as SES would and return its key; `headers` sets SES's own, {"X-SES-Virus-Verdict": "FAIL"}.

        `ses=False` leaves the mail exactly as it is.
        """
        (trigger,) = [t for t in self.deployed.buckets if t.prefix == "in/"]
        message_id = ses_id(raw, next(self._mails))
        body = as_ses_writes_it(raw, message_id, self.clock.now(), headers or {}) if ses else raw
        self.put_object(trigger.bucket, f"in/{message_id}", body)
        return f"in/{message_id}"

    def post(
        self, function: str, headers: Mapping[str, str], body: bytes,
        method: str = "POST", path: str = "/", query: str = "",
    ) -> UrlAnswer:  # fmt: skip
        """Call a Function URL; 403 for a function without one."""
        name = self.function(function)
        if name not in self.deployed.url_functions:
            return UrlAnswer(403, {"content-type": "application/json"}, b'{"Message":"Forbidden"}')
        return url_answer(self.invoke(name, url_event(name, method, path, query, headers, body, self.clock.now())))

    def invoke(self, function: str, event: Any) -> Outcome:
        """Call a function and wait for it."""
        return self.asynchronous.invoker.invoke(self.function(function), event)

    def invoked(self, function: str, asynchronous: bool, payload: bytes) -> Answer:
        """Answer a function that calls Lambda's Invoke itself."""
        if function not in self.deployed.functions:
            missing = json.dumps({"Type": "User", "Message": f"Function not found: {function}"}).encode()
            return 404, [("x-amzn-ErrorType", "ResourceNotFoundException")], missing
        event = json.loads(payload or b"{}")
        if asynchronous:
            self._submit(function, event)
            return 202, [], b""
        outcome = self.invoke(function, event)
        if isinstance(outcome, FunctionError):
            return 200, [("X-Amz-Function-Error", "Unhandled")], json.dumps(outcome.payload()).encode()
        return 200, [("X-Amz-Executed-Version", "$LATEST")], json.dumps(outcome.payload).encode()

    # -- time

    def fire(self, name: str) -> None:
        """Run one schedule now, by the name of its function or its own, and wait for quiet; KeyError if unknown."""
        wanted = {name, f"{self.deployed.prefix}-{name}"}
        for schedule in self.deployed.schedules:
            if wanted & {schedule.name, schedule.function}:
                self.schedules.fire(schedule.name, self.clock.now())
                self.quiet()
                return
        known = ", ".join(s.name for s in self.deployed.schedules)
        raise KeyError(f"no schedule runs {name!r}; there are: {known}")

    def advance(self, seconds: float) -> None:
        """Move time ahead from one due moment to the next, and let the world come to rest at each."""
        target = self.clock.now() + seconds
        self.quiet()
        while True:
            now = self.clock.now()
            if self.schedules.fire_due(now):
                self.quiet()
                continue
            moments = [m for m in (self.schedules.next(), *self.sleeping()) if m is not None and now < m <= target]
            if not moments and now >= target:
                break
            self.clock.move_to(min(moments, default=target))
            self.schedules.fire_due(self.clock.now())
            self.quiet()

    def sleeping(self) -> list[float]:
        """Return when hidden messages show again and what else waits is due, in seconds since the epoch."""
        messages = self.emulator.messages()
        hidden = [
            # The emulator's page tells whole seconds, rounded down.
            float(m["VisibleAt"] + 1)
            for poller in self.queues
            for m in messages.get(poller.mapping.queue, [])
            if not m["IsVisible"] and not poller.paused
        ]
        elsewhere = [moment for place in self.outside for moment in place.sleeping()]
        return sorted(hidden + self.asynchronous.sleeping() + elsewhere)

    # -- what can be seen

    def queue(self, name: str) -> list[QueuedMessage]:
        """Return every message of a queue."""
        queues = self.emulator.messages()
        found = queues.get(name, queues.get(f"{self.deployed.prefix}-{name}", []))
        return [QueuedMessage(m["Body"], m["IsVisible"], m["VisibleAt"], m["ReceiveCount"]) for m in found]

    def unpermitted(self) -> list[str]:
        """Return every call that a function made so far and that its role, as deployed, would not have allowed."""
        return unpermitted(self.emulator, self.deployed.functions, self.gateway.used)

    def function(self, name: str) -> str:
        """Return a function's full name; raises KeyError if there is none."""
        full = name if name in self.deployed.functions else f"{self.deployed.prefix}-{name}"
        if full not in self.deployed.functions:
            raise KeyError(f"no function {name!r}; there are: {', '.join(self.deployed.functions)}")
        return full

    def _discard(self, queue: str, message: dict[str, Any]) -> None:
        url = f"{self.emulator.url}/{ACCOUNT}/{queue}"
        self.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(message))
        self.wake()

    def _submit(self, function: str, payload: Any) -> None:
        self.asynchronous.submit(function, payload)
        self.wake()

    # -- life

    def close(self) -> None:
        """End every process and thread of the world and forget its state."""
        self.gateway.close()
        self.emulator.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
