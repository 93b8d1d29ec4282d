"""What a cell cannot be checked for by its column's type: reserved words, a customer's kind, rows of one name."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from ticket_router.domain.base import TRIAGE, UNSURE
from ticket_router.domain.rulebook import Example, Person, Row, State, Team, Topic, UrgentWord, Vip
from ticket_router.domain.workbook.addresses import domain, mail_address
from ticket_router.domain.workbook.problems import BadCell, shown
from ticket_router.domain.workbook.suggesting import look

SLACK_WORDS = frozenset({"here", "channel", "everyone"})
"""Slack wakes whole channels by these."""


def as_meant(part: str, field: str, values: Mapping[str, object]) -> object:
    """The value of a field as the RuleBook spells it, seen beside the rest of its row. Raises BadCell."""
    value = values[field]
    match part, field:
        case "topics", "topic" if look(str(value)) == UNSURE:
            raise BadCell(f"{shown(str(value))} is reserved for tickets without a topic", "Choose another word")
        case "teams", "team" if look(str(value)) == TRIAGE:
            return TRIAGE
        case "people", "name":
            return _person(str(value))
        case "vips", "customer":
            return _customer(str(value), str(values.get("match_on", "")))
        case _:
            return value


def sameness(row: Row) -> Hashable:
    """What no two rows that count may share; None for a row that may stand beside any other."""
    match row:
        case Topic() if row.state is State.live:
            return look(row.topic)
        case Team() if row.state is State.live:
            return look(row.team)
        case Person():
            return look(row.name)
        # After the first one's last day the next one counts.
        case Vip() if row.until is None:
            return row.match_on, " ".join(row.customer.casefold().split())
        case UrgentWord() if row.state is State.live:
            return look(row.phrase), row.kind, frozenset(row.only_topics)
        case Example() if row.state is State.live:
            return look(row.text)
        case _:
            return None


def _person(name: str) -> str:
    bare = name.removeprefix("@").strip()
    if not bare:
        raise BadCell("this cell holds no name", "Write the name that other tabs use, such as dana")
    if look(bare) in SLACK_WORDS:
        raise BadCell(f"{shown(bare)} wakes everybody in Slack", "Choose another name")
    return bare


def _customer(customer: str, match_on: str) -> str:
    if match_on == "address":
        return mail_address(customer)
    if match_on == "domain":
        return domain(customer)
    return customer
