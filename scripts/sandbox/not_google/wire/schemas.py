"""Bodies held to the discovery documents, in Google's own words; compiled once a schema, because they are big."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from scripts.sandbox.not_google.wire.documents import Document
from scripts.sandbox.not_google.wire.errors import GoogleRefusal, invalid
from scripts.sandbox.not_google.wire.unions import UNIONS, union_problem

Check = Callable[[Any], None]

_INT64 = re.compile(r"-?\d{1,19}")
_INT32 = (-(2**31), 2**31 - 1)
_UINT32 = (0, 2**32 - 1)


class Misfit(Exception):
    """A value that its schema does not allow: `text`, then the place, then `rest`. The place grows on the way out."""

    def __init__(self, text: str, rest: str = "") -> None:
        super().__init__(text + rest)
        self.text, self.rest = text, rest
        self.where: list[str] = []

    def inside(self, part: str) -> Misfit:
        """The same, one level further out."""
        self.where.insert(0, part)
        return self

    def refusal(self) -> GoogleRefusal:
        """400 as Google words it: the path in snake case, indexes in brackets."""
        path = ".".join(snake(part) for part in self.where).replace(".[", "[")
        return invalid(self.text + (f" at '{path}'" if path else "") + self.rest, path)


def _wrong(kind: str, value: Any) -> Misfit:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return Misfit("Invalid value", f" ({kind}), {shown[:200]}")


class Schemas:
    """The schemas of one API. Requests may hold nulls and 64-bit numbers as numbers; our answers may not."""

    def __init__(self, document: Document, *, answers: bool = False) -> None:
        self._document, self._answers = document, answers
        self._checks: dict[str, Check] = {}

    def check(self, name: str, value: Any) -> None:
        """Hold a body to the schema `name`; raises GoogleRefusal (AssertionError for an answer: that is our bug)."""
        try:
            self._named(name)(value)
        except Misfit as misfit:
            if self._answers:
                raise AssertionError(f"not_google answered with a bad {name}: {misfit.refusal().message}") from None
            raise misfit.refusal() from None

    def _named(self, name: str) -> Check:
        if name not in self._checks:
            self._checks[name] = self._object(self._document.schemas[name], name)
        return self._checks[name]

    def _referred(self, name: str, value: Any) -> None:
        """Looked up only when it is needed, because schemas name each other in circles."""
        self._named(name)(value)

    def _any(self, schema: Mapping[str, Any], name: str) -> Check:
        if "$ref" in schema:
            return partial(self._referred, schema["$ref"])
        kind = str(schema.get("type"))
        if kind == "object":
            return self._object(schema, name)
        if kind == "array":
            return self._array(schema, name)
        if kind == "string":
            return self._string(schema, name)
        if kind == "integer":
            return _integer(*(_UINT32 if schema.get("format") == "uint32" else _INT32))
        return {"number": _number, "boolean": _boolean, "any": _anything}[kind]

    def _object(self, schema: Mapping[str, Any], name: str) -> Check:
        known = {key: self._any(member, key) for key, member in schema.get("properties", {}).items()}
        others = self._any(schema["additionalProperties"], name) if "additionalProperties" in schema else None
        union = None if self._answers else UNIONS.get((self._document.name, name))
        answers = self._answers

        def check(value: Any) -> None:
            if not isinstance(value, dict):
                raise _wrong(f"type.googleapis.com/google.apps.{name}", value)
            for key, member in value.items():
                one = known.get(key, others)
                if one is None:
                    text = f'Invalid JSON payload received. Unknown name "{key}"'
                    raise Misfit(text, ": Cannot find field.")
                if member is None and not answers:
                    continue
                try:
                    one(member)
                except Misfit as misfit:
                    raise misfit.inside(key) from None
            if union is not None and (problem := union_problem(union, value)):
                raise Misfit("Invalid value", f" (oneof), {problem}")

        return check

    def _array(self, schema: Mapping[str, Any], name: str) -> Check:
        item = self._any(schema["items"], name)

        def check(value: Any) -> None:
            if not isinstance(value, list):
                raise _wrong("type.googleapis.com/google.protobuf.ListValue", value)
            for index, one in enumerate(value):
                try:
                    item(one)
                except Misfit as misfit:
                    raise misfit.inside(f"[{index}]") from None

        return check

    def _string(self, schema: Mapping[str, Any], name: str) -> Check:
        if schema.get("format") in ("int64", "uint64"):
            kind = f"TYPE_{schema['format'].upper()}"
            kinds = (str,) if self._answers else (str, int)

            def whole(value: Any) -> None:
                if isinstance(value, bool) or not isinstance(value, kinds) or not _INT64.fullmatch(str(value)):
                    raise _wrong(kind, value)

            return whole
        allowed = frozenset(schema["enum"]) if "enum" in schema else None

        def check(value: Any) -> None:
            if not isinstance(value, str):
                raise _wrong("TYPE_STRING", value)
            if allowed is not None and value not in allowed:
                raise _wrong(f"type.googleapis.com/google.apps.{name[:1].upper()}{name[1:]}", value)

        return check


def _integer(low: int, high: int) -> Check:
    def check(value: Any) -> None:
        whole = isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
        if not whole or not low <= value <= high:
            raise _wrong("TYPE_INT32", value)

    return check


def _number(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong("TYPE_DOUBLE", value)


def _boolean(value: Any) -> None:
    if not isinstance(value, bool):
        raise _wrong("TYPE_BOOL", value)


def _anything(value: Any) -> None:
    """No check: cells of a ValueRange are held to their own rules where they are written."""


def snake(name: str) -> str:
    """`updateSheetProperties` as Google's messages spell it: `update_sheet_properties`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match.group().lower(), name)
