"""Reader: one Converse call against the strict stand-in over a socket, and every way in which a model is away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from scripts.ops.starter import starter_rulebook
from scripts.sandbox.not_bedrock import NotBedrock
from tests.fakes.reader import FakeReader
from ticket_router.adapters.aws.bedrock import BedrockReader
from ticket_router.domain.answer import tags_from
from ticket_router.domain.errors import MalformedAnswer, ReaderAway
from ticket_router.domain.examples import choose_examples
from ticket_router.domain.prompt import Prompt, build_prompt
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Reader

MODEL = "global.anthropic.claude-haiku-4-5-20251001-v1:0"
BOOK: RuleBook = starter_rulebook()


def prompt(text: str = "I was charged twice for my subscription, please refund one invoice.") -> Prompt:
    """The product's own prompt for a text."""
    examples = choose_examples(text, BOOK.examples)
    return build_prompt(tuple(BOOK.live_topics.values()), examples, "A question", text)


@pytest.fixture
def bedrock() -> Iterator[NotBedrock]:
    """The stand-in, listening."""
    with NotBedrock(now=lambda: 1_770_000_000.0, hold_seconds=0.5) as running:
        yield running


def client(url: str, attempts: int = 1) -> Any:
    """A real Bedrock client towards the stand-in."""
    return boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=url,
        config=Config(retries={"mode": "standard", "total_max_attempts": attempts}, connect_timeout=2, read_timeout=5),
    )


@pytest.fixture(params=["memory", "bedrock"])
def reader(request: pytest.FixtureRequest, bedrock: NotBedrock) -> Reader:
    """A reader of each kind."""
    if request.param == "memory":
        return FakeReader()
    return BedrockReader(bedrock=client(bedrock.url), model_id=MODEL)


def test_an_answer_fits_the_form_and_says_what_it_cost(reader: Reader) -> None:
    """Its payload is accepted by the form, and tokens, model and time are there to be stored."""
    answer = reader.ask(prompt())
    tags = tags_from(answer.payload, BOOK.live_topics)
    assert tags.topic == "billing"
    assert answer.model_id
    assert min(answer.input_tokens, answer.output_tokens, answer.latency_ms) > 0


def test_one_question_is_one_call_with_the_tool_forced(bedrock: NotBedrock) -> None:
    """The request holds the system text, the fenced ticket, the forced tool and a bound on the output."""
    asked = prompt()
    BedrockReader(bedrock=client(bedrock.url), model_id=MODEL).ask(asked)
    (request,) = bedrock.requests
    assert request["toolConfig"]["toolChoice"] == {"tool": {"name": asked.tool_name}}
    assert request["inferenceConfig"] == {"maxTokens": asked.max_tokens, "temperature": 0.0}
    assert request["system"] == [{"text": asked.system}]
    assert request["messages"] == [{"role": "user", "content": [{"text": asked.user}]}]


@pytest.mark.parametrize(
    "kind", ["429", "500", "503", "ModelTimeout", "ModelError", "ModelNotReady", "drop", "timeout"]
)
def test_a_reader_that_is_away_is_named_so(bedrock: NotBedrock, kind: str) -> None:
    """Throttled, slow, down or cut off: the ticket waits its turn instead of being lost."""
    bedrock.fail(kind)
    with pytest.raises(ReaderAway):
        BedrockReader(bedrock=client(bedrock.url), model_id=MODEL).ask(prompt())


def test_the_sdk_tries_once_more_by_itself(bedrock: NotBedrock) -> None:
    """A hiccup costs a second call, not a visit to the queue."""
    bedrock.fail("500")
    reader = BedrockReader(bedrock=client(bedrock.url, attempts=2), model_id=MODEL)
    assert tags_from(reader.ask(prompt()).payload, BOOK.live_topics).topic == "billing"


def test_a_question_that_is_wrong_is_a_bug_and_no_absence(bedrock: NotBedrock) -> None:
    """A model that does not exist here must page somebody instead of holding every ticket."""
    reader = BedrockReader(bedrock=client(bedrock.url), model_id="no-such-model")
    with pytest.raises(ClientError):
        reader.ask(prompt())


@pytest.mark.parametrize("kind", ["text", "malformed"])
def test_an_answer_outside_the_form_is_refused_by_the_form(bedrock: NotBedrock, kind: str) -> None:
    """No tool, or a tool filled in wrongly: neither becomes tags, and neither is an error of the call."""
    bedrock.fail(kind, calls=6)
    reader = BedrockReader(bedrock=client(bedrock.url), model_id=MODEL)
    for _ in range(6):
        with pytest.raises(MalformedAnswer):
            tags_from(reader.ask(prompt()).payload, BOOK.live_topics)
