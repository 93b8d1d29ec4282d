"""Ensures that size and nesting have an end: what a hostile mail may cost is set by constants, not by its sender."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys

import pytest

from tests.unit.mail.corpus import ARRIVED, DESK
from ticket_router.adapters.mail.attachments import MAX_FILES
from ticket_router.adapters.mail.bodies import MAX_TEXT_BYTES, TOO_LONG
from ticket_router.adapters.mail.headers import Headers
from ticket_router.adapters.mail.mime import MAX_HEADER_CHARS, MAX_MULTIPARTS, Part, parse_mime
from ticket_router.adapters.mail.parse import parse_mail
from ticket_router.domain.inbound import Inbound, MailKind

HEAD = b"From: Ana <ana@studio.example>\nSubject: files\nMessage-ID: <big@studio.example>\nMIME-Version: 1.0\n"


def read(raw: bytes) -> Inbound:
    """What the lane makes of these bytes."""
    return parse_mail(raw, raw_key="mail/big", received_at=ARRIVED, desk=DESK)


def depth(part: Part) -> int:
    """How many levels of parts there are."""
    return 1 + max((depth(one) for one in part.parts), default=0)


def test_forty_megabytes_keep_every_file() -> None:
    """The largest mail that SES takes keeps its text and all of its files, byte for byte."""
    files = [hashlib.sha256(bytes([number])).digest() * 300_000 for number in range(3)]
    raw = bytearray(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThree files for you.\n")
    for number, content in enumerate(files):
        raw += (
            f"--b\nContent-Type: application/zip; name=part{number}.zip\nContent-Transfer-Encoding: base64\n\n".encode()
        )
        raw += base64.encodebytes(content)
    raw += b"--b--\n"
    assert len(raw) > 38_000_000
    inbound = read(bytes(raw))
    assert inbound.text == "Three files for you."
    assert [one.name for one in inbound.attachments] == ["part0.zip", "part1.zip", "part2.zip"]
    assert [one.content for one in inbound.attachments] == files


def test_nesting_ends() -> None:
    """A mail nested three thousand levels deep is read as a few levels, and nothing recurses further."""
    raw = HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    assert depth(parse_mime(raw)) <= MAX_MULTIPARTS + 2
    assert read(raw).kind == MailKind.customer


def test_messages_in_messages_are_not_unfolded() -> None:
    """An attached mail is one file, whatever it holds inside."""
    inbound = read(HEAD + b"Content-Type: message/rfc822\n\n" * 2000 + b"\nhello")
    assert [one.content_type for one in inbound.attachments] == ["message/rfc822"]


def test_thousands_of_files_become_one_line() -> None:
    """Files beyond the limit are counted in words, so that nothing is dropped unseen."""
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: a/b; name=x\n\n12345\n" * 3000
    files = read(raw).attachments
    assert len(files) == MAX_FILES + 1
    assert files[-1].name == f"{3000 - MAX_FILES} more files, in the raw mail"
    assert files[-1].content is None and files[-1].size > 0


def test_headers_are_cut() -> None:
    """A header of many megabytes is cut to its bound, and those after it are still read."""
    headers = Headers(parse_mime(b"X-Bomb: " + b"y" * 5_000_000 + b"\n" + HEAD + b"\nhello"))
    assert len(headers.first("x-bomb")) <= MAX_HEADER_CHARS
    assert headers.first("subject") == "files"


def test_a_text_that_no_person_wrote_is_a_file() -> None:
    """A text longer than any person's is kept whole as a file, and the text says so."""
    inbound = read(HEAD + b"\n" + b"line\n" * (MAX_TEXT_BYTES // 5 + 1))
    assert inbound.text == TOO_LONG
    assert inbound.attachments[0].size > MAX_TEXT_BYTES


def test_all_people_of_a_long_list_cost_little() -> None:
    """An address list without end gives a bounded number of people."""
    raw = b"Cc: " + b", ".join(b"p%d@x.example" % n for n in range(100_000)) + b"\n" + HEAD + b"\nhello"
    assert len(read(raw).cc) == 100


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "zlib", "hex", "rot13", "unicode_escape", "a" * 5000]
)
def test_charsets_that_are_none(charset: str) -> None:
    """Python's codecs that are no charset, raise, or take more than linear time are not used on mail."""
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\n\n".encode() + "caf\\u00e9 é\n".encode()
    assert read(raw).text == "caf\\u00e9 é"


def test_heavy_libraries_wait_until_needed() -> None:
    """A plain mail is read without lxml or a quote library, which a cold start would pay for."""
    code = (
        "import sys; import ticket_router.adapters.mail.parse;"
        "print([m for m in ('lxml', 'inscriptis', 'mailparser_reply', 'quotequail') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stdout.strip() == "[]", done.stderr
