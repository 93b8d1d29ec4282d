"""Separates what the writer says now from history and signature; losing a word of theirs is the worse mistake."""

from __future__ import annotations

import re

from ticket_router.adapters.mail.history import History, find_history
from ticket_router.adapters.mail.signoff import without_signature

_MIN_WORDS = 3
_SHORT = 25
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_SEE_BELOW = re.compile(
    r"(?i)\b(?:below|inline|in (?:red|blue|green|bold)|unten|in (?:rot|blau|grün)|ci-dessous|en (?:rouge|bleu)"
    r"|abajo|en (?:rojo|azul)|abaixo|qui sotto|hieronder|poniżej|ниже|nedan|aşağıda)\b|下記|以下|下面"
)


def new_text(full: str, *, is_reply: bool, is_forward: bool) -> str:
    """The new words of a mail; the full text whenever taking history out would leave almost nothing or is not sure.

    `is_reply` and `is_forward` come from the headers: a forward's quoted part is its content, and in a mail that
    answers nothing a quote is history only when it is marked with `>` down to the end.
    """
    lines = full.split("\n")
    history = None if is_forward else find_history(lines)
    if history is None or history.forward:
        return _enough(full if is_forward or history else without_signature(full), full)
    written = _own_lines(lines, history)
    if not is_reply and (not history.marked or _words(written[1])):
        return full.strip()
    above = without_signature(written[0])
    if above.rstrip().endswith((":", "：")) or (_points_below(above) and not history.marked):
        return full.strip()
    answer = "\n\n".join(one for one in (above, without_signature(written[1])) if one.strip())
    return answer if _words(answer) else full.strip()


def _own_lines(lines: list[str], history: History) -> tuple[str, str]:
    """What stands above the history, and the writer's own lines between and below its quoted ones."""
    above = "\n".join(lines[: history.start]).strip("\n")
    if not history.marked:
        return above, ""
    below: list[str] = []
    for line in lines[history.body :]:
        if line.lstrip().startswith(">"):
            if below and below[-1]:
                below.append("")
        else:
            below.append(line)
    return above, re.sub(r"\n{3,}", "\n\n", "\n".join(below)).strip("\n")


def _points_below(text: str) -> bool:
    return len(_words(text)) < _SHORT and bool(_SEE_BELOW.search(text))


def _enough(text: str, full: str) -> str:
    """The text, unless taking the signature off left fewer than three words of more."""
    if len(_words(text)) < _MIN_WORDS and len(_words(full)) > len(_words(text)):
        return full.strip()
    return text.strip()


def _words(text: str) -> list[str]:
    """Words, where every Chinese or Japanese character counts as one."""
    return _WORD.findall(text)
