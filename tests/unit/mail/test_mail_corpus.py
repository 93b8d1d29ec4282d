"""Holds every mail of the corpus to its expectation, so that no kind of real mail is lost or misread unseen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mail.corpus import MAILS, Specimen, corpus, specimen
from ticket_router.domain.inbound import Inbound

OUTCOMES = {"routed", "held", "ignored", "note", "joins", "ticket"}
CHECKED = {
    "why", "kind", "customer", "customer_address", "cc", "subject", "style", "written",
    "text_is", "text_has", "text_lacks", "text_words_at_least", "full_has", "attachments",
    "references", "references_start", "references_end", "marks", "bounce_of",
    "verdicts", "problem_has", "identity", "same_delivery_as", "outcome", "of",
}  # fmt: skip


def lines_of(text: str) -> list[str]:
    """The lines without white space at their ends and without empty lines: layout is not what these tests are about."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def check_who(inbound: Inbound, want: dict[str, Any]) -> None:
    """The customer, the kind and the people on Cc."""
    assert inbound.kind == want["kind"]
    if want.get("customer"):
        assert inbound.customer.model_dump() == want["customer"]
    if "customer_address" in want:
        assert inbound.customer.address == want["customer_address"]
    if "cc" in want:
        assert list(inbound.cc) == want["cc"]


def check_text(inbound: Inbound, want: dict[str, Any]) -> None:
    """Subject, new text and full text."""
    if "subject" in want:
        assert inbound.subject == want["subject"]
    if "text_is" in want:
        assert lines_of(inbound.text) == lines_of(want["text_is"])
    if "written" in want:
        missing = [line for line in lines_of(want["written"]) if line not in lines_of(inbound.text)]
        assert not missing, f"words of the customer are gone: {missing} from {inbound.text!r}"
    for words in want.get("text_has", ()):
        assert words in inbound.text
    for words in want.get("text_lacks", ()):
        assert words not in inbound.text
    for words in want.get("full_has", ()):
        assert words in inbound.full_text
    assert len(inbound.text.split()) >= want.get("text_words_at_least", 0)


def check_thread(inbound: Inbound, want: dict[str, Any]) -> None:
    """What ties the mail to a ticket: references, marks, a bounced mail."""
    for key, have in (
        ("references", inbound.references),
        ("marks", inbound.ticket_marks),
        ("bounce_of", inbound.bounce_of),
    ):
        if key in want:
            assert list(have) == want[key]
    if "references_start" in want:
        assert list(inbound.references[:2]) == want["references_start"]
        assert inbound.references[-1] == want["references_end"]
    assert all(one.startswith("<") and one.endswith(">") for one in (*inbound.references, *inbound.bounce_of))


def check_files(inbound: Inbound, want: dict[str, Any]) -> None:
    """Attachments in their order, by what the expectation names of each."""
    if "attachments" not in want:
        return
    assert [one.name for one in inbound.attachments] == [one["name"] for one in want["attachments"]]
    for have, expected in zip(inbound.attachments, want["attachments"], strict=True):
        for key in ("content_type", "size", "inline"):
            if key in expected:
                assert getattr(have, key) == expected[key], (have.name, key)
        assert (have.content is None) == expected.get("withheld", False)
        assert have.content is None or len(have.content) == have.size


@pytest.mark.parametrize("mail", corpus(), ids=lambda one: one.name)
def test_every_mail_is_read_as_expected(mail: Specimen) -> None:
    """Each mail gives the customer, text, files, thread and verdicts that stand beside it."""
    want = mail.expected
    inbound = mail.parsed()
    check_who(inbound, want)
    check_text(inbound, want)
    check_thread(inbound, want)
    check_files(inbound, want)
    if "verdicts" in want:
        assert inbound.verdicts.model_dump() == want["verdicts"]
    assert (want.get("problem_has") or "") in inbound.problem
    raw_identity = inbound.identity == f"ses|mail/{mail.name}"
    assert raw_identity == (want.get("identity") == "raw")
    if "same_delivery_as" in want:
        assert inbound.identity == specimen(want["same_delivery_as"]).parsed().identity
    assert "\x00" not in inbound.model_dump_json(exclude={"attachments"})


@pytest.mark.parametrize("mail", corpus(), ids=lambda one: one.name)
def test_every_expectation_is_whole(mail: Specimen) -> None:
    """An expectation names only what is checked, says why it is there, and what the product should do with the mail."""
    want = mail.expected
    assert set(want) <= CHECKED
    assert want["why"] and want["kind"]
    assert want["outcome"] in OUTCOMES
    assert ("of" in want) == (want["outcome"] in {"note", "joins"} or want["kind"] == "bounce")
    assert "of" not in want or (MAILS / f"{want['of']}.eml").exists()
    assert all(".example" in address for address in [(want.get("customer") or {}).get("address") or ".example"])


def test_the_corpus_is_as_wide_as_promised() -> None:
    """At least 64 mails, seven of them relayed, bounces of three mail servers, fourteen reply styles, none twice."""
    mails = corpus()
    assert len(mails) >= 64
    assert sum(one.name.startswith("relay-") for one in mails) >= 7
    assert sum(one.expected["kind"] == "bounce" for one in mails) >= 3
    assert len({one.expected["style"] for one in mails if one.name.startswith("reply-")}) >= 14
    assert len({one.raw for one in mails}) == len(mails)
    expectations = {path.stem for path in MAILS.glob("*.yaml")}
    assert expectations == {one.name for one in mails}


def test_identities_differ_between_different_mails() -> None:
    """Two mails that are not one delivery never share an identity."""
    seen: dict[str, str] = {}
    for mail in corpus():
        if "same_delivery_as" in mail.expected:
            continue
        identity = mail.parsed().identity
        assert identity not in seen, (mail.name, seen[identity])
        seen[identity] = mail.name
