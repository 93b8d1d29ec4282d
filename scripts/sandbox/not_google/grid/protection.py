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
    if who == owner:
        return None
    for protection in tab.protections:
        if protection.warning_only or who in protection.editors or not protection.box.meets(box):
            continue
        # A rectangle is free when it lies in one open part, or when all that is protected of it is open.
        if not any(free.covers(box) for free in protection.unprotected):
            return protection
    return None
