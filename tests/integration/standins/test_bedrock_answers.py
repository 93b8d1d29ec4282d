"""What Converse answers: the filled-in form, cut and broken forms, and the tokens with and without the cache."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_bedrock import NotBedrock
from scripts.sandbox.not_bedrock.json_schema import violations
from tests.integration.standins.conftest import Clock
from tests.integration.standins.samples import answer, reading, tool


def test_a_forced_tool_is_filled_in_by_its_schema(bedrock: NotBedrock, converse_client: Any) -> None:
    """The answer is what boto3 parses: a tool use that fits the schema, a stop reason, usage and latency."""
    response = converse_client.converse(**reading("", "How do I change my billing address?"))
    assert list(violations(answer(response), tool()["toolSpec"]["inputSchema"]["json"])) == []
    assert response["stopReason"] == "tool_use"
    assert response["output"]["message"]["role"] == "assistant"
    usage = response["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert usage["inputTokens"] > 100
    assert response["metrics"]["latencyMs"] > 0
    assert len(bedrock.requests) == 1


def test_running_out_of_tokens_leaves_the_form_half_filled(converse_client: Any) -> None:
    """Too small a maxTokens is a stop reason and a broken form, not an exception."""
    short = reading("", "where is my invoice?", inferenceConfig={"maxTokens": 40})
    response = converse_client.converse(**short)
    assert response["stopReason"] == "max_tokens"
    assert response["usage"]["outputTokens"] == 40
    assert "summary" not in answer(response)
    assert "topic" in answer(response)


def test_malformed_answers_break_the_form_each_in_another_way(bedrock: NotBedrock, converse_client: Any) -> None:
    """k malformed answers violate the schema, the next one fits again."""
    bedrock.fail("malformed", calls=3)
    schema = tool()["toolSpec"]["inputSchema"]["json"]
    request = reading("", "where is my invoice?")
    found = [list(violations(answer(converse_client.converse(**request)), schema)) for _ in range(4)]
    assert all(found[:3])
    assert len({str(problems) for problems in found[:3]}) == 3
    assert found[3] == []
    assert [c.error for c in bedrock.calls] == ["malformed"] * 3 + [None]


def test_a_text_instead_of_the_tool(bedrock: NotBedrock, converse_client: Any) -> None:
    """Told to, the model talks instead of calling the tool."""
    bedrock.fail("text")
    response = converse_client.converse(**reading("", "where is my invoice?"))
    assert response["stopReason"] == "end_turn"
    assert [list(block) for block in response["output"]["message"]["content"]] == [["text"]]


def test_a_long_prefix_is_cached_for_its_time(converse_client: Any, clock: Clock) -> None:
    """From 4,096 tokens a prefix is written once, read while it lives, renewed by reading, and then written again."""

    def ask(ticket: str, ttl: str = "5m") -> dict[str, int]:
        request = reading("", ticket)
        request["system"] += [{"text": "x" * 20_000}, {"cachePoint": {"type": "default", "ttl": ttl}}]
        usage: dict[str, int] = converse_client.converse(**request)["usage"]
        return usage

    first, second = ask("where is my invoice?"), ask("another ticket")
    assert first["cacheWriteInputTokens"] > 5000
    assert (first["cacheReadInputTokens"], second["cacheWriteInputTokens"]) == (0, 0)
    assert second["cacheReadInputTokens"] == first["cacheWriteInputTokens"]
    assert second["inputTokens"] < 200
    clock.advance(299)
    assert ask("third")["cacheReadInputTokens"] > 0
    clock.advance(299)
    assert ask("fourth")["cacheReadInputTokens"] > 0
    clock.advance(301)
    assert ask("fifth", "1h")["cacheWriteInputTokens"] > 0
    clock.advance(3000)
    assert ask("sixth", "1h")["cacheReadInputTokens"] > 0


def test_a_short_prefix_is_not_cached(converse_client: Any) -> None:
    """Below the model's minimum a cache point is accepted and does nothing."""
    request = reading("", "where is my invoice?")
    request["system"].append({"cachePoint": {"type": "default"}})
    for _ in range(2):
        usage = converse_client.converse(**request)["usage"]
        assert (usage["cacheReadInputTokens"], usage["cacheWriteInputTokens"]) == (0, 0)
