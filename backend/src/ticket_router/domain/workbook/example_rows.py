"""Learned examples as rows of the Examples tab: which are new, which people deleted, and which count no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from ticket_router.domain.learning.labelled import FIRST_ROW, LabelledExample, as_shown, by_origin, learned_id
from ticket_router.domain.rulebook import Example, RuleBook, State
from ticket_router.domain.workbook.grid import Cell, Snapshot, cell_text
from ticket_router.domain.workbook.layout import layout_of, missing_columns
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.rows import SheetRow, sheet_rows
from ticket_router.domain.workbook.shape import Tab

NOT_SHOWN = (
    "not shown to the reader: taken back, contradicted by another ticket, or too old for its topic; "
    "set origin to desk to keep it as the desk's own"
)


def example_rows(tab: Tab, snapshot: Snapshot) -> Mapping[str, SheetRow] | None:
    """Rows of learned examples by id, the topmost of each; None when the tab cannot be looked at now."""
    grid = snapshot.tabs.get(tab.title)
    if grid is None or missing_columns(tab, layout_of(tab, grid)):
        return None
    rows = sheet_rows(tab, grid)
    found: dict[str, SheetRow] = {}
    for row in rows:
        if name := learned_id(cell_text(row.cells["origin"])):
            found.setdefault(name, row)
    # An emptied tab counts as gone: its old rows stay in force, and nothing was deleted for good.
    return found if rows else None


def remembered(memory: Memory, there: Collection[str], in_force: Collection[str]) -> Memory:
    """The memory with what has its row, and with what people deleted: for good, unless they bring the row back.

    Deleted is only what had a row, and has none in the sheet nor in the rules after an edit that counts.
    """
    settled = memory.rules.digest == memory.rules.settled
    gone = [name for name in memory.gone if name not in there]
    if settled:
        gone += [name for name in memory.taught if name not in there and name not in in_force and name not in gone]
    taught = [name for name in dict.fromkeys((*memory.taught, *there)) if name not in gone]
    return memory.renewed(taught=tuple(taught), gone=tuple(gone))


def without_a_row(
    learned: Sequence[LabelledExample], memory: Memory, there: Collection[str], live: RuleBook
) -> list[LabelledExample]:
    """What was learned and never had a row, latest first."""
    known = {*memory.taught, *memory.gone, *there, *by_origin(live.examples)}
    return [one for one in reversed(learned) if one.id not in known and one.topic in live.live_topics]


def example_cells(example: LabelledExample) -> dict[str, Cell]:
    """The row of a learned example."""
    return {
        "text": example.text,
        "topic": example.topic,
        "urgency": example.urgency.value,
        "tone": example.tone.value,
        "origin": example.origin,
        "state": State.live.value,
    }


def not_shown(rows: Mapping[str, SheetRow], learned: Sequence[LabelledExample]) -> dict[str, str]:
    """By row key: Status of the rows whose example counts no more. A row that is off says so by itself."""
    counts = {one.id for one in learned}
    return {row.key: NOT_SHOWN for name, row in rows.items() if name not in counts and not row.off}


def only_ours(old: RuleBook, new: RuleBook) -> bool:
    """Whether the two differ in nothing but learned examples to which the router gave a row, or a redacted one."""
    same = {"examples": (), "version": 0, "published_at": None, "published_by": ""}
    if old.renewed(**same) != new.renewed(**same) or _everywhere(old.examples) == _everywhere(new.examples):
        return False
    before, after = _everywhere(map(as_shown, old.examples)), _everywhere(map(as_shown, new.examples))
    added = after - before
    return not before - after and all(learned_id(row.origin) and row.state is State.live for row in added)


def _everywhere(rows: Iterable[Example]) -> Counter[Example]:
    """The rows as if each stood at the same place."""
    return Counter(row.renewed(row=FIRST_ROW) for row in rows)
