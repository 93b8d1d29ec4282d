"""The service account that the router is at Google: who it is, and what it may do.

It owns nothing (Drive gives service accounts no storage), so a person makes the workbook and shares it.
The lookup of regional access boundaries, which google-auth 2.62 did in a thread of its own at every first call, is off
by default since 2.63; a test of the workbook in Google holds the locked version to that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ticket_router.domain.errors import TicketRouterError

if TYPE_CHECKING:
    from google.oauth2.service_account import Credentials

SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive.metadata.readonly")
"""The least that will do: cells, and for Drive who changed the file and its push channels."""
UNUSABLE = "The Google secret is no service account's key: store the JSON file as Google gave it"


def account_info(secret: str) -> dict[str, Any]:
    """The key of a service account from its JSON text. Raises TicketRouterError, which never quotes it."""
    try:
        info = json.loads(secret)
    except ValueError:
        raise TicketRouterError(UNUSABLE) from None
    if not isinstance(info, dict):
        raise TicketRouterError(UNUSABLE)
    return info


def credentials(info: Mapping[str, Any]) -> Credentials:
    """What signs our calls. Raises TicketRouterError when the key is not a usable one."""
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2.service_account import Credentials

    try:
        made: Credentials = Credentials.from_service_account_info(dict(info), scopes=SCOPES)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, AttributeError, GoogleAuthError):
        # A parser's own words could quote the key.
        raise TicketRouterError(UNUSABLE) from None
    return made


def address_of(info: Mapping[str, Any]) -> str:
    """The mail address with which people share a file with the account."""
    return str(info.get("client_email", "the service account"))
