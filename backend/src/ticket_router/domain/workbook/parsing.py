"""From the rule tabs to the next RuleBook, row by row: what is right goes live, what is wrong changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ticket_router.domain.base import TRIAGE, Value
from ticket_router.domain.rulebook import Person, RuleBook
from ticket_router.domain.workbook.grid import Snapshot
from ticket_router.domain.workbook.headers import emptied, unusable
from ticket_router.domain.workbook.problems import Problem
from ticket_router.domain.workbook.references import References
from ticket_router.domain.workbook.rows import NAMED_BY, sheet_rows
from ticket_router.domain.workbook.settings_rows import settings_of
from ticket_router.domain.workbook.shape import Shape, Tab
from ticket_router.domain.workbook.tab_result import TabResult
from ticket_router.domain.workbook.tab_rows import rows_of

__all__ = ["Parsed", "Problem", "parse_rules"]

CALLED = {"people": "person", "teams": "team", "topics": "topic"}
"""Parts whose rows others name, in the order in which they are read, and what one of their rows is called."""
SETTINGS = "settings"
NO_RULES = RuleBook(version=0)


class Parsed(Value):
    """What the rule tabs say. The RuleBook has the next version's number; its time and who published it are empty."""

    rulebook: RuleBook
    problems: tuple[Problem, ...]
    row_status: dict[str, str]
    """By `row_key`: `live`, `off`, or what is wrong and what counts meanwhile."""


def parse_rules(snapshot: Snapshot, shape: Shape, live: RuleBook | None, slack_ids: Mapping[str, str]) -> Parsed:
    """Read the rule tabs, whatever stands in them; `live` is what is in force, `slack_ids` are by lower-case email.

    A row that is wrong leaves its old version in force, a tab that cannot be read the whole old tab. Never raises.
    """
    old = live or NO_RULES
    references = References()
    read: dict[str, TabResult] = {}
    parts: dict[str, object] = {}
    for tab in sorted(shape.rule_tabs, key=_turn):
        read[tab.title] = result = _read(tab, snapshot, shape, old, references)
        part = parts[tab.rulebook_field] = _with_ids(result.part, slack_ids)
        if (called := CALLED.get(tab.rulebook_field)) and isinstance(part, tuple):
            names = (getattr(row, NAMED_BY[tab.rulebook_field]) for row in part)
            references.learn(tab.title, called, names, result.wrong)
    told = [read[tab.title] for tab in shape.rule_tabs]
    rulebook = old.renewed(**parts, version=old.version + 1, published_at=None, published_by="")
    return Parsed(
        rulebook=rulebook,
        problems=(*(problem for result in told for problem in result.problems), *_no_triage(rulebook, shape)),
        row_status={key: text for result in told for key, text in result.statuses.items()},
    )


def _turn(tab: Tab) -> int:
    order = list(CALLED)
    return order.index(tab.rulebook_field) if tab.rulebook_field in order else len(order)


def _read(tab: Tab, snapshot: Snapshot, shape: Shape, old: RuleBook, references: References) -> TabResult:
    part = getattr(old, tab.rulebook_field)
    if tab.rulebook_field == SETTINGS:
        meanwhile = "the settings in force stay as they are" if old.version else "the starting values count"
    else:
        meanwhile = "its last good version stays in force" if part else "nothing from it counts"
    if problem := unusable(tab, snapshot, shape, meanwhile):
        return TabResult(part, [problem])
    rows = sheet_rows(tab, snapshot.tabs[tab.title])
    if not rows:
        return TabResult(part, [emptied(tab, meanwhile)])
    if tab.rulebook_field == SETTINGS:
        return settings_of(tab, rows, old)
    return rows_of(tab, rows, part, references)


def _with_ids(part: object, slack_ids: Mapping[str, str]) -> object:
    """People with the ids that Slack has told for their addresses; any other part as it is."""
    if not isinstance(part, tuple):
        return part
    return tuple(
        row.renewed(slack_id=slack_ids.get(row.email.casefold(), row.slack_id)) if isinstance(row, Person) else row
        for row in part
    )


def _no_triage(rulebook: RuleBook, shape: Shape) -> Iterator[Problem]:
    tab = next((tab for tab in shape.rule_tabs if tab.rulebook_field == "teams"), None)
    if tab and TRIAGE not in rulebook.live_teams:
        yield Problem(
            tab=tab.title,
            row=None,
            what=f"{tab.title} has no live row '{TRIAGE}'; held tickets go to #{TRIAGE}, and nobody is pinged",
            fix=f"Add a row '{TRIAGE}' with its channel, inbox, lead and manager, or set its state to live",
        )
