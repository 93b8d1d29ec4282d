"""The promise to people under every schedule: no ticket lost, one card per problem, every word shown once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.deliveries import form, mail
from tests.fakes.reader import by_words, filled
from tests.unit.services.platform import Platform
from ticket_router.domain.base import Status
from ticket_router.domain.inbound import Customer, Inbound
from ticket_router.domain.route import LandingKind

BEN = Customer(address="ben@shop.example", name="Ben")


def reply(text: str, number: int) -> Inbound:
    """Ana answers her first mail; before that one arrived it is a mail of its own."""
    return mail(text, number, references=("<1@mail.example>",), subject="Re: A question")


DELIVERIES = [
    mail("The first words about my invoice", 1),
    form("The same thing by the form again", 2),
    reply("A second thought about the invoice", 3),
    reply("Now I am furious about all this", 4),
    reply("Worse: somebody hacked my account", 5),
    mail("I cannot sign in to the shop", 6, customer=BEN),
    form("Still cannot sign in to the shop", 7, customer=BEN),
    form("blah blah and more blah", 8),
]
READS = {
    "furious": filled("billing", "m", "a"),
    "sign in": filled("login"),
    "blah": filled("unsure", sure=30),
}
ACTIONS = {
    "deliver": lambda p, n: p.deliver(n),
    "deliver twice": lambda p, n: p.deliver(n, double=True),
    "wake": lambda p, n: p.wake(n),
    "wake twice": lambda p, n: p.wake(n, double=True),
    "step": lambda p, n: p.step(n, 1),
    "a few steps": lambda p, n: p.step(n, 5),
    "finish": lambda p, n: p.finish(n),
    "kill": lambda p, n: p.kill(n),
    "sweep": lambda p, _n: p.sweep(),
    "seconds pass": lambda p, n: p.pass_time(5 * (n + 1)),
    "minutes pass": lambda p, _n: p.pass_time(60),
    "refuse": lambda p, n: p.world.slack.refuse(n % 3 + 1, after=float(n) or None, on=("post", "update")),
    "lose the answer": lambda p, _n: p.world.slack.lose(on=("post", "update")),
    "lose the question": lambda p, _n: p.world.slack.lose(done=False, on=("post", "update")),
    "no looking": lambda p, _n: p.world.slack.refuse(1, on=("find",)),
    "busy": lambda p, n: p.world.pace.waits.append(float(n)),
}
OFTEN = (
    ["deliver"] + ["wake"] * 5 + ["wake twice"] * 3 + ["step"] * 3 + ["a few steps"] * 6 + ["finish"] * 2 + ["kill"] * 2
)
SCHEDULE = st.lists(
    st.tuples(st.sampled_from([*OFTEN, *ACTIONS]), st.integers(0, 7)),
    min_size=80,
    max_size=200,
)


def check(platform: Platform) -> None:
    """What has to hold once all is quiet."""
    world, rows = platform.world, platform.world.desk.rows
    cards = Counter(card.tag.ticket_id for card in world.cards())
    problems: Counter[tuple[str, str]] = Counter()
    for ticket_id, ticket in rows.tickets.items():
        assert ticket.status in (Status.delivered, Status.held, Status.merged), ticket.status
        assert cards[ticket_id] == (0 if ticket.status is Status.merged else 1), f"{cards[ticket_id]} cards"
        assert sorted(rev for owner, rev in rows.audit if owner == ticket_id) == list(range(1, ticket.rev + 1))
        if ticket.status is Status.delivered:
            problems[ticket.customer.address, rows.routes[ticket_id].decision.topic] += 1
        if ticket.status is Status.merged:
            assert rows.tickets[ticket.merged_into].status is not Status.merged
    assert set(problems.values()) <= {1}, problems
    shown: Counter[str] = Counter()
    for card in world.cards():
        channel = world.slack if card.landing.kind is LandingKind.slack else world.inbox
        thread = channel.thread(card)
        shown.update(str(s.rendered.payload["text"]) for s in (card, *thread) if "text" in s.rendered.payload)
        woken = Counter(handle for s in (card, *thread) for handle in s.woke)
        assert set(woken.values()) <= {1}, woken
    assert shown == Counter(inbound.text for inbound in DELIVERIES)
    tags = Counter(s.tag.model_dump_json() for s in world.slack.shown)
    assert set(tags.values()) <= {1}, tags


def run(schedule: list[tuple[str, int]], read: int = 0) -> None:
    """Play a schedule, let it come to rest, and look; the first `read` deliveries wait to be decided already."""
    platform = Platform(DELIVERIES)
    platform.world.reader.usual = by_words(READS)
    try:
        for _ in range(read):
            platform.deliver(0)
            platform.finish(0)
            platform.wake(-1)
            platform.finish(0)
        for action, number in schedule:
            perform: Any = ACTIONS[action]
            perform(platform, number)
        platform.settle()
    finally:
        platform.close()
    check(platform)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(SCHEDULE, st.integers(0, len(DELIVERIES)))
def test_any_schedule_ends_with_one_card_per_problem_and_every_word_on_it(
    schedule: list[tuple[str, int]], read: int
) -> None:
    """Doubled, reordered, interleaved call by call, dying anywhere, with a channel that refuses and loses answers."""
    run(schedule, read)


def test_the_quiet_schedule_holds_what_the_storms_are_held_to() -> None:
    """Deliveries one by one: the check itself is not what makes the other test pass."""
    platform = Platform(DELIVERIES)
    platform.world.reader.usual = by_words(READS)
    while platform.undelivered:
        platform.deliver(0)
        platform.finish(0)
        platform.settle_what_came()
    check(platform)
    cards = {card.rendered.payload["text"]: str(card.landing) for card in platform.world.cards()}
    assert cards == {
        "The first words about my invoice": "slack:#engineering",
        "I cannot sign in to the shop": "slack:#support",
        "blah blah and more blah": "slack:#triage",
    }


@pytest.mark.parametrize("number", range(8))
def test_workers_all_at_once_step_by_step(number: int) -> None:
    """Everything in flight together, each worker one call at a time in turn, then in other turns."""
    schedule = [("deliver", n) for n in range(8)] + [("step", n * number) for n in range(200)]
    schedule += [("wake", n) for n in range(8)] + [("step", n + number) for n in range(200)]
    schedule += [("wake", n) for n in range(8)] + [("step", n * 3 + number) for n in range(200)]
    schedule += [("wake twice", n) for n in range(8)] + [("step", n) for n in range(300)]
    run(schedule)
