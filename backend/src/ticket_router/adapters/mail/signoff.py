"""Takes off what mail programs and companies add around the writer's words: signatures, notices, banners."""

from __future__ import annotations

from ticket_router.adapters.mail.phrases import (
    BANNER,
    DEVICE_LINE,
    FAREWELL,
    LIST_FOOTER,
    NAME_PARTICLES,
    NOTICE_CUE,
    PRINT_LESS,
)

_MAX_SIGNATURE_LINES = 15
_MAX_SIGNATURE_WORDS = 120
_PUNCTUATION = " ,.!;–—-*"


def without_signature(text: str) -> str:
    """The text without signature, device line, notices and list footer; what could be the writer's own words stays."""
    lines = _without_banner(text.rstrip().split("\n"))
    for take_off in (_notices, _list_footer, _marked_signature, _device_lines, _farewell):
        shorter = take_off(lines)
        if any(line.strip() for line in shorter):
            lines = shorter
    return "\n".join(lines).strip("\n")


def _without_banner(lines: list[str]) -> list[str]:
    """Without the warning that a mail server puts on top of outside mail."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end = next((number for number in range(first, len(lines)) if not lines[number].strip()), len(lines))
    if end < len(lines) and BANNER.match(" ".join(lines[first:end])[:400]):
        return lines[end + 1 :]
    return lines


def _notices(lines: list[str]) -> list[str]:
    """Confidentiality notices: the last paragraphs, as long as each reads like one."""
    end = len(lines)
    while end:
        start = end
        while start and lines[start - 1].strip():
            start -= 1
        paragraph = " ".join(lines[start:end])
        if paragraph.strip() and not _reads_like_notice(paragraph[:3000]):
            break
        end = start if paragraph.strip() else end - 1
    return lines[:end] if any(line.strip() for line in lines[end:]) else lines


def _reads_like_notice(paragraph: str) -> bool:
    cues = {found.lower() for found in NOTICE_CUE.findall(paragraph)}
    return (len(cues) >= 3 and len(paragraph.split()) >= 15) or bool(PRINT_LESS.search(paragraph[:200]))


def _list_footer(lines: list[str]) -> list[str]:
    """Without a mailing list's rule and the addresses below it."""
    for number in range(max(0, len(lines) - 6), len(lines)):
        if LIST_FOOTER.match(lines[number]) and any("http" in line or "@" in line for line in lines[number:]):
            return lines[:number]
    return lines


def _marked_signature(lines: list[str]) -> list[str]:
    """Everything below the first `-- ` (RFC 3676, 4.3), when it is no longer than a signature is.

    Without its space the mark is also how people rule a line, so then only contact details may follow.
    """
    for number, line in enumerate(lines):
        if line in {"-- ", "--"} and len(lines) - number <= _MAX_SIGNATURE_LINES + 1:
            below = lines[number + 1 :]
            short = sum(len(one.split()) for one in below) <= _MAX_SIGNATURE_WORDS
            plain = line == "-- " or all(_contact_like(one.strip()) or "@" in one or "http" in one for one in below)
            asks = any(one.rstrip().endswith("?") for one in below)
            return lines[:number] if short and plain and not asks else lines
    return lines


def _device_lines(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _is_device_line(kept)):
        kept.pop()
    return kept


def _is_device_line(lines: list[str]) -> bool:
    """The last line names a device or mail program, on its own: `... sent from my phone` may also end a sentence."""
    line = lines[-1].strip()
    alone = len(lines) == 1 or not lines[-2].strip() or DEVICE_LINE.match(lines[-2].strip())
    return bool(alone and not line[0].islower() and not line.endswith("?") and DEVICE_LINE.match(line))


def _farewell(lines: list[str]) -> list[str]:
    """Without the last closing formula, when only a name and short lines (title, company, telephone) stand below it."""
    below: list[str] = []
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        if _is_farewell(line):
            return lines[:number] if not below or _like_name(below[-1]) else lines
        if (line and not _contact_like(line)) or len(below) >= _MAX_SIGNATURE_LINES:
            return lines
        below += [line] if line else []
    return lines


def _is_farewell(line: str) -> bool:
    """A closing formula alone, or with a name behind it: neither `Thanks, still broken` nor `Best Western` is one."""
    found = FAREWELL.match(line)
    if found is None:
        return False
    rest = line[found.end() :]
    set_off = " " in found[1] or rest.lstrip().startswith((",", "-", "–"))
    return not rest.strip(_PUNCTUATION) or (set_off and _like_name(rest))


def _like_name(line: str) -> bool:
    """One to four capitalised words without digits (scripts without capitals: one or two words)."""
    words = [word for word in line.strip(_PUNCTUATION).split() if word not in NAME_PARTICLES]
    capital = all(not word[0].islower() for word in words)
    return 0 < len(words) <= 4 and capital and not any(char.isdigit() for char in line) and len(line) <= 50


def _contact_like(line: str) -> bool:
    """Short and not a sentence of its own: what stands in a signature."""
    words = line.split()
    sentence = line.endswith(("?", "!", ":", "。")) or (line.endswith(".") and len(words) > 4)
    running = len(words) > 2 and sum(word[0].islower() for word in words) * 2 > len(words)
    return len(line) <= 70 and len(words) <= 9 and not sentence and not running
