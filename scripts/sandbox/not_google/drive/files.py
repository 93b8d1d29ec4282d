"""drive.files.get: what Drive tells about a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from scripts.sandbox.not_google.drive.spreadsheet import MIME_TYPE, Spreadsheet
from scripts.sandbox.not_google.wire.errors import GoogleRefusal
from scripts.sandbox.not_google.wire.masks import Mask, read_mask, select

_USUAL = read_mask("kind,id,name,mimeType")


def get(file: Spreadsheet, user: str, mask: Mask, *, asked: bool) -> dict[str, Any]:
    """A File; without a field mask only its kind, id, name and type."""
    selected: dict[str, Any] = select(file_json(file, user), mask if asked else _USUAL)
    return selected


def file_json(file: Spreadsheet, user: str) -> dict[str, Any]:
    """Everything that is known of a file, as `user` may see it."""
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.book.title,
        "mimeType": MIME_TYPE,
        "version": str(file.version),
        "createdTime": _time(file.created),
        "modifiedTime": _time(file.modified),
        "lastModifyingUser": _user(file.last_editor, user),
        "modifiedByMe": file.last_editor == user,
        "owners": [_user(file.owner, user)],
        "ownedByMe": file.owner == user,
        "shared": bool(file.roles),
        "trashed": False,
        "capabilities": {"canEdit": file.may_write(user)},
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit",
    }


def _user(email: str, me: str) -> Mapping[str, Any]:
    name = email.partition("@")[0].replace(".", " ").title()
    return {"kind": "drive#user", "displayName": name, "me": email == me, "emailAddress": email}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def file_not_found(file_id: str) -> GoogleRefusal:
    """Drive's answer for a file that is not there, and for one that is not shared: it does not tell them apart."""
    where = {"locationType": "parameter", "location": "fileId"}
    return GoogleRefusal("NOT_FOUND", f"File not found: {file_id}.", where=where)


def storage_full() -> GoogleRefusal:
    """Why a service account cannot make files: it has no storage of its own (guides/handle-errors)."""
    return GoogleRefusal(
        "PERMISSION_DENIED",
        "Service Accounts do not have storage quota. Leverage shared drives (https://developers.google.com/"
        "workspace/drive/api/guides/about-shareddrives), or use OAuth delegation instead.",
        reason="storageQuotaExceeded",
        domain="usageLimits",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "storageQuotaExceeded",
                "domain": "googleapis.com",
            },
        ],
    )
