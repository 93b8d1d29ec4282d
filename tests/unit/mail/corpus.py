"""Loads the mail corpus: every `.eml` in tests/data/mails with the expectation that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.parse import parse_mail
from ticket_router.domain.inbound import Inbound

MAILS = Path(__file__).parents[2] / "data" / "mails"
DESK = MailDesk(
    support_addresses=frozenset({"support@company.example", "help@company.example"}),
    own_domains=frozenset({"company.example"}),
    handoff_from="router@company.example",
)
ARRIVED = datetime(2026, 5, 12, 7, 14, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Specimen:
    """One mail of the corpus and what should come of it."""

    name: str
    raw: bytes
    expected: dict[str, Any]

    def parsed(self) -> Inbound:
        """What the mail lane makes of it, as if it lay in the bucket under its own name."""
        return parse_mail(self.raw, raw_key=f"mail/{self.name}", received_at=ARRIVED, desk=DESK)


@cache
def corpus() -> tuple[Specimen, ...]:
    """All specimens by name; a mail without an expectation is an error."""
    return tuple(
        Specimen(
            name=path.stem,
            raw=path.read_bytes(),
            expected=yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8")),
        )
        for path in sorted(MAILS.glob("*.eml"))
    )


def specimen(name: str) -> Specimen:
    """The specimen of that name."""
    return next(one for one in corpus() if one.name == name)
