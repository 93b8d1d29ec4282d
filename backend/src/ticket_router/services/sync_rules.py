"""The rules half of drive-sync: an edit that has rested becomes the next RuleBook, and what is wrong is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ticket_router.domain.errors import TicketRouterError
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.changes import changes_in_words
from ticket_router.domain.workbook.example_rows import only_ours
from ticket_router.domain.workbook.grid import Snapshot
from ticket_router.domain.workbook.log import with_lines
from ticket_router.domain.workbook.memory import LogEntry, Lookup, Memory
from ticket_router.domain.workbook.parsing import Parsed, Problem, parse_rules
from ticket_router.domain.workbook.rest import looked_at, rules_digest, still_to_rest
from ticket_router.domain.workbook.shape import Shape
from ticket_router.ports import Directory, WorkbookFile

MOST_LOOKUPS = 20
"""Addresses asked for in one run: Slack takes about fifty such calls a minute."""
ASK_AGAIN = timedelta(days=1)
MOST_CHANGES = 20
"""Lines of a version's log entry; a rebuilt tab would fill a screen."""


@dataclass(frozen=True)
class RulesResult:
    """What came of the look: the memory from now on, a RuleBook to publish, and seconds until another look."""

    memory: Memory
    publish: RuleBook | None = None
    once_published: Memory | None = None
    """The memory once `publish` is in force: only then is the edit settled, whatever breaks off in between."""
    look_again: float = 0.0


class SyncRules:
    """One look at the rule tabs."""

    def __init__(self, *, shape: Shape, directory: Directory, file: WorkbookFile) -> None:
        self._shape = shape
        self._directory = directory
        self._file = file

    def __call__(self, snapshot: Snapshot, memory: Memory, live: RuleBook | None, now: datetime) -> RulesResult:
        """See the module. Without a RuleBook in force nothing has to rest."""
        digest = rules_digest(snapshot, self._shape)
        seen = looked_at(memory.rules, digest, now)
        memory = memory.renewed(rules=seen)
        edited = digest != seen.settled
        if edited and live is not None and (wait := still_to_rest(seen, now)):
            return RulesResult(memory, look_again=wait.total_seconds())
        if not edited and not (live and self._unknown(live, memory, now)):
            return RulesResult(memory)
        parsed, memory = self._parsed(snapshot, memory, live, now)
        new = None if live is not None and _same_rules(live, parsed.rulebook) else parsed.rulebook
        ours = live is not None and only_ours(live, parsed.rulebook)
        who = self._who() if edited and not ours else "router"
        lines = _problems(parsed.problems, memory, now, who)
        if new is not None:
            new = new.renewed(published_at=now, published_by=who)
            lines.append(_version(new, live, now, who))
        known = seen.renewed(problems=tuple(_identity(problem) for problem in parsed.problems))
        told = with_lines(memory.renewed(rules=known, row_status=parsed.row_status), lines)
        settled = told.renewed(rules=known.renewed(settled=digest))
        return RulesResult(settled) if new is None else RulesResult(told, publish=new, once_published=settled)

    def _parsed(
        self, snapshot: Snapshot, memory: Memory, live: RuleBook | None, now: datetime
    ) -> tuple[Parsed, Memory]:
        parsed = parse_rules(snapshot, self._shape, live, _ids(memory))
        asked = self._asked((person.email for person in parsed.rulebook.people), memory, now)
        if asked == memory.people:
            return parsed, memory
        memory = memory.renewed(people=asked)
        return parse_rules(snapshot, self._shape, live, _ids(memory)), memory

    def _unknown(self, live: RuleBook, memory: Memory, now: datetime) -> bool:
        return any(_to_ask(person.email, memory, now) for person in live.people)

    def _asked(self, emails: Iterable[str], memory: Memory, now: datetime) -> dict[str, Lookup]:
        """What Slack says about addresses not asked about lately; Slack away means asking another time."""
        wanted = sorted({email.casefold() for email in emails if _to_ask(email, memory, now)})
        found = dict(memory.people)
        for email in wanted[:MOST_LOOKUPS]:
            try:
                found[email] = Lookup(slack_id=self._directory.slack_id(email), asked_at=now)
            except TicketRouterError:
                break
        return found

    def _who(self) -> str:
        try:
            return self._file.last_editor() or "somebody in the workbook"
        except TicketRouterError:
            return "somebody in the workbook"


def _to_ask(email: str, memory: Memory, now: datetime) -> bool:
    known = memory.people.get(email.casefold())
    return bool(email) and (known is None or (not known.slack_id and now - known.asked_at >= ASK_AGAIN))


def _ids(memory: Memory) -> dict[str, str]:
    return {email: lookup.slack_id for email, lookup in memory.people.items() if lookup.slack_id}


def _same_rules(one: RuleBook, other: RuleBook) -> bool:
    return _bare(one) == _bare(other)


def _bare(book: RuleBook) -> RuleBook:
    return book.renewed(version=0, published_at=None, published_by="")


def _identity(problem: Problem) -> str:
    """By the row's own words: sorting a tab makes no new problem."""
    return f"{problem.tab}|{problem.key}|{problem.what}"


def _problems(problems: Sequence[Problem], memory: Memory, now: datetime, who: str) -> list[LogEntry]:
    known = set(memory.rules.problems)
    return [
        LogEntry(
            entry="",
            at=now,
            version=0,
            who=who,
            tab=problem.tab,
            row=problem.row,
            what=problem.what,
            fix=problem.fix,
        )
        for problem in problems
        if _identity(problem) not in known
    ]


def _version(new: RuleBook, old: RuleBook | None, now: datetime, who: str) -> LogEntry:
    changes = changes_in_words(old, new) or ("rows moved",)
    more = len(changes) - MOST_CHANGES
    shown = [*changes[:MOST_CHANGES], f"and {more} more changes"] if more > 0 else list(changes)
    what = f"rules v{new.version} are live\n" + "\n".join(shown)
    return LogEntry(entry=f"v{new.version}", at=now, version=new.version, who=who, what=what)
