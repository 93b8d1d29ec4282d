"""Tells which service and operation an AWS request is for, from its signature, target header and path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/([^/]+)/aws4_request")
_INVOKE = re.compile(r"^/2015-03-31/functions/([^/]+)/invocations$")


def invoked_function(path: str) -> str | None:
    """Return the function's name if the path is Lambda's Invoke."""
    found = _INVOKE.match(path.partition("?")[0])
    return unquote(found[1]).rsplit(":", 1)[-1] if found else None


def service_and_operation(method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str]:
    """Return, for example, ("dynamodb", "PutItem"); header names in lower case. Unknown parts are "unknown"."""
    bare, _, query = path.partition("?")
    asked = parse_qs(query, keep_blank_values=True)
    scope = _SCOPE.search(headers.get("authorization", ""))
    presigned = asked.get("X-Amz-Credential", [""])[0].split("/")
    service = scope[1] if scope else presigned[3] if len(presigned) == 5 else "unknown"
    target = headers.get("x-amz-target", "")
    if target:
        return service, target.rpartition(".")[2]
    if service in ("s3", "unknown"):
        return "s3", _s3_operation(method, bare, asked)
    if service == "lambda":
        return service, "Invoke" if invoked_function(path) else "unknown"
    form = re.search(rb"(?:^|&)Action=(\w+)", body[:10_000])
    return service, form[1].decode() if form else "unknown"


def _s3_operation(method: str, path: str, asked: Mapping[str, list[str]]) -> str:
    _, _, key = path.lstrip("/").partition("/")
    if key:
        return {"GET": "GetObject", "PUT": "PutObject", "HEAD": "HeadObject", "DELETE": "DeleteObject"}.get(
            method, "PostObject"
        )
    if method == "GET":
        return "ListObjectsV2" if "list-type" in asked else "ListObjects"
    return {"HEAD": "HeadBucket", "PUT": "CreateBucket", "DELETE": "DeleteBucket"}.get(method, "unknown")
