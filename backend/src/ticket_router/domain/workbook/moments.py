"""Moments as people read them in the sheet, in the desk's own time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def sortable(moment: datetime, time_zone: str) -> str:
    """`2026-11-26 14:05`: sorts as text."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"


def short(moment: datetime, time_zone: str) -> str:
    """`26 Nov 14:05`, inside a sentence."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {local:%b %H:%M}"
