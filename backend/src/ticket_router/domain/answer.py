"""From the model's filled-in tool to checked tags: nothing outside the form gets through."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from ticket_router.domain.base import UNSURE, Tone, Urgency
from ticket_router.domain.errors import MalformedAnswer
from ticket_router.domain.prompt import FLAG_CODES, TONE_CODES, URGENCY_CODES
from ticket_router.domain.reading import Flag, Tags

T = TypeVar("T")

SUMMARY_WORDS = 20
QUOTE_CHARACTERS = 500


def tags_from(payload: Mapping[str, Any], topics: Collection[str]) -> Tags:
    """Tags of an answer; raises MalformedAnswer with the first thing that does not fit."""
    known = {*topics, UNSURE}
    second = payload.get("t2", "")
    if second not in ("", None) and not (isinstance(second, str) and second in known):
        raise MalformedAnswer(f"t2 is not one of the topics: {second!r:.40}")
    flags = payload.get("f", [])
    if not isinstance(flags, list) or any(flag not in FLAG_CODES for flag in flags):
        raise MalformedAnswer("f is not a list of the known flags")
    topic = _choice(payload, "t", {name: name for name in known})
    return Tags(
        topic=topic,
        topic_confidence=_percent(payload, "tc"),
        urgency=_choice(payload, "u", URGENCY_CODES),
        urgency_confidence=_percent(payload, "uc"),
        tone=_choice(payload, "o", TONE_CODES),
        tone_confidence=_percent(payload, "oc"),
        language=_text(payload, "l")[:8].lower(),
        summary=" ".join(_text(payload, "s").split()[:SUMMARY_WORDS]),
        second_topic=second if second and second not in (UNSURE, topic) else "",
        second_quote=_text(payload, "q2", needed=False)[:QUOTE_CHARACTERS]
        if second not in ("", None, UNSURE, topic)
        else "",
        flags=tuple(dict.fromkeys(Flag(flag) for flag in flags)),
    )


def unsure_tags() -> Tags:
    """What stands in for an answer that was malformed twice."""
    return Tags(
        topic=UNSURE,
        topic_confidence=0.0,
        urgency=Urgency.low,
        urgency_confidence=0.0,
        tone=Tone.calm,
        tone_confidence=0.0,
    )


def _choice(payload: Mapping[str, Any], name: str, choices: Mapping[str, T]) -> T:
    value = payload.get(name)
    if not isinstance(value, str) or value not in choices:
        raise MalformedAnswer(f"{name} is not one of {', '.join(sorted(choices))}")
    return choices[value]


def _percent(payload: Mapping[str, Any], name: str) -> float:
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise MalformedAnswer(f"{name} is not a percent from 0 to 100")
    return round(value / 100, 4)


def _text(payload: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    value = payload.get(name, None if needed else "")
    if not isinstance(value, str):
        raise MalformedAnswer(f"{name} is not a text")
    # An answer that ran out of tokens may end in half a character.
    return " ".join(value.encode("utf-8", "replace").decode().split())
