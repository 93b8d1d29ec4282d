"""Reading: one model call for each thing the customer said, stored once, whatever goes wrong on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.deliveries import chat, mail
from tests.fakes.reader import filled
from tests.fakes.rulebook import small_book
from tests.fakes.wire import BreaksAt
from tests.fakes.world import World
from ticket_router.domain.base import Status, Tone, Urgency
from ticket_router.domain.errors import ReaderAway, Retryable
from ticket_router.domain.owing import Step
from ticket_router.domain.rulebook import State


@pytest.fixture
def world() -> World:
    """A desk that has seen nothing yet."""
    return World()


def test_one_message_is_one_call(world: World) -> None:
    """Its reading is stored with all that is needed to reproduce it, and the ticket owes a decision."""
    ticket_id = world.take_in(mail()).ticket_id
    assert world.read_ticket(ticket_id) == 1
    file = world.file(ticket_id)
    (reading,) = file.readings
    assert reading.message_key == file.messages[0].key
    assert (reading.tags.topic, reading.tags.topic_confidence, reading.malformed) == ("billing", 0.9, False)
    assert (reading.model_id, reading.rules_version, reading.calls) == ("fake-model", 7, 1)
    assert (reading.prompt_hash, reading.example_ids) == (
        world.reader.prompts[0].hash,
        world.reader.prompts[0].example_ids,
    )
    assert (reading.input_tokens, reading.output_tokens, reading.latency_ms) == (900, 60, 500)
    assert (file.ticket.status, file.ticket.owes) == (Status.read, Step.decide)
    assert world.desk.rows.audit[ticket_id, 2].action == "read"


def test_a_second_wake_up_reads_nothing(world: World) -> None:
    """At-least-once delivery must not be paid for twice."""
    ticket_id = world.take_in(mail()).ticket_id
    assert [world.read_ticket(ticket_id) for _ in range(3)] == [1, 0, 0]
    assert len(world.reader.prompts) == 1


def test_an_unknown_ticket_reads_nothing(world: World) -> None:
    """A wake-up may outlive its ticket."""
    assert world.read_ticket("T-0000000000") == 0


def test_each_message_of_a_chat_that_went_on_is_read_by_itself(world: World) -> None:
    """The second reading is of the new words alone, and no word is read twice."""
    ticket_id = world.take_in(chat("I cannot sign in at all")).ticket_id
    world.take_in(chat("I cannot sign in at all", "Hurry up!", at=STARTED + timedelta(minutes=1)))
    assert world.read_ticket(ticket_id) == 2
    assert ["cannot sign in at all" in p.user.rpartition("<ticket>")[2] for p in world.reader.prompts] == [True, False]
    assert world.file(ticket_id).ticket.owes is Step.decide


def test_a_malformed_answer_is_asked_for_again_more_strictly(world: World) -> None:
    """The second question says what was wrong; both are paid for and counted."""
    ticket_id = world.take_in(mail()).ticket_id
    world.reader.script = [filled("no-such-topic"), filled("login")]
    assert world.read_ticket(ticket_id) == 2
    (reading,) = world.file(ticket_id).readings
    assert (reading.tags.topic, reading.malformed, reading.calls) == ("login", False, 2)
    assert (reading.input_tokens, reading.output_tokens, reading.latency_ms) == (1800, 120, 1000)
    first, second = world.reader.prompts
    assert "did not fit the form" in second.user and "did not fit the form" not in first.user
    assert reading.prompt_hash == second.hash


def test_a_reader_malformed_twice_is_unsure_and_the_ticket_held(world: World) -> None:
    """It is never asked a third time, and a person gets the ticket."""
    world.reader.script = [{}, {}]
    ticket_id = world.deliver(mail())
    file = world.file(ticket_id)
    assert (file.readings[0].malformed, file.readings[0].calls, len(world.reader.prompts)) == (True, 2, 2)
    assert file.ticket.status is Status.held
    assert file.route is not None and "malformed twice" in file.route.decision.sentence


def test_a_reader_that_is_away_leaves_the_ticket_as_it_was(world: World) -> None:
    """The queue tries again; the debt and its due time stand."""
    ticket_id = world.take_in(mail()).ticket_id
    before = world.file(ticket_id)
    world.reader.script = [ReaderAway("throttled")]
    with pytest.raises(ReaderAway):
        world.read_ticket(ticket_id)
    assert world.file(ticket_id) == before
    assert world.read_ticket(ticket_id) == 1


def test_trouble_with_the_second_message_pays_for_the_first_only_once(world: World) -> None:
    """What was read is stored before the next question is asked."""
    ticket_id = world.take_in(chat("I cannot sign in at all")).ticket_id
    world.take_in(chat("I cannot sign in at all", "Hurry up!", at=STARTED + timedelta(minutes=1)))
    world.reader.script = [filled(), ReaderAway("throttled")]
    with pytest.raises(ReaderAway):
        world.read_ticket(ticket_id)
    assert len(world.file(ticket_id).readings) == 1
    assert world.file(ticket_id).ticket.owes is Step.read
    assert world.read_ticket(ticket_id) == 1


def test_a_late_reading_of_a_held_ticket_is_decided_again(world: World) -> None:
    """It was held because nobody could read it; now somebody can, and the card moves on by itself."""
    world.reader.away = True
    ticket_id = world.deliver(mail())
    world.pass_time(26, sweeping=True)
    world.reader.away = False
    assert world.file(ticket_id).ticket.status is Status.held
    assert world.card(ticket_id).landing.address == "#triage"
    assert world.read_ticket(ticket_id) == 1
    world.run()
    file = world.file(ticket_id)
    assert (file.ticket.status, file.ticket.reader_away) == (Status.delivered, False)
    assert world.card(ticket_id).landing.address == "#finance"


def test_a_reader_that_comes_back_reads_everything_that_waits(world: World) -> None:
    """A ticket given up on owes its other messages again, so that a crash between them loses none."""
    world.reader.away = True
    ticket_id = world.take_in(chat("I cannot sign in at all")).ticket_id
    world.take_in(chat("I cannot sign in at all", "Hurry up!", at=STARTED + timedelta(minutes=1)))
    world.pass_time(26, sweeping=True)
    assert world.file(ticket_id).ticket.status is Status.held
    world.reader.away = False
    world.reader.script = [filled(), ReaderAway("throttled")]
    with pytest.raises(ReaderAway):
        world.read_ticket(ticket_id)
    assert world.file(ticket_id).ticket.owes is Step.read


def test_racing_readers_store_one_reading(world: World) -> None:
    """Both asked, one answer stands: the fold would count a second one as another message's."""
    ticket_id = world.take_in(mail()).ticket_id
    raced: list[bool] = []
    usual = world.reader.usual

    def overtaken(prompt: object) -> dict[str, object]:
        if not raced:
            raced.append(True)
            world.read_ticket(ticket_id)
            return filled("login")
        return usual(prompt)  # type: ignore[arg-type]

    world.reader.usual = overtaken  # type: ignore[assignment]
    assert world.read_ticket(ticket_id) == 1
    assert [r.tags.topic for r in world.file(ticket_id).readings] == ["billing"]
    assert world.file(ticket_id).ticket.owes is Step.decide


