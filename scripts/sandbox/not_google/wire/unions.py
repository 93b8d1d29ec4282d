"""What the discovery documents leave out: of which members an object takes one ("union field" in the reference).

From the reference pages of each object; members that stand in no union are free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Union:
    """At most one of `members` (all members of the object when empty) is set; with `needed`, exactly one."""

    name: str
    members: tuple[str, ...] = ()
    needed: bool = False


UNIONS: Mapping[tuple[str, str], Union] = {
    ("sheets", "Request"): Union("kind", needed=True),
    ("sheets", "ExtendedValue"): Union("value"),
    ("sheets", "DataFilter"): Union("filter", needed=True),
    ("sheets", "UpdateCellsRequest"): Union("area", ("start", "range"), needed=True),
    ("sheets", "ConditionalFormatRule"): Union("rule", ("booleanRule", "gradientRule"), needed=True),
    ("sheets", "ColorStyle"): Union("kind", ("rgbColor", "themeColor")),
    ("sheets", "ConditionValue"): Union("value", ("relativeDate", "userEnteredValue"), needed=True),
    ("sheets", "AutoResizeDimensionsRequest"): Union("area", ("dimensions", "dataSourceSheetDimensions"), needed=True),
    ("sheets", "UpdateDimensionPropertiesRequest"): Union(
        "dimension_range",
        ("range", "dataSourceSheetRange"),
        needed=True,
    ),
    ("sheets", "EmbeddedObjectPosition"): Union("location", ("sheetId", "overlayPosition", "newSheet")),
    ("sheets", "ProtectedRange"): Union("target", ("range", "namedRangeId", "tableId")),
    ("sheets", "UpdateConditionalFormatRuleRequest"): Union("instruction", ("rule", "newIndex"), needed=True),
    ("sheets", "SortSpec"): Union("reference", ("dimensionIndex", "dataSourceColumnReference")),
}


def union_problem(union: Union, value: Mapping[str, Any]) -> str:
    """What is wrong with an object's choice, as Google words it; empty when nothing is."""
    chosen = [key for key, member in value.items() if member is not None]
    if union.members:
        chosen = [key for key in chosen if key in union.members]
    if len(chosen) > 1:
        return f"oneof field '{union.name}' is already set. Cannot set '{chosen[1]}'"
    if union.needed and not chosen:
        return f"oneof field '{union.name}' is not set"
    return ""
