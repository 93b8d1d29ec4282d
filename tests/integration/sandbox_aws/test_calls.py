"""Calls into functions and out of them: Function URLs, the shared clock, injected faults, and functions that fail."""

from __future__ import annotations

import base64
import json

import httpx
import pytest

from scripts.sandbox.aws import AwsWorld, FunctionError

from .stack import World, job, notes

JSON = {"Content-Type": "application/json"}


def test_a_function_url_gets_awss_event(world: World) -> None:
    """Method, path, query and headers arrive as on AWS; a JSON body as text."""
    answer = world.post("page", JSON, b'{"a": 1}', path="/x", query="p=1&p=2&q=")
    event = answer.json()["event"]
    assert answer.status == 200
    assert (event["version"], event["rawPath"], event["rawQueryString"]) == ("2.0", "/x", "p=1&p=2&q=")
    assert event["queryStringParameters"] == {"p": "1,2", "q": ""}
    assert (event["body"], event["isBase64Encoded"]) == ('{"a": 1}', False)
    assert event["headers"]["content-type"] == "application/json"


def test_a_posted_form_arrives_as_base64(world: World) -> None:
    """AWS hands over form-encoded bodies as base64."""
    answer = world.post("page", {"content-type": "application/x-www-form-urlencoded"}, b"name=Ana&x=1")
    event = answer.json()["event"]
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"name=Ana&x=1"


def test_a_function_without_a_url_is_forbidden(world: World) -> None:
    """Only what the template publishes can be posted to."""
    assert world.post("work", {}, b"").status == 403


def test_a_function_that_raises_is_a_502_and_is_told(world: World) -> None:
    """The caller gets 502, and the world can say who raised what."""
    assert world.post("page", {}, b"", path="/boom").status == 502
    assert [str(f) for f in world.failures] == ["fx-page raised RuntimeError: boom"]
    assert "in page" in world.failures[0].error.trace


def test_the_world_has_one_clock(world: World) -> None:
    """time and datetime in a function follow the world's clock, and its deadline is sane."""
    world.advance(3600)
    told = world.post("page", {}, b"").json()
    assert told["time"] == pytest.approx(world.clock.now(), abs=5)
    assert told["datetime"][:16] == world.clock.datetime().isoformat()[:16]
    assert 0 < told["remaining"] <= 20_000


def test_the_emulator_has_that_clock_too(real: AwsWorld) -> None:
    """A stream record is dated by the world's time."""
    real.advance(660)
    job(real, "dated")
    streams = real.client("dynamodbstreams")
    (stream,) = streams.list_streams(TableName="fx-jobs")["Streams"]
    shard = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"][0]["ShardId"]
    start = streams.get_shard_iterator(StreamArn=stream["StreamArn"], ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    (record,) = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
    created = record["dynamodb"]["ApproximateCreationDateTime"].timestamp()
    assert created == pytest.approx(real.clock.now(), abs=5)


PUT = b'{"id": {"S": "%s"}, "plan": {"S": "ok"}, "owes": {"S": "rest"}}'
CALLS = [
    ("dynamodb", "PutItem", "/put", PUT % b"j"),
    ("sqs", "SendMessage", "/send", b'{"id": "s"}'),
    ("s3", "PutObject", "/store", b"text"),
]


@pytest.mark.parametrize("kind", ["429", "500", "timeout", "drop_after"])
def test_one_fault_is_retried_by_the_sdk(inside: World, kind: str) -> None:
    """Each service's own wording of each fault is one that the SDK knows and retries; each call is counted."""
    for service, operation, path, body in CALLS:
        inside.faults.fail(service, operation, kind)
        assert inside.post("page", JSON, body, path=path).status == 200, service
        assert inside.faults.calls(service, operation) == 2, service


@pytest.mark.parametrize(
    ("kind", "words"),
    [("429", "Throttl SlowDown"), ("500", "Internal"), ("timeout", "Connection"), ("drop_after", "Connection")],
)
def test_many_faults_fail_the_function(inside: World, kind: str, words: str) -> None:
    """When the SDK's tries are used up, the function sees the service's own error; clearing ends it."""
    for service, operation, path, body in CALLS:
        inside.faults.fail(service, kind=kind, calls=50)
        assert inside.post("page", JSON, body, path=path).status == 502, service
        error = inside.failures[-1].error
        assert any(word in error.message + error.kind for word in words.split()), (service, operation, error)
        inside.faults.clear()
        assert inside.post("page", JSON, body, path=path).status == 200, service


def test_what_was_dropped_after_was_done(inside: World) -> None:
    """drop_after loses the answer, not the deed; timeout loses the deed."""
    for name, kind in ((b"kept", "drop_after"), (b"lost", "timeout")):
        inside.faults.fail("dynamodb", "PutItem", kind, calls=50)
        assert inside.post("page", JSON, PUT % name, path="/put").status == 502
        inside.faults.clear()
    rows = inside.client("dynamodb").scan(TableName="fx-jobs")["Items"]
    assert [r["id"]["S"] for r in rows] == ["kept"]


def test_faults_reach_functions_that_are_processes(real: AwsWorld) -> None:
    """The same faults hit the emulator's functions, whose SDK retries them."""
    real.faults.fail("dynamodb", "PutItem", "429")
    assert real.post("page", JSON, PUT % b"j", path="/put").status == 200
    assert real.faults.calls("dynamodb", "PutItem") == 2


def test_a_function_may_call_another(world: World) -> None:
    """Lambda's Invoke with Event goes through the same retries as any asynchronous event."""
    key = world.put_mail(b'From: a@b.example\n\n{"id": "again"}')
    world.quiet()
    event = {"Records": [{"s3": {"bucket": {"name": "fx-mail-123456789012"}, "object": {"key": key}}}]}
    world.post("page", JSON, json.dumps(event).encode(), path="/call")
    world.quiet()
    assert notes(world)["take again"] == 2


def test_a_function_can_be_called_directly(world: World) -> None:
    """invoke returns what the function returned, or its error as a value."""
    outcome = world.invoke("page", {"rawPath": "/boom"})
    assert isinstance(outcome, FunctionError) and outcome.message == "boom"


def test_a_browser_reaches_function_urls(real: AwsWorld) -> None:
    """The URL in the outputs and in other functions' environments is a loopback address that answers."""
    url = real.url("page")
    assert real.deployed.outputs["PageUrl"] == url == real.deployed.functions["fx-work"].env["PAGE_URL"]
    told = httpx.get(f"{url}deep/er?x=1").json()
    assert (told["event"]["rawPath"], told["event"]["rawQueryString"]) == ("/deep/er", "x=1")


def test_calls_beyond_the_roles_rights_are_told(world: World) -> None:
    """The fixture's role may update notes and nothing else, so a write to the jobs is found out."""
    world.post("page", JSON, PUT % b"j", path="/put")
    world.fire("tick")
    assert world.unpermitted() == ["fx-page: dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/fx-jobs"]


def test_logs_can_be_read(real: AwsWorld) -> None:
    """What a function that raised left in its log is there to show."""
    real.post("page", {}, b"", path="/boom")
    assert any("boom" in line for line in real.logs("page"))
