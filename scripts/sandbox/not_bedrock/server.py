"""The Bedrock stand-in itself: one endpoint, checked like the service, answered like the model, billed like both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scripts.sandbox.aws_wire import AwsRefusal, check_shape, request_shape, signed_region
from scripts.sandbox.not_bedrock.answer import fill
from scripts.sandbox.not_bedrock.malformed import spoiled
from scripts.sandbox.not_bedrock.model_card import card_for
from scripts.sandbox.not_bedrock.prompt_cache import PromptCache, Split
from scripts.sandbox.not_bedrock.prompt_view import look
from scripts.sandbox.not_bedrock.reader import read
from scripts.sandbox.not_bedrock.request_rules import check_request
from scripts.sandbox.not_bedrock.tokens import estimate
from scripts.sandbox.standin import Clock, Fault, Reply, Standin

_CONVERSE = request_shape("bedrock-runtime", "Converse")
_REFUSALS: Mapping[str, tuple[str, str, int]] = {
    "429": ("ThrottlingException", "Too many requests, please wait before trying again.", 429),
    "500": ("InternalServerException", "The system encountered an unexpected error during processing.", 500),
    "503": ("ServiceUnavailableException", "Bedrock is unable to process your request.", 503),
    "ModelTimeout": ("ModelTimeoutException", "Model has timed out in processing the request.", 408),
    "ModelError": ("ModelErrorException", "The request failed because of an error in the model.", 424),
    "ModelNotReady": ("ModelNotReadyException", "The model is not ready to serve this request.", 429),
}


class NotBedrock(Standin):
    """One account's Converse; see the package for what is offered."""

    name = "bedrock"
    known_calls: ClassVar[frozenset[str]] = frozenset({"Converse"})
    own_faults = ("503", "ModelTimeout", "ModelError", "ModelNotReady", "malformed", "text")

    def __init__(self, now: Clock, *, hold_seconds: float = 2.0, slow_seconds: float = 1.0) -> None:
        super().__init__(now, hold_seconds=hold_seconds, slow_seconds=slow_seconds)
        self.requests: list[dict[str, Any]] = []
        self._cache = PromptCache()
        self._spoiled = 0

    def routes(self) -> list[Route]:
        """POST /model/{modelId}/converse; the id may be an ARN."""
        return [Route("/model/{model_id:path}/converse", self._call, methods=["POST"])]

    async def _call(self, request: Request) -> Response:
        content = await request.body()
        return await self.answer(request, "Converse", lambda fault: self._guarded(request, content, fault))

    def _guarded(self, request: Request, content: bytes, fault: Fault | None) -> Reply:
        try:
            region = signed_region(request, "bedrock")
            try:
                parsed = json.loads(content)
            except ValueError as problem:
                raise AwsRefusal("SerializationException", "The body is not JSON.") from problem
            check_shape(parsed, _CONVERSE, "ValidationException", frozenset({"modelId"}))
            card = card_for(request.path_params["model_id"], region)
            check_request(parsed, card)
        except AwsRefusal as refusal:
            return refusal.reply()
        self.requests.append(parsed)
        split = self._cache.split(parsed, card, self.now())
        kind = fault.with_ if fault else ""
        return Reply(self._converse(parsed, split, kind), error=kind if kind in ("malformed", "text") else None)

    def _converse(self, request: Mapping[str, Any], split: Split, kind: str) -> dict[str, Any]:
        tool = _asked_tool(request)
        if tool is None or kind == "text":
            told = "I would say that this ticket is about something else, but let me think about it first."
            return _response([{"text": told}], "end_turn", estimate(told), split)
        schema = tool["inputSchema"]["json"]
        seen = look(request, schema)
        filled = fill(seen, read(seen))
        if kind == "malformed":
            filled = spoiled(filled, schema, self._spoiled)
            self._spoiled += 1
        allowed = request["inferenceConfig"]["maxTokens"]
        fitting = _cut(filled, allowed)
        use = {"toolUseId": f"tooluse_{len(self.requests):022d}", "name": tool["name"], "input": fitting}
        reason = "tool_use" if len(fitting) == len(filled) else "max_tokens"
        used = min(allowed, estimate(json.dumps(filled, ensure_ascii=False)) + _CALL_TOKENS)
        return _response([{"toolUse": use}], reason, used, split)

    def refusal(self, fault: Fault) -> Reply | None:
        """The service's refusals; malformed and text change the answer instead."""
        if fault.with_ not in _REFUSALS:
            return None
        code, message, status = _REFUSALS[fault.with_]
        headers = {"Retry-After": str(fault.retry_after)} if fault.with_ == "429" else {}
        return AwsRefusal(code, message, status, **headers).reply()

    def clear(self) -> None:
        """No requests remembered, an empty prompt cache."""
        self.requests.clear()
        self._cache = PromptCache()
        self._spoiled = 0


_CALL_TOKENS = 20
"""What calling a tool costs besides its input."""


def _asked_tool(request: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The tool that the model has to (or, given the choice, will) call."""
    config = request.get("toolConfig")
    if config is None:
        return None
    specs = [tool["toolSpec"] for tool in config["tools"] if tool.get("toolSpec")]
    forced = (config.get("toolChoice") or {}).get("tool")
    return next((spec for spec in specs if forced is None or spec["name"] == forced["name"]), None)


def _cut(filled: Mapping[str, Any], max_tokens: int) -> dict[str, Any]:
    """As many of the fields as fit into the output: a model that runs out of tokens leaves the form half filled."""
    fitting: dict[str, Any] = {}
    for name, value in filled.items():
        grown = {**fitting, name: value}
        if estimate(json.dumps(grown, ensure_ascii=False)) + _CALL_TOKENS > max_tokens:
            break
        fitting = grown
    return fitting


def _response(content: list[dict[str, Any]], reason: str, output: int, split: Split) -> dict[str, Any]:
    usage: dict[str, Any] = {
        "inputTokens": split.plain,
        "outputTokens": output,
        "totalTokens": split.plain + split.read + split.written + output,
        "cacheReadInputTokens": split.read,
        "cacheWriteInputTokens": split.written,
    }
    if split.written:
        usage["cacheDetails"] = [{"ttl": split.ttl, "inputTokens": split.written}]
    latency = 300 + 10 * output + (split.plain + split.written) // 20
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": reason,
        "usage": usage,
        "metrics": {"latencyMs": latency},
    }
