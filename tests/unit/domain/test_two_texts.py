"""What a split is offered: all that the customer wrote on the ticket, and the words that read as another problem."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.values import message, reading, ticket
from ticket_router.domain.base import Source
from ticket_router.domain.file import TicketFile
from ticket_router.domain.ticket import Message, MessageKind
from ticket_router.domain.two_texts import come_since, parted, two_texts

OPENING, LATER, LAST = (f"20260302T09000{n}000000Z-{'abc'[n] * 10}" for n in range(3))
WRAPPED = "There is a charge that I do not know. Also I cannot\r\n  sign in\tto the shop.\nThanks"
QUOTE = "Also I cannot sign in to the shop."


def a_file(*messages: Message, subject: str = "Invoices", apart: tuple[str, ...] = (), **readings: Any) -> TicketFile:
    """A ticket with messages, and readings of those named, by key."""
    known = {"opening": OPENING, "later": LATER, "last": LAST}
    return TicketFile(
        ticket=ticket(subject=subject, apart=apart),
        messages=messages,
        readings=tuple(reading(known[name], **tags) for name, tags in readings.items()),
    )


@pytest.mark.parametrize(
    ("text", "part", "rest", "found"),
    [
        ("one and two", "and two", "one", "and two"),
        ("one. two. three", "two.", "one. three", "two."),
        ("one. two\n  words. three", "two words.", "one. three", "two\n  words."),
        ("one two words", "two \n\n words", "one", "two words"),
        ("one\ntwo\nthree", "two", "one\nthree", "two"),
        ("one two\n\nthree", "two", "one\n\nthree", "two"),
        ("one (two+ three", "(two+", "one three", "(two+"),
        ("one two. Three", "two", "one. Three", "two"),
        ("one two-and three", "tw", "one o-and three", "tw"),
        ("two", "two", "", "two"),
        ("  \n(one\u00a0 two)\n", "one two", "()", "one\u00a0 two"),
        ("aa aab", "aab", "aa", "aab"),
    ],
)
def test_a_part_is_taken_out_as_it_stands(text: str, part: str, rest: str, found: str) -> None:
    """Its lines may be broken anywhere; what stood on lines or in messages of its own still does."""
    assert parted(text, part) == (rest, found)


@pytest.mark.parametrize("part", ["four", "one three", "", " \n"])
def test_a_part_that_is_not_in_it_takes_nothing(part: str) -> None:
    """Other words, words that do not follow each other, and none at all."""
    assert parted("one two three", part) is None


def test_a_quote_is_found_where_a_line_is_wrapped() -> None:
    """The reader's quote has single spaces, whatever the mail had."""
    tags = {"second_topic": "login", "second_quote": QUOTE}
    offered = two_texts(a_file(message(OPENING, WRAPPED), opening=tags))
    assert offered.first == "There is a charge that I do not know.\nThanks"
    assert (offered.second, offered.topic) == ("Also I cannot\r\n  sign in\tto the shop.", "login")
    assert offered.whole == WRAPPED


def test_words_that_are_not_the_customers_leave_the_text_whole() -> None:
    """What the second problem may be is still said."""
    tags = {"second_topic": "login", "second_quote": "trouble with signing in"}
    offered = two_texts(a_file(message(OPENING, WRAPPED), opening=tags))
    assert (offered.first, offered.second, offered.topic) == (WRAPPED, "", "login")


def test_a_message_that_is_nothing_but_the_quote_is_not_split() -> None:
    """One of the texts would be empty."""
    offered = two_texts(a_file(message(OPENING, QUOTE), opening={"second_topic": "login", "second_quote": QUOTE}))
    assert (offered.first, offered.second) == (QUOTE, "")


def test_later_messages_follow_the_opening() -> None:
    """The customer's own, with a subject that says more than the ticket's; not a colleague's, nor another ticket's."""
    offered = two_texts(
        a_file(
            message(OPENING, "from another", from_ticket="T-2"),
            message(LATER, "The invoices are wrong.", subject="Invoices"),
            message("20260302T090500000000Z-d", "Number 4711.", subject="Re: Invoices"),
            message("20260302T090600000000Z-e", "To Elm street.", subject="My address"),
            message("20260302T090700000000Z-f", "Done so.", kind=MessageKind.note),
            message("20260302T090800000000Z-g", "  ", subject="Re: Invoices"),
            message("20260302T090900000000Z-h", "apart", from_ticket="T-3"),
            apart=("T-3",),
        )
    )
    assert offered.whole == "The invoices are wrong.\n\nNumber 4711.\n\nMy address\n\nTo Elm street."
    assert (offered.messages, offered.joined) == (4, ("T-2",))


