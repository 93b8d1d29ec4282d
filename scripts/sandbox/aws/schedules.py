"""When EventBridge schedules are due: rate(...) and cron(...), in UTC, and the event they send without an input.

Syntax from the EventBridge Scheduler user guide, "Schedule types".
"""

from __future__ import annotations

import calendar
import json
import re
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from .config import Schedule
from .emulator import ACCOUNT, REGION

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
#: AWS counts Sunday as 1.
_DAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}


def next_due(expression: str, after: float) -> float:
    """Return the first due time later than `after` (seconds since the epoch); for rates, `after` is the last one.

    Raises ValueError for what it cannot read or what is never due within four years.
    """
    if match := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression.strip()):
        return after + int(match[1]) * _UNITS[match[2]]
    if match := re.fullmatch(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)", expression.strip()):
        return _next_cron(match.groups(), datetime.fromtimestamp(after, UTC))
    raise ValueError(f"not a schedule that this sandbox can read: {expression!r}")


def _next_cron(fields: tuple[str, ...], after: datetime) -> float:
    minutes = _set(fields[0], 0, 59, {})
    hours = _set(fields[1], 0, 23, {})
    months = _set(fields[3], 1, 12, _MONTHS)
    years = _set(fields[5], 1970, 2199, {})
    day = after.replace(hour=0, minute=0, second=0, microsecond=0)
    for _ in range(4 * 366):
        if day.year in years and day.month in months and _is_day(fields[2], fields[4], day):
            for hour in sorted(hours):
                for minute in sorted(minutes):
                    moment = day.replace(hour=hour, minute=minute)
                    if moment > after:
                        return moment.timestamp()
        day += timedelta(days=1)
    raise ValueError(f"never due: cron({' '.join(fields)})")


def _is_day(of_month: str, of_week: str, day: datetime) -> bool:
    if of_week in ("?", "*") and of_month == "L":
        return day.day == calendar.monthrange(day.year, day.month)[1]
    if of_week not in ("?", "*"):
        weekday = day.isoweekday() % 7 + 1
        if "#" in of_week:
            name, nth = of_week.split("#")
            return weekday in _set(name, 1, 7, _DAYS) and (day.day - 1) // 7 + 1 == int(nth)
        return weekday in _set(of_week, 1, 7, _DAYS)
    return of_month == "?" or day.day in _set(of_month, 1, 31, {})


def _set(field: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    chosen: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if first in ("*", "?"):
            begin, end = low, high
        else:
            begin = names.get(first.upper()) or int(first)
            end = (names.get(last.upper()) or int(last)) if last else (high if step else begin)
        chosen.update(range(begin, end + 1, int(step or 1)))
    return chosen


class Schedules:
    """Knows when each schedule is due next, counted from when the stack was deployed."""

    name = "schedules"

    def __init__(self, schedules: tuple[Schedule, ...], submit: Callable[[str, Any], object], now: float) -> None:
        """`submit(function, payload)` takes the asynchronous event of a schedule that fires."""
        self._submit = submit
        self.by_name = {s.name: s for s in schedules}
        self._due = {s.name: next_due(s.expression, now) for s in schedules}
        self._lock = threading.Lock()

    def next(self) -> float | None:
        """Return when the next schedule is due."""
        return min(self._due.values(), default=None)

    def fire_due(self, now: float) -> bool:
        """Fire what is due, earliest first, each once; return whether anything was."""
        with self._lock:
            due = sorted((moment, name) for name, moment in self._due.items() if moment <= now)
            for _, name in due:
                while self._due[name] <= now:
                    self._due[name] = next_due(self.by_name[name].expression, self._due[name])
        for moment, name in due:
            self.fire(name, moment)
        return bool(due)

    def fire(self, name: str, moment: float) -> None:
        """Fire one schedule, due or not."""
        schedule = self.by_name[name]
        if schedule.input is not None:
            self._submit(schedule.function, json.loads(schedule.input))
            return
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": ACCOUNT,
            "time": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": [schedule.arn],
            "detail": "{}",
        }
        self._submit(schedule.function, event)
