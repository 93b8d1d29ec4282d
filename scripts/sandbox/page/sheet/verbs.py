"""What visitors do in the workbook: a person's verbs with the page's own names for rows, every refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scripts.sandbox.not_google import Refused as SheetRefused
from scripts.sandbox.not_google import TabView
from scripts.sandbox.page.sending import Given, Refused
from scripts.sandbox.page.sheet.asked import at_cell, letters, number_of, person, rows_of, tab_of, text
from scripts.sandbox.page.sheet.copying import entered
from scripts.sandbox.page.sheet.seen import Seen, SheetLook

if TYPE_CHECKING:
    from scripts.sandbox.not_google import Hands
    from scripts.sandbox.world import World

FATES = {
    "deliver": "Drive will deliver its next notification.",
    "lose": "Drive will lose its next notification.",
    "double": "Drive will send its next notification twice.",
    "delay": "Drive will be three minutes late with its next notification.",
}
LATE = 180.0
"""Seconds; about what real Drive was measured at."""
Verb = Callable[[Given], str]


class SheetVerbs:
    """Does them; `changed` is called after each."""

    def __init__(self, world: World, look: SheetLook, changed: Callable[[], None]) -> None:
        self._google, self._look, self._changed = world.google, look, changed
        self.verbs: dict[str, Verb] = {
            "sheet-type": self._in_tab(self._type),
            "sheet-paste": self._in_tab(self._paste),
            "sheet-tick": self._in_tab(self._tick),
            "sheet-clear": self._in_tab(self._clear),
            "sheet-insert": self._in_tab(self._insert),
            "sheet-delete": self._in_tab(self._delete),
            "sheet-duplicate": self._in_tab(self._duplicate),
            "sheet-sort": self._in_tab(self._sort),
            "sheet-rename-tab": self._in_tab(self._rename_tab),
            "sheet-delete-tab": self._in_tab(self._delete_tab),
            "drive-next": self._drive_next,
        }

    def _in_tab(self, act: Callable[[Hands, Seen, TabView, Given], str]) -> Verb:
        """A verb of a person in a tab, done on the very state in which its row was found."""

        def verb(given: Given) -> str:
            with self._google.lock:
                seen = self._look()
                if seen is None:
                    raise Refused("No workbook is connected to this world.")
                tab = tab_of(seen, given)
                try:
                    said = act(self._google.hands(seen.book.id, person(given, self._google.accounts)), seen, tab, given)
                except (SheetRefused, LookupError) as problem:
                    raise Refused(str(problem)) from None
            self._changed()
            return said

        return verb

    # -- cells

    def _type(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.type(tab.title, at_cell(seen, tab, given), text(given, "value") or None)
        return ""

    def _paste(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.paste(tab.title, at_cell(seen, tab, given), rows_of(given))
        return "Pasted; pasting goes past the rules of a dropdown."

    def _tick(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.tick(tab.title, at_cell(seen, tab, given), given.get("on") is True)
        return ""

    def _clear(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.clear(tab.title, at_cell(seen, tab, given))
        return ""

    # -- rows

    def _insert(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.insert_rows(tab.title, number_of(seen, tab, given) + (given.get("where") == "below"))
        return "A row is in."

    def _delete(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        number = number_of(seen, tab, given)
        if number <= tab.frozen_rows:
            raise Refused("The header stays: without it nobody knows which column is which.")
        hands.delete_rows(tab.title, number)
        return f"Row {number} is deleted."

    def _duplicate(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        number = number_of(seen, tab, given)
        file = self._google.file(seen.book.id)
        everything = hands.by == file.owner
        copies = entered(file, tab, number, everything=everything)
        hands.insert_rows(tab.title, number + 1)
        for column, values in copies:
            hands.paste(tab.title, f"{letters(tab, column)}{number + 1}", [values], as_text=True)
        return f"Row {number} is there twice."

    def _sort(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        column = given.get("column")
        header = tab.rows[0][column].shown if isinstance(column, int) and tab.rows and column < len(tab.rows[0]) else ""
        if not header:
            raise Refused("A column without a header cannot be sorted by here.")
        descending = given.get("descending") is True
        hands.sort(tab.title, header, descending=descending)
        return f"Sorted by {header}, {'Z to A' if descending else 'A to Z'}."

    # -- tabs, and Drive

    def _rename_tab(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.rename_tab(tab.title, text(given, "value").strip())
        return f"{tab.title} has a new name."

    def _delete_tab(self, hands: Hands, seen: Seen, tab: TabView, given: Given) -> str:
        hands.delete_tab(tab.title)
        return f"{tab.title} is deleted."

    def _drive_next(self, given: Given) -> str:
        what = str(given.get("what") or "")
        if what not in FATES:
            raise Refused("Choose what Drive does with its next notification.")
        self._google.push.next(what, LATE if what == "delay" else 0.0)
        self._changed()
        return FATES[what]