def test_a_later_message_that_reads_differently_is_the_second_problem() -> None:
    """All of it: the reader quotes nothing then."""
    file = a_file(
        message(OPENING, "The invoices are wrong."),
        message(LATER, "Thank you."),
        message(LAST, "And I cannot sign in."),
        opening={},
        later={},
        last={"topic": "login", "summary": "Cannot sign in."},
    )
    offered = two_texts(file)
    assert (offered.first, offered.second) == ("The invoices are wrong.\n\nThank you.", "And I cannot sign in.")
    assert offered.topic == "login"


def test_all_that_reads_as_one_other_problem_is_its_text() -> None:
    """A quote of the opening and a later message of its topic stand together; a third topic stays where it is."""
    file = a_file(
        message(OPENING, "I cannot sign in. And there is a charge."),
        message(LATER, "The charge is of March."),
        message(LAST, "Is there an app?"),
        opening={"topic": "login", "second_topic": "billing", "second_quote": "And there is a charge."},
        later={},
        last={"topic": "sales"},
    )
    offered = two_texts(file)
    assert (offered.first, offered.topic) == ("I cannot sign in.\n\nIs there an app?", "billing")
    assert offered.second == "And there is a charge.\n\nThe charge is of March."


@pytest.mark.parametrize("quote", ["And I cannot sign in.", "Visitor: And I cannot\nVisitor: sign in."])
def test_of_a_chat_the_visitors_own_words_are_offered(quote: str) -> None:
    """A half's text counts as theirs. The quote is found with and without its speakers."""
    said = "The invoices are wrong.\nAnd I cannot\nsign in."
    told = f"Visitor: {said}\nAgent: Were you hacked?".replace("\nAnd", "\nVisitor: And").replace("\ns", "\nVisitor: s")
    talk = message(OPENING, said, full_text=told, source=Source.chat)
    offered = two_texts(a_file(talk, opening={"second_topic": "login", "second_quote": quote}))
    assert (offered.first, offered.second) == ("The invoices are wrong.", "And I cannot\nsign in.")


def test_what_an_agent_said_is_no_second_problem() -> None:
    """The reader saw it, but it is not the customer's."""
    talk = message(OPENING, "No", full_text="Agent: Were you hacked?\nVisitor: No", source=Source.chat)
    offered = two_texts(a_file(talk, opening={"second_topic": "security", "second_quote": "Were you hacked?"}))
    assert (offered.whole, offered.second, offered.topic) == ("No", "", "security")


def test_what_was_joined_is_no_second_problem() -> None:
    """Its words are its own ticket's, so neither its topic nor what was quoted of it is offered."""
    file = a_file(
        message(OPENING, "I cannot sign in, and bill me", from_ticket="T-2"),
        message(LATER, "The invoices are wrong, bill me"),
        opening={"topic": "login", "second_topic": "privacy", "second_quote": "bill me"},
        later={},
    )
    assert (two_texts(file).second, two_texts(file).topic) == ("", "")


def test_the_marks_tell_what_came_since() -> None:
    """Also what sorts before the opening; where nothing is known, all but the opening counts as new."""
    one, two = message(LATER, "one"), message(LAST, "two")
    made_of = two_texts(a_file(one, two)).made_of
    assert come_since(a_file(one, two), made_of) == ()
    early = message(OPENING, "early")
    assert come_since(a_file(early, one, two), made_of) == (early,)
    assert come_since(a_file(one, two), "") == (two,)


def test_the_marks_of_very_many_messages_fit_into_a_form() -> None:
    """The first ones have none: at worst they are said twice."""
    many = [message(f"20260302T0900{n:06}Z-{n:010}", str(n)) for n in range(1_000)]
    made_of = two_texts(a_file(*many)).made_of
    assert len(made_of) < 2_500
    assert come_since(a_file(*many), made_of) == tuple(many[:-300])
