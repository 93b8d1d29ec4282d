"""Links of later mails, and links that were used: a ticket whose team has mail alone is never out of reach."""

from __future__ import annotations

import pytest

from tests.fakes.deliveries import mail
from tests.unit.handlers.mailed import Mailed, app_path
from ticket_router.adapters import links
from ticket_router.domain.base import Move, Status
from ticket_router.handlers.by_link import MOST_USES

JOINS = "The invoices once more please"


@pytest.mark.parametrize("action", ["Done", "Take", "Reassign", "Bump", "Split", "Why?"])
def test_a_later_mail_has_links_of_its_own(mailed: Mailed, action: str) -> None:
    """The mail about a customer's next message offers every action, by a link that was not used yet."""
    first = mailed.newest(action)
    mailed.app.world.follow_up("It is still not solved")
    assert mailed.newest(action) != first
    assert "been used" not in mailed.open(mailed.newest(action))["body"]


def test_a_reopened_ticket_is_finished_by_its_newest_mail(mailed: Mailed) -> None:
    """Done, the customer writes again, done again: no other tool is needed."""
    for number in (2, 3):
        assert "<h1>Done</h1>" in mailed.open(mailed.newest("Done"), "POST", name="Dana")["body"]
        assert mailed.status is Status.done
        mailed.app.world.follow_up("It is still not solved", number)
        assert mailed.status is Status.delivered


def test_a_used_link_asks_again_while_something_can_come_of_it(mailed: Mailed) -> None:
    """One Bump link serves both ways: it says what became of it, and the way back is chosen already."""
    path = mailed.path("bump")
    mailed.open(path, "POST", name="Dana", level="priority")
    before = mailed.app.world.file(mailed.ticket_id)
    page = mailed.open(path)["body"]
    assert "<h1>This link has been used</h1>" in page and "priority, by Dana" in page
    assert mailed.app.world.file(mailed.ticket_id) == before
    assert "<h1>Done</h1>" in mailed.filled_in(page, path, name="Sam")
    assert mailed.app.world.route(mailed.ticket_id).decision.move is Move.route
    assert "sent to finance (#finance), topic billing, by Sam" in mailed.open(path)["body"]


def test_a_topic_can_be_changed_again_within_its_team(mailed: Mailed) -> None:
    """The card stays then, and no newer mail comes: the link that did it asks again, from the topic in force."""
    book = mailed.app.world.rules.book
    more = book.topics[0].renewed(row=90, topic="refund")
    mailed.app.world.rules.book = book.renewed(topics=(*book.topics, more))
    path = mailed.path("reassign")
    for topic in ("refund", "billing"):
        assert "<h1>Done</h1>" in mailed.filled_in(mailed.open(path)["body"], path, name="Dana", topic=topic)
        assert mailed.app.world.route(mailed.ticket_id).decision.topic == topic
    assert mailed.corrections == 2 and mailed.app.world.route(mailed.ticket_id).n == 1


def test_the_old_link_finishes_a_reopened_ticket_too(mailed: Mailed) -> None:
    """Whoever opens the first mail again is told what became of its link, and need not look for another mail."""
    path = mailed.path("done")
    mailed.open(path, "POST", name="Dana")
    assert "<form" not in mailed.open(path)["body"]
    mailed.app.world.follow_up("It is still not solved")
    page = mailed.open(path)["body"]
    assert "closed, by Dana" in page
    mailed.filled_in(page, path, name="Sam")
    assert mailed.app.world.file(mailed.ticket_id).ticket.closed.startswith("closed by Sam")


def test_one_page_sent_twice_acts_once(mailed: Mailed) -> None:
    """A double click or a browser's second try does nothing more, also on the page of a link that was used before."""
    path = mailed.path("bump")
    for number, level in enumerate(("priority", "normal"), start=1):
        page = mailed.open(path)["body"]
        mailed.filled_in(page, path, name="Dana", level=level)
        before = mailed.app.world.file(mailed.ticket_id)
        again = mailed.filled_in(page, path, name="Dana", level="priority")
        assert "This link has been used" in again
        assert mailed.corrections == number and mailed.app.world.file(mailed.ticket_id) == before


