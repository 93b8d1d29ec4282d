"""How Google says no: one refusal, told in the envelope of the API that was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.sandbox.standin import Reply

_DRIVE_REASONS = {
    "INVALID_ARGUMENT": "badRequest",
    "UNAUTHENTICATED": "authError",
    "PERMISSION_DENIED": "forbidden",
    "NOT_FOUND": "notFound",
    "RESOURCE_EXHAUSTED": "rateLimitExceeded",
    "INTERNAL": "internalError",
    "UNAVAILABLE": "backendError",
    "UNIMPLEMENTED": "notImplemented",
}
_CODES = {
    "INVALID_ARGUMENT": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
}


class GoogleRefusal(Exception):
    """A call that Google refuses; `status` is a name of google.rpc.Code, `reason` and `domain` are Drive's words."""

    def __init__(
        self,
        status: str,
        message: str,
        *,
        reason: str = "",
        domain: str = "global",
        where: Mapping[str, str] | None = None,
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.domain = status, message, domain
        self.code = _CODES[status]
        self.reason = reason or _DRIVE_REASONS[status]
        self.where = dict(where or {})
        self.details = list(details)

    def reply(self, api: str) -> Reply:
        """The answer on the wire: Drive tells `errors` with a reason, the newer APIs a status and details."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if api == "drive":
            error["errors"] = [{"message": self.message, "domain": self.domain, "reason": self.reason, **self.where}]
            return Reply({"error": error}, self.code, self.reason)
        error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return Reply({"error": error}, self.code, self.status)


def invalid(message: str, field: str = "") -> GoogleRefusal:
    """400: what was asked makes no sense; `field` is named in the details when Google would name one."""
    details = []
    if field:
        violation = {"field": field, "description": message}
        details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return GoogleRefusal("INVALID_ARGUMENT", message, details=details)


def unbuilt(what: str) -> GoogleRefusal:
    """501: real Google can do it, this stand-in cannot. Loud, so that nobody takes silence for success."""
    return GoogleRefusal("UNIMPLEMENTED", f"not_google does not know {what}: build it there before you use it")
