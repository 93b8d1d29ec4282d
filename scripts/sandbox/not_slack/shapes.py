"""Small checks that compose into the shape of a Block Kit document, each complaining in Slack's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Problems = Iterator[str]
Check = Callable[[Any, str], Problems]


def _at(message: str, pointer: str) -> str:
    return f"{message} [json-pointer:{pointer}]"


def string(maximum: int, minimum: int = 1) -> Check:
    """A string of `minimum` to `maximum` characters."""

    def check(value: Any, pointer: str) -> Problems:
        if not isinstance(value, str):
            yield _at("must be a string", pointer)
        elif len(value) < minimum:
            yield _at(f"must be more than {minimum - 1} characters", pointer)
        elif len(value) > maximum:
            yield _at(f"must be less than {maximum + 1} characters", pointer)

    return check


def boolean(value: Any, pointer: str) -> Problems:
    """true or false."""
    if not isinstance(value, bool):
        yield _at("must be a boolean", pointer)


def integer(value: Any, pointer: str) -> Problems:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield _at("must be an integer", pointer)


def between(least: int, most: int) -> Check:
    """A whole number in a range, both ends included."""

    def check(value: Any, pointer: str) -> Problems:
        yield from integer(value, pointer)
        if isinstance(value, int) and not least <= value <= most:
            yield _at(f"must be between {least} and {most}", pointer)

    return check


def anything(_: Any, __: str) -> Problems:
    """No check: a part of Block Kit that the product does not use."""
    yield from ()


def choice(*allowed: str) -> Check:
    """One of the words."""

    def check(value: Any, pointer: str) -> Problems:
        if value not in allowed:
            yield _at(f"must be a valid enum value: {', '.join(allowed)}", pointer)

    return check


def array(item: Check, maximum: int, minimum: int = 1) -> Check:
    """A list of `minimum` to `maximum` items."""

    def check(value: Any, pointer: str) -> Problems:
        if not isinstance(value, list):
            yield _at("must be an array", pointer)
            return
        if len(value) < minimum:
            yield _at(f"no less than {minimum} items required", pointer)
        if len(value) > maximum:
            yield _at(f"no more than {maximum} items allowed", pointer)
        for index, one in enumerate(value):
            yield from item(one, f"{pointer}/{index}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these members and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str) -> Problems:
        if not isinstance(value, dict):
            yield _at("must be an object", pointer)
            return
        for name in required:
            if name not in value:
                yield _at(f"missing required field: {name}", pointer)
        for name, member in value.items():
            if name in known:
                yield from known[name](member, f"{pointer}/{name}")
            else:
                yield _at(f"invalid additional property: {name}", pointer)

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` picks its shape."""

    def check(value: Any, pointer: str) -> Problems:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield _at("missing required field: type", pointer)
        elif kind not in kinds:
            yield _at(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            yield from kinds[kind](value, pointer)

    return check


def text(maximum: int, *kinds: str) -> Check:
    """A text object of one of `kinds` (both kinds when none is named)."""
    string_check = string(maximum)
    members = record(
        {"type": choice(*(kinds or ("plain_text", "mrkdwn"))), "text": string_check},
        {"emoji": boolean, "verbatim": boolean},
    )

    def check(value: Any, pointer: str) -> Problems:
        yield from members(value, pointer)
        if isinstance(value, dict) and value.get("type") == "mrkdwn" and "emoji" in value:
            yield _at("invalid additional property: emoji", pointer)

    return check
