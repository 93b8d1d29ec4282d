"""Says in a sentence when a mail's text is locked away (PGP, S/MIME), and opens what is only signed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ticket_router.adapters.mail.mime import Part

PGP_SEALED = "This mail is encrypted with PGP, so its text cannot be read here."
SMIME_SEALED = "This mail is encrypted with S/MIME, so its text cannot be read here."
SMIME_CLOSED = "This mail is wrapped in an S/MIME signature that hides its text; open its raw mail to read it."

_CLEARSIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][A-Za-z-]*:[^\n]*\n)*\n")
_PGP_SIGNATURE = re.compile(r"-----BEGIN PGP SIGNATURE-----\n[^-]*-----END PGP SIGNATURE-----\n?")
_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True)
class Armor:
    """Text with PGP armor taken off, and why it cannot be read, if so."""

    text: str
    sealed: str = ""


def why_sealed(part: Part, kind: str) -> str:
    """One sentence when this part encrypts or wraps the text, else an empty string."""
    if kind == "multipart/encrypted":
        return PGP_SEALED
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        smime_type = str(part.get_param("smime-type") or "").lower()
        return SMIME_CLOSED if smime_type == "signed-data" else "" if smime_type == "certs-only" else SMIME_SEALED
    return ""


def opened_armor(text: str) -> Armor:
    """Takes the armor off a clear-signed text (RFC 9580, 7); an encrypted one is left out."""
    if text.lstrip().startswith(_PGP_MESSAGE):
        return Armor("", PGP_SEALED)
    opened, count = _CLEARSIGNED.subn("", text)
    if not count:
        return Armor(text)
    return Armor(_PGP_SIGNATURE.sub("", opened).replace("\n- ", "\n"))
