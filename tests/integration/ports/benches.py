"""A desk under test with the few looks behind it that the port does not offer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.fakes.desk import FakeDesk
from tests.fakes.lists import FakeLists
from tests.integration.ports.template_tables import make_table
from ticket_router.adapters.aws.desk import DynamoDesk
from ticket_router.adapters.aws.items import audit_item
from ticket_router.adapters.aws.lists import DynamoLists
from ticket_router.adapters.aws.long_texts import LongTexts
from ticket_router.adapters.aws.transactions import Tables
from ticket_router.ports import Desk, Lists


class AuditRow(NamedTuple):
    """One row of the audit."""

    rev: int
    action: str
    by: str
    before: str
    after: str


class Bench(ABC):
    """One desk, empty at first."""

    desk: Desk
    lists: Lists

    @abstractmethod
    def audit(self, ticket_id: str) -> Sequence[AuditRow]:
        """The audit of a ticket by rev."""


class FakeBench(Bench):
    """The desk in memory."""

    def __init__(self) -> None:
        self.fake = FakeDesk()
        self.desk = self.fake
        self.lists = FakeLists(self.fake.rows)

    def audit(self, ticket_id: str) -> Sequence[AuditRow]:
        """See Bench."""
        return [
            AuditRow(rev, w.action, w.by, *(audit_item(w)[name]["S"] for name in ("before", "after")))
            for (owner, rev), w in sorted(self.fake.rows.audit.items())
            if owner == ticket_id
        ]


class DynamoBench(Bench):
    """The desk in DynamoDB, with tables of its own as the template has them."""

    def __init__(self, dynamodb: Any, s3: Any, name: str) -> None:
        self.tables = Tables(
            tickets=make_table(dynamodb, "TicketsTable", f"{name}-tickets"),
            routes=make_table(dynamodb, "RoutesTable", f"{name}-routes"),
            audit=make_table(dynamodb, "AuditTable", f"{name}-audit"),
            corrections=make_table(dynamodb, "CorrectionsTable", f"{name}-corrections"),
        )
        s3.create_bucket(Bucket=name)
        self.dynamodb = dynamodb
        self.lists = DynamoLists(dynamodb=dynamodb, routes=self.tables.routes)
        self.desk = DynamoDesk(dynamodb=dynamodb, tables=self.tables, texts=LongTexts(s3=s3, bucket=name))

    def audit(self, ticket_id: str) -> Sequence[AuditRow]:
        """See Bench."""
        rows = self.dynamodb.query(
            TableName=self.tables.audit,
            KeyConditionExpression="ticket_id = :id",
            ExpressionAttributeValues={":id": {"S": ticket_id}},
        )["Items"]
        names = ("action", "by_user", "before", "after")
        return [AuditRow(int(row["rev"]["N"]), *(row[name]["S"] for name in names)) for row in rows]
