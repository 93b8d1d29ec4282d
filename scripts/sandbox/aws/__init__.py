"""The AWS half of the local world: the template deployed on loopback, delivered to as AWS would, under one clock.

Two worlds run the same template through the same deliverers (streams, queues, asynchronous events, Function URLs,
schedules), so what holds in one holds in the other:

`AwsWorld(template, parameters, code, environment={})` runs the unmodified functions as processes of the emulator.
`InProcessPlatform(template, parameters, make_handler, environment={})` runs Python callables in the calling thread,
one after the other in a fixed order; `make_handler(function, env)` is called at each cold start, and
`isolated_handlers("ticket_router")` makes one that imports the functions' handlers as separate processes would.
Both are context managers and share:

    world.deployed                           what the stack says (functions with their env, queues, schedules, outputs)
    world.client("dynamodb")                 a boto3 client past every injected fault (any service)
    world.clock.now() / .datetime()          the world's time; functions and emulator see the same
    world.secret(name, value)                SecureString /<prefix>/secret/<name>
    world.put_mail(bytes, ses=True) -> key   an .eml as SES writes it: in/<id>, SES's headers added where missing
    world.put_object(bucket, key, bytes)     any object; wakes what the bucket's notifications say
    world.post(function, headers, body, method="POST", path="/", query="") -> UrlAnswer(status, headers, body)
    world.faults.fail(service, operation=None, kind="429", calls=1)   kinds: 429 500 timeout drop_after
    world.faults.calls(service, operation=None)                       how many calls functions made so far
    world.faults.clear()
    world.quiet(timeout=60)                  wait until nothing is visible or in flight; NotQuiet says what still moves
    world.advance(seconds)                   from one due time to the next: schedules, hidden messages, retries
    world.fire("sweep")                      run a schedule now, by function (with or without prefix) or schedule name
    world.join(place)                        a place outside AWS takes part: stepped, waited for, reckoned with
    world.queue(name) -> list[QueuedMessage] every message of a queue, hidden ones included (prefix may be left out)
    world.logs(function) -> list[str]        a function's log lines
    world.failures -> list[Failure]          every invocation that failed: function, error, when, event
    world.unpermitted() -> list[str]         calls that functions made and that their roles would not have allowed
    world.invoke(function, event)            call a function directly -> Ok | FunctionError
    world.close()

Names of functions and queues may be given with or without the stack's prefix ("dispatch" or "tr-dispatch").

`AwsWorld` only: `world.gateway_url` (what functions use as AWS_ENDPOINT_URL), `world.url(function)` (the loopback
address a browser can open), `world.pause("router")` / `world.resume("router")` (a stream or queue stops delivering),
`schedules=True` in the constructor fires schedules with the passing of real time as well.
`InProcessPlatform` only: `world.run_until_quiet()` (the same as quiet), `world.env(function)`, and a handler may raise
`Killed`: the function dies there, is cold again afterwards, and the platform redelivers by its own rules.

What is in `environment` is added to every function's environment (AWS_ENDPOINT_URL_SESV2, SLACK_BASE_URL, ...); the
functions' AWS_ENDPOINT_URL is the gateway's, which counts calls and injects the faults.
"""

from __future__ import annotations

from .clock import Clock
from .config import Deployed, Function
from .faults import Faults
from .inprocess import InProcessPlatform, isolated_handlers
from .invoker import FunctionError, Killed, Ok
from .told import Failure, NotQuiet, OutsidePlace, QueuedMessage
from .urls import UrlAnswer
from .world import AwsWorld

__all__ = [
    "AwsWorld",
    "Clock",
    "Deployed",
    "Failure",
    "Faults",
    "Function",
    "FunctionError",
    "InProcessPlatform",
    "Killed",
    "NotQuiet",
    "Ok",
    "OutsidePlace",
    "QueuedMessage",
    "UrlAnswer",
    "isolated_handlers",
]
