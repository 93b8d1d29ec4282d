"""What wakes drive-sync, end to end: the first looks, Apps Script's poke, and channels that replace one another."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from scripts.sandbox import desk
from scripts.sandbox.aws import InProcessPlatform, UrlAnswer, isolated_handlers
from scripts.sandbox.world import World
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.adapters.lanes.poke import poke_signature


@pytest.fixture
def world() -> Iterator[World]:
    """A fresh world in this process, with its first channel."""
    with World(
        lambda *given: InProcessPlatform(given[0], given[1], isolated_handlers("ticket_router"), given[2])
    ) as world:
        world.settle()
        yield world


def statuses(world: World, tab: str) -> set[str]:
    """What the Status cells of a tab say."""
    return {str(record.values["Status"]) for record in world.google.records(desk.SPREADSHEET_ID, tab)}


def looks(world: World) -> int:
    """How often the workbook was read."""
    return len(world.google.calls_of("sheets.spreadsheets.values.batchGet"))


def poke(world: World, nonce: str, secret: str = desk.POKE_SECRET) -> UrlAnswer:
    """A poke as Apps Script sends it."""
    body, at = json.dumps({"nonce": nonce, "why": "edit"}).encode(), str(int(world.now()))
    headers = {
        "content-type": "application/json",
        "x-router-timestamp": at,
        "x-router-signature": poke_signature(at, body, secret),
    }
    return world.aws.post("sheet-hook", headers, body, path="/poke")


def test_the_starter_rows_are_the_rules_in_force(world: World) -> None:
    """The first looks publish nothing new and complain of nothing; they only fill in every row's Status."""
    before = world.rulebook
    world.aws.advance(240)
    world.settle_workbook()
    assert world.rulebook == before
    assert world.google.records(desk.SPREADSHEET_ID, "Rules log") == []
    for tab in workbook_shape().rule_tabs:
        assert statuses(world, tab.title) == {"live"}, tab.title
    reads = looks(world)
    world.aws.advance(301)
    assert looks(world) <= reads + 2
    assert world.aws.unpermitted() == []


def test_a_poke_has_the_workbook_looked_at(world: World) -> None:
    """Once for each nonce; what is not signed with the secret is refused and changes nothing."""
    reads = looks(world)
    assert poke(world, "nonce-0001").status == 202
    world.aws.quiet()
    assert looks(world) == reads + 1
    assert poke(world, "nonce-0001").status == 202
    assert poke(world, "nonce-0002", secret="guessed").status == 401
    world.aws.quiet()
    assert looks(world) == reads + 1
    assert world.aws.unpermitted() == []


def test_robots_may_come_and_strangers_may_not(world: World) -> None:
    """The very URL that Drive is given answers robots.txt, and refuses calls of channels that nobody opened."""
    assert world.aws.post("sheet-hook", {}, b"", method="GET", path="/robots.txt").text().startswith("User-agent: *")
    stranger = {"x-goog-channel-id": "made-up", "x-goog-channel-token": "guessed", "x-goog-message-number": "1"}
    assert world.aws.post("sheet-hook", stranger, b"", path="/drive").status == 401


def test_channels_take_over_from_one_another(world: World) -> None:
    """After several beats one or two live, edits are still told at once, and nothing was refused on the way."""
    for _ in range(4):
        world.aws.fire("watch-renew")
        world.settle()
    assert 1 <= len(world.google.push.channels) <= 2
    reads = looks(world)
    world.google.hands(desk.SPREADSHEET_ID, by=desk.WORKBOOK_OWNER).fill("Settings", 2, {"value": 4})
    world.settle()
    assert looks(world) > reads
    assert {delivery.status for delivery in world.google.push.deliveries} == {204}
    assert world.aws.unpermitted() == []


def test_a_watch_that_google_refuses_is_tried_again_soon(world: World) -> None:
    """Lambda's own second try, a minute later, makes the channel."""
    world.google.fail("500", calls=None, call="drive.files.watch")
    made = len(world.google.calls_of("drive.files.watch"))
    world.aws.fire("watch-renew")
    world.google.heal()
    before = set(world.google.push.channels)
    world.aws.advance(90)
    assert set(world.google.push.channels) - before
    assert len(world.google.calls_of("drive.files.watch")) > made + 1


def test_drive_calls_again_when_the_hook_was_out_of_order(world: World) -> None:
    """With the queue away the hook answers 503, and the notification comes a second time instead of being lost."""
    world.troubles.fail("sqs", "500", calls=6, call="send_message")
    world.google.hands(desk.SPREADSHEET_ID, by=desk.WORKBOOK_OWNER).fill("Settings", 2, {"value": 4})
    world.aws.quiet()
    assert 503 in {delivery.status for delivery in world.google.push.deliveries}
    world.troubles.heal()
    reads = looks(world)
    world.aws.advance(30)
    assert looks(world) > reads
    assert world.google.push.deliveries[-1].status == 204
