"""Ensures that no bytes at all make the mail lane raise, so that no mail can be lost to its reader."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.mail.corpus import ARRIVED, DESK, corpus
from ticket_router.adapters.mail import parse
from ticket_router.adapters.mail.html_text import html_to_text
from ticket_router.adapters.mail.parse import parse_headers_only, parse_mail
from ticket_router.domain.inbound import Inbound, MailKind

HEADERS = (
    "From", "To", "Cc", "Subject", "Reply-To", "Sender", "Message-ID", "References", "In-Reply-To", "List-Id",
    "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Content-ID", "Return-Path", "Received-SPF",
    "Authentication-Results", "X-Original-Sender", "X-Forwarded-For", "Auto-Submitted", "Precedence",
)  # fmt: skip
PIECES = (
    "=?utf-8?B?8J+Y?=", "=?x?Q?=E9?=", "<a@b.example>", "support@company.example", "MAILER-DAEMON@x.example",
    "multipart/mixed", "message/rfc822", "text/html", "text/plain", "base64", "quoted-printable", "x-uuencode",
    "charset=", "undefined", "utf-16", "punycode", "boundary=b", "--b", "filename*0*=utf-8''%E9", "*1=x",
    "report-type=delivery-status", "On 1.1.2026 10:00 A <a@b.example> wrote:", "> ", "-- ", "T-AB12",
    "<blockquote>", "</p>", '"', "(", ";", "\n", "\r", "\x00", "é", "\udce9", " ", "a",
)  # fmt: skip


def read(raw: bytes) -> Inbound:
    """What the lane makes of these bytes."""
    return parse_mail(raw, raw_key="mail/fuzz", received_at=ARRIVED, desk=DESK)


def sound(inbound: Inbound) -> None:
    """Nothing raised inside either, and what came out can be stored."""
    assert "broke the reader" not in inbound.problem
    inbound.model_dump_json(exclude={"attachments"}).encode("utf-8")
    for file in inbound.attachments:
        assert file.name and "/" not in file.name and "\\" not in file.name
        file.name.encode("utf-8")


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=3000))
def test_random_bytes(raw: bytes) -> None:
    """Bytes of any kind become an Inbound."""
    sound(read(raw))


@settings(deadline=None, max_examples=200)
@given(st.randoms(use_true_random=False), st.integers(min_value=1, max_value=30))
def test_mutated_mails(dice: random.Random, changes: int) -> None:
    """Real mails with bytes lost, doubled, turned or swapped with another mail's still become an Inbound."""
    mails = [one.raw for one in corpus() if len(one.raw) < 20_000]
    raw = bytearray(dice.choice(mails))
    for _ in range(changes):
        at = dice.randrange(len(raw) + 1)
        until = min(len(raw), at + dice.randrange(1, 60))
        change = dice.randrange(4)
        if change == 0:
            del raw[at:until]
        elif change == 1:
            raw[at:at] = raw[at:until] * dice.randrange(1, 4)
        elif change == 2:
            raw[at:until] = bytes(dice.randrange(256) for _ in range(until - at))
        else:
            other = dice.choice(mails)
            start = dice.randrange(len(other) + 1)
            raw[at:until] = other[start : start + 300]
    sound(read(bytes(raw)))


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(HEADERS), st.lists(st.sampled_from(PIECES), max_size=8)), max_size=12),
    st.lists(st.sampled_from(PIECES), max_size=40),
)
def test_assembled_from_nasty_pieces(headers: list[tuple[str, list[str]]], body: list[str]) -> None:
    """Mails made of the pieces that parsers trip over still become an Inbound."""
    head = "".join(f"{name}: {''.join(pieces)}\n" for name, pieces in headers)
    sound(read(f"{head}\n{''.join(body)}".encode("utf-8", "surrogateescape")))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            (*PIECES, "<table>", "<td>", "<a href='http://x'>", "<!--", "-->", "<style>", "&#0;", "&#xd800;")
        )
    )
)
def test_any_page_becomes_text(pieces: list[str]) -> None:
    """HTML of any kind becomes text that can be stored."""
    html_to_text("".join(pieces)).encode("utf-8")


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=2000))
def test_headers_only_takes_any_bytes(head: bytes) -> None:
    """The last resort has no bytes that it refuses, and says what it was told."""
    inbound = parse_headers_only(head, raw_key="mail/k", received_at=ARRIVED, desk=DESK, problem="it broke the reader")
    assert (inbound.kind, inbound.identity, inbound.problem) == (
        MailKind.unparsable,
        "ses|mail/k",
        "it broke the reader",
    )


def test_headers_only_finds_who_wrote() -> None:
    """From, Subject and Message-ID survive, in a mail cut in the middle of its body."""
    raw = next(one.raw for one in corpus() if one.name == "reply-gmail-de")
    inbound = parse_headers_only(raw[:1500], raw_key="mail/k", received_at=ARRIVED, desk=DESK, problem="too much")
    assert inbound.customer.label == "Jürgen Groß <juergen@werkstatt.example>"
    assert inbound.subject == "Re: Rechnung Nr. 118"
    assert inbound.message_id == "<reply-gmail-de@werkstatt.example>"


def test_a_bug_in_the_reader_costs_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the reader itself is wrong, the mail is still held with who wrote it and what went wrong."""

    def broken(*_: object) -> None:
        raise RuntimeError("bug")

    raw = next(one.raw for one in corpus() if one.name == "plain-charged-twice")
    monkeypatch.setattr(parse, "read_body", broken)
    inbound = read(raw)
    assert inbound.kind == MailKind.unparsable
    assert inbound.customer.address == "ana@studio.example"
    assert "RuntimeError" in inbound.problem
