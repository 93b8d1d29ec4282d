"""Service accounts and what they sign: a key made once for each process, and the check of an assertion made with it."""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

GOOGLES_OWN = "https://oauth2.googleapis.com/token"
"""The audience that Google's libraries sign for, wherever the token is fetched."""
LONGEST_SECONDS = 3600
SKEW_SECONDS = 300


class BadAssertion(Exception):
    """An assertion that the token endpoint refuses, with OAuth's code and Google's description."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


@dataclass(frozen=True)
class Claim:
    """What a good assertion says: who asks, for which scopes."""

    email: str
    scopes: frozenset[str]


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def _pem() -> str:
    key = _key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key.decode()


def account_info(email: str, token_uri: str) -> dict[str, str]:
    """The JSON key file of a service account, as the console hands it out."""
    return {
        "type": "service_account",
        "project_id": "local-desk",
        "private_key_id": _key_id(),
        "private_key": _pem(),
        "client_email": email,
        "client_id": "107000000000000000000",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": token_uri,
        "universe_domain": "googleapis.com",
    }


@functools.cache
def _key_id() -> str:
    return hashlib.sha256(_pem().encode()).hexdigest()[:40]


def check_assertion(
    assertion: str,
    accounts: Collection[str],
    audiences: Collection[str],
    scopes: Collection[str],
    now: float,
) -> Claim:
    """Verify an RS256 assertion (RFC 7523) of one of our accounts; raises BadAssertion.

    Its times have to be right by the world's clock or by the machine's: functions live by the first, a client in the
    test's own process by the second.
    """
    try:
        header, claims, signed, signature = _parts(assertion)
    except (ValueError, UnicodeDecodeError, binascii.Error):
        raise BadAssertion("invalid_grant", "Bad Request") from None
    if header.get("alg") != "RS256" or header.get("kid", _key_id()) != _key_id():
        raise BadAssertion("invalid_grant", "Invalid JWT Signature.")
    if claims.get("iss") not in accounts:
        raise BadAssertion("invalid_grant", "Invalid grant: account not found")
    try:
        _key().public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise BadAssertion("invalid_grant", "Invalid JWT Signature.") from None
    if claims.get("aud") not in audiences:
        raise BadAssertion("invalid_grant", "Invalid JWT: Failed audience check.")
    if not any(_timely(claims, moment) for moment in (now, time.time())):
        raise BadAssertion(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
            "Check your iat and exp values in the JWT claim.",
        )
    asked = frozenset(str(claims.get("scope", "")).split())
    if not asked or not asked <= frozenset(scopes):
        raise BadAssertion("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return Claim(claims["iss"], asked)


def _timely(claims: Mapping[str, Any], now: float) -> bool:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int | float) or not isinstance(expires, int | float):
        return False
    short = 0 < expires - issued <= LONGEST_SECONDS
    return short and issued - SKEW_SECONDS <= now < expires + SKEW_SECONDS


def _parts(assertion: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    header, claims, signature = assertion.split(".")
    read = [json.loads(_decoded(part)) for part in (header, claims)]
    if not all(isinstance(part, dict) for part in read):
        raise ValueError("a part is no object")
    return read[0], read[1], f"{header}.{claims}".encode(), _decoded(signature)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
