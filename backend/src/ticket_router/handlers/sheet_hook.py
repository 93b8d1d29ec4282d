"""The workbook's hook: Drive and Apps Script call this function's URL when something may have changed.

It checks who calls and enqueues a hint, so that it is quick however slow Google is. Drive calls again after 500, 502,
503 and 504 only and drops whatever gets another answer, so trouble of our own must never look like a refusal.
"""

from __future__ import annotations

from typing import Any

from ticket_router.adapters.lanes.poke import SIGNATURE_HEADER, TIMESTAMP_HEADER, check_poke, poke_nonce
from ticket_router.bootstrap import app
from ticket_router.domain.errors import BadRequest, NotFound, Retryable, Unauthorized
from ticket_router.handlers.logs import logger
from ticket_router.handlers.web import PASSING_TROUBLE, answer, header, method, raw_body
from ticket_router.services.hear_sheet import DriveCall

LARGEST = 4096
"""Bytes of a post: Drive sends none, a poke some dozens."""
ROBOTS = "User-agent: *\nAllow: /\n"
"""Drive asks for it before it calls."""
NOT_ACCEPTED = {"error": "Not accepted."}


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """204 to Drive, 202 to a poke; 401 without detail, 4xx with a sentence, 503 when it should be sent again."""
    path = str(event.get("rawPath", "")).rstrip("/")
    if path == "/robots.txt":
        return _robots(event)
    hear = {"/drive": _drive, "/poke": _poke}.get(path)
    if hear is None:
        return answer(404, {"error": "There is nothing here."})
    if method(event) != "POST":
        return answer(405, {"error": "Send a POST."}, allow="POST")
    body = raw_body(event)
    if len(body) > LARGEST:
        return answer(413, {"error": f"The post may have at most {LARGEST // 1024} KB."})
    try:
        return hear(event, body)
    except Unauthorized as refused:
        logger().warning("not accepted", path=path, why=str(refused))
        return answer(401, NOT_ACCEPTED)
    except BadRequest as bad:
        return answer(400, {"error": "Please correct the marked fields.", "fields": bad.problems})
    except Retryable as trouble:
        logger().warning("not passed on", path=path, trouble=str(trouble))
        return answer(503, {"error": PASSING_TROUBLE}, retry_after="5")


def _drive(event: dict[str, Any], _body: bytes) -> dict[str, Any]:
    call = DriveCall(
        channel_id=header(event, "x-goog-channel-id"),
        token=header(event, "x-goog-channel-token"),
        message_number=header(event, "x-goog-message-number"),
        state=header(event, "x-goog-resource-state"),
    )
    app().hear_sheet.drive(call)
    logger().info("drive called", channel=call.channel_id, number=call.message_number, state=call.state)
    return answer(204)


def _poke(event: dict[str, Any], body: bytes) -> dict[str, Any]:
    here = app()
    try:
        secret = here.secret("poke")
    except NotFound:
        raise Unauthorized("there is no secret named poke, so nobody can have signed with it") from None
    check_poke(header(event, TIMESTAMP_HEADER), header(event, SIGNATURE_HEADER), body, secret, here.clock.now())
    nonce = poke_nonce(body)
    here.hear_sheet.poke(nonce)
    logger().info("poked", nonce=nonce)
    return answer(202, {"nonce": nonce})


def _robots(event: dict[str, Any]) -> dict[str, Any]:
    if method(event) not in ("GET", "HEAD"):
        return answer(405, {"error": "Send a GET."}, allow="GET, HEAD")
    headers = {"content-type": "text/plain; charset=utf-8", "cache-control": "max-age=86400"}
    return {"statusCode": 200, "headers": headers, "body": ROBOTS}
