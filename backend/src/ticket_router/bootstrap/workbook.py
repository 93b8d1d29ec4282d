"""The parts around the workbook: who hears of changes, who keeps Drive telling us, and drive-sync itself."""

from __future__ import annotations

import secrets
import uuid
from functools import cached_property
from typing import TYPE_CHECKING

from ticket_router.bootstrap.corrections import CorrectionParts
from ticket_router.bootstrap.learning import LearningParts
from ticket_router.bootstrap.parts import make_client

if TYPE_CHECKING:
    from ticket_router.adapters.aws.sheet_hints import SqsSheetHints
    from ticket_router.adapters.aws.watches import DynamoWatches
    from ticket_router.adapters.google.drive import DriveFile
    from ticket_router.adapters.google.sheets import SheetsWorkbook
    from ticket_router.services.hear_sheet import HearSheet
    from ticket_router.services.keep_watch import KeepWatch
    from ticket_router.services.sync_workbook import SyncWorkbook
    from ticket_router.services.tell_sheet import TellSheet


class WorkbookParts(CorrectionParts, LearningParts):
    """What the workbook's functions are made of."""

    @cached_property
    def sheet_hints(self) -> SqsSheetHints:
        """Hints to drive-sync; most functions send them only for later or only for now, and have but that queue."""
        from ticket_router.adapters.aws.sheet_hints import SqsSheetHints

        given = self.settings
        return SqsSheetHints(
            sqs=make_client("sqs"), now_url=given.sheet_queue_url, later_url=given.sheet_later_queue_url
        )

    @cached_property
    def tell_sheet(self) -> TellSheet:
        """What steps tell the workbook, if there is one."""
        from ticket_router.services.tell_sheet import TellSheet

        return TellSheet(hints=self.sheet_hints if self.settings.spreadsheet_id else None, clock=self.clock)

    @cached_property
    def watches(self) -> DynamoWatches:
        """The Drive channels that we know of."""
        from ticket_router.adapters.aws.watches import DynamoWatches

        return DynamoWatches(dynamodb=make_client("dynamodb"), table=self.settings.need("state_table"))

    @cached_property
    def hear_sheet(self) -> HearSheet:
        """The workbook's hook."""
        from ticket_router.services.hear_sheet import HearSheet

        return HearSheet(watches=self.watches, hints=self.sheet_hints, clock=self.clock)

    @cached_property
    def keep_watch(self) -> KeepWatch:
        """The Drive channels' renewal and health."""
        from ticket_router.services.keep_watch import KeepWatch

        return KeepWatch(
            watches=self.watches,
            file=self.workbook_file,
            clock=self.clock,
            address=f"{self.settings.sheet_hook_url.rstrip('/')}/drive",
            new_id=lambda: str(uuid.uuid4()),
            new_token=secrets.token_urlsafe,
        )

    @cached_property
    def sync_workbook(self) -> SyncWorkbook:
        """drive-sync."""
        from ticket_router.adapters.aws.learn_again import SqsLearnAgain
        from ticket_router.adapters.aws.lists import DynamoLists
        from ticket_router.adapters.aws.rules_archive import S3RulesArchive
        from ticket_router.adapters.aws.sheet_memory import DynamoSheetMemory
        from ticket_router.adapters.google.shape import workbook_shape
        from ticket_router.adapters.slack.directory import SlackDirectory
        from ticket_router.services.sync_examples import SyncExamples
        from ticket_router.services.sync_lists import SyncLists
        from ticket_router.services.sync_rules import SyncRules
        from ticket_router.services.sync_ticks import SyncTicks
        from ticket_router.services.sync_workbook import SyncWorkbook
        from ticket_router.services.tidy_workbook import TidyWorkbook

        given, shape, file = self.settings, workbook_shape(), self.workbook_file
        dynamodb = make_client("dynamodb")
        lists = SyncLists(
            shape=shape, desk=self.desk, lists=DynamoLists(dynamodb=dynamodb, routes=given.need("routes_table"))
        )
        directory = SlackDirectory(token=lambda: self.secret("slack"), base_url=given.slack_base_url)
        archive = S3RulesArchive(s3=make_client("s3"), bucket=given.need("rules_bucket"))
        again = SqsLearnAgain(sqs=make_client("sqs"), url=given.need("learn_queue_url"))
        return SyncWorkbook(
            shape=shape,
            workbook=self.workbook,
            memory=DynamoSheetMemory(dynamodb=dynamodb, table=given.need("state_table")),
            archive=archive,
            hints=self.sheet_hints,
            ticks=SyncTicks(correct=self.correct, file=file, clock=self.clock),
            rules=SyncRules(shape=shape, directory=directory, file=file),
            lists=lists,
            examples=SyncExamples(shape=shape, learned=self.examples_archive, again=again, archive=archive),
            tidy=TidyWorkbook(shape=shape, workbook=self.workbook, desk=self.desk, lists=lists),
            clock=self.clock,
        )

    @cached_property
    def workbook(self) -> SheetsWorkbook:
        """The workbook's cells."""
        from ticket_router.adapters.google.shape import workbook_shape
        from ticket_router.adapters.google.sheets import SheetsWorkbook

        return SheetsWorkbook(
            info=lambda: self.secret("google"),
            spreadsheet_id=self.settings.need("spreadsheet_id"),
            shape=workbook_shape(),
            base_url=self.settings.google_base_url,
        )

    @cached_property
    def workbook_file(self) -> DriveFile:
        """The workbook as a file in Drive."""
        from ticket_router.adapters.google.drive import DriveFile

        return DriveFile(
            info=lambda: self.secret("google"),
            spreadsheet_id=self.settings.need("spreadsheet_id"),
            base_url=self.settings.google_base_url,
        )
