"""Signed links: they open what they were made for, for as long as they were made for."""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cards.gallery import RECEIVED as NOW
from ticket_router.adapters.links import SignedLinks
from ticket_router.domain.errors import NotFound, Unauthorized

LINKS = SignedLinks("https://files.example/", lambda: "a secret", timedelta(days=7))


def token(link: str) -> str:
    """The part of a link that is handed to `opened`."""
    return link.removeprefix("https://files.example/")


@given(st.text(max_size=100), st.text(max_size=100))
def test_a_link_opens_its_file(key: str, name: str) -> None:
    """Key and name come back as they were, and the link is a plain URL."""
    link = LINKS.to_file(key, name, NOW)
    assert link.startswith("https://files.example/")
    assert link.isascii()
    assert not set(link) & set("&<>\"'| ")
    assert LINKS.opened(token(link), NOW) == (key, name)


def test_links_of_one_day_are_the_same() -> None:
    """A card rendered twice shows the same links."""
    assert LINKS.to_file("k", "n", NOW) == LINKS.to_file("k", "n", NOW + timedelta(hours=1))
    assert LINKS.to_file("k", "n", NOW) != LINKS.to_file("k", "n", NOW + timedelta(days=1))


def test_a_link_expires() -> None:
    """It lasts at least its lifetime, and at most a day longer."""
    made = token(LINKS.to_file("k", "n", NOW))
    assert LINKS.opened(made, NOW + timedelta(days=7)) == ("k", "n")
    with pytest.raises(NotFound):
        LINKS.opened(made, NOW + timedelta(days=8))


def test_every_changed_character_is_noticed() -> None:
    """No part of a link can be altered: not the key, not the expiry, not the signature."""
    made = token(LINKS.to_file("files/T-1/1", "a.pdf", NOW))
    for place, character in enumerate(made):
        other = "A" if character != "A" else "B"
        forged = made[:place] + other + made[place + 1 :]
        if place == len(made) - 1:
            forged = made[:place]
        with pytest.raises(Unauthorized):
            LINKS.opened(forged, NOW)


@pytest.mark.parametrize("odd", ["", ".", "a.b", "ü.ü", "....", "a" * 5_000])
def test_a_token_that_is_none_is_refused(odd: str) -> None:
    """Nonsense gets no detail and no traceback."""
    with pytest.raises(Unauthorized):
        LINKS.opened(odd, NOW)


def test_another_secret_opens_nothing() -> None:
    """After the secret was changed old links are dead."""
    made = token(LINKS.to_file("k", "n", NOW))
    with pytest.raises(Unauthorized):
        SignedLinks("https://files.example", lambda: "another").opened(made, NOW)


def test_a_signature_made_for_something_else_opens_nothing() -> None:
    """The secret may sign other things too; their signatures are not valid here."""
    payload = token(LINKS.to_file("k", "n", NOW)).partition(".")[0]
    other = base64.urlsafe_b64encode(hmac.digest(b"a secret", payload.encode(), "sha256")).decode().rstrip("=")
    with pytest.raises(Unauthorized):
        LINKS.opened(f"{payload}.{other}", NOW)


def test_an_empty_secret_signs_nothing() -> None:
    """A forgotten secret must not make links that anybody could forge."""
    with pytest.raises(ValueError, match="empty"):
        SignedLinks("https://files.example", lambda: "").to_file("k", "n", NOW)


def test_a_long_name_is_shortened_and_keeps_its_ending() -> None:
    """A link stays far below what Slack takes, and the file still opens with the right program."""
    link = LINKS.to_file("k" * 200, "名" * 900 + ".pdf", NOW)
    assert len(link) < 1_500
    assert LINKS.opened(token(link), NOW)[1] == "名" * 116 + ".pdf"


def test_an_action_link_opens_as_its_action_and_is_another_one_for_a_later_mail() -> None:
    """Ticket, card and action come back; where the ticket stood only tells links apart."""
    links = SignedLinks("", lambda: "a secret", actions_url="https://do.example/")
    made = [links.to_action("T-1", 2, rev, "done", NOW) for rev in (5, 5, 6)]
    assert made[0] == made[1] != made[2]
    for link in made:
        assert links.action_opened(link.removeprefix("https://do.example/do/"), NOW) == ("T-1", 2, "done")


def test_nobody_is_offered_an_action_that_nobody_answers() -> None:
    """Without an address for actions there is no link."""
    assert LINKS.to_action("T-1", 1, 1, "done", NOW) == ""
