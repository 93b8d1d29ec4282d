"""Whether a rule tab can be read at all: it is there, and its headers are there, once each."""

from __future__ import annotations

from ticket_router.domain.workbook.grid import Grid, Snapshot, cell_text, is_blank
from ticket_router.domain.workbook.problems import Problem, either, shown
from ticket_router.domain.workbook.shape import Shape, Tab, plain
from ticket_router.domain.workbook.suggesting import nearest
from ticket_router.domain.workbook.texts import as_stored

HISTORY = "Bring it back from File, Version history"


def unusable(tab: Tab, snapshot: Snapshot, shape: Shape, meanwhile: str) -> Problem | None:
    """Why the tab cannot be read, or None. `meanwhile` says what counts until then."""
    found = _why(tab, snapshot, shape)
    return _problem(tab, *found, meanwhile) if found else None


def emptied(tab: Tab, meanwhile: str) -> Problem:
    """The problem of a tab without any row: more often an accident than meant."""
    fields = tab.by_field
    if "state" in fields:
        meant = "; to do without any, keep one row and set its state to off"
    elif "until" in fields:
        meant = "; to do without any, keep one row with a past day in until"
    else:
        meant = ""
    return _problem(tab, "it has no rows", f"{HISTORY}{meant}", meanwhile)


def _problem(tab: Tab, what: str, fix: str, meanwhile: str) -> Problem:
    """A problem of the whole tab."""
    told = f"the tab {tab.title} cannot be used, because {what}; {meanwhile}"
    return Problem(tab=tab.title, row=None, what=as_stored(told), fix=as_stored(fix))


def _why(tab: Tab, snapshot: Snapshot, shape: Shape) -> tuple[str, str] | None:
    grid = snapshot.tabs.get(tab.title)
    if grid is None:
        return _gone(tab, snapshot, shape)
    if all(is_blank(cell) for cell in grid.header):
        return "its first row, the headers, is empty", HISTORY
    places = _places(grid)
    return _twice(tab, places) or _missing(tab, grid, places)


def _gone(tab: Tab, snapshot: Snapshot, shape: Shape) -> tuple[str, str]:
    ours = {other.title for other in shape.tabs}
    like = nearest(tab.title, (title for title in snapshot.tabs if title not in ours))
    if like:
        return f"it is gone, and {shown(like)} looks like it", f"Rename that tab back to {tab.title}"
    return "it is gone", HISTORY


def _places(grid: Grid) -> dict[str, list[int]]:
    """Where each header stands (0 is column A), by the form in which headers are compared."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(grid.header):
        if not is_blank(cell):
            places.setdefault(plain(cell_text(cell)), []).append(place)
    return places


def _twice(tab: Tab, places: dict[str, list[int]]) -> tuple[str, str] | None:
    for column in tab.written_by_people:
        found = places.get(plain(column.name), [])
        if len(found) > 1:
            where = either([_cell(place) for place in found], "and")
            return f"the header '{column.name}' stands in {where}", "Delete or rename the one that is not meant"
    return None


def _missing(tab: Tab, grid: Grid, places: dict[str, list[int]]) -> tuple[str, str] | None:
    ours = {plain(column.name) for column in tab.columns}
    strange = {header: found[0] for header, found in places.items() if header not in ours}
    whats, fixes = [], []
    for name in (column.name for column in tab.written_by_people if plain(column.name) not in places):
        # One renamed header explains one column.
        if like := nearest(name, strange):
            place = strange.pop(like)
            whats.append(f"the header '{name}' is missing and {shown(cell_text(grid.header[place]))} looks like it")
            fixes.append(f"rename {_cell(place)} to '{name}'")
        else:
            whats.append(f"the header '{name}' is missing")
            fixes.append(f"put '{name}' back into row 1 above its cells")
    if not whats:
        return None
    fix = either(fixes, "and")
    return either(whats, "and"), fix[:1].upper() + fix[1:]


def _cell(place: int) -> str:
    """A cell of row 1 as Sheets names it: 0 is A1, 26 is AA1."""
    name = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        name = chr(ord("A") + digit) + name
    return f"{name}1"
