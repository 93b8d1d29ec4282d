"""Names and keeps attached files: a name for the card that is safe to show, and the bytes exactly as they were sent."""

from __future__ import annotations

import re

from ticket_router.adapters.mail.charset import decode, tidy
from ticket_router.adapters.mail.headers import Headers, text_of
from ticket_router.adapters.mail.mime import Part, parse_head
from ticket_router.adapters.mail.transfer import payload
from ticket_router.domain.inbound import InboundAttachment

MAX_FILES = 200
"""Files beyond this many are named as one line: a mail with more of them is an attack, and its raw mail is kept."""

_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
# The extensions that files without a name get; `mimetypes` would read the machine's own tables.
_EXTENSIONS = {
    "application/pdf": "pdf", "application/zip": "zip", "application/json": "json", "application/ms-tnef": "dat",
    "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m", "application/pgp-signature": "asc", "application/pgp-encrypted": "asc",
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/heic": "heic", "image/svg+xml": "svg",
    "image/webp": "webp", "image/tiff": "tiff", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg",
    "video/mp4": "mp4", "video/quicktime": "mov", "message/rfc822": "eml", "message/delivery-status": "txt",
    "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/calendar": "ics", "text/vcard": "vcf",
    "text/rfc822-headers": "txt", "text/markdown": "md",
}  # fmt: skip
_BIDI_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def file_name(part: Part) -> str:
    """The name the sender gave the file, made safe: no folders, no control or direction marks; empty when unnamed."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        if header in part and (value := part.get_param(parameter, header=header)):
            return _safe(_decoded(value))
    return ""


def is_marked_attachment(part: Part) -> bool:
    """True when the part's disposition says `attachment`."""
    return str(part.get("content-disposition", "")).partition(";")[0].strip().lower() == "attachment"


def is_attached(part: Part) -> bool:
    """True when the sender meant the part as a file, by disposition or by naming it."""
    return is_marked_attachment(part) or bool(file_name(part))


def attachments_of(parts: list[Part], shown: frozenset[str], *, withhold: bool) -> tuple[InboundAttachment, ...]:
    """The files in their order, pictures that the page shows (`shown`: content ids) and signatures marked as inline."""
    files = [_attachment(part, number, shown, withhold) for number, part in enumerate(parts[:MAX_FILES], start=1)]
    if beyond := parts[MAX_FILES:]:
        size = sum(len(payload(part)) for part in beyond)
        name = f"{len(beyond)} more files, in the raw mail"
        files.append(InboundAttachment(name=name, content_type="application/octet-stream", size=size))
    return tuple(files)


def _attachment(part: Part, number: int, shown: frozenset[str], withhold: bool) -> InboundAttachment:
    kind = tidy(part.kind)[:100]
    data = payload(part)
    content_id = str(part.get("content-id", "")).strip().strip("<>")
    return InboundAttachment(
        name=file_name(part) or _given_name(kind, data, number),
        content_type=kind,
        size=len(data),
        content=None if withhold else data,
        inline=(bool(content_id) and content_id in shown) or kind in _SIGNATURES,
    )


def _given_name(kind: str, data: bytes, number: int) -> str:
    if kind == "message/rfc822" and (subject := Headers(parse_head(data)).first("subject")):
        return _safe(f"{subject[:100]}.eml")
    stem = {"text/calendar": "invite", "application/ms-tnef": "winmail"}.get(kind, f"attachment-{number}")
    return f"{stem}.{_EXTENSIONS.get(kind, 'bin')}"


def _decoded(value: object) -> str:
    """A parameter as text: by RFC 2231 (charset, language, bytes as Latin-1), or as mailers write it instead."""
    if isinstance(value, tuple):
        charset, _, encoded = value
        return decode(encoded.encode("latin-1", "replace"), charset or "")
    return text_of(str(value).strip().strip('"'))


def _safe(name: str) -> str:
    name = _BIDI_AND_CONTROLS.sub("", name.replace("\\", "/").rpartition("/")[2])
    name = " ".join(name.split()).strip(". ") if name.strip(". ") else ""
    if len(name) > 150:
        stem, dot, extension = name.rpartition(".")
        name = f"{stem[:140]}{dot}{extension}" if dot and len(extension) < 10 else name[:150]
    return name
