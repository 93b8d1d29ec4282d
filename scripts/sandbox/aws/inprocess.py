"""The same stack and the same deliverers with handlers called in this thread, step by step, always in one order.

For tests that kill a handler at each of its calls: deterministic, quick, and stopped at any point. The emulator holds
the tables, queues and buckets; its functions are never started.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import boto3

from .config import Function
from .deploy import zipped
from .emulator import ACCOUNT, REGION
from .invoker import FunctionError, Invoker, Killed, Ok, Outcome
from .platform import Platform
from .shim import worldclock
from .told import Failure, NotQuiet, Place

Handler = Callable[[Any, Any], Any]
MakeHandler = Callable[[Function, Mapping[str, str]], Handler]

#: More deliveries than any test needs: something goes round in circles.
_MOST_STEPS = 20_000


class Context:
    """Lambda's context object; time is the world's."""

    def __init__(self, function: Function, clock: Callable[[], float]) -> None:
        self.function_name = function.name
        self.function_version = "$LATEST"
        self.invoked_function_arn = function.arn
        self.memory_limit_in_mb = function.memory
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = function.log_group
        self.log_stream_name = "in-process"
        self._clock, self._deadline = clock, clock() + function.timeout

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left before Lambda would end the invocation."""
        return max(0, int((self._deadline - self._clock()) * 1000))


class InProcessPlatform(Platform):
    """A world whose handlers are Python callables; while it is open, this interpreter tells the world's time.

    `make_handler(function, env)` is called at a function's first invocation and again after it was killed.
    """

    def __init__(
        self,
        template: Path,
        parameters: Mapping[str, str],
        make_handler: MakeHandler,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._make_handler = make_handler
        self._warm: dict[str, Handler] = {}
        super().__init__(template, parameters, zipped(None), environment or {})
        worldclock.install(str(self.clock.path))

    def invoker(self) -> Invoker:
        """Return the invoker that calls the handlers here."""
        return _Here(self)

    def env(self, function: str) -> dict[str, str]:
        """Return the environment that Lambda would give a function: the template's, and what the runtime adds."""
        f = self.deployed.functions[self.function(function)]
        return {
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_LAMBDA_FUNCTION_NAME": f.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(f.memory),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            **f.env,
        }

    def run_until_quiet(self) -> None:
        """Step the deliverers, first asynchronous events, then queues, then streams, until none has anything.

        Each is emptied before the next has its turn, and queues that show nothing are not asked: asking costs more time
        than delivering.
        """
        steps = itertools.count(1)
        moved = True
        while moved:
            moved = False
            for place in self._places_with_work():
                while place.step():
                    moved = True
                    if next(steps) > _MOST_STEPS:
                        still = [p.moving() for p in self.places()]
                        raise NotQuiet(f"still moving after {_MOST_STEPS} deliveries: {still}")

    def _places_with_work(self) -> Iterator[Place]:
        """All but the queues that show nothing at the time of their turn."""
        yield from (self.asynchronous, *self.outside)
        messages = self.emulator.messages()
        for queue in self.queues:
            if any(message["IsVisible"] for message in messages.get(queue.mapping.queue, [])):
                yield queue
        yield from self.streams

    def quiet(self, timeout: float = 60) -> None:
        """Run until quiet; nothing happens in the background, so there is nothing to wait for."""
        self.run_until_quiet()

    def call(self, name: str, event: Any) -> Outcome:
        """Run one invocation as Lambda would, errors turned into values; a killed function is cold afterwards."""
        function = self.deployed.functions[name]
        try:
            if name not in self._warm:
                self._warm[name] = self._make_handler(function, self.env(name))
            value = self._warm[name](json.loads(json.dumps(event)), Context(function, self.clock.now))
            return Ok(json.loads(json.dumps(value)))
        except Killed as death:
            self._warm.pop(name, None)
            error = FunctionError("Runtime.ExitError", str(death) or "killed")
        except Exception as raised:  # noqa: BLE001 - whatever a handler raises is its answer
            error = FunctionError(type(raised).__name__, str(raised), traceback.format_exc())
        self.failures.append(Failure(name, error, self.clock.now(), event))
        return error

    def close(self) -> None:
        """End the world and give this interpreter its own time back."""
        worldclock.uninstall()
        super().close()


class _Here:
    def __init__(self, platform: InProcessPlatform) -> None:
        self._platform = platform

    def invoke(self, function: str, event: Any) -> Outcome:
        return self._platform.call(function, event)


def isolated_handlers(package: str) -> MakeHandler:
    """Return a `make_handler` that imports a function's handler into a private copy of `package`, as a process would.

    What the package caches at import or in module state belongs to one function and is gone after a cold start.
    """

    def make(function: Function, env: Mapping[str, str]) -> Handler:
        modules: dict[str, Any] = {}
        boto3.DEFAULT_SESSION = None
        with _as_process(package, modules, env):
            module, _, name = function.handler.rpartition(".")
            handler = getattr(import_module(module.replace("/", ".")), name)

        def call(event: Any, context: Any) -> Any:
            with _as_process(package, modules, env):
                return handler(event, context)

        return call

    return make


@contextmanager
def _as_process(package: str, modules: dict[str, Any], env: Mapping[str, str]) -> Iterator[None]:
    def taken_out() -> dict[str, Any]:
        names = [n for n in sys.modules if n == package or n.startswith(package + ".")]
        return {n: sys.modules.pop(n) for n in names}

    outside, environment = taken_out(), dict(os.environ)
    sys.modules.update(modules)
    os.environ.update(env)
    try:
        yield
    finally:
        modules.clear()
        modules.update(taken_out())
        sys.modules.update(outside)
        os.environ.clear()
        os.environ.update(environment)
