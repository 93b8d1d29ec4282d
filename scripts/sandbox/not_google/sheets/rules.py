"""Data validation rules and conditions as requests bring them, held to what the reference asks of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_google.formulas.references import Reference, read_reference
from scripts.sandbox.not_google.formulas.tokens import FormulaError, tokens
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.wire.errors import invalid, unbuilt

_COUNTS: Mapping[str, tuple[int, int]] = {
    "NUMBER_GREATER": (1, 1),
    "NUMBER_GREATER_THAN_EQ": (1, 1),
    "NUMBER_LESS": (1, 1),
    "NUMBER_LESS_THAN_EQ": (1, 1),
    "NUMBER_EQ": (1, 1),
    "NUMBER_NOT_EQ": (1, 1),
    "NUMBER_BETWEEN": (2, 2),
    "NUMBER_NOT_BETWEEN": (2, 2),
    "TEXT_CONTAINS": (1, 1),
    "TEXT_NOT_CONTAINS": (1, 1),
    "TEXT_STARTS_WITH": (1, 1),
    "TEXT_ENDS_WITH": (1, 1),
    "TEXT_EQ": (1, 500),
    "TEXT_NOT_EQ": (1, 500),
    "TEXT_IS_EMAIL": (0, 0),
    "TEXT_IS_URL": (0, 0),
    "DATE_IS_VALID": (0, 0),
    "ONE_OF_RANGE": (1, 1),
    "ONE_OF_LIST": (1, 500),
    "BLANK": (0, 0),
    "NOT_BLANK": (0, 0),
    "CUSTOM_FORMULA": (1, 1),
    "BOOLEAN": (0, 2),
}
"""How many values each condition takes (reference of BooleanCondition)."""

_ONLY_FORMATS = frozenset({"BLANK", "NOT_BLANK", "TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "TEXT_NOT_EQ", "NUMBER_NOT_EQ"})
_ONLY_VALIDATION = frozenset(
    {"ONE_OF_RANGE", "ONE_OF_LIST", "BOOLEAN", "TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"}
)


def checked_rule(book: Book, rule: Mapping[str, Any]) -> dict[str, Any]:
    """A DataValidationRule as it is kept; raises GoogleRefusal."""
    condition = rule.get("condition")
    if not condition:
        raise invalid("Invalid data validation rule: condition is required.")
    kind = condition.get("type")
    if kind in _ONLY_FORMATS and kind not in ("TEXT_NOT_EQ", "NUMBER_NOT_EQ"):
        raise invalid(f"Condition type '{kind}' is not supported for data validation.")
    check_condition(book, condition)
    return {name: member for name, member in rule.items() if member not in (None, False, "")}


def check_condition(book: Book, condition: Mapping[str, Any], *, in_format: bool = False) -> None:
    """A BooleanCondition has the values that its type asks for; raises GoogleRefusal."""
    kind = condition.get("type") or "CONDITION_TYPE_UNSPECIFIED"
    if kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("Condition type is required.")
    if kind not in _COUNTS:
        raise unbuilt(f"the condition {kind}")
    if in_format and kind in _ONLY_VALIDATION:
        raise invalid(f"Condition type '{kind}' is not supported for conditional formatting.")
    values = condition.get("values") or []
    least, most = _COUNTS[kind]
    if not least <= len(values) <= most:
        raise invalid(f"ConditionType '{kind}' requires {least} to {most} ConditionValues, got {len(values)}")
    texts = [value.get("userEnteredValue") for value in values]
    if any(text is None for text in texts):
        raise unbuilt("relative dates in conditions")
    if kind == "CUSTOM_FORMULA" and not texts[0].startswith("="):
        raise invalid(f"Invalid ConditionValue.userEnteredValue: {texts[0]} is no formula")
    if kind == "ONE_OF_RANGE" and choice_range(book, texts[0]) is None:
        raise invalid(f"Invalid ConditionValue.userEnteredValue: {texts[0]}")


def choice_range(book: Book, text: str) -> Reference | None:
    """The cells that the choices of a dropdown come from, or None when the text names none in this book."""
    text = text if text.startswith("=") else f"={text}"
    try:
        pieces = tokens(text)
    except FormulaError:
        return None
    if len(pieces) != 1 or pieces[0].kind != "ref":
        return None
    reference = read_reference(pieces[0].text)
    known = reference.title is None or book.titled_like(reference.title) is not None
    return reference if known else None
