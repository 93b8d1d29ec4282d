"""What Bedrock and Claude refuse in a Converse request whose shape is right: turns, tools, sampling, cache points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.sandbox.aws_wire import AwsRefusal
from scripts.sandbox.not_bedrock.json_schema import check_schema
from scripts.sandbox.not_bedrock.model_card import ModelCard
from scripts.sandbox.not_bedrock.tokens import blocks_of, tokens_of

_NOT_COVERED = ("guardrailConfig", "promptVariables", "outputConfig", "additionalModelResponseFieldPaths")
_MODEL_FIELDS = frozenset({"top_k", "thinking", "anthropic_beta"})
_BLOCKS = frozenset({"text", "toolUse", "toolResult", "cachePoint"})


def invalid(message: str) -> AwsRefusal:
    """ValidationException with this text."""
    return AwsRefusal("ValidationException", message)


def check_request(request: Mapping[str, Any], card: ModelCard) -> None:
    """Refuse what the service or the model would refuse; what this stand-in does not cover is refused too."""
    for name in _NOT_COVERED:
        if request.get(name) is not None:
            raise invalid(f"{name} is not covered by this stand-in.")
    _check_sampling(request.get("inferenceConfig") or {}, card)
    _check_tools(request)
    _check_model_fields(request)
    _check_turns(request)
    _check_cache_points(request, card)
    if tokens_of(request) > card.context_tokens:
        raise invalid("Input is too long for requested model.")


def _check_sampling(config: Mapping[str, Any], card: ModelCard) -> None:
    wanted = config.get("maxTokens")
    if wanted is None:
        # Bedrock would take the model's maximum and reserve it from the account's quota: our own rule
        # forbids that.
        raise invalid("inferenceConfig.maxTokens must be set.")
    if wanted > card.max_output_tokens:
        raise invalid(
            f"The maximum tokens you requested exceeds the model limit of {card.max_output_tokens}. Try again "
            f"with a maximum tokens value that is lower than {card.max_output_tokens}."
        )
    both = config.get("temperature") is not None and config.get("topP") is not None
    if both and not card.temperature_and_top_p:
        raise invalid(
            "The model returned the following errors: `temperature` "
            "and `top_p` cannot both be specified for this "
            "model. Please use only one."
        )


def _check_tools(request: Mapping[str, Any]) -> None:
    config = request.get("toolConfig")
    if config is None:
        return
    specs = [tool["toolSpec"] for tool in config["tools"] if tool.get("toolSpec")]
    names = [spec["name"] for spec in specs]
    if len(set(names)) != len(names):
        raise invalid("The toolConfig contains tools with the same name.")
    for index, spec in enumerate(specs):
        check_schema(spec["inputSchema"]["json"], f"toolConfig.tools.{index}.toolSpec.inputSchema.json")
    choice = (config.get("toolChoice") or {}).get("tool")
    if choice is not None and choice["name"] not in names:
        raise invalid(f"The tool name {choice['name']} in toolChoice is not among the tools of toolConfig.")


def _check_model_fields(request: Mapping[str, Any]) -> None:
    fields = request.get("additionalModelRequestFields") or {}
    for name in fields:
        if name not in _MODEL_FIELDS:
            raise invalid(f"The model returned the following errors: {name}: Extra inputs are not permitted")
    thinking = fields.get("thinking") or {}
    forced = {"tool", "any"} & set((request.get("toolConfig") or {}).get("toolChoice") or {})
    if thinking.get("type") == "enabled" and forced:
        raise invalid(
            "The model returned the following errors: Thinking may not be enabled when tool_choice forces tool use."
        )


def _check_turns(request: Mapping[str, Any]) -> None:
    messages = request.get("messages") or []
    if not messages:
        raise invalid("A conversation must have at least one message.")
    if messages[0]["role"] != "user":
        raise invalid(
            "A conversation must start with a user message. Try "
            "again with a conversation that starts with a user "
            "message."
        )
    for index, message in enumerate(messages):
        role = message["role"]
        if role == "system":
            raise invalid("This model does not support messages with the role system.")
        if index and role == messages[index - 1]["role"]:
            raise invalid(
                "A conversation must alternate between user and assistant roles. Make sure the conversation "
                "alternates between user and assistant roles and try again."
            )
        _check_content(message["content"], f"messages.{index}")
    for index, block in enumerate(request.get("system") or []):
        if "text" in block and not block["text"].strip():
            raise invalid(f"The text field in the SystemContentBlock object at system.{index} is blank.")
    _check_tool_turns(request, messages)


def _check_content(content: Sequence[Mapping[str, Any]], path: str) -> None:
    if not content:
        raise invalid(
            f"The content field in the Message object at {path} is empty. Add a ContentBlock object to the "
            "content field and try again."
        )
    for index, block in enumerate(content):
        kind = next(iter(block))
        if kind not in _BLOCKS:
            raise invalid(f"{path}.content.{index}: {kind} is not covered by this stand-in.")
        if kind == "text" and not block["text"].strip():
            raise invalid(
                f"The text field in the ContentBlock object at {path}.content.{index} is blank. Add text to the "
                "text field, and try again."
            )


def _check_tool_turns(request: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> None:
    waiting: list[str] = []
    for index, message in enumerate(messages):
        results = [block["toolResult"]["toolUseId"] for block in message["content"] if "toolResult" in block]
        if waiting and (unanswered := [use for use in waiting if use not in results]):
            raise invalid(
                f"Expected toolResult blocks at messages.{index}.content for the following Ids: {', '.join(unanswered)}"
            )
        if any(result not in waiting for result in results):
            raise invalid(
                f"The number of toolResult blocks at messages.{index}.content exceeds the number of toolUse "
                "blocks of previous turn."
            )
        waiting = [block["toolUse"]["toolUseId"] for block in message["content"] if "toolUse" in block]
        if (results or waiting) and request.get("toolConfig") is None:
            raise invalid("The toolConfig field must be defined when using toolUse and toolResult content blocks.")


def _check_cache_points(request: Mapping[str, Any], card: ModelCard) -> None:
    points = [block["cachePoint"] for block in blocks_of(request) if "cachePoint" in block]
    if len(points) > card.cache_points:
        raise invalid(f"A maximum of {card.cache_points} cachePoint blocks may be given, found {len(points)}.")
    ttls = [point.get("ttl", "5m") for point in points]
    if "5m" in ttls and "1h" in ttls[ttls.index("5m") :]:
        raise invalid("A cachePoint with ttl 1h must not come after a cachePoint with ttl 5m.")
