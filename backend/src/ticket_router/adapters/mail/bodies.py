"""Finds the text a person wrote and the files beside it, in whatever tree of parts their mailer made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ticket_router.adapters.mail.attachments import is_attached, is_marked_attachment
from ticket_router.adapters.mail.calendar import invitation_text
from ticket_router.adapters.mail.charset import decode
from ticket_router.adapters.mail.flowed import unflow
from ticket_router.adapters.mail.html_text import html_to_text, without_tags
from ticket_router.adapters.mail.mime import Part, parse_mime
from ticket_router.adapters.mail.sealed import opened_armor, why_sealed
from ticket_router.adapters.mail.transfer import payload

MAX_TEXT_BYTES = 5_000_000
"""A longer text is kept as a file: no person wrote it, and no card or reader could hold it."""

TOO_LONG = "This mail's text is longer than 5 MB, so it is kept as a file."

_CID = re.compile(r"""cid:([^"'\s<>()]{1,200})""", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^<>]{0,200}charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_GUESSED_BOUNDARY = re.compile(rb"^--([^\s\"\\]{1,70})[ \t]*\r?\n[A-Za-z-]{4,60}:", re.MULTILINE)
_STUB = re.compile(
    r"(?i)\bhtml\b|browser|navegador|navigateur|web ?version|online (?:version|ansehen)|view .{0,30}online"
)
_PAGE = re.compile(r"(?i)\s*(?:<!doctype html|<html[\s>])")
_MARKED_TEXT = frozenset({"text/enriched", "text/richtext"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})


@dataclass
class Body:
    """What one part, or the whole mail, holds: its readable text, its files, and why the text cannot be read, if so."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """HTML, rendered only when it is chosen: laying it out is the costly step."""
    order: list[tuple[bool, str]] = field(default_factory=list)
    """Every piece as (is HTML, content), in reading order."""
    files: list[Part] = field(default_factory=list)
    sealed: str = ""

    def add(self, is_page: bool, content: str) -> None:
        """Appends a piece; a whole page sent as text/plain counts as the page that it is."""
        is_page = is_page or bool(_PAGE.match(content))
        (self.pages if is_page else self.plain).append(content)
        self.order.append((is_page, content))

    def take(self, other: Body, *, texts: bool = True) -> None:
        """Appends another part's pieces after ours; without `texts` its files only."""
        if texts:
            self.plain += other.plain
            self.pages += other.pages
            self.order += other.order
        self.files += other.files
        self.sealed = self.sealed or other.sealed

    @property
    def text(self) -> str:
        """The readable text: every piece in order, HTML laid out."""
        pieces = [html_to_text(content) if is_page else content.strip("\n") for is_page, content in self.order]
        return "\n\n".join(piece.rstrip() for piece in pieces if piece.strip())

    @property
    def shown_ids(self) -> frozenset[str]:
        """Content ids of the pictures that the HTML shows."""
        return frozenset(one for page in self.pages for one in _CID.findall(page))


def read_body(message: Part) -> Body:
    """The body of a parsed mail. Without any text, a text that was named like a file, or an invitation, stands in."""
    body = Body()
    _walk(message, body)
    if not any(content.strip() for _, content in body.order):
        _stand_in(body)
    return body


def _stand_in(body: Body) -> None:
    for part in body.files:
        kind = part.kind
        if kind == "text/calendar":
            body.add(False, invitation_text(text_of_part(part)))
        elif kind in {"text/plain", "text/html"} and not is_marked_attachment(part) and not body.sealed:
            body.add(kind == "text/html", page_of(part) if kind == "text/html" else text_of_part(part))


def _walk(part: Part, body: Body) -> None:
    kind = part.kind
    if kind.startswith("message/"):
        body.files.append(part)
    elif not part.parts:
        _leaf(part, kind, body)
    elif kind == "multipart/alternative":
        _alternatives(part, body)
    else:
        body.sealed = body.sealed or why_sealed(part, kind)
        for child in part.parts:
            _walk(child, body)


def _alternatives(part: Part, body: Body) -> None:
    """Of several forms of one text, text/plain unless it only points to the HTML; files of every form are kept."""
    forms: list[Body] = []
    for child in part.parts:
        if child.kind not in {"text/x-amp-html", "text/watch-html"}:
            forms.append(Body())
            _walk(child, forms[-1])
    plain = next((form for form in forms if not form.pages and any(text.strip() for text in form.plain)), None)
    page = next((form for form in reversed(forms) if form.pages), None)
    chosen = page if page and (plain is None or _only_points_to(plain.text, page)) else plain
    for form in forms:
        body.take(form, texts=form is chosen)
        if form is not chosen:  # the pictures of the form not chosen are its decoration all the same
            body.pages += form.pages


def _only_points_to(plain: str, page: Body) -> bool:
    words = len(plain.split())
    if words > 60 or (words > 3 and not _STUB.search(plain)):
        return False
    return len(page.text.split()) > 1.5 * words + 3


def _leaf(part: Part, kind: str, body: Body) -> None:
    body.sealed = body.sealed or why_sealed(part, kind)
    if kind.startswith("multipart/"):
        _unbounded(part, body)
    elif kind.startswith("text/") and len(part.sent) > MAX_TEXT_BYTES:
        body.sealed = body.sealed or TOO_LONG
        body.files.append(part)
    elif kind == "text/html" and not is_attached(part):
        body.add(True, page_of(part))
    elif kind in _MARKED_TEXT and not is_attached(part):
        body.add(False, without_tags(text_of_part(part)))
    elif kind in _PLAIN and not is_attached(part):
        text = text_of_part(part)
        armor = opened_armor(text)
        body.sealed = body.sealed or armor.sealed
        body.add(False, armor.text)
    else:
        body.files.append(part)


def _unbounded(part: Part, body: Body) -> None:
    """A multipart whose boundary is missing or wrong: the first line that looks like one is tried, else it is text."""
    data = payload(part)
    found = _GUESSED_BOUNDARY.search(data)
    if found is None:
        body.add(False, decode(data))
        return
    head = b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"\n\n'
    _walk(parse_mime(head + data), body)


def text_of_part(part: Part) -> str:
    """A text part's text, soft-wrapped lines joined where the sender announced them."""
    text = decode(payload(part), str(part.get_param("charset") or ""))
    if str(part.get_param("format") or "").lower() == "flowed":
        return unflow(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    return text


def page_of(part: Part) -> str:
    """An HTML part's page, by the part's charset, else by the one that the page itself names."""
    data = payload(part)
    label = str(part.get_param("charset") or "")
    named = None if label else _META_CHARSET.search(data[:4096])
    return decode(data, named[1].decode("ascii", "replace") if named else label)
