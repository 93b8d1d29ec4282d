"""Pins single rules of the mail lane that the corpus shows only in passing."""

from __future__ import annotations

import pytest

from tests.unit.mail.corpus import DESK
from ticket_router.adapters.mail.charset import decode
from ticket_router.adapters.mail.flowed import unflow
from ticket_router.adapters.mail.headers import Headers, message_ids, text_of
from ticket_router.adapters.mail.html_text import html_to_text, without_tags
from ticket_router.adapters.mail.mime import parse_mime
from ticket_router.adapters.mail.transfer import payload
from ticket_router.adapters.mail.verdicts import sender_verified


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        ("spf=pass; dkim=pass; dmarc=fail", False),
        ("spf=fail; dkim=fail; dmarc=pass", True),
        ("spf=pass; dkim=fail; dmarc=none", True),
        ("spf=fail; dkim=pass", True),
        ("spf=fail; dkim=fail", False),
        ("spf=softfail; dkim=none", False),
        ("spf=neutral; dkim=none; dmarc=none", None),
        ("dkim=fail header.i=@a.example; dkim=pass header.i=@b.example", True),
        ("spf=fail (dmarc=pass; spf=pass)", False),
        ("", None),
    ],
)
def test_sender_verdicts(results: str, verified: bool | None) -> None:
    """DMARC decides where it has a word; else a pass of either check; else a failure of either."""
    assert sender_verified(f"amazonses.com; {results}") is verified


def test_received_spf_stands_in() -> None:
    """Without an SPF result in Authentication-Results, the Received-SPF header's counts."""
    assert sender_verified("amazonses.com; dkim=none", "fail") is False
    assert sender_verified("amazonses.com; spf=pass", "fail") is True


@pytest.mark.parametrize(
    ("address", "support", "colleague"),
    [
        ("Support@Company.example", True, False),
        ("support+bncXYZ@company.example", True, False),
        ("router@company.example", False, False),
        ("ben@company.example", False, True),
        ("support@elsewhere.example", False, False),
        ("ben@notcompany.example", False, False),
        ("", False, False),
    ],
)
def test_whose_address(address: str, support: bool, colleague: bool) -> None:
    """Support addresses, colleagues and strangers are told apart, in any case and with a sub-address."""
    assert (DESK.is_support(address), DESK.is_colleague(address)) == (support, colleague)


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@b> <c@d>", ["<a@b>", "<c@d>"]),
        ("a@b.example", ["<a@b.example>"]),
        ("<a\n @b>", ["<a@b>"]),
        ("Your message of Tuesday", []),
        ("<>", []),
        ("", []),
    ],
)
def test_message_ids(value: str, ids: list[str]) -> None:
    """Ids come out in brackets and without inner blanks, whatever stands around them."""
    assert message_ids(value) == ids


def test_first_header_wins_and_all_can_be_had() -> None:
    """A header that occurs twice gives its first value, or all of them."""
    headers = Headers(parse_mime(b"X-A: one\nx-a: two\n\n"))
    assert (headers.first("X-A"), headers.all("x-a"), "X-a" in headers) == ("one", ["one", "two"], True)


def test_folded_header_with_raw_bytes() -> None:
    """Folding goes, raw bytes are read, NULs disappear."""
    assert text_of("a\r\n\tb\x00 caf\udce9") == "a b café"


@pytest.mark.parametrize(
    ("encoding", "body", "decoded"),
    [
        ("base64", b"aGVsbG8=aGVsbG8=", b"hellohello"),
        ("base64", b"aGVs!!\nbG8", b"hello"),
        ("base64", b"not base64 at all, sorry", b"not base64 at all, sorry"),
        ("BASE64 ; x=y", b"aGVsbG8=", b"hello"),
        ("quoted-printable", b"a=\nb=ZZ=e9", b"ab=ZZ\xe9"),
        ("x-uuencode", b"begin 644 f\n%:&5L;&\\\n`\nend\n", b"hello"),
        ("x-uuencode", b"~~~ not that ~~~", b"~~~ not that ~~~\n"),
        ("8bit", b"\xe9", b"\xe9"),
    ],
)
def test_transfer_encodings(encoding: str, body: bytes, decoded: bytes) -> None:
    """Encodings are undone as far as they go; what was never encoded stays."""
    assert payload(parse_mime(b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body)) == decoded


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"caf\xe9", "", "café"),
        ("Привет, мир".encode("cp1251"), "", "Привет, мир"),
        ("Привет, мир".encode("koi8-r"), "us-ascii", "Привет, мир"),
        ("señor ñandú".encode("cp1252"), "utf-8", "señor ñandú"),
        ("Größe läßt".encode("cp1252"), "x-nonsense", "Größe läßt"),
        (b"a+2AA-b", "utf-7", "a\ufffdb"),
        ("naïve café résumé déjà vu ".encode() * 5 + b"\xff", "utf-8", "naïve café résumé déjà vu " * 5 + "\ufffd"),
    ],
)
def test_charsets(data: bytes, label: str, text: str) -> None:
    """The likeliest reading wins: the label's, UTF-8, Cyrillic by its shape, then cp1252."""
    assert decode(data, label) == text


def test_flowed_text_keeps_quotes_and_signature_apart() -> None:
    """Soft breaks join lines of one quote depth only, stuffed blanks go, and the signature mark stays a line."""
    text = "> one \n> two\nthree \nfour\n from five \n-- \nAna"
    assert unflow(text, delete_space=False) == "> one two\nthree four\nfrom five \n-- \nAna"


def test_page_without_layout_is_read_all_the_same() -> None:
    """Too large or broken pages lose their tags, comments and scripts, and keep line breaks."""
    page = "<head><title>no</title></head>a<br>b<script>no</script><!-- no --><p>c &amp; d</p><style>unclosed"
    assert without_tags(page).split("\n")[:2] == ["a", "b c & d"]


def test_quotes_in_html_are_marked() -> None:
    """A blockquote becomes lines with `>`, nested ones with more, and text below it is not one."""
    page = "<p>new</p><blockquote><p>old</p><blockquote>older</blockquote></blockquote><p>below</p>"
    lines = [line for line in html_to_text(page).split("\n") if line.strip(" >")]
    assert lines == ["new", "> old", ">> older", "below"]
