"""The examples in a prompt: the nearest ones, not too many of a kind, within their budget."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_router.domain.base import Tone, Urgency
from ticket_router.domain.examples import LABEL_TOKENS, choose_examples
from ticket_router.domain.rulebook import Example, State


def example(text: str, topic: str = "billing", row: int = 2, state: State = State.live) -> Example:
    """A labelled text."""
    return Example(row=row, text=text, topic=topic, urgency=Urgency.low, tone=Tone.calm, state=state)


CHARGED = example("I was charged twice for one invoice")
REFUND = example("When do I get my refund for the invoice")
LOGIN = example("My password is not accepted any more", "login")
DARK = example("Please add a dark mode to the app", "feature")


def test_the_nearest_comes_last() -> None:
    """Models weigh what they read last, so the best example stands beside the ticket."""
    chosen = choose_examples("I was charged two times on this invoice", [CHARGED, REFUND, LOGIN, DARK])
    assert chosen[-1] == CHARGED
    assert REFUND in chosen


def test_strangers_are_left_out() -> None:
    """An example that shares nothing with the ticket teaches nothing about it."""
    assert choose_examples("zzz qqq", [CHARGED, LOGIN]) == ()
    assert choose_examples("", [CHARGED]) == ()
    assert choose_examples("anything", []) == ()


def test_rows_that_are_off_are_never_shown() -> None:
    """However near they are."""
    off = example("I was charged twice", state=State.off)
    assert choose_examples("I was charged twice", [off, REFUND]) == choose_examples("I was charged twice", [REFUND])


def test_spelling_and_accents_are_forgiven() -> None:
    """A typo, another case or a missing accent still finds its kind."""
    for text in ("pasword not acepted", "PASSWORD NOT ACCEPTED", "pässwörd not accepted"):
        assert choose_examples(text, [CHARGED, LOGIN, DARK])[-1] == LOGIN


def test_no_topic_takes_more_than_half() -> None:
    """A desk with hundreds of billing examples still shows the others beside them."""
    many = [example(f"invoice number {n} was charged", row=n + 2) for n in range(50)]
    others = [example(f"invoice page {n} shows an error", "bug", row=n + 60) for n in range(3)]
    chosen = choose_examples("my invoice was charged and shows an error", [*many, *others], shown=8)
    assert Counter(one.topic for one in chosen) == {"billing": 4, "bug": 3}


@pytest.mark.parametrize("budget", [0, 100, 500])
def test_the_budget_is_kept(budget: int) -> None:
    """Tokens are money: a long example may be passed over for a shorter one behind it."""
    many = [example(f"invoice {n} " + "charged twice " * (n % 7 * 5), f"topic {n % 5}", row=n + 2) for n in range(40)]
    chosen = choose_examples("invoice charged twice", many, token_budget=budget)
    assert sum(LABEL_TOKENS + min(len(one.text), 400) // 4 for one in chosen) <= budget


def test_ties_keep_the_sheets_order() -> None:
    """The same question has the same examples each time."""
    twins = [example("charged twice", f"topic {n}", row=n + 2) for n in range(6)]
    chosen = choose_examples("charged twice", twins, shown=3)
    assert [one.topic for one in chosen] == ["topic 2", "topic 1", "topic 0"]


@given(st.text(max_size=100), st.lists(st.text(max_size=40), max_size=8))
def test_any_texts_can_be_compared(text: str, texts: list[str]) -> None:
    """In any script, of any length, the choice is from the sheet and never twice the same row."""
    rows = [example(one, f"topic {n % 2}", row=n + 2) for n, one in enumerate(texts)]
    chosen = choose_examples(text, rows)
    assert len({one.row for one in chosen}) == len(chosen)
    assert set(chosen) <= set(rows)
