"""What a run of drive-sync has to know of earlier ones; everything else it reads off the sheet and the desk."""

from __future__ import annotations

from ticket_router.domain.base import Moment, Value


class LogEntry(Value):
    """A line of the Rules log, kept until it has been seen in the sheet."""

    entry: str
    """Its own id: the sheet is asked for it, so that no line is written twice."""
    at: Moment
    version: int
    who: str
    tab: str = ""
    row: int | None = None
    what: str
    fix: str = ""


class Seen(Value):
    """The rule tabs as they were last found."""

    digest: str = ""
    since: Moment | None = None
    """When a run first found them so."""
    settled: str = ""
    """The digest that was last published, or found to change nothing."""
    problems: tuple[str, ...] = ()
    """What was wrong then, so that a problem is logged when it appears and not at every run."""


class Lookup(Value):
    """What Slack said about one address."""

    slack_id: str = ""
    """Empty: Slack does not know it."""
    asked_at: Moment


class Tick(Value):
    """A Go that counts: noted before anything is done, so that a crash in between neither loses nor repeats it."""

    id: str
    tab: str
    ticket_id: str
    topic: str = ""
    team: str = ""
    urgency: str = ""
    action: str = ""
    by: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing but Go was filled in."""
        return not (self.topic or self.team or self.urgency or self.action)


class Outcome(Value):
    """What became of a tick, as its row's Status tells it."""

    text: str
    at: Moment


class Memory(Value):
    """One document with a revision: two runs that overlap cannot both save."""

    rev: int = 0
    rules: Seen = Seen()
    row_status: dict[str, str] = {}
    """Status of rule rows by key."""
    ticks: dict[str, tuple[str, ...]] = {}
    """By ticket: digests of the values whose Go has counted and was still ticked at the last run."""
    pending: tuple[Tick, ...] = ()
    """Ticks that count and are not done yet."""
    outcomes: dict[str, Outcome] = {}
    """By ticket: the last outcome, for as long as its row is there."""
    log: tuple[LogEntry, ...] = ()
    """Lines that were not yet seen in the sheet."""
    logged: int = 0
    """How many lines there ever were; numbers the next one."""
    people: dict[str, Lookup] = {}
    """By mail address, lower case."""
    exported: int = 0
    """The version of the rules whose table is exported."""
    exported_examples: int = 0
    """The version of the rules whose examples are exported."""
    taught: tuple[str, ...] = ()
    """Learned examples that have their row in the Examples tab."""
    gone: tuple[str, ...] = ()
    """Learned examples whose row people deleted: they never come back by themselves."""
    tidied_on: str = ""
    """The desk's own date of the last tidy."""
    missing: tuple[str, ...] = ()
    """Tabs that were not there at the last run."""
