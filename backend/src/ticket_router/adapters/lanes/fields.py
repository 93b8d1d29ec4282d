"""Rules for single fields that both web lanes share, each with the plain sentence its sender gets."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESS = re.compile(r"[^@\s<>\"(),;:\\\[\]]{1,64}@[^@\s<>\"(),;:\\\[\]]+\.[^@\s<>\"(),;:\\\[\]]{2,63}")

NAME, ADDRESS, SUBJECT, MESSAGE, PAGE, CATEGORY, KEY = 200, 254, 300, 100_000, 2_000, 100, 200
"""Characters that a field may have."""


class Fields:
    """Collects problems while fields are read, so that a sender learns all of them at once."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def text(self, name: str, value: object, limit: int, *, needed: bool = False) -> str:
        """A text field without control characters; absent and null count as empty."""
        if value is None:
            value = ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.problems[name] = f"{name} must be text."
            return ""
        # JSON can spell half a character (a lone surrogate), which no store takes.
        clean = _CONTROL.sub("", value.encode("utf-8", "replace").decode()).strip()
        if needed and not clean:
            self.problems[name] = f"{name} is missing."
        elif len(clean) > limit:
            self.problems[name] = f"{name} may have at most {limit:,} characters; this one has {len(clean):,}."
        return clean

    def line(self, name: str, value: object, limit: int, *, needed: bool = False) -> str:
        """A text field on one line."""
        return " ".join(self.text(name, value, limit, needed=needed).split())

    def address(self, name: str, value: object, *, needed: bool = False) -> str:
        """An email address, folded to lower case."""
        address = self.line(name, value, ADDRESS, needed=needed).lower()
        if address and name not in self.problems and not _ADDRESS.fullmatch(address):
            self.problems[name] = f"{name} does not look like an email address."
        return address
