"""A formula cut into pieces, each with its place, so that a reference can be rewritten and all else left as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


class FormulaError(ValueError):
    """A formula that cannot be read; the cell shows #ERROR!."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: `kind` is space, string, number, ref, error, name or sign."""

    kind: str
    text: str
    start: int


_TITLE = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_END = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}|\$?[A-Za-z]{1,3}|\$?[1-9]\d{0,6}"
_ERRORS = r"[#](?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|ERROR!)"

_PIECES = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<string>"(?:[^"]|"")*")
  | (?P<error>(?:{_TITLE})?{_ERRORS})
  | (?P<ref>(?:{_TITLE})?(?:(?:{_END}):(?:{_END})|{_CELL})(?![\w(.!]))
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
  | (?P<name>[^\W\d][\w.]*)
  | (?P<sign><>|<=|>=|[-+*/^&=<>%(),;{{}}\\])
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def tokens(formula: str) -> tuple[Token, ...]:
    """The pieces of a formula after its `=`, spaces included. Raises FormulaError."""
    found = []
    at = 1
    while at < len(formula):
        match = _PIECES.match(formula, at)
        if match is None:
            raise FormulaError(f"nothing known starts at '{formula[at : at + 10]}'")
        assert match.lastgroup is not None
        found.append(Token(match.lastgroup, match.group(), at))
        at = match.end()
    return tuple(found)