@pytest.mark.parametrize("status", [Status.merged, Status.divided, Status.ignored, Status.forgotten])
def test_a_ticket_that_is_over_is_not_read(world: World, status: Status) -> None:
    """A wake-up that comes late costs nothing."""
    ticket_id = world.take_in(mail()).ticket_id
    ticket = world.file(ticket_id).ticket
    world.desk.rows.put_ticket(ticket.renewed(status=status))
    assert world.read_ticket(ticket_id) == 0
    assert world.reader.prompts == []


def test_only_live_topics_and_their_examples_are_shown(world: World) -> None:
    """What a manager switched off is neither a choice nor an example, and its name is no answer."""
    book = small_book()
    off = [t.renewed(state=State.off) if t.topic == "login" else t for t in book.topics]
    world.rules.book = book.renewed(topics=tuple(off))
    world.reader.script = [filled("login"), filled("billing")]
    ticket_id = world.take_in(mail("I cannot sign in and was charged twice")).ticket_id
    assert world.read_ticket(ticket_id) == 2
    prompt = world.reader.prompts[0]
    assert "login" not in prompt.tool_schema["properties"]["t"]["enum"]
    assert "- login" not in prompt.system and 't="login"' not in prompt.user
    assert 't="billing"' in prompt.user


def test_a_follow_up_may_raise_and_never_lowers(world: World) -> None:
    """The fold keeps the highest urgency and the worst tone that were ever read."""
    world.reader.script = [filled(urgency="h", tone="a"), filled(urgency="l", tone="c")]
    ticket_id = world.deliver(mail())
    world.clock.advance(minutes=1)
    world.deliver(mail("Thanks a lot for this", 2, references=("<1@mail.example>",), received_at=world.clock.at))
    read = world.file(ticket_id).understanding
    assert read is not None and (read.urgency, read.tone) == (Urgency.high, Tone.angry)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", ["FakeDesk.file", "FakeDesk.commit", "FakeRules.current"])
def test_trouble_with_a_store_is_cured_by_the_next_wake_up(world: World, call: str, after: bool) -> None:
    """At worst the model is asked once more; the ticket has one reading and owes its decision."""
    ticket_id = world.take_in(mail()).ticket_id
    world.wire = BreaksAt(calls_of_a_reading().index(call), Retryable("away"), after=after)
    with pytest.raises(Retryable):
        world.read_ticket(ticket_id)
    world.read_ticket(ticket_id)
    file = world.file(ticket_id)
    assert (len(file.readings), file.ticket.owes) == (1, Step.decide)
    assert len(world.reader.prompts) <= 2


def calls_of_a_reading() -> list[str]:
    """What reading a ticket asks of the world."""
    other = World()
    ticket_id = other.take_in(mail()).ticket_id
    other.wire.calls.clear()
    other.read_ticket(ticket_id)
    return other.wire.calls
