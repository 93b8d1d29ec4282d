"""One validated, numbered version of the rule tabs: everything a decision may look at besides the ticket itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from ticket_router.domain.base import TRIAGE, Moment, Move, Source, Tone, Urgency, Value

T = TypeVar("T")


class State(StrEnum):
    """Whether a row counts."""

    live = "live"
    off = "off"


class WordKind(StrEnum):
    """What an urgent word is about; rules can ask for a kind."""

    outage = "outage"
    refund = "refund"
    deadline = "deadline"
    security = "security"


class MatchOn(StrEnum):
    """What of a customer a VIP row looks at, in order of precedence."""

    address = "address"
    domain = "domain"
    name = "name"


class Row(Value):
    """A row of a tab; `row` is its number in the sheet (the header is row 1), for reasons that people can look up."""

    row: int = Field(ge=2)


class Topic(Row):
    """Tab Topics: a kind of request, and the team that handles it."""

    topic: str
    team: str
    description: str
    hold_below: float | None = Field(default=None, ge=0.0, le=1.0)
    playbook: str = ""
    state: State = State.live


class Team(Row):
    """Tab Teams: where a team reads its tickets, and whom it wakes. Handles start with `@`, People resolves them."""

    team: str
    slack_channel: str = ""
    inbox: str = ""
    lead: str = ""
    manager: str = ""
    state: State = State.live


class Person(Row):
    """Tab People: one person; `slack_id` is looked up from the email, since Slack pings only `<@U...>`."""

    name: str
    """The handle without `@`."""
    email: str = ""
    slack_id: str = ""


class Vip(Row):
    """Tab VIPs: a customer who comes first, until a date, perhaps pinned to `team` or `team/@handle`."""

    customer: str
    match_on: MatchOn
    pin_to: str = ""
    note: str = ""
    until: date | None = None

    @property
    def pinned_team(self) -> str:
        """The team half of the pin, or an empty string."""
        return self.pin_to.partition("/")[0].strip()

    @property
    def pinned_person(self) -> str:
        """The `@handle` half of the pin, or an empty string."""
        return self.pin_to.partition("/")[2].strip()


class UrgentWord(Row):
    """Tab Urgent words: a word or phrase that raises urgency, for all topics or only some."""

    phrase: str
    kind: WordKind
    raises_to: Urgency | None = None
    only_topics: tuple[str, ...] = ()
    state: State = State.live


class PriorityRule(Row):
    """Tab Priority rules: every filled condition must hold; the first matching live row decides the move."""

    topic: str = ""
    urgency_at_least: Urgency | None = None
    tone: Tone | None = None
    vip: bool | None = None
    source: Source | None = None
    kind_of_word: WordKind | None = None
    move: Move
    team: str = ""
    note: str = ""
    state: State = State.live


class Example(Row):
    """Tab Examples: a labelled text that may be shown to the reader."""

    text: str
    topic: str
    urgency: Urgency
    tone: Tone
    origin: str = "starter"
    state: State = State.live


class Settings(Value):
    """Tab Settings, with the values a new desk starts from."""

    min_words: int = Field(default=3, ge=0)
    hold_below: float = Field(default=0.6, ge=0.0, le=1.0)
    merge_window_hours: float = Field(default=24.0, ge=0.0)
    reopen_days: float = Field(default=7.0, ge=0.0)
    publish_guard_percent: float = Field(default=10.0, ge=0.0, le=100.0)
    unverified_vip_counts: bool = True
    support_mailbox: str = ""
    """The address that Reply puts in Cc."""
    time_zone: str = "UTC"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError):
            raise ValueError(f"'{value}' is no time zone; one looks like Europe/Berlin") from None
        return value


class RuleBook(Value):
    """All rule tabs of one version. Rows keep the sheet's order; rows that are off stay in it, and count nowhere."""

    version: int
    published_at: Moment | None = None
    published_by: str = ""
    topics: tuple[Topic, ...] = ()
    teams: tuple[Team, ...] = ()
    people: tuple[Person, ...] = ()
    vips: tuple[Vip, ...] = ()
    urgent_words: tuple[UrgentWord, ...] = ()
    priority_rules: tuple[PriorityRule, ...] = ()
    examples: tuple[Example, ...] = ()
    settings: Settings = Settings()

    @cached_property
    def live_topics(self) -> dict[str, Topic]:
        """Live topics by name; the first row of a name wins."""
        return _first_of_each((t.topic, t) for t in self.topics if t.state is State.live)

    @cached_property
    def live_teams(self) -> dict[str, Team]:
        """Live teams by name; the first row of a name wins."""
        return _first_of_each((t.team, t) for t in self.teams if t.state is State.live)

    @cached_property
    def triage(self) -> Team:
        """The team of held tickets; a workbook without a live `triage` row still has the reserved channel."""
        return self.live_teams.get(TRIAGE) or Team(row=2, team=TRIAGE, slack_channel="#triage")

    def person(self, handle: str) -> Person | None:
        """The People row of `@handle`, if there is one."""
        wanted = handle.removeprefix("@").casefold()
        return next((p for p in self.people if wanted and p.name.casefold() == wanted), None)


def _first_of_each(rows: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, row in rows:
        found.setdefault(name, row)
    return found
