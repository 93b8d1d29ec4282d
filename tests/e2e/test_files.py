"""Attachments and raw mail, from the card back to the bytes."""

from __future__ import annotations

import json
import re
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from scripts.sandbox import desk
from scripts.sandbox.world import World

INVOICE = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def world() -> World:
    """One world for the files."""
    with World() as world:
        yield world


def _mail() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Ana <ana@studio.example>"
    message["To"] = desk.SUPPORT
    message["Subject"] = "Wrong invoice"
    message["Message-ID"] = "<wrong-invoice@studio.example>"
    message.set_content("There is a charge on the attached invoice that I do not know, please explain it.")
    message.add_attachment(INVOICE, maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    return message.as_bytes()


def _links(world: World, ticket_id: str) -> list[str]:
    """Links to files on the ticket's live card, in the order in which they stand there."""
    (card,) = world.views.slack_cards(ticket_id)
    base = world.aws.url("open-file")
    return [url for url in re.findall(r"https?://[^\"|>\\\s]+", json.dumps(card.blocks)) if url.startswith(base)]


def _open(world: World, link: str) -> tuple[int, str]:
    answer = world.aws.post(
        "open-file", {}, b"", method="GET", path=urlsplit(link).path.replace("/fn/tr-open-file", "", 1)
    )
    return answer.status, str(answer.headers.get("location", ""))


def test_links_on_the_card_open_the_very_bytes(world: World) -> None:
    """The attachment and the raw mail come back byte for byte, as downloads, through links that a card carries."""
    raw = _mail()
    sent = world.send.mail(raw)
    world.settle()
    links = _links(world, world.views.ticket_of(sent))
    found = []
    for link in dict.fromkeys(links):
        status, location = _open(world, link)
        assert status == 302
        with urlopen(location) as answer:  # noqa: S310 - a loopback address of this very world
            assert answer.headers["Content-Disposition"].startswith("attachment")
            found.append(answer.read())
    assert INVOICE in found
    assert any(content.endswith(raw) for content in found)


def test_a_link_that_was_changed_or_has_expired_opens_nothing(world: World) -> None:
    """A forged link and one that is older than its life get the same plain page, without detail and without a file."""
    sent = world.send.mail(_mail().replace(b"ana@studio", b"lea@studio").replace(b"wrong-invoice@", b"second-invoice@"))
    world.settle()
    link = _links(world, world.views.ticket_of(sent))[0]
    forged = link[:-2] + ("AA" if not link.endswith("AA") else "BB")
    assert _open(world, forged) == (404, "")
    world.aws.clock.move_to(world.now() + 40 * 86400)
    assert _open(world, link) == (404, "")
