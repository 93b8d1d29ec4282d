"""A journey file as steps, each with its line, so that every complaint says where it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class BadJourney(Exception):
    """A journey that cannot be run as it is written; the message names the file and the line."""


@dataclass(frozen=True)
class Step:
    """One thing that happens, or one thing that people should then see."""

    verb: str
    given: Any
    alias: str
    line: int
    path: Path

    def bad(self, problem: str) -> BadJourney:
        """The complaint about this step."""
        return BadJourney(f"{self.path.name} line {self.line}: {problem}")

    def keys(self, known: tuple[str, ...], needed: tuple[str, ...] = ()) -> dict[str, Any]:
        """What is given, as a mapping with none but the known keys. Raises BadJourney."""
        if not isinstance(self.given, dict):
            raise self.bad(f"'{self.verb}' needs {{...}} with {', '.join(known)}")
        for key in self.given:
            if key not in known:
                raise self.bad(f"'{self.verb}' has no key {key!r}{hint(str(key), known)}; it has {', '.join(known)}")
        for key in needed:
            if key not in self.given:
                raise self.bad(f"'{self.verb}' needs {key!r}")
        return self.given


@dataclass(frozen=True)
class Journey:
    """A whole file."""

    path: Path
    title: str
    steps: tuple[Step, ...]


def load(path: Path, verbs: tuple[str, ...]) -> Journey:
    """The journey of a file. Raises BadJourney for anything but a title and steps with known verbs."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadJourney(f"{path}: cannot be read ({error})") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise BadJourney(f"{path.name}{where}: not readable as YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(given, dict) or not isinstance(given.get("steps"), list) or not given["steps"]:
        raise BadJourney(f"{path.name} line 1: a journey has a title and a list of steps")
    if not isinstance(given.get("title"), str):
        raise BadJourney(f"{path.name} line 1: a journey has a title, in words")
    if unknown := [key for key in given if key not in ("title", "steps")]:
        raise BadJourney(
            f"{path.name} line {_line_of(node, unknown[0])}: unknown key {unknown[0]!r}; a journey has title, steps"
        )
    lines = _step_lines(node)
    steps = tuple(_step(path, entry, line, verbs) for entry, line in zip(given["steps"], lines, strict=True))
    return Journey(path=path, title=given["title"], steps=steps)


def duration(step: Step, text: Any) -> timedelta:
    """`20m`, `1h30m`, `180s`, `2d` as a span of time. Raises BadJourney."""
    match = _DURATION.fullmatch(str(text).replace(" ", ""))
    if match is None or not any(match.groups()):
        raise step.bad(f"{text!r} is no span of time; write 20m, 1h30m, 180s or 2d")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _step(path: Path, entry: Any, line: int, verbs: tuple[str, ...]) -> Step:
    if not isinstance(entry, dict):
        raise BadJourney(f"{path.name} line {line}: a step is a verb with what it needs, like `- advance: 20m`")
    names = [str(key) for key in entry if key != "as"]
    if len(names) != 1:
        raise BadJourney(f"{path.name} line {line}: a step has one verb, this one has {', '.join(names) or 'none'}")
    (verb,) = names
    if verb not in verbs:
        raise BadJourney(
            f"{path.name} line {line}: unknown verb {verb!r}{hint(verb, verbs)}; there are {', '.join(verbs)}"
        )
    alias = entry.get("as", "")
    if "as" in entry and verb != "send":
        raise BadJourney(f"{path.name} line {line}: only 'send' takes 'as'")
    return Step(verb=verb, given=entry[verb], alias=str(alias), line=line, path=path)


def hint(word: str, known: tuple[str, ...]) -> str:
    """The known word that was perhaps meant, in brackets, or nothing."""
    close = get_close_matches(word, known, n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _line_of(node: Any, key: str) -> int:
    return next((k.start_mark.line + 1 for k, _ in node.value if k.value == key), 1)


def _step_lines(node: Any) -> list[int]:
    steps = next(value for key, value in node.value if key.value == "steps")
    return [entry.start_mark.line + 1 for entry in steps.value]
