"""Field masks: which parts of an answer are wanted (`fields=a(b,c),d`), and which parts of a body are to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.sandbox.not_google.wire.documents import Document
from scripts.sandbox.not_google.wire.errors import invalid


class MaskError(ValueError):
    """A mask that cannot be read."""


@dataclass
class Mask:
    """A tree of names. Without parts it means everything below."""

    parts: dict[str, Mask] = field(default_factory=dict)
    everything: bool = False

    def __contains__(self, name: str) -> bool:
        return self.whole or name in self.parts

    @property
    def whole(self) -> bool:
        """Whether everything below is meant."""
        return self.everything or not self.parts

    def below(self, name: str) -> Mask:
        """The mask for a member."""
        return Mask(everything=True) if self.whole else self.parts.get(name, Mask(everything=True))

    def paths(self, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        """Every path that the mask names, outermost name first; `("*",)` for everything."""
        if self.whole:
            return [before or ("*",)]
        return [path for name, part in self.parts.items() for path in part.paths((*before, name))]


def read_mask(text: str) -> Mask:
    """Read `a,b.c,d(e,f)`; a slash does for a point, as old clients write it. Raises MaskError."""
    reader = _Reader(text)
    mask = reader.members()
    if reader.at < len(text):
        raise MaskError(f"unexpected '{text[reader.at]}' in '{text}'")
    return mask


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def members(self) -> Mask:
        mask = Mask()
        while True:
            self._member(mask)
            if self._next() != ",":
                return mask
            self.at += 1

    def _member(self, mask: Mask) -> None:
        name = self._name()
        if name == "*":
            mask.everything = True
            return
        known = name in mask.parts
        part = mask.parts.setdefault(name, Mask())
        if self._next() in (".", "/"):
            self.at += 1
            self._member(part)
        elif self._next() == "(":
            self.at += 1
            inner = self.members()
            if self._next() != ")":
                raise MaskError(f"a parenthesis is not closed in '{self.text}'")
            self.at += 1
            part.parts.update(inner.parts)
            part.everything = part.everything or inner.everything
        else:
            part.everything = True
        if known and part.whole:
            part.everything = True

    def _name(self) -> str:
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] in "_*"):
            self.at += 1
        if start == self.at:
            raise MaskError(f"a name is missing in '{self.text}'")
        return self.text[start : self.at]

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]


def unknown_path(document: Document, schema: str, mask: Mask) -> str:
    """The first path of the mask that the schema does not have, or an empty string."""
    return _unknown(document, {"$ref": schema}, mask, "")


def _unknown(document: Document, schema: Mapping[str, Any], mask: Mask, before: str) -> str:
    if "$ref" in schema:
        schema = document.schemas[schema["$ref"]]
    if schema.get("type") == "array":
        return _unknown(document, schema["items"], mask, before)
    for name, part in mask.parts.items():
        path = f"{before}.{name}" if before else name
        member = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
        if member is None:
            return path
        if found := _unknown(document, member, part, path):
            return found
    return ""


def answer_mask(document: Document, schema: str | None, text: str) -> Mask:
    """The mask of a `fields` parameter, held to the answer's schema; raises GoogleRefusal as Google does."""
    if not text:
        return Mask(everything=True)
    try:
        mask = read_mask(text)
    except MaskError:
        raise invalid(f"Request contains an invalid argument. Invalid field selection: {text}", "fields") from None
    if schema is not None and (path := unknown_path(document, schema, mask)):
        if document.name == "drive":
            raise invalid(f"Invalid field selection {path.rpartition('.')[2]}")
        raise invalid(
            f"Request contains an invalid argument. Error expanding 'fields' parameter. "
            f"Cannot find matching fields for path '{path}'.",
            path,
        )
    return mask


def select(value: Any, mask: Mask) -> Any:
    """The parts of an answer that the mask wants."""
    if mask.whole:
        return value
    if isinstance(value, Mapping):
        kept = {name: select(member, mask.below(name)) for name, member in value.items() if name in mask}
        # An object of which nothing was wanted stays away; one that was empty before says something (black is {}).
        return {name: member for name, member in kept.items() if member != {} or value[name] == {}}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [select(one, mask) for one in value]
    return value
