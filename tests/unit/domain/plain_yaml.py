"""YAML as people expect it: `off` and `yes` stay words, no key stands twice, and every value knows its line."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]


class PlainYamlError(ValueError):
    """The file is no YAML, or says one thing twice; the message names file and line."""


class _Loader(yaml.SafeLoader):
    """Only `true` and `false` are truth values; dates stay text, and whoever needs a date reads one."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])


def load(path: Path) -> tuple[Any, dict[Place, int]]:
    """The file's content, and the line on which each value (by its path of keys and positions) begins."""
    loader = _Loader(path.read_text(encoding="utf-8"))
    try:
        root = loader.get_single_node()
        lines: dict[Place, int] = {}
        _note_lines(root, (), lines, path)
        content = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PlainYamlError(f"{path.name}, line {line}: this is not YAML: {error.problem}") from error
    finally:
        loader.dispose()
    return content, lines


def _note_lines(node: yaml.Node | None, place: Place, lines: dict[Place, int], path: Path) -> None:
    if node is None:
        return
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(item, (*place, position), lines, path)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise PlainYamlError(f"{path.name}, line {line}: '{key.value}' stands here twice")
            seen.add(key.value)
            lines[(*place, key.value)] = line
            _note_lines(value, (*place, key.value), lines, path)
