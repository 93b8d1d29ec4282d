"""Names in one tab that mean a row of another: found whatever their case, spelt as that row spells them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ticket_router.domain.workbook.problems import BadCell, shown
from ticket_router.domain.workbook.suggesting import look, nearest

MOST_COMPARED = 20_000
"""Names compared in one look for suggestions: a tab full of typos must not take minutes. The first ones get theirs."""


class Suggestions:
    """Finds what a typo probably means, the same one only once, and gives up when there are too many."""

    def __init__(self) -> None:
        self._left = MOST_COMPARED
        self._known: dict[tuple[str, str], str] = {}

    def near(self, word: str, kind: str, names: Collection[str]) -> str:
        """The name most like `word`, or an empty string; `kind` says which names these are."""
        key = (kind, word)
        if key not in self._known:
            self._left -= len(names)
            self._known[key] = nearest(word, names) if self._left >= 0 else ""
        return self._known[key]


@dataclass(frozen=True)
class Names:
    """What the cells of one column may name."""

    tab: str
    called: str
    """What one of them is called in a message: team, topic, person."""
    spelt: Mapping[str, str] = field(default_factory=dict)
    """By look. Rows that are off are in it: their name is no typo."""
    waiting: Mapping[str, int] = field(default_factory=dict)
    """By look: rows that do not count because something is wrong with them."""

    def find(self, word: str, suggestions: Suggestions, sign: str) -> str:
        """The name as its row spells it. Raises BadCell."""
        bare = word.removeprefix(sign).strip()
        wanted = look(bare)
        if wanted in self.spelt:
            return self.spelt[wanted]
        if wanted in self.waiting:
            fix = f"Put row {self.waiting[wanted]} of {self.tab} right first"
            raise BadCell(f"the {self.called} {shown(bare)} does not count yet", fix)
        near = suggestions.near(bare, self.tab, self.spelt.values())
        like = f"; did you mean '{sign}{near}'?" if near else ""
        fix = f"Choose one from the list, or add it to {self.tab}"
        raise BadCell(f"no {self.called} {shown(sign + bare)}{like}", fix)


class References:
    """The names of every tab read so far, by the tab's title."""

    def __init__(self) -> None:
        self._suggestions = Suggestions()
        self._names: dict[str, Names] = {}

    def learn(self, tab: str, called: str, names: Iterable[str], waiting: Iterable[tuple[str, int]]) -> None:
        """Take in a tab's names, and those of its rows that do not count; the first of two alike goes first."""
        spelt: dict[str, str] = {}
        for name in names:
            spelt.setdefault(look(name), name)
        later: dict[str, int] = {}
        for name, row in waiting:
            later.setdefault(look(name), row)
        self._names[tab] = Names(tab, called, spelt, later)

    def find(self, choices_from: str, word: str, sign: str = "") -> str:
        """The name that `word` means in `Tab.field`. `sign` stands before names where they are used (@).

        Raises BadCell when there is no such name.
        """
        tab, _, column = choices_from.partition(".")
        return self._names.get(tab, Names(tab, column)).find(word, self._suggestions, sign)
