"""One difference between the workbook and its templates: in a sentence, with what repairs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Request = Mapping[str, Any]
"""One request of spreadsheets.batchUpdate."""


@dataclass(frozen=True)
class Drift:
    """A difference. Without a sentence it belongs to a tab or column that is being made; without a repair a person has
    to look, because anything we did could destroy something of theirs."""

    says: str
    repair: tuple[Request, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything that differs, in the order in which it has to be repaired."""

    drifts: tuple[Drift, ...] = field(default=())

    @property
    def requests(self) -> list[Request]:
        """The repairs, for one call."""
        return [request for drift in self.drifts for request in drift.repair]

    @property
    def repaired(self) -> list[str]:
        """What `create` puts right."""
        return [drift.says for drift in self.drifts if drift.repair and drift.says]

    @property
    def left(self) -> list[str]:
        """What only a person can put right."""
        return [drift.says for drift in self.drifts if not drift.repair]

    @property
    def sentences(self) -> list[str]:
        """Every difference."""
        return [drift.says for drift in self.drifts if drift.says]
