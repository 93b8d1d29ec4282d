"""Bedrock's Converse as the product sees it: strict about the request, read by a stand-in that knows nothing else.

    bedrock = NotBedrock(now=clock)       # a Standin: start() stop() url fail() heal() reset() calls
    boto3.client("bedrock-runtime", endpoint_url=bedrock.url)
    bedrock.requests                      # every accepted request body (list[dict]), oldest first
    bedrock.fail("malformed", calls=2)    # besides the common faults: 503 ModelTimeout ModelError ModelNotReady
                                          # malformed (the schema is violated) text (no tool use)

The reader sees the request alone: topic lines in the system text, shown examples, the fenced ticket, the tool's
schema. Topics are read by the small method measured on public data; tone and urgency come from a rough word list,
and the demo page has to say so (`ROUGH`). Tokens are estimated as characters / 4.
"""

from __future__ import annotations

from scripts.sandbox.not_bedrock.server import NotBedrock
from scripts.sandbox.not_bedrock.temper import ROUGH

__all__ = ["ROUGH", "NotBedrock"]
