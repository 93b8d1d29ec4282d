"""The web form: a POST to this function's URL becomes a ticket, or an answer that says which field to correct."""

from __future__ import annotations

from typing import Any

from ticket_router.adapters.lanes.auth import FORM_HEADER, check_form_secret
from ticket_router.adapters.lanes.form import parse_form
from ticket_router.bootstrap import app
from ticket_router.domain.errors import BadRequest, Retryable, Unauthorized
from ticket_router.handlers.logs import logger
from ticket_router.handlers.web import PASSING_TROUBLE, answer, header, method, raw_body


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers 202 with the ticket's id, 4xx with a sentence per field, 503 when it should be sent again."""
    here = app()
    cors = _cors(header(event, "origin"), here.settings.form_origins)
    if method(event) == "OPTIONS":
        return answer(204 if cors else 403, None, **cors)
    if method(event) != "POST":
        return answer(405, {"error": "Send a POST."}, allow="POST, OPTIONS", **cors)
    body = raw_body(event)
    try:
        check_form_secret(header(event, FORM_HEADER), here.secret("form"))
        inbound = parse_form(body, header(event, "content-type"), here.clock.now(), context.aws_request_id)
        taken = here.take_in(inbound)
    except Unauthorized:
        return answer(401, {"error": "Not accepted."}, **cors)
    except BadRequest as bad:
        return answer(400, {"error": "Please correct the marked fields.", "fields": bad.problems}, **cors)
    except Retryable as trouble:
        logger().warning("form not saved", trouble=str(trouble))
        return answer(503, {"error": PASSING_TROUBLE}, retry_after="5", **cors)
    logger().info("form taken in", ticket_id=taken.ticket_id, outcome=taken.outcome)
    return answer(202, {"ticket_id": taken.ticket_id}, **cors)


def _cors(origin: str, allowed: frozenset[str]) -> dict[str, str]:
    """Headers for a page of a configured origin; any other origin gets none, and its browser refuses the answer."""
    if not origin or origin.lower() not in allowed:
        return {}
    return {
        "access_control_allow_origin": origin,
        "access_control_allow_methods": "POST",
        "access_control_allow_headers": f"content-type, {FORM_HEADER}",
        "access_control_max_age": "600",
        "vary": "Origin",
    }
