"""What people do in the workbook, as a journey tells it: typing, adding, deleting, sorting, ticking Go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.journeys.script import Step
from scripts.sandbox.journeys.sheet_checks import column_of, tab_of, what_push
from scripts.sandbox.journeys.sheet_rows import found, of_ticket
from ticket_router.domain.workbook.shape import Tab

if TYPE_CHECKING:
    from scripts.sandbox.not_google import Hands
    from scripts.sandbox.world import World

Resolve = Callable[[str], str]
Done = tuple[str, tuple[str, ...]]
"""What was done, and what could not be."""


class SheetActs:
    """Does the verbs. `resolve` turns the name of a sent ticket into its id."""

    def __init__(self, world: World, resolve: Resolve) -> None:
        self._world = world
        self._resolve = resolve

    def edit(self, step: Step) -> Done:
        """One row gets other cells."""
        tab, given = tab_of(step), step.given
        self._in_slack(tab, given["set"])
        self._wait_for_row(step, tab)
        # Nobody types into a row that moves away under the cursor.
        with self._world.google.lock:
            row = self._the_row(step, tab)
            if isinstance(row, str):
                return f"edited {tab.title}", (row,)
            self._hands(step).fill(tab.title, row, _cells(step, tab, given["set"]))
        return f"{_who(step)} edited {tab.title} row {row}: {_told(given['set'])}", ()

    def add_row(self, step: Step) -> Done:
        """A row at the end."""
        tab, given = tab_of(step), step.given
        self._in_slack(tab, given["row"])
        row = self._hands(step).add_row(tab.title, _cells(step, tab, given["row"]))
        return f"{_who(step)} added {tab.title} row {row}: {_told(given['row'])}", ()

    def delete_row(self, step: Step) -> Done:
        """One row goes."""
        tab = tab_of(step)
        self._wait_for_row(step, tab)
        with self._world.google.lock:
            row = self._the_row(step, tab)
            if isinstance(row, str):
                return f"deleted a row of {tab.title}", (row,)
            self._hands(step).delete_rows(tab.title, row, 1)
        return f"{_who(step)} deleted {tab.title} row {row}", ()

    def delete_tab(self, step: Step) -> Done:
        """A whole tab goes."""
        tab = tab_of(step)
        self._hands(step).delete_tab(tab.title)
        return f"{_who(step)} deleted the tab {tab.title}", ()

    def sort(self, step: Step) -> Done:
        """All rows of a tab change places."""
        tab, given = tab_of(step), step.given
        column = column_of(step, tab, given["by_column"])
        self._hands(step).sort(tab.title, column.name, descending=given.get("descending", False))
        return f"{_who(step)} sorted {tab.title} by {column.name}", ()

    def tick(self, step: Step) -> Done:
        """Correction columns, then Go; a person can only do so once the row is there."""
        tab, given = tab_of(step), step.given
        ticket_id = self._resolve(str(given["ticket"]))
        if not of_ticket(self._world, tab, ticket_id):
            self._world.settle_workbook()
        wanted = {_field(tab, name): value for name, value in given.get("set", {}).items()}
        # Go comes last, as people do it: ticked first, it would count with the cells half filled in.
        go = wanted.pop("go", True)
        with self._world.google.lock:
            rows = of_ticket(self._world, tab, ticket_id)
            if not rows:
                return f"ticked {given['ticket']} in {tab.title}", (f"{tab.title} has no row for {given['ticket']}",)
            self._hands(step).fill(tab.title, rows[0].row, _cells(step, tab, {**wanted, "go": go}))
        did = "ticked" if go else "unticked"
        return f"{_who(step)} {did} {given['ticket']} in {tab.title}: {_told(wanted) or 'nothing else'}", ()

    def push(self, step: Step) -> Done:
        """What Drive does with its next notification."""
        what, seconds = what_push(step)
        self._world.google.push.next(what, seconds)
        return f"Drive's next notification: {what}" + (f" by {seconds:g} s" if seconds else ""), ()

    def _in_slack(self, tab: Tab, given: Mapping[Any, Any]) -> None:
        """Who names a new channel or person in the rules has made them in Slack before."""
        fields = {_field(tab, name): str(value or "") for name, value in given.items()}
        slack = self._world.slack
        channel = fields.get("slack_channel", "")
        if channel.startswith("#") and slack.workspace.named(channel) is None:
            slack.add_channel(channel)
        if tab.rulebook_field == "people" and fields.get("name") and fields.get("email"):
            known = {user.email.casefold() for user in slack.workspace.users.values()}
            if fields["email"].casefold() not in known:
                slack.add_user(fields["name"], fields["email"])

    def _hands(self, step: Step) -> Hands:
        return self._world.google.hands(desk.SPREADSHEET_ID, by=_who(step))

    def _wait_for_row(self, step: Step, tab: Tab) -> None:
        """A row that the desk writes may take some time to get there."""
        if not found(self._world, step, tab, step.given["where"], self._resolve):
            self._world.settle_workbook()

    def _the_row(self, step: Step, tab: Tab) -> int | str:
        """The number of the row that `where` means, or what is wrong with it in this world."""
        where = step.given["where"]
        rows = found(self._world, step, tab, where, self._resolve)
        if len(rows) == 1:
            return rows[0].row
        if not rows:
            return f"no row of {tab.title} has {_told(where)}"
        numbers = ", ".join(str(row.row) for row in rows)
        return f"{len(rows)} rows of {tab.title} have {_told(where)} (rows {numbers}); say which"


def _who(step: Step) -> str:
    return str(step.given.get("by", desk.WORKBOOK_OWNER))


def _field(tab: Tab, name: Any) -> str:
    return tab.field(str(name)) or str(name)


def _cells(step: Step, tab: Tab, given: Mapping[Any, Any]) -> dict[str, Any]:
    """Cells by header, as they are typed: YAML reads a bare 2027-01-31 as a date."""
    return {
        column_of(step, tab, name).name: value.isoformat() if isinstance(value, date) else value
        for name, value in given.items()
    }


def _told(given: Mapping[Any, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in given.items())
