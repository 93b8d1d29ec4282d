"""Runs a rule scenario: starter rules with the scenario's changes, the ticket and its readings, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scripts.ops.starter import rulebook_from
from scripts.ops.tabs import SETTINGS, row_model, rule_tabs
from tests.unit.domain.scenario_format import (
    Change,
    Expected,
    Read,
    Scenario,
    ScenarioCase,
    ScenarioError,
    TicketIn,
    in_words,
    load_scenario,
)
from ticket_router.domain.case import Case
from ticket_router.domain.decide import decide
from ticket_router.domain.decision import Decision
from ticket_router.domain.inbound import Customer, Verdicts
from ticket_router.domain.reading import Reading, Tags, fold
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import Attachment, Message, Ticket
from ticket_router.domain.workbook.shape import Tab

TABS = rule_tabs()
Cells = dict[str, Any]


def run_file(path: Path) -> Iterator[tuple[Scenario, ScenarioCase, Decision]]:
    """Every case of a file with its decision. Raises ScenarioError, which names the file and what is wrong in it."""
    scenario = load_scenario(path)
    for case in scenario.cases:
        try:
            yield scenario, case, decision_for(case, scenario.rules)
        except ScenarioError as error:
            raise ScenarioError(f"{path.name}, case '{case.title}': {error}") from error


def decision_for(case: ScenarioCase, shared: tuple[Change, ...] = ()) -> Decision:
    """What `decide` says about the case."""
    ticket, follow_ups = case.ticket, case.ticket.follow_ups
    texts = [ticket.text, *(later.text for later in follow_ups)]
    readings = [case.reading, *(later.reading for later in follow_ups)]
    keys = [f"{case.now + timedelta(minutes=n):%Y%m%dT%H%M%SZ}-{n}" for n in range(len(texts))]
    messages = tuple(
        _message(ticket, text, key, case, first=key == keys[0]) for text, key in zip(texts, keys, strict=True)
    )
    read = [_reading(r, key, case) for r, key in zip(readings, keys, strict=True) if not r.away]
    about = Case(ticket=_ticket(case), messages=messages)
    return decide(about, fold(read), changed_rules((*shared, *case.rules)), case.now)


def differences(expected: Expected, decision: Decision) -> list[str]:
    """One plain sentence for everything that is not as expected."""
    seen = decision.model_dump(mode="json")
    wanted = expected.model_dump(mode="json", exclude_unset=True)
    reasons = "; ".join(str(reason) for reason in decision.reasons)
    found = [
        f"{name}: expected {value}, got {seen[name]}"
        for name, value in wanted.items()
        if name in seen and value != seen[name]
    ]
    found += [f"no reason says '{text}'" for text in expected.reasons_have if text.lower() not in reasons.lower()]
    found += [f"a reason says '{text}'" for text in expected.reasons_lack if text.lower() in reasons.lower()]
    if expected.runner_up_has and expected.runner_up_has not in decision.runner_up:
        found.append(f"runner-up: expected '{expected.runner_up_has}' in '{decision.runner_up}'")
    return [*found, f"the decision was: {decision.sentence}"] if found else []


def changed_rules(changes: Iterable[Change]) -> RuleBook:
    """The starter rules after the changes. Raises ScenarioError for a change that names what is not there."""
    rows: dict[str, list[Cells]] = {title: [dict(row) for row in tab.rows] for title, tab in TABS.items()}
    for change in changes:
        _apply(change, rows)
    for tab in TABS.values():
        if tab.rulebook_field != SETTINGS:
            _check(tab, rows[tab.title])
    try:
        return rulebook_from(TABS, rows)
    except ValidationError as error:
        raise ScenarioError(f"Settings: {in_words(error.errors()[0])}") from error


def _check(tab: Tab, rows: list[Cells]) -> None:
    """Raises ScenarioError with tab and row: what a manager would be told about the cell."""
    for number, row in enumerate(rows, start=2):
        try:
            row_model(tab).model_validate({"row": number, **row})
        except ValidationError as error:
            raise ScenarioError(f"{tab.title} row {number}: {in_words(error.errors()[0])}") from error


def _apply(change: Change, rows: dict[str, list[Cells]]) -> None:
    if change.add:
        tab = _tab(change.add.tab)
        place = change.add.at - 2 if change.add.at else len(rows[tab.title])
        rows[tab.title].insert(place, _cells(tab, change.add.row))
    elif named := change.cells or change.remove or change.off:
        tab = _tab(named.tab)
        wanted = _cells(tab, named.where)
        found = [n for n, row in enumerate(rows[tab.title]) if _fits(row, n + 2, wanted)]
        if not found:
            asked = " and ".join(f"{name} {value}" for name, value in named.where.items())
            raise ScenarioError(f"{tab.title} has no row with {asked}")
        if change.remove:
            rows[tab.title] = [row for n, row in enumerate(rows[tab.title]) if n not in found]
        else:
            cells = _cells(tab, change.cells.to if change.cells else {"state": "off"})
            for n in found:
                rows[tab.title][n] |= cells


def _fits(row: Cells, number: int, wanted: Cells) -> bool:
    return all(str({"row": number, **row}.get(field, "")) == str(value) for field, value in wanted.items())


def _tab(title: str) -> Tab:
    if title not in TABS:
        raise ScenarioError(f"there is no tab '{title}'; the tabs are {', '.join(TABS)}")
    return TABS[title]


def _cells(tab: Tab, named: Cells) -> Cells:
    cells: Cells = {}
    for name, value in named.items():
        field = "row" if name == "row" else tab.field(name)
        if field is None:
            known = ", ".join(column.name for column in tab.written_by_people)
            raise ScenarioError(f"{tab.title} has no column '{name}'; it has {known}")
        cells[field] = value
    return cells


def _ticket(case: ScenarioCase) -> Ticket:
    ticket = case.ticket
    return Ticket(
        ticket_id="T-0000000001",
        source=ticket.source,
        customer=_customer(ticket),
        subject=ticket.subject,
        verdicts=Verdicts(spam=ticket.spam, virus=ticket.virus, sender_verified=ticket.verified),
        received_at=case.now,
        hold_because=ticket.held_because,
        reader_away=case.reading.away,
        override=case.said,
    )


def _customer(ticket: TicketIn) -> Customer:
    return Customer(address=ticket.customer.email.lower(), name=ticket.customer.name)


def _message(ticket: TicketIn, text: str, key: str, case: ScenarioCase, first: bool) -> Message:
    named = [(name, False) for name in ticket.attachments] + [(name, True) for name in ticket.pictures]
    files = tuple(
        Attachment(name=name, content_type="application/octet-stream", size=1000, key=name, inline=inline)
        for name, inline in named
    )
    return Message(
        key=key,
        author=_customer(ticket),
        text=text,
        subject=ticket.subject if first else "",
        attachments=files if first else (),
        received_at=case.now,
        source=ticket.source,
    )


def _reading(read: Read, key: str, case: ScenarioCase) -> Reading:
    tags = Tags(
        topic=read.topic,
        topic_confidence=read.confidence,
        urgency=read.urgency,
        urgency_confidence=0.9,
        tone=read.tone,
        tone_confidence=0.91,
        second_topic=read.second_topic,
        second_quote=read.second_quote,
        flags=read.flags,
    )
    return Reading(message_key=key, tags=tags, read_at=case.now, malformed=read.malformed)
