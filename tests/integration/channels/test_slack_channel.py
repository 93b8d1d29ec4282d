"""The Slack channel through the real slack_sdk: what arrives, what comes back, and what every failure becomes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scripts.sandbox.not_slack import NotSlack
from scripts.sandbox.not_slack.server import SCOPES
from tests.integration.channels.conftest import StoppedClock
from tests.unit.cards.gallery import cards, make_card, make_follow_up, make_ping
from ticket_router import ports
from ticket_router.adapters.slack import SlackChannel
from ticket_router.domain.errors import LandingTrouble, NotFound, OutcomeUnknown, Refused
from ticket_router.domain.rendered import Tag
from ticket_router.domain.route import Landing, LandingKind

ENGINEERING = Landing(kind=LandingKind.slack, address="#engineering", team="engineering")
FINANCE = Landing(kind=LandingKind.slack, address="finance", team="finance")
NOWHERE = Landing(kind=LandingKind.slack, address="#nowhere", team="engineering")
CARD = make_card()


def tag(part: str = "0/card", n: int = 1) -> Tag:
    """The tag of a post of the one ticket here."""
    return Tag(ticket_id=CARD.ticket_id, n=n, part=part)


def post(channel: SlackChannel, landing: Landing = ENGINEERING) -> str:
    """Post the card."""
    return channel.post(landing, channel.card(CARD)[0], tag(), "")


def trouble(channel: SlackChannel, landing: Landing = ENGINEERING) -> LandingTrouble:
    """What posting the card raises."""
    with pytest.raises(LandingTrouble) as caught:
        post(channel, landing)
    return caught.value


def test_it_serves_the_port(channel: SlackChannel) -> None:
    """Dispatch can use it as a Channel."""
    served: ports.Channel = channel
    assert (served.kind, served.can_look_up, served.can_update) == (LandingKind.slack, True, True)


@pytest.mark.parametrize("name", cards())
def test_every_card_of_the_gallery_arrives(channel: SlackChannel, slack: NotSlack, name: str) -> None:
    """The strict stand-in takes all parts, the continuations as replies."""
    first, *others = channel.card(cards()[name])
    card_id = channel.post(ENGINEERING, first, tag(), "")
    for part in others:
        channel.post(ENGINEERING, part, tag(f"0/{part.part}"), card_id)
    thread = slack.thread("#engineering", card_id.partition(":")[2])
    assert len(thread) == len(others) + 1
    assert [m.metadata["event_payload"]["part"] for m in thread if m.metadata] == [
        "0/card",
        *(f"0/{part.part}" for part in others),
    ]


def test_a_card_pings_once_and_its_id_names_the_channel(channel: SlackChannel, slack: NotSlack) -> None:
    """The manager is notified, and `C...:ts` is enough to find the post again."""
    place, _, ts = post(channel).partition(":")
    assert place == slack.channel("#engineering").id
    assert [message.ts for message in slack.messages("#engineering")] == [ts]
    assert [ping.name for ping in slack.pings("#engineering")] == ["@oncall-manager"]
    assert slack.messages("#engineering")[0].posted["blocks"][0]["type"] == "header"


def test_follow_ups_and_pings_are_replies(channel: SlackChannel, slack: NotSlack) -> None:
    """They stand in the card's thread and need no look-up to get there."""
    card_id = post(channel)
    for rendered in (*channel.follow_up(CARD, make_follow_up()), channel.ping(CARD, make_ping())):
        channel.post(ENGINEERING, rendered, tag(f"0/{rendered.part}"), card_id)
    _, note, ping = slack.thread("#engineering", card_id.partition(":")[2])
    assert "Customer followed up" in note.text
    assert "Raised to escalate" in ping.text
    assert [call.call for call in slack.calls] == ["chat.postMessage"] * 3


def test_a_moved_card_changes_in_place(channel: SlackChannel, slack: NotSlack) -> None:
    """chat.update keeps the post and its thread, and notifies nobody."""
    card_id = post(channel)
    before = slack.pings("#engineering")
    channel.update(ENGINEERING, card_id, channel.moved(CARD, "finance"))
    (shown,) = slack.messages("#engineering")
    assert shown.text.startswith("↪️ Moved to finance")
    assert len(shown.blocks) == 2
    assert slack.pings("#engineering") == before


def test_changing_a_deleted_post_says_so(channel: SlackChannel, slack: NotSlack) -> None:
    """Somebody removed the card by hand: NotFound, so that dispatch can decide."""
    card_id = post(channel)
    slack.messages("#engineering")[0].deleted = True
    with pytest.raises(NotFound):
        channel.update(ENGINEERING, card_id, channel.moved(CARD, "finance"))


