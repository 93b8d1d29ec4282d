"""The form of a rule scenario file, and the plain words in which a file outside that form is refused."""

from __future__ import annotations

import difflib
import typing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.unit.domain.plain_yaml import Place, PlainYamlError, load
from ticket_router.domain.base import UNSURE, Move, Source, Tone, Urgency
from ticket_router.domain.reading import Flag
from ticket_router.domain.ticket import Override

SCENARIOS = Path(__file__).parents[2] / "data" / "rule_scenarios"


class ScenarioError(ValueError):
    """A scenario file that cannot be run; the message names file, line and what is wrong."""


class Strict(BaseModel):
    """Unknown keys are refused: a typo must not make a scenario pass."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Where(Strict):
    """Rows of a tab: those whose named cells hold these values (`row` is the number in the sheet)."""

    tab: str
    where: dict[str, Any] = Field(min_length=1)


class SetCells(Where):
    """Cells to fill in the rows found."""

    to: dict[str, Any] = Field(min_length=1)


class NewRow(Strict):
    """A row to add: at the end, or `at` a row number, pushing the others down."""

    tab: str
    row: dict[str, Any]
    at: int | None = Field(default=None, ge=2)


class Change(Strict):
    """One edit of the starter rules."""

    add: NewRow | None = None
    cells: SetCells | None = Field(default=None, alias="set")
    remove: Where | None = None
    off: Where | None = None

    @model_validator(mode="after")
    def _one(self) -> Change:
        if len(self.model_fields_set) != 1:
            raise ValueError("each change is exactly one of add, set, remove, off")
        return self


class Person(Strict):
    """Who writes."""

    name: str = ""
    email: str = ""


class Read(Strict):
    """What the reader made of one message."""

    topic: str = UNSURE
    confidence: float = Field(default=0.9, ge=0, le=1)
    urgency: Urgency = Urgency.low
    tone: Tone = Tone.calm
    flags: tuple[Flag, ...] = ()
    second_topic: str = ""
    second_quote: str = ""
    away: bool = False
    malformed: bool = False


class FollowUp(Strict):
    """What the customer wrote later in the same ticket."""

    text: str
    reading: Read = Read()


class TicketIn(Strict):
    """The ticket as it came in."""

    customer: Person = Person(name="Ana", email="ana@studio.example")
    source: Source = Source.mail
    subject: str = ""
    text: str
    attachments: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    spam: bool = False
    virus: bool = False
    verified: bool | None = None
    held_because: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


class Expected(Strict):
    """What people should then see; only what is named is compared."""

    move: Move
    team: str | None = None
    person: str | None = None
    topic: str | None = None
    urgency: Urgency | None = None
    tone: Tone | None = None
    vip: bool | None = None
    pings: tuple[str, ...] | None = None
    rule_row: int | None = None
    runner_up_has: str | None = None
    reasons_have: tuple[str, ...] = ()
    reasons_lack: tuple[str, ...] = ()


class ScenarioCase(Strict):
    """One ticket and the decision about it."""

    title: str
    rules: tuple[Change, ...] = ()
    ticket: TicketIn
    reading: Read = Read()
    said: Override | None = None
    now: datetime = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    expect: Expected


class Scenario(Strict):
    """A file: changes to the starter rules that all of its cases share, and the cases."""

    title: str
    why: str = ""
    rules: tuple[Change, ...] = ()
    cases: tuple[ScenarioCase, ...] = Field(min_length=1)


def load_scenario(path: Path) -> Scenario:
    """The scenario in a file. Raises ScenarioError, in words that a person who writes no code can act on."""
    lines: dict[Place, int] = {}
    try:
        content, lines = load(path)
        return Scenario.model_validate(content)
    except PlainYamlError as error:
        raise ScenarioError(str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ScenarioError(f"{path.name}, line {_line(first['loc'], lines)}: {in_words(first)}") from error


def _line(place: Place, lines: dict[Place, int]) -> int:
    return next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), 1)


def in_words(error: Any) -> str:
    """One of pydantic's errors as a sentence for the person who wrote the file."""
    where, key = error["loc"][:-1], error["loc"][-1] if error["loc"] else "the file"
    match error["type"]:
        case "extra_forbidden":
            known = _keys(where)
            near = difflib.get_close_matches(str(key), known, 1)
            return f"'{key}' is not known here" + (
                f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(known)}"
            )
        case "missing":
            return f"'{key}' is missing"
        case "enum":
            return f"{key} cannot be '{error['input']}'; it is one of {error['ctx']['expected'].replace(chr(39), '')}"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            given = error["input"]
            return f"{key} cannot be {given if isinstance(given, str | int | float) else 'this'}; {error['msg']}"


def _keys(place: Place) -> list[str]:
    """The keys that may stand at a place of the file."""
    at: Any = Scenario
    for step in place:
        if isinstance(step, str):
            at = _model_in(next(f.annotation for n, f in at.model_fields.items() if step in (n, f.alias)))
    return [field.alias or name for name, field in at.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in typing.get_args(annotation) if (found := _model_in(inner))), None)
