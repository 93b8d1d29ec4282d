"""How AWS's REST-JSON services say no, and a request check against botocore's own model of the service.

boto3 checks little before it sends (no enums, patterns or maxima); the services check everything, so do we.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session
from botocore.model import Shape, StructureShape
from starlette.requests import Request

from scripts.sandbox.standin import Reply

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)/aws4_request,\s*"
    r"SignedHeaders=\S+,\s*Signature=[0-9a-f]{64}"
)
_JSON_TYPES = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "blob": str,
}
_KINDS = (
    (bool, "Boolean"),
    (str, "String"),
    ((int, float), "Number"),
    (list, "Start of list"),
    (dict, "Start of object"),
)


class AwsRefusal(Exception):
    """An error answer of an AWS service: `code` as boto3 shows it, HTTP `status`."""

    def __init__(self, code: str, message: str, status: int = 400, **headers: str) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.headers = code, message, status, headers

    def reply(self) -> Reply:
        """The answer on the wire: the code in a header, the message in the body."""
        headers = {"x-amzn-ErrorType": self.code, **self.headers}
        return Reply({"message": self.message}, self.status, self.code, headers)


def request_shape(service: str, operation: str) -> StructureShape:
    """botocore's model of an operation's input."""
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model(operation).input_shape
    assert isinstance(shape, StructureShape)
    return shape


def signed_region(request: Request, service: str) -> str:
    """The region that a request was signed for; raises when it is unsigned or signed for another service.

    The signature's value is not verified: any key opens the local world.
    """
    given = request.headers.get("authorization")
    if not given:
        raise AwsRefusal("MissingAuthenticationTokenException", "Missing Authentication Token", 403)
    match = _AUTHORIZATION.fullmatch(given)
    if match is None:
        raise AwsRefusal("IncompleteSignatureException", "Authorization header requires a signature", 403)
    if match["service"] != service:
        text = f"Credential should be scoped to correct service: '{service}'."
        raise AwsRefusal("InvalidSignatureException", text, 403)
    return match["region"]


def check_shape(
    value: Mapping[str, Any], shape: StructureShape, code: str, given: frozenset[str] = frozenset()
) -> None:
    """Refuse a request body that breaks the model; `given` names members that travel outside the body.

    A wrong JSON type is a SerializationException, everything else the service's own `code`.
    """
    problems = list(_problems({**value, **dict.fromkeys(given, "x")}, shape, "", code))
    if problems:
        found = "; ".join(problems)
        plural = "error" if len(problems) == 1 else "errors"
        raise AwsRefusal(code, f"{len(problems)} validation {plural} detected: {found}")


def _problems(value: Any, shape: Shape, path: str, code: str) -> Iterator[str]:
    if shape.type_name == "structure":
        if getattr(shape, "is_document_type", False):
            return
        yield from _structure(_typed(value, dict, path), shape, path, code)
    elif shape.type_name == "list":
        items = _typed(value, list, path)
        yield from _bounds(len(items), shape, path, "length ")
        for index, item in enumerate(items):
            yield from _problems(item, shape.member, f"{path}.{index + 1}.member", code)  # type: ignore[attr-defined]
    elif shape.type_name == "map":
        members = _typed(value, dict, path)
        yield from _bounds(len(members), shape, path, "length ")
        for key, item in members.items():
            yield from _problems(item, shape.value, f"{path}.{key}.member", code)  # type: ignore[attr-defined]
    else:
        yield from _scalar(value, shape, path)


def _structure(value: Mapping[str, Any], shape: Any, path: str, code: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield _failed(f"{path}.{name}", "Member must not be null", "null")
    for name, member in value.items():
        if name not in shape.members:
            raise AwsRefusal(code, f"The request body has an unknown member: {f'{path}.{name}'.lstrip('.')}")
        if member is not None:
            yield from _problems(member, shape.members[name], f"{path}.{name}", code)
    if getattr(shape, "is_tagged_union", False) and sum(member is not None for member in value.values()) != 1:
        yield _failed(path, "Exactly one member of the union must be set")


def _scalar(value: Any, shape: Shape, path: str) -> Iterator[str]:
    kind = _JSON_TYPES.get(shape.type_name)
    if kind is not None:
        _typed(value, kind, path)
    if isinstance(value, str):
        yield from _bounds(len(value), shape, path, "length ")
        allowed = shape.metadata.get("enum")
        if allowed and value not in allowed:
            yield _failed(path, f"Member must satisfy enum value set: [{', '.join(allowed)}]", value)
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            yield _failed(path, f"Member must satisfy regular expression pattern: {pattern}", value)
    elif isinstance(value, int | float):
        yield from _bounds(value, shape, path, "")


def _bounds(size: float, shape: Shape, path: str, what: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    noun = f"{what}" if what else "value "
    if low is not None and size < low:
        yield _failed(path, f"Member must have {noun}greater than or equal to {low}")
    if high is not None and size > high:
        yield _failed(path, f"Member must have {noun}less than or equal to {high}")


def _failed(path: str, constraint: str, value: str = "") -> str:
    shown = f"Value '{value}'" if value not in ("", "null") else "Value null" if value == "null" else "Value"
    return f"{shown} at '{path.lstrip('.')}' failed to satisfy constraint: {constraint}"


def _typed(value: Any, kind: Any, path: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        found = next((name for type_, name in _KINDS if isinstance(value, type_)), "Null")
        raise AwsRefusal(
            "SerializationException", f"{found} found where another type is expected at {path.lstrip('.')}"
        )
    return value
