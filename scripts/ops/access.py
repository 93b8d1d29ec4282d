"""Which spreadsheet, and with whose key: what an operator gives, checked before anything is asked of Google."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scripts.ops.workbook.plan import Wishes

_IN_ADDRESS = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)")
_ID = re.compile(r"[\w-]+\Z")
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?\Z")
_NEEDED = ("client_email", "private_key", "token_uri")


class NoAccess(Exception):
    """What was given cannot be used; says in a sentence what to give instead."""


def spreadsheet_id(given: str) -> str:
    """The id in a spreadsheet's address, or the id itself. Raises NoAccess for anything else."""
    text = given.strip()
    if found := _IN_ADDRESS.search(text):
        return found[1]
    if _ID.match(text):
        return text
    raise NoAccess(
        "That is no spreadsheet: give the address that the browser shows "
        "(https://docs.google.com/spreadsheets/d/...), or the long id in it."
    )


def service_account(file: str) -> Mapping[str, Any]:
    """The service account's key file. Raises NoAccess when there is none, or it is another kind of file."""
    if not file:
        raise NoAccess(
            "No credentials: give the service account's JSON key with --credentials FILE, "
            "or set GOOGLE_APPLICATION_CREDENTIALS to it."
        )
    try:
        info = json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as problem:
        raise NoAccess(f"The credentials cannot be read: {problem.strerror or problem}: {file}") from None
    except ValueError:
        raise NoAccess(f"{file} is no JSON file; a service account's key is one.") from None
    missing = [name for name in _NEEDED if not isinstance(info, dict) or not isinstance(info.get(name), str)]
    if missing:
        raise NoAccess(f"{file} is not a service account's key: there is no {', '.join(missing)} in it.")
    found: Mapping[str, Any] = info
    return found


def check_wishes(wishes: Wishes) -> None:
    """Raises NoAccess for a locale or a time zone that is none."""
    if wishes.locale and not _LOCALE.match(wishes.locale):
        raise NoAccess(f"'{wishes.locale}' is no locale; one looks like en_GB or de_DE.")
    try:
        if wishes.time_zone:
            ZoneInfo(wishes.time_zone)
    except (KeyError, OSError, ValueError):
        raise NoAccess(f"'{wishes.time_zone}' is no time zone; one looks like Europe/Berlin.") from None
