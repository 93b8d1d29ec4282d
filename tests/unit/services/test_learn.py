"""learn: what people correct becomes examples, whatever was lost, doubled or done at once."""

from __future__ import annotations

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.learning import FakeCorrections, FakeExamplesArchive
from tests.fakes.rulebook import small_book
from tests.fakes.sheet_state import FakeRulesArchive
from tests.fakes.wire import BreaksAt, Killed, Wire
from tests.fakes.world import World
from tests.unit.learning.samples import minutes, row
from tests.unit.services.stage import Stage
from ticket_router.domain.correction import Wish
from ticket_router.domain.errors import Retryable
from ticket_router.domain.inbound import Customer
from ticket_router.domain.learning.labelled import TakenBack
from ticket_router.domain.rulebook import State
from ticket_router.domain.workbook.export import examples_jsonl
from ticket_router.services.correct import Correct
from ticket_router.services.learn import Learn
from ticket_router.services.read_ticket import ReadTicket


class School:
    """A desk whose corrections are learned."""

    def __init__(self) -> None:
        self.world = World()
        self.rules = FakeRulesArchive()
        self.archive = FakeExamplesArchive(self.rules)
        self.corrections = FakeCorrections(self.world.desk.rows)
        self.learn = Learn(desk=self.world.desk, corrections=self.corrections, archive=self.archive)
        self.correct = Correct(
            desk=self.world.desk, rules=self.world.rules, queue=self.world.intake, clock=self.world.clock
        )
        self.number = 0

    def correction(self, text: str, topic: str = "login") -> str:
        """A ticket that was read as billing and corrected to a topic; its id."""
        self.number += 1
        customer = Customer(address=f"c{self.number}@shop.example", name="Maria Voss")
        ticket_id = self.world.deliver(mail(text, self.number, customer=customer, subject=""))
        self.world.clock.advance(minutes=1)
        wish = Wish(id=f"w{self.number}", ticket_id=ticket_id, topic=topic, by="bob", origin="workbook")
        assert self.correct(wish).done
        return ticket_id

    def texts(self) -> list[str]:
        """What is learned now, oldest first."""
        return [one.text for one in self.archive.current()]

    def wire(self, wire: Wire) -> None:
        """What every call of learn passes."""
        for fake in (self.world.desk, self.corrections, self.archive):
            fake.wire = wire


@pytest.fixture
def school() -> School:
    """A school of its own."""
    return School()


def test_a_correction_becomes_an_example(school: School) -> None:
    """With the person's topic, and without what is personal."""
    ticket_id = school.correction("Hi Dana, the code does not come to ana@x.example\nThanks,\nMaria Voss")
    assert school.learn() == 1
    (one,) = school.archive.current()
    assert (one.topic, one.text) == ("login", "Hi [name], the code does not come to [mail] Thanks, [name]")
    assert one.origin.startswith(f"correction {ticket_id}/")


def test_a_run_that_finds_nothing_new_writes_nothing(school: School) -> None:
    """Records that come twice cost no version, and a text that is known is not fetched again."""
    school.correction("the code does not come")
    school.learn()
    school.wire(wire := Wire())
    assert school.learn() is None
    assert len(school.archive.versions) == 1
    assert "FakeDesk.file" not in wire.calls


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [Retryable("away"), Killed()])
def test_wherever_it_breaks_off_the_next_run_goes_on(error: BaseException, after: bool) -> None:
    """Before or after any call: in the end it is as if nothing had happened."""
    for k in range(6):
        school = School()
        school.correction("the code does not come")
        school.wire(BreaksAt(k, error, after=after))
        with pytest.raises(type(error)):
            school.learn()
        school.wire(Wire())
        school.learn()
        assert school.texts() == ["the code does not come"]


def test_two_at_once_lose_nothing(school: School) -> None:
    """One that was overtaken looks again: at each of its stops another correction comes and is learned."""
    for stop in range(1, 12):
        stage = Stage()
        before = school.correction(f"first {stop} the code does not come")
        school.wire(stage)
        slow = stage.start("slow", school.learn)
        for _ in range(stop):
            slow.step()
        school.correction(f"second {stop} the code does not come")
        school.learn()
        slow.finish()
        assert slow.error is None, before
        assert {f"first {stop} the code does not come", f"second {stop} the code does not come"} <= set(school.texts())


def test_the_sheet_has_the_last_word(school: School) -> None:
    """A row that is off takes its example away, and one that was edited is learned as it says, run after run."""
    for text in ("the code does not come", "the link is old"):
        school.correction(text)
    school.learn()
    off, edited = school.archive.current()
    rows = (row(off.text, "login", off.origin, State.off), row("the link is dead", "bug", edited.origin))
    school.rules.exports["examples_sheet.jsonl"] = examples_jsonl(small_book().renewed(examples=rows))
    assert school.learn() == 1
    assert [(one.text, one.topic) for one in school.archive.current()] == [("the link is dead", "bug")]
    assert school.learn() is None


def test_a_deleted_example_never_comes_back(school: School) -> None:
    """Whatever is corrected later; with its name taken off the list it would."""
    school.correction("the code does not come")
    school.learn()
    (gone,) = school.archive.current()
    school.rules.exports["examples_sheet.jsonl"] = examples_jsonl(small_book(), [gone.id])
    assert school.learn() == 0
    school.correction("the link is old")
    assert school.learn() == 1
    assert school.texts() == ["the link is old"]


def test_what_was_taken_back_stays_away(school: School) -> None:
    """A rollback outlasts the next correction, which is learned."""
    school.correction("flood one")
    flooded = school.world.clock.at
    school.archive.spans.append(TakenBack(after=minutes(0), until=flooded))
    assert school.learn() is None
    school.correction("the link is old")
    school.learn()
    assert school.texts() == ["the link is old"]


def test_the_reader_is_shown_what_was_learned(school: School) -> None:
    """The next ticket of the kind is read with the example last before it."""
    school.correction("the authenticator code does not come")
    school.learn()
    world = school.world
    world.read_ticket = ReadTicket(
        desk=world.desk, reader=world.reader, rules=world.rules, clock=world.clock, learned=school.archive
    )
    world.deliver(mail("my authenticator code does not come either", 99))
    prompt = world.reader.prompts[-1].user
    assert 'authenticator code does not come<tags t="login"' in prompt
    assert prompt.index("</examples>") < prompt.index("<ticket>")
