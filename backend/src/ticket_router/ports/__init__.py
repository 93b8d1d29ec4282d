"""What the use cases need from the world, named for the capability; adapters serve these, tests bring fakes."""

from __future__ import annotations

from ticket_router.ports.tickets import (
    Channel,
    Clock,
    Desk,
    FileStore,
    IntakeAgain,
    IntakeFailures,
    Links,
    Lists,
    Pace,
    Reader,
    Rules,
    WorkQueue,
)
from ticket_router.ports.workbook import (
    Directory,
    RulesArchive,
    SheetHints,
    SheetMemory,
    Watches,
    Workbook,
    WorkbookFile,
)

__all__ = [
    "Channel",
    "Clock",
    "Desk",
    "Directory",
    "FileStore",
    "IntakeAgain",
    "IntakeFailures",
    "Links",
    "Lists",
    "Pace",
    "Reader",
    "Rules",
    "RulesArchive",
    "SheetHints",
    "SheetMemory",
    "Watches",
    "WorkQueue",
    "Workbook",
    "WorkbookFile",
]
