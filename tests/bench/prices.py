"""List prices, us-east-1, November 2026. An account's own bill is the truth; these say which lines are worth a look.

Sources: the services' pricing pages and Anthropic's model pages; what no page at hand confirms is said beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

MILLION = 1_000_000
KB, GB = 1024, 1024**3


@dataclass(frozen=True)
class Model:
    """One model on Bedrock. Prices in dollars per million tokens.

    `tokenizer` is its tokens per token of the estimate, `tool_prompt` the tokens that the vendor adds to a request with
    a forced tool (documented for Claude 3 Haiku as 340; assumed for its successors), `min_cached` the shortest prefix
    that its prompt cache keeps.
    """

    name: str
    model_id: str
    supported: bool
    input: float
    output: float
    write_5m: float
    write_1h: float
    cached: float
    min_cached: int
    tokenizer: float = 1.0
    tool_prompt: int = 340


HAIKU_4_5 = Model(
    "Haiku 4.5", "global.anthropic.claude-haiku-4-5-20251001-v1:0", True, 1.00, 5.00, 1.25, 2.00, 0.10, 4_096
)
HAIKU_5_5 = Model(
    "Haiku 5.5 (prices only)", "anthropic.claude-haiku-5-5", False, 0.10, 0.50, 0.125, 0.20, 0.01, 512, tokenizer=1.3
)
"""The request builder does not serve it yet. Its tokenizer makes about 30 % more tokens of the same text."""
MODELS = (HAIKU_4_5, HAIKU_5_5)

WRITE_UNIT = 0.625 / MILLION
READ_UNIT = 0.125 / MILLION
TABLE_GB, BACKUP_GB = 0.25, 0.20
LAMBDA_GB_SECOND = 0.0000133334
"""arm64."""
LAMBDA_REQUEST = 0.20 / MILLION
SQS_REQUEST = 0.40 / MILLION
S3_PUT, S3_GET, S3_GB = 5.00 / MILLION, 0.40 / MILLION, 0.023
SES_MAIL, SES_IN_CHUNK = 0.10 / 1000, 0.09 / 1000
"""A chunk is 256 KB of an incoming mail."""
KMS_REQUEST = 0.03 / 10_000
SCHEDULER_REQUEST = 1.00 / MILLION
ALARM_METRIC = 0.10
"""Per metric that an alarm looks at, so an alarm over four metrics costs four times as much."""
LOG_GB = 0.50

FREE_LAMBDA_GB_SECONDS, FREE_LAMBDA_REQUESTS = 400_000, MILLION
FREE_SQS, FREE_KMS, FREE_SCHEDULER = MILLION, 20_000, 14 * MILLION
FREE_ALARM_METRICS, FREE_LOG_GB, FREE_TABLE_GB = 10, 5, 25
"""What stays free after an account's first year."""
