"""The parts by which the router learns from corrections, and those by which the reader is shown what was learned."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ticket_router.bootstrap.parts import Parts, make_client

if TYPE_CHECKING:
    from ticket_router.adapters.aws.examples import S3ExamplesArchive, S3Learned
    from ticket_router.services.learn import Learn


class LearningParts(Parts):
    """What learning is made of."""

    @cached_property
    def learned(self) -> S3Learned:
        """The learned examples for the reader."""
        from ticket_router.adapters.aws.examples import S3Learned

        return S3Learned(s3=make_client("s3"), bucket=self.settings.need("rules_bucket"))

    @cached_property
    def examples_archive(self) -> S3ExamplesArchive:
        """The learned examples where they are kept."""
        from ticket_router.adapters.aws.examples import S3ExamplesArchive

        return S3ExamplesArchive(s3=make_client("s3"), bucket=self.settings.need("rules_bucket"))

    @cached_property
    def learn(self) -> Learn:
        """The rebuild."""
        from ticket_router.adapters.aws.corrections import DynamoCorrections
        from ticket_router.services.learn import Learn

        corrections = DynamoCorrections(dynamodb=make_client("dynamodb"), table=self.settings.need("corrections_table"))
        return Learn(desk=self.desk, corrections=corrections, archive=self.examples_archive)
