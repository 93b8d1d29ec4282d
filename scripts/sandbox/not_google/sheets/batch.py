"""spreadsheets.batchUpdate: requests in order, all of them or none, and one reply for each."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_google.sheets import (
    requests_cells,
    requests_lines,
    requests_looks,
    requests_ranges,
    requests_tabs,
)
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.getting import spreadsheet_json
from scripts.sandbox.not_google.wire.errors import GoogleRefusal, invalid, unbuilt
from scripts.sandbox.not_google.wire.masks import Mask

KINDS = {
    **requests_tabs.KINDS,
    **requests_cells.KINDS,
    **requests_lines.KINDS,
    **requests_ranges.KINDS,
    **requests_looks.KINDS,
}


def batch_update(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.batchUpdate; the caller throws the book away when this raises."""
    requests = call.body.get("requests") or []
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = []
    for index, request in enumerate(requests):
        kind, given = next((kind, given) for kind, given in request.items() if given is not None)
        if kind not in KINDS:
            raise unbuilt(f"the request {kind}")
        try:
            replies.append(KINDS[kind](call, given) or {})
        except GoogleRefusal as refusal:
            if refusal.status != "INVALID_ARGUMENT":
                raise
            raise invalid(f"Invalid requests[{index}].{kind}: {refusal.message}") from None
    answer: dict[str, Any] = {"spreadsheetId": call.file.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        grid = bool(call.body.get("responseIncludeGridData"))
        everything = Mask(everything=True)
        answer["updatedSpreadsheet"] = spreadsheet_json(
            call, call.body.get("responseRanges"), everything, with_grid=grid
        )
    return answer
