"""What the parts of a RuleBook are called in the workbook, for words about rules that no longer stand in a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

TABS: Mapping[str, str] = {
    "topics": "Topics",
    "teams": "Teams",
    "people": "People",
    "vips": "VIPs",
    "urgent_words": "Urgent words",
    "priority_rules": "Priority rules",
    "examples": "Examples",
}
"""The parts that have rows, in the workbook's order, with their tabs' titles."""
SETTINGS_TAB = "Settings"
_OTHERWISE = {"phrase": "word or phrase", "vip": "VIP", "slack_id": "Slack id"}


def column_name(field: str) -> str:
    """The header above a field's cells."""
    return _OTHERWISE.get(field, field.replace("_", " "))


def cell_words(value: object) -> str:
    """A value as it would stand in its cell; an empty string for none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{value:.15g}"
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
