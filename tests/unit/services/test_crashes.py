"""A worker dies once, at each of its calls in turn, before the effect and after it: people never notice."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fakes.deliveries import chat, form, mail
from tests.fakes.reader import by_words, filled
from tests.unit.services.platform import Platform
from ticket_router.domain.inbound import Inbound
from ticket_router.domain.route import LandingKind

STORIES: dict[str, list[Inbound]] = {
    "a mail that is raised and then moved": [
        mail("The first words about my invoice", 1),
        mail("Now I am furious about it", 2, references=("<1@mail.example>",)),
        mail("Somebody hacked my account", 3, references=("<1@mail.example>",)),
    ],
    "a held form": [form("blah blah and more blah")],
    "a chat that is merged": [form("How do I change the address?"), chat("And where do I find my invoices?")],
    "a mail to an inbox": [mail("Please delete my data"), mail("All of it", 2, references=("<1@mail.example>",))],
}
READS = {
    "furious": filled("billing", "m", "a"),
    "blah": filled("unsure", sure=30),
    "my data": filled("privacy"),
    "All of it": filled("privacy"),
}


def play(story: list[Inbound], dies_at: int) -> tuple[Platform, int]:
    """One worker after another, each step by step; the one that makes stop `dies_at` dies there. Returns all stops."""
    platform = Platform(story)
    platform.world.reader.usual = by_words(READS)
    platform.world.slack.refuse(1, after=5.0)
    stops = 0
    for turn in range(400):
        if not platform.running:
            platform.wake(0)
        if not platform.running and platform.undelivered:
            platform.deliver(0)
        if not platform.running:
            if platform.quiet():
                return platform, stops
            platform.pass_time(30)
            if turn % 10 == 9:
                platform.sweep()
            continue
        while platform.running:
            stops += 1
            if stops == dies_at:
                platform.kill(0)
            else:
                platform.step(0, 1)
    raise AssertionError("it never comes to rest")


@pytest.mark.parametrize("story", list(STORIES))
def test_one_death_anywhere_changes_nothing_for_people(story: str) -> None:
    """The same live cards with the same words as without it; only a mail may be there twice, and then says so."""
    whole, stops = play(STORIES[story], 0)
    expected = seen(whole)
    assert stops > 20
    for dies_at in range(1, stops + 1):
        platform, _ = play(STORIES[story], dies_at)
        assert seen(platform) == expected, f"died at stop {dies_at} of {stops}"


def seen(platform: Platform) -> Counter[tuple[str, str]]:
    """Where each text stands on a live card, how often; a mail that says it may be a second copy is no other one."""
    found: Counter[tuple[str, str]] = Counter()
    copies: set[tuple[str, str]] = set()
    for card in platform.world.cards():
        channel = platform.world.slack if card.landing.kind is LandingKind.slack else platform.world.inbox
        for shown in (card, *channel.thread(card)):
            place = (str(card.landing), str(shown.rendered.payload.get("text")))
            if "text" not in shown.rendered.payload:
                continue
            if shown.rendered.second_copy:
                copies.add(place)
            else:
                found[place] += 1
    return found + Counter(copies - set(found))
