"""Every correction, from its table. People make some hundreds a month, so the whole of it is read in a few pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.correction import Correction


class DynamoCorrections:
    """Serves the `Corrections` port."""

    def __init__(self, *, dynamodb: Any, table: str) -> None:
        self._db = dynamodb
        self._table = table

    def all(self) -> Sequence[Correction]:
        """See the port."""
        found: list[Correction] = []
        scan: dict[str, Any] = {"TableName": self._table, "ConsistentRead": True}
        with translated():
            while True:
                page = self._db.scan(**scan)
                found += [items.correction_from(item) for item in page["Items"]]
                if "LastEvaluatedKey" not in page:
                    return found
                scan["ExclusiveStartKey"] = page["LastEvaluatedKey"]
