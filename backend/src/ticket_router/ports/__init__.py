"""What the use cases need from the world, named for the capability; adapters serve these, tests bring fakes."""

from __future__ import annotations

from ticket_router.ports.clicks import SignedRequests
from ticket_router.ports.learning import Corrections, ExamplesArchive, LearnAgain, Learned
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
    "Corrections",
    "Desk",
    "Directory",
    "ExamplesArchive",
    "FileStore",
    "IntakeAgain",
    "IntakeFailures",
    "LearnAgain",
    "Learned",
    "Links",
    "Lists",
    "Pace",
    "Reader",
    "Rules",
    "RulesArchive",
    "SheetHints",
    "SheetMemory",
    "SignedRequests",
    "Watches",
    "WorkQueue",
    "Workbook",
    "WorkbookFile",
]
