"""From a formula's text to its tree, by precedence: comparison, `&`, sums, products, powers, signs, percent."""

from __future__ import annotations

from functools import lru_cache

from scripts.sandbox.not_google.formulas.nodes import (
    Block,
    Call,
    Cells,
    Literal,
    Missing,
    Name,
    Node,
    Operation,
    Signed,
)
from scripts.sandbox.not_google.formulas.references import read_reference
from scripts.sandbox.not_google.formulas.tokens import FormulaError, Token, tokens
from scripts.sandbox.not_google.grid.values import SheetError, number

_LEVELS = [("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",)]
_END = Token("end", "", 0)


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """The tree of a formula, `=` included in the text. Raises FormulaError."""
    parser = _Parser([piece for piece in tokens(formula) if piece.kind != "space"])
    node = parser.level(0)
    if parser.next is not _END:
        raise FormulaError(f"'{parser.next.text}' is not expected")
    return node


class _Parser:
    def __init__(self, pieces: list[Token]) -> None:
        self._pieces, self._at = pieces, 0

    @property
    def next(self) -> Token:
        """The piece that is up."""
        return self._pieces[self._at] if self._at < len(self._pieces) else _END

    def _take(self) -> Token:
        piece = self.next
        self._at += 1
        return piece

    def _take_sign(self, *signs: str) -> str:
        if self.next.kind == "sign" and self.next.text in signs:
            return self._take().text
        return ""

    def _need(self, *signs: str) -> str:
        if not (sign := self._take_sign(*signs)):
            raise FormulaError(f"'{signs[0]}' is missing")
        return sign

    def level(self, depth: int) -> Node:
        """An expression of operators at least as strong as `depth`."""
        if depth == len(_LEVELS):
            return self._signed()
        node = self.level(depth + 1)
        while sign := self._take_sign(*_LEVELS[depth]):
            node = Operation(sign, node, self.level(depth + 1))
        return node

    def _signed(self) -> Node:
        if sign := self._take_sign("-", "+"):
            return Signed(sign, self._signed())
        node = self._part()
        while self._take_sign("%"):
            node = Signed("%", node)
        return node

    def _part(self) -> Node:
        piece = self._take()
        if piece.kind == "string":
            return Literal(piece.text[1:-1].replace('""', '"'))
        if piece.kind == "number":
            return Literal(number(float(piece.text)))
        if piece.kind == "error":
            return Literal(SheetError("#" + piece.text.rpartition("#")[2], "The formula spells out this error."))
        if piece.kind == "ref":
            return Cells(read_reference(piece.text))
        if piece.kind == "name":
            return self._name(piece.text)
        if piece.text == "(":
            node = self.level(0)
            self._need(")")
            return node
        if piece.text == "{":
            return self._block()
        raise FormulaError(f"'{piece.text}' is not expected" if piece.text else "the formula ends too early")

    def _name(self, name: str) -> Node:
        if self._take_sign("("):
            return Call(name.upper(), self._arguments())
        if name.upper() in ("TRUE", "FALSE"):
            return Literal(name.upper() == "TRUE")
        return Name(name)

    def _arguments(self) -> tuple[Node, ...]:
        if self._take_sign(")"):
            return ()
        found: list[Node] = []
        while True:
            empty = self.next.kind == "sign" and self.next.text in (",", ";", ")")
            found.append(Missing() if empty else self.level(0))
            if self._need(")", ",", ";") == ")":
                return tuple(found)

    def _block(self) -> Node:
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(self.level(0))
            sign = self._need("}", ",", ";", "\\")
            if sign == "}":
                return Block(tuple(tuple(row) for row in rows))
            if sign == ";":
                rows.append([])
