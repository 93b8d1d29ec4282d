"""The form's post: what it becomes, and what each field may be."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import STARTED
from ticket_router.adapters.lanes.form import LARGEST, parse_form
from ticket_router.domain.base import Source
from ticket_router.domain.errors import BadRequest
from ticket_router.domain.inbound import Customer, Inbound, MailKind

GOOD = {"name": "Ana", "email": "Ana@Studio.example", "subject": "Invoice", "message": "How do I change it?"}


def parsed(**fields: Any) -> Inbound:
    """A JSON post of the good fields with these changes; None leaves one out."""
    given = {name: value for name, value in {**GOOD, **fields}.items() if value is not None}
    return parse_form(json.dumps(given).encode(), "application/json", STARTED, "request-1")


def tried(body: bytes, kind: str) -> tuple[Inbound | None, dict[str, str]]:
    """The Inbound, in a form that can be stored, or what is said about the post."""
    try:
        inbound = parse_form(body, kind, STARTED, "request-1")
    except BadRequest as bad:
        return None, bad.problems
    return Inbound.model_validate_json(inbound.model_dump_json()), {}


def problems(body: bytes, kind: str = "application/json") -> dict[str, str]:
    """What is said about a bad post."""
    with pytest.raises(BadRequest) as raised:
        parse_form(body, kind, STARTED, "request-1")
    return raised.value.problems


def test_a_post_becomes_an_inbound() -> None:
    """Every field has its place; the address is folded to lower case."""
    inbound = parsed(page="https://shop.example/a?b=c", category="Billing", submission_id="s-1")
    assert inbound == Inbound(
        source=Source.form,
        identity="form|s-1",
        customer=Customer(address="ana@studio.example", name="Ana"),
        subject="Invoice",
        text="How do I change it?",
        full_text="How do I change it?",
        received_at=STARTED,
        page="https://shop.example/a?b=c",
        category="Billing",
    )


def test_a_post_without_an_id_is_named_by_its_request() -> None:
    """So it is a ticket of its own, also when the platform delivers the request twice."""
    assert parsed().identity == "form|request-1"
    assert parsed(submission_id="  ").identity == "form|request-1"


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"]
)
def test_a_browsers_own_encoding_is_the_same_post(kind: str) -> None:
    """Spaces, umlauts and line breaks come through."""
    fields = {**GOOD, "message": "Größe?\r\nZeile zwei & mehr"}
    inbound = parse_form(urlencode(fields).encode(), kind, STARTED, "request-1")
    assert inbound.text == "Größe?\r\nZeile zwei & mehr"
    assert inbound.customer.address == "ana@studio.example"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"email": None}, {"email": "email is missing."}),
        ({"email": ""}, {"email": "email is missing."}),
        ({"email": "ana"}, {"email": "email does not look like an email address."}),
        ({"email": "a@b"}, {"email": "email does not look like an email address."}),
        ({"email": "a@b.example, c@d.example"}, {"email": "email does not look like an email address."}),
        ({"email": "Ana <a@b.example>"}, {"email": "email does not look like an email address."}),
        ({"email": f"{'a' * 250}@b.example"}, {"email": "email may have at most 254 characters; this one has 260."}),
        ({"message": None, "subject": None}, {"message": "message is missing."}),
        ({"message": " \n ", "subject": ""}, {"message": "message is missing."}),
        ({"message": ["a"]}, {"message": "message must be text."}),
        ({"message": True}, {"message": "message must be text."}),
        ({"message": "x" * 100_001}, {"message": "message may have at most 100,000 characters; this one has 100,001."}),
        ({"subject": "x" * 301}, {"subject": "subject may have at most 300 characters; this one has 301."}),
    ],
)
def test_each_bad_field_is_told_in_a_sentence(fields: dict[str, Any], problem: dict[str, str]) -> None:
    """Named as the sender named it, with what would be right."""
    given = {name: value for name, value in {**GOOD, **fields}.items() if value is not None}
    assert problems(json.dumps(given).encode()) == problem


def test_numbers_count_as_text_and_null_as_nothing() -> None:
    """A form builder that sends an order number as a number means it well."""
    inbound = parsed(subject=4711, page=None, category=None)
    assert (inbound.subject, inbound.page, inbound.category) == ("4711", "", "")


def test_a_subject_alone_is_enough() -> None:
    """Some forms have one field only."""
    assert parsed(message=None).subject == "Invoice"


def test_lines_stay_in_the_message_and_nowhere_else() -> None:
    """A line break in a name or subject could become a header somewhere."""
    inbound = parsed(name="Ana\r\nBcc: x", subject="a\nb\tc", message="one\ntwo")
    assert (inbound.customer.name, inbound.subject, inbound.text) == ("Ana Bcc: x", "a b c", "one\ntwo")


def test_whatever_fills_the_trap_is_a_robot() -> None:
    """Kept as automatic; an empty trap, as browsers send it, is a person."""
    assert parsed(website="https://spam.example").kind is MailKind.automatic
    assert parsed(website="").kind is parsed(website="  ").kind is parsed().kind is MailKind.customer


@pytest.mark.parametrize(
    ("body", "kind", "field"),
    [
        (b"{", "application/json", "body"),
        (b"[1]", "application/json", "body"),
        (b'"text"', "application/json", "body"),
        (b"\xff\xfe", "application/json", "body"),
        (b"\xff=\xff", "application/x-www-form-urlencoded", "body"),
        (b"&".join(b"a=1" for _ in range(60)), "application/x-www-form-urlencoded", "body"),
        (b"[" * 100_000, "application/json", "body"),
        (b'{"email": ' + b"9" * 5000 + b"}", "application/json", "body"),
        (b"{}", "text/plain", "content-type"),
        (b"{}", "", "content-type"),
        (b"{}", "multipart/form-data; boundary=x", "content-type"),
        (b" " * (LARGEST + 1), "application/json", "body"),
    ],
)
def test_a_post_that_cannot_be_read_is_told_so(body: bytes, kind: str, field: str) -> None:
    """However it is broken: an answer, no traceback."""
    assert list(problems(body, kind)) == [field]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from([*GOOD, "page", "category", "submission_id", "website"]),
)
def test_no_value_of_any_field_breaks_the_lane(value: Any, field: str) -> None:
    """It is taken in as text that every store takes, or refused with a sentence."""
    inbound, told = tried(json.dumps({**GOOD, field: value}).encode(), "application/json")
    assert (inbound is None) is bool(told)
    assert set(told) <= {field}
    assert all(text.endswith(".") for text in told.values())


@given(st.binary(max_size=200), st.sampled_from(["application/json", "application/x-www-form-urlencoded"]))
def test_no_bytes_break_the_lane(body: bytes, kind: str) -> None:
    """Strangers send anything to a public address."""
    inbound, told = tried(body, kind)
    assert (inbound is None) is bool(told)


def test_fields_that_are_not_ours_are_left_alone() -> None:
    """Sites add tokens, buttons and campaign marks to their forms; none of them loses a ticket."""
    extra = {**GOOD, "csrf_token": "x" * 9000, "utm_source": ["a"], "p" * 80: None}
    plain, _ = tried(json.dumps(GOOD).encode(), "application/json")
    inbound, told = tried(json.dumps(extra).encode(), "application/json")
    assert told == {}
    assert inbound is not None and plain is not None
    assert (inbound.customer, inbound.text, inbound.kind) == (plain.customer, plain.text, plain.kind)
