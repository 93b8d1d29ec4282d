"""The rules a new desk starts with: a RuleBook made from the workbook's starter rows, in memory or on disk."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from scripts.ops.tabs import SETTINGS, rows_of, rule_tabs, settings_of
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.shape import Tab

STARTED = datetime(2026, 1, 1, tzinfo=UTC)
Rows = Mapping[str, Sequence[Mapping[str, object]]]


def starter_rulebook(version: int = 1, now: datetime = STARTED, slack_ids: Mapping[str, str] | None = None) -> RuleBook:
    """The starter rules. `slack_ids` (email -> Slack id) fills the column that is the backend's."""
    tabs = rule_tabs()
    rows = {title: tab.rows for title, tab in tabs.items()}
    known = slack_ids or {}
    people = [{**row, "slack_id": known.get(str(row["email"]), "")} for row in rows["People"]]
    return rulebook_from(tabs, {**rows, "People": people}, version=version, now=now)


def rulebook_from(tabs: Mapping[str, Tab], rows: Rows, *, version: int = 1, now: datetime = STARTED) -> RuleBook:
    """A RuleBook from rows by tab title. Raises pydantic's ValidationError for an invalid row."""
    parts: dict[str, object] = {
        tab.rulebook_field: (settings_of(rows[title]) if tab.rulebook_field == SETTINGS else rows_of(tab, rows[title]))
        for title, tab in tabs.items()
    }
    return RuleBook.model_validate({"version": version, "published_at": now, "published_by": "starter rows", **parts})


def write_rules(rulebook: RuleBook, folder: Path) -> list[Path]:
    """Write `rules.json` (the RuleBook) and `examples.jsonl` (its examples, one a line), as in the bucket."""
    folder.mkdir(parents=True, exist_ok=True)
    rules, examples = folder / "rules.json", folder / "examples.jsonl"
    rules.write_text(rulebook.model_dump_json(indent=1) + "\n", encoding="utf-8")
    lines = (example.model_dump_json() + "\n" for example in rulebook.examples)
    examples.write_text("".join(lines), encoding="utf-8")
    return [rules, examples]


def main(arguments: Sequence[str]) -> int:
    """`python -m scripts.ops.starter OUTDIR`: write the starter rules there."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: python -m scripts.ops.starter OUTDIR")
        return 2
    for file in write_rules(starter_rulebook(), Path(arguments[0])):
        print(f"wrote {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
