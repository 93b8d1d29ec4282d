"""The reader: one Bedrock Converse call with a forced tool.

Shape: Bedrock API reference, Converse; the default model is Claude Haiku 4.5, which takes a forced tool and
temperature 0. maxTokens is always set: unset, Bedrock reserves the model's maximum against the quota.
"""

from __future__ import annotations

from typing import Any

from ticket_router.domain.errors import ReaderAway
from ticket_router.domain.prompt import Answer, Prompt

_AWAY = frozenset(
    {
        "ThrottlingException",
        "TooManyRequestsException",
        "ServiceUnavailableException",
        "InternalServerException",
        "InternalServerError",
        "ModelTimeoutException",
        "ModelErrorException",
        "ModelNotReadyException",
        "ServiceQuotaExceededException",
    }
)


class BedrockReader:
    """Serves the `Reader` port."""

    def __init__(self, *, bedrock: Any, model_id: str) -> None:
        self._bedrock = bedrock
        self._model_id = model_id

    def ask(self, prompt: Prompt) -> Answer:
        """See the port. An answer without the tool comes back as an empty payload, which no form accepts."""
        from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

        try:
            answer = self._bedrock.converse(**self._request(prompt))
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            if error.response.get("Error", {}).get("Code") in _AWAY or status >= 500:
                raise ReaderAway(str(error)) from error
            raise
        except ParamValidationError:
            raise  # our own bug, which no waiting cures
        except BotoCoreError as error:
            raise ReaderAway(str(error)) from error
        usage = answer.get("usage", {})
        return Answer(
            payload=_tool_input(answer, prompt.tool_name),
            model_id=self._model_id,
            input_tokens=usage.get("inputTokens", 0),
            output_tokens=usage.get("outputTokens", 0),
            cached_tokens=usage.get("cacheReadInputTokens", 0),
            latency_ms=answer.get("metrics", {}).get("latencyMs", 0),
        )

    def _request(self, prompt: Prompt) -> dict[str, Any]:
        tool = {
            "toolSpec": {
                "name": prompt.tool_name,
                "description": "Tag the ticket.",
                "inputSchema": {"json": prompt.tool_schema},
            }
        }
        return {
            "modelId": self._model_id,
            "system": [{"text": prompt.system}],
            "messages": [{"role": "user", "content": [{"text": prompt.user}]}],
            "inferenceConfig": {"maxTokens": prompt.max_tokens, "temperature": 0.0},
            "toolConfig": {"tools": [tool], "toolChoice": {"tool": {"name": prompt.tool_name}}},
        }


def _tool_input(answer: dict[str, Any], tool_name: str) -> dict[str, Any]:
    for block in answer.get("output", {}).get("message", {}).get("content", []):
        use = block.get("toolUse", {})
        if use.get("name") == tool_name and isinstance(use.get("input"), dict):
            return dict(use["input"])
    return {}
