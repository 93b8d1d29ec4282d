"""The fixture stack's whereabouts, and the few questions that tests ask of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scripts.sandbox.aws import AwsWorld, InProcessPlatform

HERE = Path(__file__).resolve().parent / "fixture"
TEMPLATE, CODE, PARAMETERS = HERE / "template.yaml", HERE / "src", {"Prefix": "fx"}

World = AwsWorld | InProcessPlatform


def notes(world: World) -> dict[str, int]:
    """Return how often each thing happened."""
    items = world.client("dynamodb").scan(TableName="fx-notes", ConsistentRead=True)["Items"]
    return {i["id"]["S"]: int(i["times"]["N"]) for i in items}


def moments(world: World, what: str) -> list[float]:
    """Return when a thing happened, by the functions' own clock."""
    item = world.client("dynamodb").get_item(TableName="fx-notes", Key={"id": {"S": what}})["Item"]
    return [float(m["N"]) for m in item["moments"]["L"]]


def job(world: World, name: str, plan: str = "ok", owes: str = "work") -> None:
    """Write a job's row, which its stream then tells."""
    item = {"id": {"S": name}, "plan": {"S": plan}, "owes": {"S": owes}}
    world.client("dynamodb").put_item(TableName="fx-jobs", Item=item)


def jobs(world: World, **plans: str) -> None:
    """Write several rows at once, so that the stream delivers them in one batch."""
    puts = [
        {"Put": {"TableName": "fx-jobs", "Item": {"id": {"S": n}, "plan": {"S": p}, "owes": {"S": "work"}}}}
        for n, p in plans.items()
    ]
    world.client("dynamodb").transact_write_items(TransactItems=puts)


def message(world: World, **order: Any) -> None:
    """Send an order to the work queue."""
    url = f"{world.emulator.url}/123456789012/fx-work"
    world.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(order))


def in_line(world: World, name: str, **order: Any) -> None:
    """Send an order to the FIFO queue; `name` is what it is known by for five minutes."""
    url = f"{world.emulator.url}/123456789012/fx-line.fifo"
    world.client("sqs").send_message(
        QueueUrl=url, MessageBody=json.dumps(order), MessageGroupId="line", MessageDeduplicationId=name
    )


def mail(world: World, **order: Any) -> str:
    """Drop an order into the bucket as a mail's last line."""
    return world.put_mail(b"From: ana@studio.example\nTo: help@company.example\n\n" + json.dumps(order).encode())
