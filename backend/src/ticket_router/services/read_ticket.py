"""Reading: one model call for each customer message that has no reading yet."""

from __future__ import annotations

from functools import partial

from ticket_router.domain.answer import tags_from, unsure_tags
from ticket_router.domain.base import Status
from ticket_router.domain.change import Change, TicketWrite
from ticket_router.domain.errors import MalformedAnswer
from ticket_router.domain.examples import choose_examples
from ticket_router.domain.learning.labelled import as_shown, examples_in_force
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.prompt import SHOWN_HEAD, Answer, Prompt, build_prompt
from ticket_router.domain.reading import Reading, Tags
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import Message
from ticket_router.ports import Clock, Desk, Learned, Reader, Rules
from ticket_router.services.persistence import persistently

FINISHED = (Status.merged, Status.divided, Status.ignored, Status.forgotten)


class ReadTicket:
    """The use case behind the intake queue."""

    def __init__(
        self, *, desk: Desk, reader: Reader, rules: Rules, clock: Clock, learned: Learned | None = None
    ) -> None:
        """Without `learned` the reader is shown the sheet's own examples alone."""
        self._desk = desk
        self._reader = reader
        self._rules = rules
        self._clock = clock
        self._learned = learned

    def __call__(self, ticket_id: str) -> int:
        """Read what is unread and hand the ticket on to be decided; returns the number of model calls.

        A reading is stored as soon as it is there, so trouble with a second message never pays for the first one twice.

        Raises ReaderAway when the model is throttled or down.
        """
        calls = 0
        while True:
            file = self._desk.file(ticket_id)
            if file is None or file.ticket.status in FINISHED:
                return calls
            if not file.unread:
                if file.ticket.owes is Step.read:
                    persistently(partial(self._hand_on, ticket_id, None))
                return calls
            message = file.unread[0]
            reading = self._read(message)
            calls += reading.calls
            if not persistently(partial(self._hand_on, ticket_id, reading)):
                return calls

    def _hand_on(self, ticket_id: str, reading: Reading | None) -> bool:
        """Store a reading; once nothing is left unread, the ticket owes a decision. True when more may be unread."""
        file = self._desk.file(ticket_id)
        if file is None or file.ticket.status in FINISHED:
            return False
        if reading and all(reading.message_key != message.key for message in file.unread):
            return True  # another worker was quicker; its reading stands
        left = [m for m in file.unread if reading is None or m.key != reading.message_key]
        now = self._clock.now()
        ticket = file.ticket
        changes: dict[str, object] = {"rev": ticket.rev + 1, "reader_away": False}
        if not left:
            changes |= debt(Step.decide, now)
        elif ticket.owes is not Step.read:  # given up on before, and now the reader is back
            changes |= debt(Step.read, now)
        if ticket.status is Status.received:
            changes["status"] = Status.read
        note = "nothing left to read"
        if reading:
            tags = reading.tags
            changes["override"] = ticket.override.after(tags) if ticket.override else None
            note = f"{tags.topic} {tags.topic_confidence:.2f}, urgency {tags.urgency.value}, tone {tags.tone.value}"
        write = TicketWrite(
            ticket=ticket.renewed(**changes), before=ticket, action="read", by="reader", note=note, at=now
        )
        self._desk.commit(Change(tickets=(write,), readings=((ticket_id, reading),) if reading else ()))
        return bool(left)

    def _read(self, message: Message) -> Reading:
        rulebook = self._rules.current()
        prompt = self._prompt(rulebook, message)
        answer = self._reader.ask(prompt)
        tags, problem = _checked(answer, rulebook)
        calls = 1
        if tags is None:
            prompt = self._prompt(rulebook, message, stricter=problem)
            again = self._reader.ask(prompt)
            calls = 2
            tags, problem = _checked(again, rulebook)
            answer = again.renewed(
                input_tokens=answer.input_tokens + again.input_tokens,
                output_tokens=answer.output_tokens + again.output_tokens,
                cached_tokens=answer.cached_tokens + again.cached_tokens,
                latency_ms=answer.latency_ms + again.latency_ms,
            )
        return Reading(
            message_key=message.key,
            tags=tags or unsure_tags(),
            malformed=tags is None,
            read_at=self._clock.now(),
            model_id=answer.model_id,
            prompt_hash=prompt.hash,
            rules_version=rulebook.version,
            example_ids=prompt.example_ids,
            input_tokens=answer.input_tokens,
            output_tokens=answer.output_tokens,
            cached_tokens=answer.cached_tokens,
            latency_ms=answer.latency_ms,
            calls=calls,
        )

    def _prompt(self, rulebook: RuleBook, message: Message, stricter: str = "") -> Prompt:
        topics = tuple(rulebook.live_topics.values())
        live = rulebook.live_topics
        learned = self._learned.current() if self._learned else ()
        examples = [example for example in examples_in_force(rulebook.examples, learned) if example.topic in live]
        shown = message.shown if message.text else ""  # a chat in which the customer said nothing
        text = f"{message.subject}\n{shown[:SHOWN_HEAD]}"
        chosen = [as_shown(example) for example in choose_examples(text, examples)]
        return build_prompt(topics, chosen, message.subject, shown, stricter=stricter)


def _checked(answer: Answer, rulebook: RuleBook) -> tuple[Tags | None, str]:
    try:
        return tags_from(answer.payload, rulebook.live_topics), ""
    except MalformedAnswer as problem:
        return None, str(problem)
