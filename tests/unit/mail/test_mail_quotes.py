"""Holds the separation of new words from history to its figures: no new word lost, little of the rest kept."""

from __future__ import annotations

import pytest

from tests.bench import quote_stripping as bench
from ticket_router.adapters.mail.quotes import new_text

QUOTE = "On Tue, May 12, 2026 at 11:02 AM Ben <ben@company.example> wrote:\n> Shall we refund it?\n"


def test_no_word_of_a_customer_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    """Over-stripping on the corpus is zero; what stays of other words is small and printed."""
    found = bench.total(bench.ours)
    with capsys.disabled():
        print(f"\nquote stripping: {len(bench.marked_mails())} mails, over {found.over:.1%}, under {found.under:.1%}")
    assert found.lost == 0
    assert found.under < 0.05


def test_better_than_each_library_alone() -> None:
    """Ours loses fewer new words than either library would on the same mails; else ours had no reason to be."""
    ours = bench.total(bench.ours)
    for alone in (bench.mail_parser_reply_alone, bench.quotequail_alone):
        assert ours.lost < bench.total(alone).lost


def test_the_report_shows_every_marked_mail() -> None:
    """The bench prints a line for every marked mail and one for every way."""
    report = bench.report()
    assert all(mail.name in report for mail in bench.marked_mails())
    assert all(name in report for name in bench.STRIPPERS)


@pytest.mark.parametrize(
    ("full", "kept"),
    [
        (f"Yes.\n\n{QUOTE}", "Yes."),
        (f"\n\n{QUOTE}", QUOTE.strip()),
        (f"ok\n-- \nAna Lopez\nStudio Norte\n\n{QUOTE}", "ok"),
        ("ok\n-- \nAna Lopez\nStudio Norte", "ok\n-- \nAna Lopez\nStudio Norte"),
        (f"See what you wrote:\n\n{QUOTE}", f"See what you wrote:\n\n{QUOTE}".strip()),
    ],
)
def test_almost_nothing_left(full: str, kept: str) -> None:
    """A short answer above a quote stands; where a signature took most, or nothing is left, the full text is read."""
    assert new_text(full, is_reply=True, is_forward=False) == kept


def test_a_first_mail_keeps_what_it_quotes_in_the_middle() -> None:
    """In a mail that answers nothing, quoted lines with words below them are content."""
    full = f"Hello.\n\n{QUOTE}\nIs that offer still good?"
    assert new_text(full, is_reply=False, is_forward=False) == full


def test_a_forward_keeps_everything() -> None:
    """The quoted part of a forward is what it is about."""
    full = f"FYI\n\n{QUOTE}"
    assert new_text(full, is_reply=True, is_forward=True) == full.strip()
