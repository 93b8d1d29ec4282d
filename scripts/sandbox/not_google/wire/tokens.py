"""The token endpoint and bearer tokens: who is calling, with which scopes, until when."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scripts.sandbox.not_google.wire.accounts import GOOGLES_OWN, BadAssertion, check_assertion
from scripts.sandbox.not_google.wire.documents import Document, Method
from scripts.sandbox.not_google.wire.errors import GoogleRefusal
from scripts.sandbox.standin import Reply

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFETIME = 3599
"""Seconds a token lives (`expires_in`); counted by the world's clock."""


@dataclass(frozen=True)
class Bearer:
    """Who holds a token."""

    email: str
    scopes: frozenset[str]
    expires: float


class Tokens:
    """The tokens that were given out. Not thread-safe: the stand-in's lock guards it."""

    def __init__(self, accounts: Collection[str], scopes: Collection[str]) -> None:
        self._accounts, self._scopes = accounts, scopes
        self._given: dict[str, Bearer] = {}

    def grant(self, form: Mapping[str, str], own_url: str, now: float) -> Reply:
        """POST /token, as developers.google.com/identity/protocols/oauth2/service-account describes it."""
        if form.get("grant_type") != GRANT:
            return _refused("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        audiences = {own_url, GOOGLES_OWN}
        try:
            claim = check_assertion(form.get("assertion", ""), self._accounts, audiences, self._scopes, now)
        except BadAssertion as bad:
            return _refused(bad.code, bad.description)
        token = "ya29.local-" + secrets.token_urlsafe(24)
        self._given[token] = Bearer(claim.email, claim.scopes, now + LIFETIME)
        return Reply({"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer"})

    def bearer(self, header: str, now: float) -> Bearer:
        """Who calls, from the Authorization header; raises GoogleRefusal (401) for nobody we know."""
        if not header:
            raise _unknown("Request is missing required authentication credential.", "required")
        found = self._given.get(header.removeprefix("Bearer "))
        if found is None or not header.startswith("Bearer ") or found.expires <= now:
            raise _unknown("Request had invalid authentication credentials.", "authError")
        return found


def check_scope(bearer: Bearer, document: Document, method: Method) -> None:
    """Whether a token may call a method; raises GoogleRefusal (403).

    `drive.file` covers files that an app made or was given by a picker. Ours are shared with the account, so it opens
    nothing here.
    """
    allowed = {scope for scope in method.scopes if not scope.endswith("/drive.file")}
    if bearer.scopes & allowed:
        return
    message = "Request had insufficient authentication scopes."
    if document.name == "drive":
        message = "Insufficient Permission: " + message
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"method": method.id},
    }
    raise GoogleRefusal("PERMISSION_DENIED", message, reason="insufficientPermissions", details=[info])


def _unknown(text: str, reason: str) -> GoogleRefusal:
    message = (
        f"{text} Expected OAuth 2 access token, login cookie or other valid authentication credential. "
        "See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    where = {"locationType": "header", "location": "Authorization"}
    return GoogleRefusal("UNAUTHENTICATED", message, reason=reason, where=where)


def _refused(code: str, description: str) -> Reply:
    return Reply({"error": code, "error_description": description}, 400, code)
