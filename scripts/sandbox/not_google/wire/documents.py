"""Google's own discovery documents, as googleapiclient ships them: the routes, parameters and schemas of its APIs."""

from __future__ import annotations

import functools
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, eq=False)
class Method:
    """One method of an API; `path` matches the raw path of a request, its groups still percent-encoded."""

    id: str
    http: str
    path: re.Pattern[str]
    parameters: Mapping[str, Mapping[str, Any]]
    request: str | None
    response: str | None
    scopes: frozenset[str]


@dataclass(frozen=True, eq=False)
class Document:
    """One API: `name` like `sheets`, its methods and its schemas as the document has them."""

    name: str
    schemas: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Mapping[str, Any]]
    scopes: frozenset[str]
    methods: tuple[Method, ...] = field(repr=False)

    def find(self, http: str, raw_path: str) -> tuple[Method, dict[str, str]] | None:
        """The method that a request means, and the path's parameters still percent-encoded; None for no method."""
        for method in self.methods:
            if method.http == http and (match := method.path.fullmatch(raw_path)):
                return method, match.groupdict()
        return None


@functools.cache
def document(name: str, version: str) -> Document:
    """Load one API's document. Raises FileNotFoundError when googleapiclient does not ship it."""
    spec = importlib.util.find_spec("googleapiclient")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("googleapiclient is not installed: its discovery documents are needed")
    path = Path(spec.origin).parent / "discovery_cache" / "documents" / f"{name}.{version}.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Document(
        name=name,
        schemas=raw["schemas"],
        parameters=raw["parameters"],
        scopes=frozenset(raw["auth"]["oauth2"]["scopes"]),
        methods=tuple(_methods(raw, "/" + raw["servicePath"])),
    )


def _methods(part: Mapping[str, Any], base: str) -> Iterator[Method]:
    for raw in part.get("methods", {}).values():
        yield Method(
            id=raw["id"],
            http=raw["httpMethod"],
            path=re.compile(_pattern(base + raw["path"])),
            parameters=raw.get("parameters", {}),
            request=raw.get("request", {}).get("$ref"),
            response=raw.get("response", {}).get("$ref"),
            scopes=frozenset(raw.get("scopes", ())),
        )
    for resource in part.get("resources", {}).values():
        yield from _methods(resource, base)


def _pattern(template: str) -> str:
    """A path template as an expression. A range may hold a colon (`A1:B2`), every other parameter ends before one."""
    parts = []
    for piece in re.split(r"(\{[^}]+\})", template):
        if not piece.startswith("{"):
            parts.append(re.escape(piece))
        elif (name := piece[1:-1]) == "range":
            parts.append(f"(?P<{name}>[^/]+)")
        else:
            parts.append(f"(?P<{name}>[^/:]+)")
    return "".join(parts)
