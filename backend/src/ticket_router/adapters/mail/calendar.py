"""Reads what a calendar invitation says, for mails that hold nothing else."""

from __future__ import annotations

import re

_FIELDS = {
    "summary": "Invitation",
    "dtstart": "Starts",
    "location": "Where",
    "organizer": "From",
    "description": "",
}
_LINE = re.compile(r"^([A-Za-z-]{1,30})(?:;[^:\n]{0,300})?:(.*)$")


def invitation_text(calendar: str) -> str:
    """The first event's summary, start, place, organizer and description, a line each (RFC 5545)."""
    unfolded = calendar.replace("\n ", "").replace("\n\t", "")
    _, _, event = unfolded.partition("BEGIN:VEVENT\n")
    said: dict[str, str] = {}
    for line in event.split("\nEND:VEVENT")[0].split("\n"):
        found = _LINE.match(line)
        if found and (name := found[1].lower()) in _FIELDS and name not in said:
            value = found[2].replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";").strip()
            said[name] = value.removeprefix("mailto:").removeprefix("MAILTO:")
    return "\n".join(f"{label}: {said[name]}".removeprefix(": ") for name, label in _FIELDS.items() if said.get(name))
