"""Makes a spreadsheet the workbook, or tells what it lacks: the command does it, and so does the local world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.ops.tabs import Template, read_tabs
from scripts.ops.workbook.found import Spreadsheets, find
from scripts.ops.workbook.plan import Wishes, plan


@dataclass(frozen=True)
class Furnished:
    """What `create_workbook` did."""

    done: tuple[str, ...]
    """What differed and was put right, in sentences; empty when nothing had to be done."""
    left: tuple[str, ...]
    """What still differs."""


def create_workbook(
    sheets: Spreadsheets, spreadsheet_id: str, wishes: Wishes, templates: Sequence[Template] | None = None
) -> Furnished:
    """Build what is missing, repair what can be repaired without touching what people made, in one write call.

    `sheets` is gspread's HTTP client (`client.http_client`). Safe to repeat. Raises whatever the client raises.
    """
    tabs = _templates(templates)
    first = plan(find(sheets, spreadsheet_id), tabs, wishes)
    if not first.requests:
        return Furnished((), tuple(first.left))
    sheets.batch_update(spreadsheet_id, {"requests": first.requests})
    second = plan(find(sheets, spreadsheet_id), tabs, wishes)
    return Furnished(tuple(first.repaired), tuple(second.sentences))


def check_workbook(
    sheets: Spreadsheets, spreadsheet_id: str, wishes: Wishes, templates: Sequence[Template] | None = None
) -> list[str]:
    """Everything that differs, in sentences; writes nothing."""
    return plan(find(sheets, spreadsheet_id), _templates(templates), wishes).sentences


def _templates(templates: Sequence[Template] | None) -> Sequence[Template]:
    return list(read_tabs().values()) if templates is None else templates
