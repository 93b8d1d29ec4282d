"""Who may edit what: people their own cells, the router (and the file's owner, always) the rest.

Whoever may not edit a column cannot insert, delete or sort rows across it either. Where people work with rows, in rule
tabs and in the lists with corrections, what is not theirs is therefore guarded by a warning, and only the headers of
those lists for good; tabs that are only read are the router's altogether.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.ops.workbook.columns import all_placed
from scripts.ops.workbook.drift import Drift
from scripts.ops.workbook.formulas import Places
from scripts.ops.workbook.ranges import area, bounds, runs
from scripts.ops.workbook.tabs_there import Ours
from ticket_router.domain.workbook.shape import FilledBy, TabKind

_OURS = "Ticket router: "


@dataclass(frozen=True)
class Guard:
    """A protection as it should be; its description is what it is found by."""

    what: str
    target: Mapping[str, int]
    free: tuple[Mapping[str, int], ...] = ()
    """Ranges in it that everybody may edit."""
    warning: bool = False

    @property
    def description(self) -> str:
        """As it shows in Sheets under "Protected sheets and ranges"."""
        return _OURS + self.what


def guards(one: Ours, places: Places) -> list[Guard]:
    """The protections of a tab."""
    title, tab = one.template.title, one.found
    columns = all_placed(one, places)
    header = area(tab, rows=(0, 1))
    if one.template.kind is TabKind.rules:
        fixed = runs(place for place, column in columns if column.locked)
        return [
            Guard(f"headers of {title}", header, warning=True),
            *(
                Guard(f"fixed cells of {title} ({number})", area(tab, columns=run), warning=True)
                for number, run in enumerate(fixed, start=1)
            ),
        ]
    free = runs(place for place, column in columns if column.filled_by is FilledBy.people)
    if not free:
        return [Guard(f"all of {title}", area(tab))]
    return [
        Guard(f"all but the corrections of {title}", area(tab), _areas(one, free), warning=True),
        # The free columns begin at their header (see ranges.area), which is the router's all the same.
        Guard(f"headers of {title}", header),
    ]


def protection(one: Ours, places: Places, address: str) -> list[Drift]:
    """What differs; `address` is the service account's."""
    drifts: list[Drift] = []
    for guard in guards(one, places):
        found = next((p for p in one.found.protections if p.get("description") == guard.description), None)
        if found is not None and _holds(found, guard, one, address):
            continue
        users = list(dict.fromkeys([address, *(found or {}).get("editors", {}).get("users", [])]))
        wanted: dict[str, Any] = {
            "range": guard.target,
            "description": guard.description,
            "warningOnly": guard.warning,
            **({"unprotectedRanges": list(guard.free)} if guard.free else {}),
            **({} if guard.warning else {"editors": {"users": users}}),
        }
        if found is None:
            says = "" if one.is_new else f"{one.template.title}: the protection '{guard.description}' is missing."
            drifts.append(Drift(says, ({"addProtectedRange": {"protectedRange": wanted}},)))
        else:
            fields = ["range", "warningOnly", "unprotectedRanges", *([] if guard.warning else ["editors"])]
            changed = {"protectedRangeId": found["protectedRangeId"], **wanted}
            update = {"protectedRange": changed, "fields": ",".join(fields)}
            says = f"{one.template.title}: the protection '{guard.description}' was changed."
            drifts.append(Drift(says, ({"updateProtectedRange": update},)))
    return drifts


def _holds(found: Mapping[str, Any], guard: Guard, one: Ours, address: str) -> bool:
    tab = one.found
    allowed = guard.warning or address in found.get("editors", {}).get("users", [])
    return (
        allowed
        and found.get("warningOnly", False) == guard.warning
        and bounds(found.get("range", {}), tab) == bounds(guard.target, tab)
        and {bounds(r, tab) for r in found.get("unprotectedRanges", [])} == {bounds(r, tab) for r in guard.free}
    )


def _areas(one: Ours, free: list[tuple[int, int]]) -> tuple[Mapping[str, int], ...]:
    return tuple(area(one.found, columns=run) for run in free)
