"""Whether every queue board tells the truth once a run has come to rest."""

from __future__ import annotations

from collections import Counter

from scripts.sandbox import desk
from scripts.sandbox.journeys.seen_board import board_differences, board_text, boards
from scripts.sandbox.world import World


def wrong_boards(world: World) -> list[str]:
    """What is not as promised: one board a channel, pinned, and as many tickets on it as are open in its queues."""
    # Of hundreds of rows that earlier runs left, only what is counted.
    wanted = {"ProjectionExpression": "queue", "FilterExpression": "attribute_exists(queue)"}
    pages = world.aws.client("dynamodb").get_paginator("scan").paginate(TableName=f"{desk.PREFIX}-routes", **wanted)
    waiting = Counter(row["queue"]["S"] for page in pages for row in page["Items"])
    found = []
    for room in list(world.slack.workspace.channels.values()):
        there = boards(world, room.name)
        if not there:
            continue  # nothing of this run was to be seen here
        title, _, _ = board_text(there[0]).partition("\n")
        teams = title.removeprefix("Open tickets for ").rpartition(" · ")[0].split(" and ")
        count = sum(waiting[team.lower().replace(" ", "_")] for team in teams)
        found += [f"#{room.name}: {problem}" for problem in board_differences(world, room.name, {"board_open": count})]
    return found
