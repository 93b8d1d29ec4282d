"""Converse's strictness, through boto3 and below it: what Bedrock and Haiku 4.5 refuse, with AWS's own codes."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.sandbox.not_bedrock import NotBedrock
from tests.integration.standins.conftest import aws_client
from tests.integration.standins.samples import MODEL, answer, reading, tool

FORCED = {"tool": {"name": "tag_ticket"}}
Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    "model",
    [
        MODEL,
        "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/{MODEL}",
    ],
)
def test_every_profile_of_the_model_works(converse_client: Any, model: str) -> None:
    """Ids with a colon or a slash arrive as they were meant."""
    assert converse_client.converse(**reading("", "invoice", modelId=model))["stopReason"] == "tool_use"


@pytest.mark.parametrize(
    ("model", "region", "code"),
    [
        ("anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1", "ValidationException"),
        ("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1", "ValidationException"),
        ("global.anthropic.claude-haiku-9-v1:0", "us-east-1", "ValidationException"),
        (
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
            "us-east-1",
            "ResourceNotFoundException",
        ),
    ],
)
def test_other_models_are_refused(bedrock: NotBedrock, model: str, region: str, code: str) -> None:
    """The bare id needs a profile, a profile has its regions, and an unknown model is said to be unknown."""
    client = aws_client("bedrock-runtime", bedrock.url, region)
    with pytest.raises(ClientError) as error:
        client.converse(**reading("", "invoice", modelId=model))
    client.close()
    assert error.value.response["Error"]["Code"] == code


def user(*texts: str) -> list[dict[str, Any]]:
    """Messages that alternate, starting with the user."""
    roles = ("user", "assistant")
    return [{"role": roles[i % 2], "content": [{"text": text}]} for i, text in enumerate(texts)]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"inferenceConfig": {"temperature": 0.0}}, "maxTokens must be set"),
    ({"inferenceConfig": {"maxTokens": 64_001}}, "exceeds the model limit of 64000"),
    ({"inferenceConfig": {"maxTokens": 10, "temperature": 0.1, "topP": 0.9}}, "cannot both be specified"),
    ({"inferenceConfig": {"maxTokens": 10, "temperature": 1.1}}, "less than or equal to 1"),
    ({"inferenceConfig": {"maxTokens": 10, "topP": 1.5}}, "less than or equal to 1"),
    ({"messages": []}, "at least one message"),
    ({"messages": user("x", "y")[1:]}, "must start with a user message"),
    ({"messages": user("x") + user("y")}, "must alternate"),
    ({"messages": [{"role": "robot", "content": [{"text": "x"}]}]}, "enum value set: [user, assistant, system]"),
    ({"messages": user(" ")}, "is blank"),
    ({"messages": [{"role": "user", "content": []}]}, "is empty"),
    ({"system": [{"text": "x" * 900_000}]}, "Input is too long"),
    ({"toolConfig": {"tools": [tool()], "toolChoice": {"tool": {"name": "other"}}}}, "is not among the tools"),
    ({"toolConfig": {"tools": [tool(), tool()]}}, "same name"),
    ({"toolConfig": {"tools": [tool("bad name!")]}}, "regular expression pattern"),
    ({"additionalModelRequestFields": {"top_z": 1}}, "Extra inputs are not permitted"),
    ({"additionalModelRequestFields": {"thinking": {"type": "enabled"}}}, "Thinking may not be enabled"),
    ({"requestMetadata": {str(n): "x" for n in range(17)}}, "less than or equal to 16"),
    ({"serviceTier": {"type": "gold"}}, "enum value set"),
    ({"guardrailConfig": {"guardrailIdentifier": "abc123", "guardrailVersion": "1"}}, "not covered by this stand-in"),
    ({"system": [{"text": "a"}] + [{"cachePoint": {"type": "default"}}] * 5}, "A maximum of 4"),
    (
        {
            "system": [
                {"text": "a"},
                {"cachePoint": {"type": "default"}},
                {"text": "b"},
                {"cachePoint": {"type": "default", "ttl": "1h"}},
            ]
        },
        "must not come after",
    ),
    ({"system": [{"text": "a"}, {"cachePoint": {"type": "default", "ttl": "2h"}}]}, "enum value set: [5m, 1h]"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED, ids=range(len(REFUSED)))
def test_a_request_that_would_be_refused_is_refused(
    bedrock: NotBedrock, converse_client: Any, change: dict[str, Any], message: str
) -> None:
    """Each violation that boto3 lets through is a ValidationException in Bedrock's words, and is not read."""
    with pytest.raises(converse_client.exceptions.ValidationException) as error:
        converse_client.converse(**reading("", "invoice", **change))
    assert message in error.value.response["Error"]["Message"]
    assert bedrock.requests == []


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "array"}, "must be one of the following: object"),
        ({"properties": {}}, "must be one of the following: object"),
        ({"type": "object", "anyOf": []}, "does not support oneOf, allOf, or anyOf"),
        ({"type": "object", "properties": {"a": {"type": "text"}}}, "draft 2020-12"),
        ({"type": "object", "properties": {"a": {"enum": []}}}, "draft 2020-12"),
        ({"type": "object", "required": ["a", "a"]}, "draft 2020-12"),
    ],
)
def test_a_broken_tool_schema_is_refused(converse_client: Any, schema: dict[str, Any], message: str) -> None:
    """A tool's input is an object with a sound schema."""
    config = {"tools": [{"toolSpec": {"name": "tag_ticket", "inputSchema": {"json": schema}}}], "toolChoice": FORCED}
    with pytest.raises(converse_client.exceptions.ValidationException) as error:
        converse_client.converse(**reading("", "invoice", toolConfig=config))
    assert message in error.value.response["Error"]["Message"]


