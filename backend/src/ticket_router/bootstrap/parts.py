"""What every graph has in it: the stores, the secrets and the clock, and how their clients are made."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ticket_router.adapters.clock import MachineClock
from ticket_router.settings import Settings

if TYPE_CHECKING:
    from ticket_router.adapters.aws.desk import DynamoDesk
    from ticket_router.adapters.aws.files import S3Files
    from ticket_router.adapters.aws.queue import SqsQueue
    from ticket_router.adapters.aws.rules import S3Rules
    from ticket_router.adapters.aws.secrets import SsmSecrets
    from ticket_router.ports import Clock


class Parts:
    """What is shared."""

    def __init__(self, given: Settings) -> None:
        self.settings = given
        self.clock: Clock = MachineClock()

    @cached_property
    def desk(self) -> DynamoDesk:
        """Tickets, routes and their audit."""
        from ticket_router.adapters.aws.desk import DynamoDesk
        from ticket_router.adapters.aws.long_texts import LongTexts
        from ticket_router.adapters.aws.transactions import Tables

        given = self.settings
        tables = Tables(
            tickets=given.need("tickets_table"),
            routes=given.need("routes_table"),
            audit=given.need("audit_table"),
            corrections=given.corrections_table,
        )
        texts = LongTexts(s3=make_client("s3"), bucket=given.need("raw_bucket"))
        return DynamoDesk(dynamodb=make_client("dynamodb"), tables=tables, texts=texts)

    @cached_property
    def rules(self) -> S3Rules:
        """The live RuleBook."""
        from ticket_router.adapters.aws.rules import S3Rules

        return S3Rules(s3=make_client("s3"), bucket=self.settings.need("rules_bucket"))

    @cached_property
    def files(self) -> S3Files:
        """Raw mail and attachments."""
        from ticket_router.adapters.aws.files import S3Files

        return S3Files(s3=make_client("s3"), bucket=self.settings.need("raw_bucket"))

    @cached_property
    def secret(self) -> SsmSecrets:
        """Secrets by name."""
        from ticket_router.adapters.aws.secrets import SsmSecrets

        return SsmSecrets(ssm=make_client("ssm"), path=self.settings.need("secret_path"), clock=self.clock)

    def queue(self, name: str) -> SqsQueue:
        """The queue whose URL is in setting `name`."""
        from ticket_router.adapters.aws.queue import SqsQueue

        return SqsQueue(sqs=make_client("sqs"), url=self.settings.need(name))


def make_client(service: str, *, attempts: int = 3, read_timeout: int = 10) -> Any:
    """A boto3 client; `attempts` in all, `read_timeout` in seconds."""
    from ticket_router.adapters.aws.clients import client

    return client(service, attempts=attempts, read_timeout=read_timeout)