def test_a_used_link_of_a_finished_ticket_says_where_new_ones_will_be(mailed: Mailed) -> None:
    """It promises no newer mail that there is not."""
    path = mailed.path("done")
    mailed.open(path, "POST", name="Dana")
    page = mailed.open(path)["body"]
    assert "<form" not in page and "Should the customer write again" in page and "newer" not in page
    assert page.count("Dana") == 1


def test_a_used_link_says_how_the_ticket_stands_now(mailed: Mailed) -> None:
    """What others did since then is told beside what became of the link."""
    path = mailed.path("take")
    mailed.open(path, "POST", name="Dana")
    mailed.open(mailed.path("done"), "POST", name="Sam")
    page = mailed.open(path)["body"]
    assert "taken by Dana" in page and "It is closed by Sam" in page and "<form" not in page


def test_a_link_is_not_used_for_ever(mailed: Mailed) -> None:
    """Each use costs every later look something, so there is an end, and it is no error."""
    path = mailed.path("bump")
    levels = ("priority", "normal") * (MOST_USES // 2)
    for turn, level in enumerate(levels, start=1):
        assert "<h1>Done</h1>" in mailed.open(path, "POST", name="Dana", level=level, turn=str(turn))["body"]
    for verb in ("GET", "POST"):
        page = mailed.open(path, verb, name="Dana", level="priority", turn=str(MOST_USES + 1))["body"]
        assert "This link has been used" in page and "<form" not in page
    assert mailed.corrections == MOST_USES


@pytest.mark.parametrize(
    ("turn", "acts"),
    [("", 1), ("-1", 1), ("two", 1), ("9" * 5_000, 1), ("\u0663", 1), ("0", 0), ("2", 0), ("999", 0)],
)
def test_an_odd_turn_acts_once_at_most(mailed: Mailed, turn: str, acts: int) -> None:
    """Whatever somebody makes of the form: one that says no turn is the first, one from nowhere only asks."""
    for _ in range(2):
        assert mailed.open(mailed.path("done"), "POST", name="Dana", turn=turn)["statusCode"] == 200
    assert mailed.corrections == acts


def test_links_sent_before_they_told_their_mail_still_work(mailed: Mailed) -> None:
    """Those of an earlier version hold no rev; they act, and know that they were used."""
    told: list[str | int] = [mailed.ticket_id, 1, "done"]
    path = f"/do/{mailed.app.links._token(links._ACTION, told, mailed.app.clock.now())}"
    assert "<form" in mailed.open(path)["body"]
    assert "<h1>Done</h1>" in mailed.open(path, "POST", name="Dana")["body"]
    assert "This link has been used" in mailed.open(path, "POST", name="Dana")["body"]


def test_a_merge_is_undone_by_the_mail_that_told_it(mailed: Mailed) -> None:
    """The page says what will happen, a look changes nothing, and the form makes it a ticket of its own."""
    world = mailed.app.world
    joined = world.deliver(mail(JOINS, 2))
    assert world.file(joined).ticket.merged_into == mailed.ticket_id
    path = mailed.newest("Not the same problem")
    page = mailed.open(path)["body"]
    assert "becomes a ticket of its own again" in page and mailed.ticket_id in page and joined in page
    assert world.file(joined).ticket.status is Status.merged
    told = mailed.filled_in(page, path, name="Dana")
    assert "a ticket of its own now" in told and mailed.ticket_id in told
    assert world.file(joined).ticket.status is Status.delivered
    assert world.file(mailed.ticket_id).ticket.apart == (joined,)
    again = mailed.open(path)["body"]
    assert "This link has been used" in again and "<form" not in again
    with pytest.raises(ValueError, match="not enough"):
        mailed.newest("Not the same problem")


def test_what_joined_a_ticket_by_mistake_and_left_it_is_told_so(mailed: Mailed) -> None:
    """A second mail's link about the same message asks nothing once somebody did it."""
    joined = mailed.app.world.deliver(mail(JOINS, 2))
    now = mailed.app.clock.now()
    first, second = (app_path(mailed.app.links.to_action(joined, 1, rev, "separate", now)) for rev in (1, 2))
    mailed.open(first, "POST", name="Dana")
    page = mailed.open(second)["body"]
    assert "it was so already" in page and "<form" not in page
