"""Which part of the world fails next, in the words of a journey: a service, perhaps one call of it, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.sandbox.world import World

KINDS = ("429", "500", "timeout", "drop_after")
AWS = ("dynamodb", "sqs", "s3", "ssm", "lambda")
SERVICES = ("slack", "google", "bedrock", "ses", *AWS)
"""Everything that can be told to fail."""


class Troubles:
    """Tells the right stand-in to fail."""

    def __init__(self, world: World) -> None:
        self._world = world

    def fail(self, service: str, with_: str, calls: int = 1, call: str | None = None) -> None:
        """Fail the next `calls` calls (an SDK's retries count). Raises ValueError for an unknown service, kind or call.

        A call of an AWS service may be written `put_item` or `PutItem`.
        """
        if with_ not in KINDS:
            raise ValueError(f"unknown way to fail: {with_!r}; there are {', '.join(KINDS)}")
        if calls < 1:
            raise ValueError("calls must be at least 1")
        standin = {standin.name: standin for standin in self._world.standins}.get(service)
        if standin is not None:
            standin.fail(with_, calls=calls, call=call)
        elif service in AWS:
            self._world.aws.faults.fail(service, _operation(call), with_, calls)
        else:
            raise ValueError(f"unknown service: {service!r}; there are {', '.join(SERVICES)}")

    def heal(self) -> None:
        """Withdraw everything."""
        self._world.aws.faults.clear()
        for standin in self._world.standins:
            standin.heal()


def _operation(call: str | None) -> str | None:
    """`put_item` as the API calls it: `PutItem`."""
    if call is None or call[:1].isupper():
        return call
    return "".join(part.capitalize() for part in re.split(r"[_-]", call))
