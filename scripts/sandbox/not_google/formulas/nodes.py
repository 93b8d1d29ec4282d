"""A formula as a tree."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.sandbox.not_google.formulas.references import Reference
from scripts.sandbox.not_google.grid.values import Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number, TRUE, FALSE or error that the formula spells out."""

    value: Value


@dataclass(frozen=True, slots=True)
class Cells:
    """A reference to cells."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class Name:
    """A word that should be a named range."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left out: `IF(x,,y)`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two operands."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Signed:
    """A minus, a plus before an operand, or a percent sign after it."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Block:
    """`{a,b;c,d}`: rows of parts."""

    rows: tuple[tuple[Node, ...], ...]


Node = Literal | Cells | Name | Missing | Call | Operation | Signed | Block
