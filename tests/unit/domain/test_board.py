"""Which boards a hand-off changes, and which boards the rules ask for."""

from __future__ import annotations

from tests.fakes.rulebook import small_book
from tests.fakes.values import decision, route
from ticket_router.domain.board import place, readers, touched, wanted
from ticket_router.domain.route import HandOff, Landing, LandingKind


def card(n: int, channel: str, team: str, **more: bool) -> HandOff:
    """A hand-off that landed in a channel."""
    return HandOff(n=n, landing=place(channel).renewed(team=team), **more)


def test_a_first_card_changes_its_teams_board() -> None:
    """And no other."""
    first = route(handoffs={1: card(1, "#finance", "finance")})
    assert touched(first, small_book()) == ("#finance",)


def test_a_move_changes_both_boards() -> None:
    """Also once the old card is struck through: whoever did that may have died before asking for its board."""
    for live in (True, False):
        old = card(1, "#finance", "finance", live=live)
        moved = route(n=2, decision=decision(team="support"), handoffs={1: old, 2: card(2, "#support", "support")})
        assert touched(moved, small_book()) == ("#support", "#finance")


def test_a_card_that_fell_back_leaves_the_board_of_its_own_team() -> None:
    """It stood in the queue of its team wherever it was shown, so its team's board and the other place's change."""
    old = card(1, "#triage", "finance")
    moved = route(n=2, decision=decision(team="support"), handoffs={1: old})
    assert touched(moved, small_book()) == ("#support", "#finance", "#triage")


def test_teams_without_a_channel_have_no_board() -> None:
    """A hand-off to an inbox asks for none."""
    inbox = Landing(kind=LandingKind.email, address="legal@company.example", team="legal")
    mailed = route(decision=decision(team="legal"), handoffs={1: HandOff(n=1, landing=inbox)})
    assert touched(mailed, small_book()) == ()


def test_the_rules_ask_for_a_board_in_every_channel() -> None:
    """Teams that share a channel share its board, and the word for its readers tells when others come."""
    book = small_book()
    assert wanted(book) == {
        "#support": "support",
        "#finance": "finance",
        "#engineering": "engineering",
        "#triage": "triage",
    }
    shared = [team.renewed(slack_channel="#support") if team.team == "legal" else team for team in book.teams]
    together = book.renewed(teams=tuple(shared))
    assert wanted(together)["#support"] == "support legal"
    assert [team.team for team in readers("#support", together)] == ["support", "legal"]
