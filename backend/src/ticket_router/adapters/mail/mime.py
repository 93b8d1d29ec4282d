"""Parses raw bytes into a tree of parts with the standard library, bounded so that no mail makes it slow or raise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.parser import BytesFeedParser
from email.policy import EmailPolicy

MAX_HEADER_CHARS = 65_536
"""Longer headers are cut: no mail client writes one, and parsing cost grows with them."""

MAX_PARAMETER_CHARS = 8_192
"""The same for Content-Type and Content-Disposition, whose parameters cost more to take apart."""

MAX_MULTIPARTS = 20
"""Multiparts beyond this many are read as plain leaves: a boundary is looked for in every line, at every level."""

_CHUNK = 1 << 20
_OPAQUE = "x-opaque/"


class _Bounded(EmailPolicy):
    """`policy.default` with two changes: header values stay raw text, and nesting has an end.

    The standard library's structured header parser raises on some broken headers and is slower than linear on
    long ones, so `headers.py` reads the raw values. Parts of type message/* are kept as leaves: what they hold is
    an attachment (byte for byte) or a returned mail, and is parsed when somebody asks. One instance serves one
    mail, since it counts.
    """

    multiparts: int = 0

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, _, first = sourcelines[0].partition(":")
        value = "".join((first, *sourcelines[1:])).strip(" \t\r\n")[:MAX_HEADER_CHARS]
        if name.strip().lower() in {"content-type", "content-disposition"}:
            value = self._bounded_type(value[:MAX_PARAMETER_CHARS])
        return name.strip(), value

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value

    def _bounded_type(self, value: str) -> str:
        maintype, _, rest = value.partition("/")
        maintype = maintype.strip().lower()
        if maintype == "multipart":
            object.__setattr__(self, "multiparts", self.multiparts + 1)
            return value if self.multiparts <= MAX_MULTIPARTS else f"{_OPAQUE}multipart-{rest}"
        return _OPAQUE + rest if maintype == "message" else value


class Part(EmailMessage):
    """One part of a mail, or the whole of it."""

    _payload: object  # the base class's own: text as it was sent, or the list of parts

    @property
    def kind(self) -> str:
        """The content type, lower case, with message/* named as it was sent."""
        kind = self.get_content_type()
        return f"message/{kind.removeprefix(_OPAQUE)}" if kind.startswith(_OPAQUE) else kind

    @property
    def parts(self) -> list[Part]:
        """The parts of a multipart, or the message inside a digest's part; empty for a leaf."""
        return [one for one in self._payload if isinstance(one, Part)] if isinstance(self._payload, list) else []

    @property
    def sent(self) -> bytes:
        """A leaf's bytes as they were sent: `get_payload` would decode them by whatever charset the mail names."""
        return b"" if isinstance(self._payload, list) else str(self._payload or "").encode("utf-8", "surrogateescape")


def parse_mime(raw: bytes) -> Part:
    """The tree of parts of a raw mail; broken structure becomes fewer parts, not an error."""
    parser: BytesFeedParser[Part] = BytesFeedParser(Part, policy=_Bounded())  # type: ignore[arg-type] # generic in typeshed only
    for start in range(0, len(raw), _CHUNK):
        parser.feed(raw[start : start + _CHUNK])
    return parser.close()


def parse_head(raw: bytes) -> Part:
    """A message with the headers only, from its first bytes: for what a part holds inside, and when all else fails."""
    end = re.search(rb"\r?\n\r?\n", raw[:MAX_HEADER_CHARS])
    return parse_mime(raw[: end.start() if end else MAX_HEADER_CHARS])
