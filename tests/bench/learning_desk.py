"""A desk that reads, has its errors corrected and learns from them: the product's own parts, without the stores.

The reader is the local stand-in, which sees the request alone. Every wrong or unsure reading is corrected by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts.sandbox.not_bedrock.answer import fill
from scripts.sandbox.not_bedrock.prompt_view import look
from scripts.sandbox.not_bedrock.reader import read
from ticket_router.adapters.aws.bedrock import BedrockReader
from ticket_router.domain.answer import tags_from
from ticket_router.domain.base import Source, Urgency
from ticket_router.domain.correction import Action, Correction
from ticket_router.domain.examples import CHARACTERS_PER_TOKEN, LABEL_TOKENS, SHOWN, TOKEN_BUDGET, choose_examples
from ticket_router.domain.file import TicketFile
from ticket_router.domain.inbound import Customer
from ticket_router.domain.learning.labelled import LabelledExample, SheetExamples, examples_in_force
from ticket_router.domain.learning.lessons import lesson, reliable
from ticket_router.domain.prompt import build_prompt
from ticket_router.domain.reading import Reading, Tags
from ticket_router.domain.rulebook import Example, Topic
from ticket_router.domain.ticket import Message, Ticket

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
REBUILT_EVERY = 10
"""Corrections between two rebuilds: people correct in spells, and the curve does not depend on it."""
NOBODY = Customer(address="c@shop.example")

Policy = Callable[[str, Sequence[Example]], Sequence[Example]]


def chosen(text: str, examples: Sequence[Example]) -> Sequence[Example]:
    """The product's: nearest to the ticket."""
    return choose_examples(text, examples)


def latest(_text: str, examples: Sequence[Example]) -> Sequence[Example]:
    """The latest of each topic in turn, as many as are chosen otherwise and within the same budget."""
    by_topic: dict[str, list[Example]] = defaultdict(list)
    for example in reversed(examples):
        by_topic[example.topic].append(example)
    turns = [one for n in range(SHOWN) for ones in by_topic.values() for one in ones[n : n + 1]]
    shown: list[Example] = []
    tokens = 0
    for example in turns:
        cost = LABEL_TOKENS + min(len(example.text), 400) // CHARACTERS_PER_TOKEN
        if len(shown) < SHOWN and tokens + cost <= TOKEN_BUDGET:
            shown.append(example)
            tokens += cost
    return shown


def none(_text: str, _examples: Sequence[Example]) -> Sequence[Example]:
    """Topic lines alone."""
    return ()


class _Bedrock:
    """Converse, answered by the stand-in's reader."""

    def converse(self, **request: Any) -> dict[str, Any]:
        """As Bedrock's."""
        schema = request["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"]
        seen = look(request, schema)
        tool_use = {"name": "tag_ticket", "input": fill(seen, read(seen))}
        return {"output": {"message": {"content": [{"toolUse": tool_use}]}}}


class LearningDesk:
    """One desk under one policy."""

    def __init__(self, lines: Mapping[str, str], policy: Policy) -> None:
        self.topics = [Topic(row=n, topic=t, team="desk", description=d) for n, (t, d) in enumerate(lines.items(), 2)]
        self.policy = policy
        self.learned: tuple[LabelledExample, ...] = ()
        self.shown_tokens = 0
        self._reader = BedrockReader(bedrock=_Bedrock(), model_id="stand-in")
        self._known = {topic.topic: topic for topic in self.topics}
        self._lessons: dict[str, LabelledExample] = {}
        self._since = 0

    def read(self, text: str) -> Tags:
        """What the reader makes of a ticket now."""
        shown = self.policy(f"\n{text}", examples_in_force((), self.learned))
        self.shown_tokens += sum(LABEL_TOKENS + min(len(one.text), 400) // CHARACTERS_PER_TOKEN for one in shown)
        prompt = build_prompt(self.topics, shown, "", text)
        return tags_from(self._reader.ask(prompt).payload, self._known)

    def arrive(self, number: int, text: str, topic: str) -> bool:
        """Read a ticket and have it corrected if it was read wrong; whether it was read right."""
        tags = self.read(text)
        if tags.topic == topic:
            return True
        self._correct(number, text, tags, topic)
        return False

    def _correct(self, number: int, text: str, tags: Tags, topic: str) -> None:
        at = START + timedelta(minutes=number)
        name = f"T-{number}"
        said = Message(key="m", author=NOBODY, text=text, received_at=at, source=Source.form)
        file = TicketFile(
            ticket=Ticket(ticket_id=name, source=Source.form, customer=NOBODY, received_at=at),
            messages=(said,),
            readings=(Reading(message_key="m", tags=tags, read_at=at),),
        )
        correction = Correction(
            ticket_id=name,
            rev=2,
            wish_id=name,
            action=Action.reassign,
            at=at,
            by="bench",
            origin="workbook",
            orig_topic=tags.topic,
            orig_team="desk",
            orig_urgency=tags.urgency,
            topic=topic,
            team="desk",
            urgency=Urgency.low,
            teaches=True,
        )
        if (new := lesson(correction, file)) is not None:
            self._lessons[new.id] = new
            self._since += 1
        if self._since >= REBUILT_EVERY:
            self.learned, self._since = reliable(tuple(self._lessons.values()), SheetExamples()), 0
