"""Apps Script's poke: only what was signed with our secret, just now, over the very body, is listened to."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import STARTED
from ticket_router.adapters.lanes.poke import WINDOW, check_poke, poke_nonce, poke_signature
from ticket_router.domain.errors import BadRequest, Unauthorized

SECRET = "poke-secret"
BODY = b'{"nonce": "n-0123456789"}'
NOW = str(int(STARTED.timestamp()))


def tried(body: bytes) -> tuple[str, dict[str, str]]:
    """The nonce, or what is said about the post."""
    try:
        return poke_nonce(body), {}
    except BadRequest as bad:
        return "", bad.problems


def test_the_signature_is_the_documented_one() -> None:
    """`v1=` and the hex HMAC-SHA256 of `v1:{ts}:{body}`: worked out by hand, as Apps Script must work it out."""
    told = poke_signature("1772442000", b'{"nonce": "n-0123456789", "why": "edit"}', SECRET)
    assert told == "v1=e75b2057d91a7ba0e8e6752d7325cf87651925b0ca5fe8865b0c6e0a6e3ea4cd"


@pytest.mark.parametrize("off", [-WINDOW, 0, WINDOW])
def test_a_poke_of_the_last_or_next_five_minutes_is_taken(off: int) -> None:
    """Clocks differ, either way."""
    at = str(int(STARTED.timestamp()) + off)
    check_poke(at, poke_signature(at, BODY, SECRET), BODY, SECRET, STARTED)


@pytest.mark.parametrize("off", [-WINDOW - 1, WINDOW + 1, 86400, -86400])
def test_an_old_or_early_poke_is_not(off: int) -> None:
    """A poke that was overheard is worth nothing soon after."""
    at = str(int((STARTED + timedelta(seconds=off)).timestamp()))
    with pytest.raises(Unauthorized):
        check_poke(at, poke_signature(at, BODY, SECRET), BODY, SECRET, STARTED)


@pytest.mark.parametrize("at", ["", "now", "1772442000.5", "-1", "1e9", "١٧٧٢٤٤٢٠٠٠", "9" * 40, "nan"])
def test_a_time_is_whole_seconds(at: str) -> None:
    """Even rightly signed: nothing else is a time, and nothing else makes the hook fail."""
    with pytest.raises(Unauthorized):
        check_poke(at, poke_signature(at, BODY, SECRET), BODY, SECRET, STARTED)


@pytest.mark.parametrize(
    ("signature", "body", "secret"),
    [
        ("", BODY, SECRET),
        ("v1=", BODY, SECRET),
        ("v1=é", BODY, SECRET),
        (poke_signature(NOW, BODY, SECRET).removeprefix("v1="), BODY, SECRET),
        (poke_signature(NOW, BODY, "another"), BODY, SECRET),
        (poke_signature(str(int(NOW) + 1), BODY, SECRET), BODY, SECRET),
        (poke_signature(NOW, BODY, SECRET), BODY + b" ", SECRET),
        (poke_signature(NOW, BODY, ""), BODY, ""),
    ],
)
def test_what_we_did_not_sign_is_not_taken(signature: str, body: bytes, secret: str) -> None:
    """A wrong secret, time or body, half a signature, none, and a secret that was made empty."""
    with pytest.raises(Unauthorized):
        check_poke(NOW, signature, body, secret, STARTED)


@pytest.mark.parametrize("nonce", ["12345678", "a" * 64, "A-b_C-d_9"])
def test_a_nonce_is_read(nonce: str) -> None:
    """8 to 64 letters, digits, hyphens and underscores; what else is in the body is left alone."""
    assert poke_nonce(json.dumps({"nonce": nonce, "why": "menu", "more": [1]}).encode()) == nonce


@given(
    st.binary(max_size=40)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nonce", "why"]), inner),
        max_leaves=4,
    ).map(lambda value: json.dumps(value).encode())
)
def test_anything_else_is_told_what_a_nonce_is(body: bytes) -> None:
    """Whatever is posted, it has a good nonce or is answered with a sentence."""
    nonce, problems = tried(body)
    if problems:
        assert all(sentence.endswith(".") for sentence in problems.values())
    else:
        assert 8 <= len(nonce) <= 64 and nonce.isascii()
