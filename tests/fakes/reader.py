"""A reader whose answers a test writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.wire import Wire, wired
from ticket_router.domain.errors import ReaderAway
from ticket_router.domain.prompt import Answer, Prompt

Payload = dict[str, Any]


def filled(topic: str = "billing", urgency: str = "l", tone: str = "c", sure: int = 90, **more: Any) -> Payload:
    """The tool as the model would fill it in: `urgency` l, m or h, `tone` c, f or a, `sure` in percent."""
    return {
        "t": topic,
        "tc": sure,
        "u": urgency,
        "uc": 80,
        "o": tone,
        "oc": 80,
        "l": "en",
        "s": f"A question about {topic}.",
        **more,
    }


def by_words(words: Mapping[str, Payload], otherwise: Payload | None = None) -> Callable[[Prompt], Payload]:
    """A reader that looks for words in the ticket itself: the first that stands in it has its answer."""

    def read(prompt: Prompt) -> Payload:
        ticket = prompt.user.rpartition("<ticket>")[2]
        return next((answer for word, answer in words.items() if word in ticket), otherwise or filled())

    return read


class FakeReader:
    """Serves the `Reader` port: first what `script` holds (errors are raised), then what `usual` makes of a prompt."""

    def __init__(self, usual: Callable[[Prompt], Payload] | None = None, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.usual = usual or (lambda _prompt: filled())
        self.script: list[Payload | Exception] = []
        self.prompts: list[Prompt] = []
        """Every question that was asked, answered or not."""
        self.away = False

    @wired
    def ask(self, prompt: Prompt) -> Answer:
        """See the port."""
        self.prompts.append(prompt)
        if self.away:
            raise ReaderAway("throttled")
        payload = self.script.pop(0) if self.script else self.usual(prompt)
        if isinstance(payload, Exception):
            raise payload
        return Answer(
            payload=payload, model_id="fake-model", input_tokens=900, output_tokens=60, cached_tokens=0, latency_ms=500
        )
