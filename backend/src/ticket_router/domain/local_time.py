"""Moments in a sentence, in the desk's own time zone: the day is named only where it is not the one meant anyway."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def time_of_day(moment: datetime, beside: datetime, time_zone: str) -> str:
    """`14:05`, or `26 Nov 14:05` when that is another day than `beside`."""
    local, other = moment.astimezone(ZoneInfo(time_zone)), beside.astimezone(ZoneInfo(time_zone))
    return f"{local:%H:%M}" if local.date() == other.date() else f"{local.day} {local:%b %H:%M}"
