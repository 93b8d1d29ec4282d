"""What was learned appears in the Examples tab, and there people have the last word about it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.fakes.wire import BreaksAt, Killed, Wire
from tests.unit.learning.samples import minutes
from tests.unit.workbook.desk_at_work import BOB, DeskAtWork
from ticket_router.domain.errors import Retryable
from ticket_router.domain.learning.labelled import TakenBack, examples_in_force
from ticket_router.domain.rulebook import State
from ticket_router.domain.workbook.example_rows import NOT_SHOWN

TAB = "Examples"


@pytest.fixture
def desk() -> DeskAtWork:
    """A desk with a workbook of its own."""
    return DeskAtWork(most_rows=4)


def taught(desk: DeskAtWork, text: str = "blah the parcel with the router never came", topic: str = "sales") -> str:
    """A held ticket is sent on by topic, and that was learned; the origin of the example."""
    ticket_id = desk.held(text)
    desk.sync()
    desk.tick(ticket_id, topic=topic)
    desk.sync()
    assert desk.learn()
    return desk.learned.current()[-1].origin


def origins(desk: DeskAtWork) -> list[str]:
    """Origins of learned rows, from the top."""
    return [str(r["origin"]) for r in desk.sheet.records(TAB) if str(r["origin"]).startswith("correction")]


def shown(desk: DeskAtWork) -> list[tuple[str, str]]:
    """Text and topic of the learned examples that the reader may be shown."""
    rows = examples_in_force(desk.book.examples, desk.learned.current())
    live = (row for row in rows if row.state is State.live and row.origin.startswith("correction"))
    return [(row.text, row.topic) for row in live]


def status(desk: DeskAtWork, origin: str) -> object:
    """Status of the row of a learned example."""
    return next(record["Status"] for record in desk.sheet.records(TAB) if record["origin"] == origin)


def test_what_was_learned_gets_a_row(desk: DeskAtWork) -> None:
    """On top, with its tags and where it comes from; once, and the log says that the router did it."""
    origin = taught(desk)
    assert desk.sync()["rows"] == 2, "the example, and the ticket's own row in Routed"
    top = desk.sheet.records(TAB)[0]
    assert (top["topic"], top["urgency"], top["origin"], top["state"]) == ("sales", "low", origin, "live")
    assert "the parcel with the router" in str(top["text"])
    desk.settle()
    assert origins(desk) == [origin]
    assert status(desk, origin) == "live"
    assert "router | rules v2 are live" in desk.log() and BOB not in desk.log().partition("rules v2")[0][-60:]


def test_its_own_row_is_no_news(desk: DeskAtWork) -> None:
    """The rebuild that the new version asks for finds nothing to do, so nothing goes round in circles."""
    taught(desk)
    desk.settle()
    assert desk.again.asked >= 2
    assert desk.learn() is None


def test_a_row_that_is_switched_off_counts_no_more(desk: DeskAtWork) -> None:
    """At once for the reader, and for the rebuild as well; switched on again it is back with the next rebuild."""
    origin = taught(desk)
    desk.settle()
    for state, count in (("off", 0), ("live", 1)):
        desk.edit(TAB, "origin", origin, state=state)
        desk.settle()
        assert shown(desk) == []
        desk.learn()
        assert len(shown(desk)) == len(desk.learned.current()) == count
        assert origins(desk) == [origin]


def test_an_edited_row_is_what_is_learned(desk: DeskAtWork) -> None:
    """A manager's better words and topic stand, run after run."""
    origin = taught(desk)
    desk.settle()
    desk.edit(TAB, "origin", origin, text="The parcel never came", topic="bug")
    desk.settle()
    assert shown(desk) == [("The parcel never came", "bug")]
    assert desk.learn() == 1 and desk.learn() is None
    assert shown(desk) == [("The parcel never came", "bug")]


def test_a_deleted_row_never_comes_back(desk: DeskAtWork) -> None:
    """Whatever is taught afterwards; the reader is not shown it either."""
    origin = taught(desk)
    desk.settle()
    desk.people.delete_rows(TAB, desk.rule_row(TAB, "origin", origin))
    desk.settle()
    assert desk.learn() == 0
    later = taught(desk, "blah the box with the cable never came")
    desk.settle()
    assert origins(desk) == [later]
    assert [one.origin for one in desk.learned.current()] == [later]


def test_a_row_deleted_before_it_was_live_is_gone_as_well(desk: DeskAtWork) -> None:
    """In the minute in which an edit rests."""
    origin = taught(desk)
    desk.sync()
    desk.people.delete_rows(TAB, desk.rule_row(TAB, "origin", origin))
    desk.settle()
    assert desk.learn() == 0
    assert origins(desk) == []


def test_a_deleted_row_that_is_put_back_counts_again(desk: DeskAtWork) -> None:
    """Somebody took the deletion back by hand."""
    origin = taught(desk)
    desk.settle()
    row = desk.rule_row(TAB, "origin", origin)
    cells = desk.sheet.records(TAB)[row - 2]
    desk.people.delete_rows(TAB, row)
    desk.settle()
    desk.learn()
    end = len(desk.sheet.records(TAB)) + 2
    for header in ("text", "topic", "urgency", "tone", "origin", "state"):
        desk.people.type(TAB, end, header, cells[header])
    desk.settle()
    assert desk.learn() == 1


def test_a_tab_that_is_gone_deletes_nothing_for_good(desk: DeskAtWork) -> None:
    """An accident with the whole tab is no decision about its examples."""
    taught(desk)
    desk.settle()
    desk.people.delete_tab(TAB)
    desk.settle()
    assert desk.learn() is None
    assert len(shown(desk)) == 1


def test_rows_of_what_was_taken_back_say_so(desk: DeskAtWork) -> None:
    """They stay where they are, count no more, and tell how to keep them."""
    origin = taught(desk)
    desk.settle()
    desk.learned.spans.append(TakenBack(after=minutes(-1), until=desk.clock.at))
    assert desk.learn() == 0
    assert shown(desk) == []
    desk.settle()
    assert status(desk, origin) == NOT_SHOWN
    desk.edit(TAB, "origin", origin, origin="desk")
    desk.settle()
    assert [row.origin for row in desk.book.examples if "parcel" in row.text] == ["desk"]


def test_what_cannot_be_fetched_is_shown_another_time(desk: DeskAtWork) -> None:
    """Held tickets and rules do not wait for examples."""
    taught(desk)

    class Away(Wire):
        """The archive of examples is out of reach."""

        def before(self, call: str) -> None:
            if call == "FakeExamplesArchive.learned":
                raise Retryable("S3 is away")

    desk.learned.wire = Away()
    desk.held("blah blah once more")
    assert desk.sync()["rows"] == 2, "the ticket of the correction in Routed, the new one in Triage"
    desk.learned.wire = Wire()
    assert desk.sync()["rows"] == 1


@pytest.mark.parametrize("after", [False, True])
def test_wherever_a_run_breaks_off_one_row_comes_of_it(after: bool) -> None:
    """Before and after any call of the run that shows it."""
    for k in range(14):
        desk = DeskAtWork(most_rows=4)
        origin = taught(desk)
        desk.wire = BreaksAt(k, Killed(), after=after)
        with suppress(Killed):
            desk.run()
        desk.wire = Wire()
        desk.settle()
        assert origins(desk) == [origin]
