"""Query parameters held to the discovery documents: Sheets takes no unknown ones, Drive overlooks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.sandbox.not_google.wire.documents import Document, Method
from scripts.sandbox.not_google.wire.errors import invalid

Query = Mapping[str, Sequence[str]]

LENIENT = frozenset({"drive"})
"""Drive is an older server: it ignores what it does not know (gspread sends such). Both take `True` for true."""


def check_query(document: Document, method: Method, query: Query) -> None:
    """Hold a query to its method; raises GoogleRefusal."""
    known = {**document.parameters, **{k: p for k, p in method.parameters.items() if p.get("location") == "query"}}
    for name, values in query.items():
        parameter = known.get(name)
        if parameter is None:
            if document.name in LENIENT:
                continue
            raise invalid(
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message.",
            )
        if len(values) > 1 and not parameter.get("repeated"):
            raise invalid(f"Invalid value at '{name}': the parameter is given {len(values)} times and takes one value")
        for value in values:
            _check_value(name, value, parameter)
    for name, parameter in method.parameters.items():
        if parameter.get("required") and parameter.get("location") == "query" and name not in query:
            raise invalid(f"Required parameter: {name}")


def _check_value(name: str, value: str, parameter: Mapping[str, Any]) -> None:
    if "enum" in parameter and value not in parameter["enum"]:
        raise invalid(f"Invalid value at '{name}' (type.googleapis.com/google.apps.{name}), \"{value}\"", name)
    if parameter.get("type") == "boolean" and value.lower() not in ("true", "false"):
        raise invalid(f"Invalid value at '{name}' (TYPE_BOOL), \"{value}\"", name)
    if parameter.get("type") == "integer" and not value.lstrip("-").isdigit():
        raise invalid(f"Invalid value at '{name}' (TYPE_INT32), \"{value}\"", name)


def flag(query: Query, name: str) -> bool:
    """A boolean parameter; false when it is not given."""
    return query.get(name, ["false"])[0].lower() == "true"


def word(query: Query, name: str, default: str = "") -> str:
    """A single parameter."""
    return query.get(name, [default])[0]
