"""Small words and judgements that both channels share."""

from __future__ import annotations

import pytest

from ticket_router.adapters.wording import clip_middle, one_line, safe_url, size


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://shop.example/checkout?step=2&a=b#top", True),
        ("http://shop.example", True),
        ("https://company.example@evil.example/", False),
        ("https://user:pw@shop.example/", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//shop.example/", False),
        ("https:///nowhere", False),
        ("https://[half", False),
        ("https://a.example/ b", False),
        ("https://a.example/\u202ecod.exe", False),
        ("https://a.example/|x", False),
        ("https://a.example/" + "x" * 2_000, False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, safe: bool) -> None:
    """A link that hides its host, runs something, or breaks our markup stays text."""
    assert safe_url(url) is safe


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (None, "raw mail"),
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 KB"),
        (348_112, "348 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
    ],
)
def test_sizes_read_naturally(count: int | None, shown: str) -> None:
    """Units change where the number would get a fourth digit; what nobody weighed is said by what it is."""
    assert size(count) == shown


def test_a_line_of_ours_stays_one_line() -> None:
    """Breaks become spaces, control characters and direction marks become visible."""
    assert one_line(" a\r\nb\tc\u2028d\x00e\u202ef ", 99) == "a b c d\ufffde\ufffdf"
    assert one_line("abcdef", 4) == "abc…"


def test_a_sentence_keeps_its_end() -> None:
    """The version of the rules stands at the end of a decision's sentence."""
    shown = clip_middle("escalate: " + "because, " * 200 + "rules v41", 200)
    assert shown.startswith("escalate: because")
    assert shown.endswith("rules v41")
    assert len(shown) <= 200
