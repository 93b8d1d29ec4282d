"""What a model on Bedrock accepts beyond Converse's own shape, so that each supported model is one value here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scripts.sandbox.aws_wire import AwsRefusal


@dataclass(frozen=True)
class ModelCard:
    """Facts of one model. `profiles` maps an inference profile's prefix to the regions it can be called from."""

    model_id: str
    profiles: Mapping[str, str]
    max_output_tokens: int
    context_tokens: int
    min_cache_tokens: int
    cache_points: int
    temperature_and_top_p: bool


HAIKU_4_5 = ModelCard(
    model_id="anthropic.claude-haiku-4-5-20251001-v1:0",
    profiles={
        "us": r"us-(east|west)-\d|ca-.*",
        "eu": r"eu-.*",
        "jp": r"ap-northeast-[13]",
        "au": r"ap-southeast-[246]",
        "global": r".*",
    },
    max_output_tokens=64_000,
    context_tokens=200_000,
    min_cache_tokens=4_096,
    cache_points=4,
    temperature_and_top_p=False,
)
CARDS = (HAIKU_4_5,)

_PROFILE_ARN = re.compile(
    r"arn:aws:bedrock:(?P<region>[a-z0-9-]+):\d{12}:(?P<kind>inference-profile|application-inference-profile)/(?P<id>.+)"
)


def card_for(model_id: str, region: str) -> ModelCard:
    """The card behind a model id or an inference profile's ARN; raises as Bedrock does for every other id.

    The bare id of a Claude 4.5 model cannot be called on demand: it needs a profile (us., eu., jp., au., global.).
    """
    arn = _PROFILE_ARN.fullmatch(model_id)
    if arn and arn["kind"] == "application-inference-profile":
        raise AwsRefusal("ResourceNotFoundException", f"Inference profile {model_id} was not found.", 404)
    plain = arn["id"] if arn else model_id
    for card in CARDS:
        if plain == card.model_id and not arn:
            raise AwsRefusal(
                "ValidationException",
                f"Invocation of model ID {model_id} with on-demand throughput isn\N{RIGHT SINGLE QUOTATION MARK}t "
                "supported. Retry your request with the ID or ARN of "
                "an inference profile that contains this "
                "model.",
            )
        prefix, _, rest = plain.partition(".")
        if rest == card.model_id and re.fullmatch(card.profiles.get(prefix, "(?!)"), region):
            return card
    raise AwsRefusal("ValidationException", "The provided model identifier is invalid.")
