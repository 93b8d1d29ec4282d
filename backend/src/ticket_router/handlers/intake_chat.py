"""Chat: the chat system posts a finished conversation, signed over the raw body, to this function's URL."""

from __future__ import annotations

from typing import Any

from ticket_router.adapters.lanes.auth import CHAT_HEADER, check_chat_signature
from ticket_router.adapters.lanes.chat import parse_chat
from ticket_router.bootstrap import app
from ticket_router.domain.errors import BadRequest, Retryable, Unauthorized
from ticket_router.handlers.logs import logger
from ticket_router.handlers.web import PASSING_TROUBLE, answer, header, method, raw_body


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answers 202 with the ticket's id, 4xx with a sentence per field, 503 when it should be sent again."""
    here = app()
    if method(event) != "POST":
        return answer(405, {"error": "Send a POST."}, allow="POST")
    body = raw_body(event)
    try:
        check_chat_signature(header(event, CHAT_HEADER), body, here.secret("chat"))
        taken = here.take_in(parse_chat(body, here.clock.now()))
    except Unauthorized:
        return answer(401, {"error": "Not accepted."})
    except BadRequest as bad:
        return answer(400, {"error": "Please correct the marked fields.", "fields": bad.problems})
    except Retryable as trouble:
        logger().warning("chat not saved", trouble=str(trouble))
        return answer(503, {"error": PASSING_TROUBLE}, retry_after="5")
    logger().info("chat taken in", ticket_id=taken.ticket_id, outcome=taken.outcome)
    return answer(202, {"ticket_id": taken.ticket_id})