@pytest.mark.parametrize("fault", ["drop_after", "slow"])
def test_a_post_is_found_after_its_answer_was_lost(channel: SlackChannel, slack: NotSlack, fault: str) -> None:
    """The post is there once, and looking finds it by its tag."""
    since = slack.now()
    slack.slow_seconds = 1.5
    slack.fail(fault, call="chat.postMessage")
    assert isinstance(trouble(channel), OutcomeUnknown)
    (arrived,) = slack.messages("#engineering")
    found = channel.find(ENGINEERING, tag(), "", _moment(since))
    assert found == f"{arrived.channel}:{arrived.ts}"


def test_only_the_very_tag_is_found(channel: SlackChannel) -> None:
    """Another card or attempt of the same ticket is not this post."""
    post(channel)
    since = StoppedClock().now()
    assert channel.find(ENGINEERING, tag(n=2), "", since) is None
    assert channel.find(ENGINEERING, tag("1/card"), "", since) is None
    assert channel.find(FINANCE, tag(), "", since) is None


def test_a_reply_is_found_in_its_thread(channel: SlackChannel, slack: NotSlack, clock: StoppedClock) -> None:
    """Even when the card is older than the moment from which we look."""
    card_id = post(channel)
    clock.moment += timedelta(hours=2)
    (note,) = channel.follow_up(CARD, make_follow_up())
    slack.fail("drop_after", call="chat.postMessage")
    with pytest.raises(OutcomeUnknown):
        channel.post(ENGINEERING, note, tag(f"0/{note.part}"), card_id)
    found = channel.find(ENGINEERING, tag(f"0/{note.part}"), card_id, clock.now())
    assert found == f"{card_id.partition(':')[0]}:{slack.thread('#engineering', card_id.partition(':')[2])[1].ts}"
    assert channel.find(ENGINEERING, tag("0/note:other"), card_id, clock.now()) is None


def test_a_thread_that_is_gone_holds_no_post(channel: SlackChannel, slack: NotSlack, clock: StoppedClock) -> None:
    """A deleted card has no replies, and a reply to it is refused for good."""
    card_id = post(channel)
    slack.messages("#engineering")[0].deleted = True
    assert channel.find(ENGINEERING, tag("0/note:x"), card_id, clock.now()) is None
    with pytest.raises(Refused) as caught:
        channel.post(ENGINEERING, channel.ping(CARD, make_ping()), tag("0/ping:escalate"), card_id)
    assert caught.value.for_good


def test_looking_reads_every_page(channel: SlackChannel, slack: NotSlack, clock: StoppedClock) -> None:
    """A busy channel needs more than one call, and the minute before `since` is looked at too."""
    first = post(channel)
    filler = channel.moved(CARD, "finance")
    for number in range(210):
        channel.post(ENGINEERING, filler, tag(f"0/filler:{number}"), "")
    slack.calls.clear()
    assert channel.find(ENGINEERING, tag(), "", clock.now() + timedelta(seconds=50)) == first
    assert len(slack.calls_of("conversations.history")) == 2
    assert channel.find(ENGINEERING, tag(), "", clock.now() + timedelta(seconds=70)) is None


def test_a_channels_id_is_listed_once_and_kept_for_a_while(
    slack: NotSlack, channel: SlackChannel, clock: StoppedClock
) -> None:
    """Names are resolved with few calls, and a renamed channel is noticed within minutes."""
    for _ in range(3):
        assert channel.find(ENGINEERING, tag(), "", clock.now()) is None
        assert channel.find(FINANCE, tag(), "", clock.now()) is None
    assert len(slack.calls_of("conversations.list")) == 1
    clock.moment += timedelta(minutes=11)
    channel.find(FINANCE, tag(), "", clock.now())
    assert len(slack.calls_of("conversations.list")) == 2


def test_after_a_post_no_listing_is_needed(slack: NotSlack, channel: SlackChannel, clock: StoppedClock) -> None:
    """chat.postMessage's answer already says which channel it was."""
    post(channel)
    channel.find(ENGINEERING, tag("0/more:1"), "", clock.now())
    by_id = ENGINEERING.renewed(address=slack.channel("#finance").id)
    channel.find(by_id, tag(), "", clock.now())
    assert slack.calls_of("conversations.list") == []


