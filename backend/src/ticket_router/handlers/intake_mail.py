"""Mail: SES has put a raw mail into the bucket, and S3 calls this function for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from ticket_router.bootstrap import app
from ticket_router.handlers.logs import logger

SETUP_NOTICE = "AMAZON_SES_SETUP_NOTIFICATION"
"""SES writes this once when a receipt rule is made; it is no mail of anybody's."""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Take in each mail of an S3 event. Raises when saving fails: Lambda tries twice more, then the sweep does."""
    from ticket_router.adapters.mail.parse import parse_mail

    here = app()
    taken = []
    for record in event["Records"]:
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.endswith(SETUP_NOTICE):
            continue
        raw = here.files.raw(key)
        inbound = parse_mail(raw, raw_key=key, received_at=here.clock.now(), desk=here.mail_desk)
        result = here.take_in(inbound)
        logger().info("mail taken in", ticket_id=result.ticket_id, outcome=result.outcome, kind=inbound.kind.value)
        taken.append(result.model_dump())
    return {"taken": taken}