def test_tool_results_follow_tool_uses(converse_client: Any) -> None:
    """A repair turn has to answer the tool use that it repairs."""
    use = {"toolUse": {"toolUseId": "t1", "name": "tag_ticket", "input": {}}}
    ask = user("<ticket>\nsubject: x\n\nwhere is my invoice?\n</ticket>")
    result = {"toolResult": {"toolUseId": "t1", "content": [{"text": "topic is missing"}], "status": "error"}}
    fine = [*ask, {"role": "assistant", "content": [use]}, {"role": "user", "content": [result]}]
    assert answer(converse_client.converse(**reading("", "", messages=fine)))["topic"] == "billing"
    broken = [*fine[:2], *user("again")]
    with pytest.raises(converse_client.exceptions.ValidationException, match="Expected toolResult blocks"):
        converse_client.converse(**reading("", "", messages=broken))


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (lambda body: body.update(colour="red"), 400, "ValidationException"),
        (lambda body: body["inferenceConfig"].update(seed=1), 400, "ValidationException"),
        (lambda body: body["inferenceConfig"].update(maxTokens="many"), 400, "SerializationException"),
        (lambda body: body["messages"][0].pop("role"), 400, "ValidationException"),
        (lambda body: body["toolConfig"].update(tools=[]), 400, "ValidationException"),
        (lambda body: body["system"][0].update(cachePoint={"type": "default"}), 400, "ValidationException"),
    ],
)
def test_what_boto3_would_never_send_is_refused_too(
    bedrock: NotBedrock, change: Change, status: int, code: str
) -> None:
    """Another client's mistakes are caught by the service's own model: unknown members, types, unions."""
    body = reading("", "invoice")
    del body["modelId"]
    change(body)
    assert send(bedrock, body, signed()) == (status, code)
    assert bedrock.requests == []


def test_an_unsigned_request_is_refused(bedrock: NotBedrock) -> None:
    """No signature, half a signature, and one for another service."""
    body = reading("", "invoice")
    del body["modelId"]
    assert send(bedrock, body, signed()) == (200, None)
    assert send(bedrock, body, None) == (403, "MissingAuthenticationTokenException")
    assert send(bedrock, body, "Bearer x") == (403, "IncompleteSignatureException")
    assert send(bedrock, body, signed("ses")) == (403, "InvalidSignatureException")


def signed(service: str = "bedrock") -> str:
    """An Authorization header of the right shape."""
    scope = f"test/20261121/us-east-1/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature={'0' * 64}"


def send(bedrock: NotBedrock, body: dict[str, Any], authorization: str | None) -> tuple[int, str | None]:
    """Status and error code of a request made without boto3."""
    headers = {"Content-Type": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    url = f"{bedrock.url}/model/{MODEL.replace(':', '%3A')}/converse"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status, None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["x-amzn-ErrorType"]
