"""Dates and times as Sheets keeps them: days since 30 December 1899, in the spreadsheet's own time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number has no time zone
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_FIRST = frozenset({"en_US", "en_PH", "en_CA"})

_TIME = r"(?:[ T]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<half>[AaPp][Mm])?)?"
_SHAPES = [
    re.compile(rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_TIME}"),
    re.compile(rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_TIME}"),
    re.compile(rf"(?P<day>\d{{1,2}})[ -](?P<name>[A-Za-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}}){_TIME}"),
    re.compile(rf"(?P<name>[A-Za-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_TIME}"),
]
_CLOCK = re.compile(r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<half>[AaPp][Mm])?")


def serial(moment: datetime) -> float:
    """The serial number of a moment without a time zone."""
    past = moment.replace(tzinfo=None) - _EPOCH
    return past.days + past.seconds / 86_400


def moment(number: float) -> datetime:
    """The moment that a serial number means, to the second."""
    return _EPOCH + timedelta(seconds=round(number * 86_400))


def now_serial(seconds: float, time_zone: str) -> float:
    """The world's time (seconds since 1970) as NOW() shows it in the spreadsheet's time zone."""
    return serial(datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(time_zone)))


def read_date(text: str, locale: str) -> tuple[float, str] | None:
    """(serial number, number format type) of a date or time as people write it in a locale; None for none."""
    if clock := _CLOCK.fullmatch(text):
        part = _time(clock)
        return None if part is None else (part, "TIME")
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            day, part = _day(match, locale), _time(match)
            if day is None or part is None:
                return None
            return serial(datetime(day.year, day.month, day.day)) + part, "DATE_TIME" if match["clock"] else "DATE"  # noqa: DTZ001
    return None


def _day(match: re.Match[str], locale: str) -> date | None:
    found = match.groupdict()
    year = int(found["year"])
    if name := found.get("name"):
        if name[:3].lower() not in _MONTHS:
            return None
        month, day = _MONTHS.index(name[:3].lower()) + 1, int(found["day"])
    elif first := found.get("first"):
        month, day = int(first), int(found["second"])
        if locale not in _MONTH_FIRST:
            month, day = day, month
    else:
        month, day = int(found["month"]), int(found["day"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> float | None:
    if not match["clock"]:
        return 0.0
    hour, minute, second = ([int(part) for part in match["clock"].split(":")] + [0])[:3]
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) / 86_400
