"""The chat's post: one body with speakers, the visitor's words apart, and what each entry may be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import STARTED
from ticket_router.adapters.lanes.chat import LARGEST, MOST_ENTRIES, parse_chat
from ticket_router.domain.base import Source
from ticket_router.domain.errors import BadRequest
from ticket_router.domain.inbound import Customer, Inbound

GOOD: dict[str, Any] = {
    "conversation_id": "c-1",
    "customer": {"name": "Ana", "email": "Ana@Studio.example"},
    "messages": [
        {"from": "visitor", "text": "Hello"},
        {"from": "bot", "text": "How can I help?", "at": "2026-03-02T08:59:00Z"},
        {"from": "visitor", "text": "I cannot sign in"},
    ],
}


def parsed(**fields: Any) -> Inbound:
    """The good conversation with these changes."""
    return parse_chat(json.dumps({**GOOD, **fields}).encode(), STARTED)


def tried(given: dict[str, Any]) -> tuple[Inbound | None, dict[str, str]]:
    """The Inbound, in a form that can be stored, or what is said about the post."""
    try:
        inbound = parse_chat(json.dumps(given).encode(), STARTED)
    except BadRequest as bad:
        return None, bad.problems
    return Inbound.model_validate_json(inbound.model_dump_json()), {}


def problems(body: bytes) -> dict[str, str]:
    """What is said about a bad post."""
    with pytest.raises(BadRequest) as raised:
        parse_chat(body, STARTED)
    return raised.value.problems


def test_a_conversation_is_folded_into_one_body() -> None:
    """People read who said what; word rules see the visitor's words alone."""
    inbound = parsed(page="https://shop.example/login", category="Login", subject="Help")
    assert (inbound.source, inbound.identity) == (Source.chat, "chat|c-1")
    assert inbound.customer == Customer(address="ana@studio.example", name="Ana")
    assert inbound.full_text == "Visitor: Hello\nBot: How can I help?\nVisitor: I cannot sign in"
    assert inbound.text == "Hello\nI cannot sign in"
    assert (inbound.page, inbound.category, inbound.subject) == ("https://shop.example/login", "Login", "Help")


def test_each_entry_is_known_again_in_a_longer_delivery() -> None:
    """What was said stays what it was, so that only new entries are new."""
    before = parsed()
    longer = parsed(messages=[*GOOD["messages"], {"from": "visitor", "text": "Hello"}])
    assert longer.chat_digests[:3] == before.chat_digests
    fresh = longer.chat_after(before.chat_digests)
    assert fresh is not None and fresh.full_text == "Visitor: Hello"
    assert longer.chat_after(longer.chat_digests) is None
    assert fresh.message_identity != before.message_identity != longer.message_identity


def test_the_same_words_at_another_time_are_other_words() -> None:
    """And by another speaker too."""
    said = [
        {"from": "visitor", "text": "ok"},
        {"from": "visitor", "text": "ok"},
        {"from": "agent", "text": "ok"},
        {"from": "visitor", "text": "ok", "at": "9:00"},
    ]
    assert len(set(parsed(messages=said).chat_digests)) == 4


def test_entries_without_text_are_left_out() -> None:
    """A picture or a typing notice is no word."""
    inbound = parsed(messages=[*GOOD["messages"], {"from": "visitor"}, {"from": "visitor", "text": "  "}])
    assert len(inbound.chat) == 3


def test_an_anonymous_visitor_is_taken_in() -> None:
    """Many chats know no address."""
    assert parsed(customer={}).customer == Customer()
    assert parsed(customer={"name": None, "email": None}).customer.label == "unknown sender"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"conversation_id": None}, {"conversation_id": "conversation_id is missing."}),
        ({"customer": None}, {"customer": "customer must be an object with name and email."}),
        ({"customer": {"email": "x"}}, {"customer.email": "customer.email does not look like an email address."}),
        ({"messages": None}, {"messages": "messages must be a list with at least one message."}),
        ({"messages": []}, {"messages": "messages must be a list with at least one message."}),
        ({"messages": [{"from": "visitor"}]}, {"messages": "messages must hold at least one message with text."}),
        ({"messages": ["hi"]}, {"messages[0].from": "messages[0].from must be one of visitor, agent, bot."}),
        (
            {"messages": [{"from": "visitor", "text": 1}, {"from": ["visitor"], "text": "x"}]},
            {"messages[1].from": "messages[1].from must be one of visitor, agent, bot."},
        ),
        ({"messages": [{"from": "bot", "text": {}}]}, {"messages[0].text": "messages[0].text must be text."}),
        (
            {"messages": [{"from": "bot", "text": "x"}] * (MOST_ENTRIES + 1)},
            {"messages": "messages may have at most 1,000 entries."},
        ),
    ],
)
def test_each_bad_field_is_told_in_a_sentence(fields: dict[str, Any], problem: dict[str, str]) -> None:
    """With its place in the list, where it stands in one."""
    assert problems(json.dumps({**GOOD, **fields}).encode()) == problem


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b" " * (LARGEST + 1)])
def test_a_post_that_cannot_be_read_is_told_so(body: bytes) -> None:
    """However it is broken: an answer, no traceback."""
    assert list(problems(body)) == ["body"]


def test_a_thousand_long_lines_fit() -> None:
    """The bound on a post is the one that counts; nothing inside it is cut."""
    lines = [{"from": "visitor", "text": f"{n} {'x' * 500}"} for n in range(MOST_ENTRIES)]
    inbound = parsed(messages=lines)
    assert len(inbound.chat) == MOST_ENTRIES
    assert all(line["text"] in inbound.text for line in lines[::97])


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["conversation_id", "customer", "messages", "page", "subject"]), JUNK)
def test_no_value_of_any_field_breaks_the_lane(field: str, value: Any) -> None:
    """It is taken in as text that every store takes, or refused with a sentence."""
    inbound, told = tried({**GOOD, field: value})
    assert (inbound is None) is bool(told)
    assert all(name.startswith(field) and text.endswith(".") for name, text in told.items())


@given(JUNK, JUNK, JUNK)
def test_no_entry_breaks_the_lane(speaker: Any, text: Any, at: Any) -> None:
    """Whatever a chat system puts into a message."""
    for entry in (speaker, {"from": speaker, "text": text, "at": at}, {"from": "visitor", "text": text, "at": at}):
        inbound, told = tried({**GOOD, "messages": [entry]})
        assert (inbound is None) is bool(told)