def test_more_channels_than_one_page_are_listed(slack: NotSlack, channel: SlackChannel, clock: StoppedClock) -> None:
    """A large workspace takes several calls, once."""
    for number in range(1_100):
        slack.add_channel(f"room-{number}")
    wanted = slack.add_channel("the-last", private=True)
    last = ENGINEERING.renewed(address="#the-last")
    slack.calls.clear()
    message_id = channel.post(last, channel.card(CARD)[0], tag(), "")
    fresh = SlackChannel(lambda: slack.token, clock, slack.api_url, timeout=1)
    assert fresh.find(last, tag(), "", clock.now()) == message_id
    assert message_id.startswith(f"{wanted}:")
    assert len(slack.calls_of("conversations.list")) == 2


def test_without_the_scope_for_private_channels_public_ones_are_found(clock: StoppedClock) -> None:
    """An app that was given fewer scopes still works where it can."""
    with NotSlack(lambda: clock.now().timestamp(), limits=None, scopes=SCOPES - {"groups:read"}) as slack:
        slack.add_channel("engineering")
        channel = SlackChannel(lambda: slack.token, clock, slack.api_url)
        assert channel.find(ENGINEERING, tag(), "", clock.now()) is None


def test_a_rate_limit_is_a_refusal_with_its_wait(channel: SlackChannel, slack: NotSlack) -> None:
    """Nothing was posted, nothing was retried by the SDK, and we know how long to wait."""
    slack.fail("429", call="chat.postMessage", retry_after=17)
    refused = trouble(channel)
    assert isinstance(refused, Refused)
    assert (refused.after, refused.for_good) == (17.0, False)
    assert slack.messages("#engineering") == []
    assert len(slack.calls) == 1


@pytest.mark.parametrize("fault", ["500", "timeout", "drop"])
def test_no_answer_means_unknown(channel: SlackChannel, slack: NotSlack, fault: str) -> None:
    """One try and no more: whether the post is there is for `find` to say."""
    slack.fail(fault, call="chat.postMessage")
    assert isinstance(trouble(channel), OutcomeUnknown)
    assert len(slack.calls) == 1


def test_a_dead_endpoint_means_unknown(clock: StoppedClock) -> None:
    """Nobody answers at all."""
    channel = SlackChannel(lambda: "xoxb-x", clock, "http://127.0.0.1:9/api/", timeout=1)
    assert isinstance(trouble(channel), OutcomeUnknown)


def test_an_unknown_channel_is_refused_for_good(channel: SlackChannel, clock: StoppedClock) -> None:
    """The workbook names a channel that is not there: fall back at once, wherever it shows."""
    refused = trouble(channel, NOWHERE)
    assert isinstance(refused, Refused)
    assert refused.for_good
    assert "channel_not_found" in str(refused)
    with pytest.raises(Refused) as caught:
        channel.find(NOWHERE, tag(), "", clock.now())
    assert caught.value.for_good


def test_places_and_tokens_that_do_not_work_are_refused_for_good(
    channel: SlackChannel, slack: NotSlack, clock: StoppedClock
) -> None:
    """Archived, not invited, wrong token: no retry will help."""
    slack.add_channel("old", archived=True)
    slack.add_channel("closed", member=False)
    for address in ("#old", "#closed"):
        refused = trouble(channel, ENGINEERING.renewed(address=address))
        assert isinstance(refused, Refused)
        assert refused.for_good
    refused = trouble(SlackChannel(lambda: "xoxb-wrong", clock, slack.api_url))
    assert isinstance(refused, Refused)
    assert refused.for_good
    assert "xoxb" not in str(refused)


def test_blocks_that_slack_refuses_are_refused_for_good_without_their_text(
    channel: SlackChannel, slack: NotSlack
) -> None:
    """The trouble names the place in the blocks, never the customer's words."""
    good = channel.card(CARD)[0]
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "customer words " * 300}}]
    with pytest.raises(Refused) as caught:
        channel.post(ENGINEERING, good.renewed(payload={"text": "x", "blocks": blocks}), tag(), "")
    assert caught.value.for_good
    assert "invalid_blocks" in str(caught.value)
    assert "customer words" not in str(caught.value)


def test_a_rotated_token_is_used_at_once(slack: NotSlack, clock: StoppedClock) -> None:
    """The secret is asked at every call."""
    tokens = iter(["xoxb-old", slack.token])
    channel = SlackChannel(lambda: next(tokens), clock, slack.api_url)
    assert isinstance(trouble(channel), Refused)
    assert post(channel)


def test_nothing_the_customer_wrote_is_logged(
    channel: SlackChannel, slack: NotSlack, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even at DEBUG, and not when the call fails."""
    caplog.set_level("DEBUG")
    post(channel)
    slack.fail("drop", call="chat.postMessage")
    trouble(channel)
    ours = [record.getMessage() for record in caplog.records if "slack" in record.name]
    assert not any("losing sales" in message or slack.token in message for message in ours)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
