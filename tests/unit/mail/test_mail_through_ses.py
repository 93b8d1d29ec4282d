"""What SES puts before a mail must not make a mail of what is none."""

from __future__ import annotations

import random

import pytest

from scripts.sandbox.aws.mail import as_ses_writes_it
from tests.unit.mail.corpus import ARRIVED, DESK
from ticket_router.adapters.mail.parse import parse_mail
from ticket_router.domain.inbound import MailKind

NO_MAILS = {
    "noise": random.Random(7).randbytes(5000),
    "a line of text": b"just a line of text, no headers at all: my invoice for March has the wrong VAT number",
    "nothing": b"",
}


@pytest.mark.parametrize("name", NO_MAILS)
def test_what_is_no_mail_stays_none_behind_ses_headers(name: str) -> None:
    """Bytes without a writer's headers are unparsable, with or without the headers that SES adds to everything."""
    raw = as_ses_writes_it(NO_MAILS[name], "k1", ARRIVED.timestamp(), {})
    for given in (NO_MAILS[name], raw):
        inbound = parse_mail(given, raw_key="in/k1", received_at=ARRIVED, desk=DESK)
        assert inbound.kind is MailKind.unparsable
        assert inbound.problem
