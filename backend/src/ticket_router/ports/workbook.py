"""What the workbook's side needs: its cells, its file in Drive, hints, a memory, and the archive of rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.grid import Edit, Snapshot
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.watch import Watch


class Workbook(Protocol):
    """The rules workbook. Both calls raise Retryable for passing trouble and NotFound when it is not shared with us."""

    def read(self) -> Snapshot:
        """All tabs in one look (one call, unless a tab that was there is gone)."""
        ...

    def write(self, edits: Sequence[Edit]) -> None:
        """Make all edits or none, in one call. An edit of a tab that is gone is left out."""
        ...


class WorkbookFile(Protocol):
    """The workbook as a file in Drive: who changed it, and who tells us. Raises Retryable and NotFound."""

    def last_editor(self) -> str:
        """Mail address of whoever changed it last; empty when that was the router itself or cannot be known."""
        ...

    def watch(self, watch: Watch, token: str, address: str) -> Watch:
        """Ask Drive to call `address` through this channel; returns it with its resource id and true expiry."""
        ...

    def stop(self, watch: Watch) -> None:
        """End a channel; one that is gone already is fine."""
        ...


class Watches(Protocol):
    """The channels we know of."""

    def all(self) -> Sequence[Watch]:
        """Every stored channel, oldest first. Strongly consistent."""
        ...

    def save(self, watch: Watch) -> None:
        """Store a channel, leaving alone what `heard` recorded meanwhile."""
        ...

    def heard(self, channel_id: str, at: datetime) -> None:
        """Note that a channel spoke; one that is not stored any more stays away."""
        ...

    def drop(self, channel_id: str) -> None:
        """Forget a channel."""
        ...


class SheetHints(Protocol):
    """Hints that the workbook and the desk may differ; none says how, and any may be lost."""

    def now(self, why: str, name: str) -> None:
        """Have drive-sync look. `name` is this hint's own: the same one within five minutes counts once."""
        ...

    def later(self, why: str, name: str, seconds: float) -> None:
        """The same in `seconds` (0 to 900)."""
        ...


class SheetMemory(Protocol):
    """Where drive-sync keeps its Memory."""

    def load(self) -> Memory:
        """The last saved one, or a fresh one."""
        ...

    def save(self, memory: Memory) -> None:
        """Store it under `memory.rev`; raises Conflict unless the stored one is at `memory.rev - 1`."""
        ...


class RulesArchive(Protocol):
    """Where RuleBooks are published, by drive-sync alone."""

    def live(self) -> tuple[RuleBook | None, str]:
        """The RuleBook in force, if there is one, and the mark of exactly this state."""
        ...

    def publish(self, rulebook: RuleBook, mark: str) -> None:
        """Put it in force; raises Conflict when what is stored no longer has this mark."""
        ...

    def export(self, name: str, content: str) -> None:
        """Store a file for other readers beside it (`rules.csv`, `examples_sheet.jsonl`)."""
        ...


class Directory(Protocol):
    """Who is who in Slack."""

    def slack_id(self, email: str) -> str:
        """The Slack id behind an address, or empty when Slack does not know it. Raises Retryable."""
        ...
