"""Who may edit which cells: protected ranges, which the API and people meet alike."""

from __future__ import annotations

from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.tab import Protection, Tab

REFUSED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


def in_the_way(tab: Tab, box: Box, who: str, owner: str) -> Protection | None:
    """The protected range that keeps `who` from editing a rectangle; None when nothing does.

    One that only warns keeps nobody. The spreadsheet's owner and the editors of a range may always edit it.
    """
    for protection in closed_to(tab, who, owner):
        if protection.box.meets(box) and not any(free.covers(box) for free in protection.unprotected):
            return protection
    return None


def closed_to(tab: Tab, who: str, owner: str) -> list[Protection]:
    """The protected ranges of a tab that `who` may not edit."""
    if who == owner:
        return []
    return [one for one in tab.protections if not one.warning_only and who not in one.editors]
