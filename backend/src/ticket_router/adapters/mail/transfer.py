"""Undoes transfer encodings by hand, since half-broken base64 and quoted-printable must still be read."""

from __future__ import annotations

import binascii
import re

from ticket_router.adapters.mail.mime import Part

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64) - {ord("=")})
_PROSE = re.compile(rb"^(?:[^\n]*\S[ \t]+\S|[^A-Za-z0-9+/=\n]{2,})", re.MULTILINE)


def payload(part: Part) -> bytes:
    """The part's decoded bytes; what cannot be decoded comes back as it was sent. Empty for a multipart.

    The parts of a multipart/digest are messages by default (RFC 2046, 5.1.5); they come back as one message's bytes.
    """
    if part.parts:
        return b"\n".join(_as_bytes(inner) for inner in part.parts) if part.kind.startswith("message/") else b""
    data = part.sent
    encoding = str(part.get("content-transfer-encoding", "")).split(";")[0].strip().lower()
    if encoding == "base64":
        return _base64(data, prose_may_follow=part.get_content_maintype() == "text")
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencoded(data)
    return data


def _base64(data: bytes, *, prose_may_follow: bool) -> bytes:
    """Decoded base64; a list's plain footer after it is kept as it is, and text that never was base64 too."""
    prose = _PROSE.search(data) if prose_may_follow else None
    if prose is None:
        return _lenient_base64(data)
    before, after = data[: prose.start()], data[prose.start() :]
    lines = after.split(b"\n")
    if sum(not _PROSE.match(line) for line in lines if line.strip()) * 2 > len(lines):
        return _lenient_base64(data)  # stray characters inside real base64
    return _lenient_base64(before) + (b"\n" if before.strip() else b"") + after


def _lenient_base64(data: bytes) -> bytes:
    """Every run between paddings decoded on its own, other characters ignored (RFC 2045, 6.8)."""
    decoded = []
    for run in data.translate(None, _NOT_BASE64).split(b"="):
        whole = run[:-1] if len(run) % 4 == 1 else run
        decoded.append(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)))
    return b"".join(decoded)


def _uuencoded(data: bytes) -> bytes:
    decoded = []
    for line in data.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:  # padded beyond its own count, or not uuencoded at all
            decoded.append(_announced(line))
    return b"".join(decoded)


def _announced(line: bytes) -> bytes:
    """As many bytes as a uuencoded line announces in its first character, else the line as it is."""
    try:
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
    except binascii.Error:
        return line + b"\n"


def _as_bytes(message: Part) -> bytes:
    """A parsed message as it was sent, near enough for reading: its transfer encodings are left in place."""
    head = "".join(f"{name}: {value}\n" for name, value in message.raw_items()).encode("utf-8", "surrogateescape")
    if not message.parts:
        return head + b"\n" + message.sent
    mark = f"\n--{message.get_boundary() or 'part'}".encode("utf-8", "surrogateescape")
    parts = b"".join(mark + b"\n" + _as_bytes(part) for part in message.parts)
    return head + b"\n" + parts + mark + b"--\n"
