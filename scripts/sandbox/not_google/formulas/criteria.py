"""Criteria of COUNTIF and its like: `>5`, `<>`, `=x`, `fin*`; text whatever its case."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from scripts.sandbox.not_google.formulas.arrays import folded
from scripts.sandbox.not_google.formulas.operators import OPERATORS
from scripts.sandbox.not_google.grid.typed import typed
from scripts.sandbox.not_google.grid.values import Formula, SheetError, Value

Test = Callable[[Value], bool]

_SHAPE = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)


def has_wildcard(text: str) -> bool:
    """Whether a text holds `*` or `?`."""
    return "*" in text or "?" in text


@lru_cache(maxsize=1024)
def wildcard(text: str) -> Callable[[str], bool]:
    """A test for texts like this one: `*` is any text, `?` any character, `~` takes the meaning away."""
    pattern = ""
    escaped = False
    for letter in text:
        if letter == "~" and not escaped:
            escaped = True
            continue
        pattern += {"*": ".*", "?": "."}[letter] if letter in "*?" and not escaped else re.escape(letter)
        escaped = False
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda value: compiled.fullmatch(value) is not None


def plain_key(criterion: Value) -> object:
    """What `Array.counts` knows an exact criterion by; None for one that has to be tried on each value."""
    if isinstance(criterion, str):
        if criterion == "" or criterion[0] in "<>=" or has_wildcard(criterion) or "~" in criterion:
            return None
        meant = _meant(criterion)
        return folded(meant) if isinstance(meant, str) else None
    return None


def test_of(criterion: Value) -> Test:
    """The test that a criterion stands for."""
    if not isinstance(criterion, str):
        return lambda value: value is not None and OPERATORS["="](value, criterion) is True
    match = _SHAPE.fullmatch(criterion)
    assert match is not None
    sign, text = match[1] or "=", match[2]
    if text == "":
        blank: Test = lambda value: value is None or (value == "" and match[1] is None)  # noqa: E731
        return {"=": blank, "<>": lambda value: value is not None}.get(sign, lambda _: False)
    meant = _meant(text)
    if sign in ("=", "<>"):
        hit = _equality(text, meant)
        return hit if sign == "=" else lambda value: not hit(value)
    compare = OPERATORS[sign]
    kind = str if isinstance(meant, str) else (int, float)

    def ordered(value: Value) -> bool:
        same = isinstance(value, kind) and isinstance(value, bool) is isinstance(meant, bool)
        return same and compare(value, meant) is True

    return ordered


def _equality(text: str, meant: Value) -> Test:
    if isinstance(meant, str) and (has_wildcard(text) or "~" in text):
        like = wildcard(text)
        return lambda value: isinstance(value, str) and like(value)
    number_text = None if isinstance(meant, str) else text.casefold()

    def hit(value: Value) -> bool:
        if isinstance(value, SheetError):
            return value.shown == text
        if number_text is not None and isinstance(value, str):
            return value.casefold() == number_text
        return value is not None and OPERATORS["="](value, meant) is True

    return hit


def _meant(text: str) -> Value:
    made = typed(text, "en_US").value
    return text if isinstance(made, Formula) or made is None else made
