"""What a call carries: JSON or form fields, in which structures arrive as JSON text and booleans as 0 or 1."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from scripts.sandbox.not_slack.errors import SlackRefusal, missing

_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


async def arguments(request: Request) -> dict[str, Any]:
    """The arguments of one call by name; raises as Slack does for a body that it cannot read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    found: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if not body:
        return found
    if kind == "application/json":
        try:
            given = json.loads(body)
        except ValueError as problem:
            raise SlackRefusal("invalid_json") from problem
        if not isinstance(given, dict):
            raise SlackRefusal("json_not_object")
        return found | given
    if kind == "application/x-www-form-urlencoded":
        return found | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    raise SlackRefusal("missing_post_type")


class Arguments(dict[str, Any]):
    """The arguments of one call, read the way Slack reads them."""

    def needed(self, name: str) -> str:
        """A required string."""
        value = self.get(name)
        if value is None or value == "":
            raise missing(name)
        if not isinstance(value, str):
            raise SlackRefusal("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
        return value

    def words(self, name: str) -> str | None:
        """An optional string."""
        return None if self.get(name) is None else self.needed(name) if self[name] != "" else ""

    def flag(self, name: str) -> bool:
        """An optional boolean, false when absent."""
        return self.get(name) in (True, 1, "1", "true", "True")

    def structure(self, name: str, error: str) -> Any:
        """An optional structure, given as it is (JSON) or as JSON text (form); raises `error`."""
        value = self.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError as problem:
                raise SlackRefusal(error) from problem
        return value

    def limit(self, default: int, maximum: int) -> int:
        """The page size."""
        given = self.get("limit", default)
        try:
            number = int(given)
        except (TypeError, ValueError) as problem:
            raise SlackRefusal("invalid_limit") from problem
        if not 1 <= number <= maximum:
            raise SlackRefusal("invalid_limit")
        return number

    def moment(self, name: str, default: float) -> float:
        """A message timestamp such as `oldest`; raises invalid_ts_<name>."""
        value = self.get(name)
        if value is None or value == "":
            return default
        if not is_ts(value):
            raise SlackRefusal(f"invalid_ts_{name}")
        return float(value)


def is_ts(value: Any) -> bool:
    """Whether it has the look of a message's timestamp."""
    return _TS.fullmatch(str(value)) is not None


def check_metadata(metadata: Any) -> dict[str, Any] | None:
    """Message metadata: `event_type` and a flat `event_payload` (docs.slack.dev/messaging/message-metadata).

    None and an empty object mean none. Values of the payload are strings, numbers, booleans, or one level of objects
    or lists of them. Slack does not say where `metadata_too_large` begins; 16 KB is our guess.
    """
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, Mapping):
        raise SlackRefusal("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if set(metadata) != {"event_type", "event_payload"} or not isinstance(payload, dict):
        raise SlackRefusal("invalid_metadata_format")
    if not isinstance(kind, str) or not re.fullmatch(r"[A-Za-z0-9_.-]{1,255}", kind):
        raise SlackRefusal("invalid_metadata_format")
    if any(value is None for value in payload.values()):
        raise SlackRefusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > 16_384:
        raise SlackRefusal("metadata_too_large")
    return dict(metadata)
