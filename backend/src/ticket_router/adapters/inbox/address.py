"""Header values that stay one header: whatever a customer is called, nothing of it becomes a header of its own.

Written out by hand because the standard library reads encoded words in what it is given and folds them anew.
"""

from __future__ import annotations

import base64
import re

from ticket_router.adapters.wording import one_line

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")
_PLAIN = re.compile(r"[\x20-\x7e]{0,150}")
_WORD_BYTES = 42
"""Bytes in one encoded word: with its wrapping at most 75 characters (RFC 2047, section 2)."""


def address(given: str) -> str:
    """An address as SES takes it, its domain in ASCII; empty when it cannot be one."""
    local, at, domain = given.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return ""
    fits = at and _LOCAL.fullmatch(local) and ".." not in local and _DOMAIN.fullmatch(ascii_domain)
    return f"{local}@{ascii_domain}" if fits else ""


def named(name: str, given: str) -> str:
    """`"Name" <address>` with the name quoted or encoded as it needs; empty when the address is none."""
    plain, shown = address(given), one_line(name, 100)
    if not plain or not shown:
        return plain
    if _PLAIN.fullmatch(shown) and "=?" not in shown:
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{plain}>'
    return f"{_encoded(shown)} <{plain}>"


def words(text: str) -> str:
    """Free text such as a subject: as it is when it is plain ASCII, else in encoded words."""
    flat = one_line(text, 400)
    return flat if _PLAIN.fullmatch(flat) and "=?" not in flat else _encoded(flat)


def token(text: str) -> str:
    """An identifier in a header: printable ASCII without spaces or brackets."""
    return re.sub(r"[^\x21-\x3b\x3d\x3f-\x7e]", "_", text)[:500]


def message_id(given: str) -> str:
    """A Message-ID in its angle brackets; empty when it is none."""
    bare = given.strip().removeprefix("<").removesuffix(">")
    return f"<{bare}>" if bare and bare == token(bare) and "@" in bare else ""


def _encoded(text: str) -> str:
    chunks, size = [""], 0
    for character in text:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _WORD_BYTES:
            chunks.append("")
            size = 0
        chunks[-1] += character
        size += width
    coded = (base64.b64encode(chunk.encode("utf-8", "replace")).decode("ascii") for chunk in chunks)
    return "\r\n ".join(f"=?utf-8?b?{chunk}?=" for chunk in coded)
