"""Whatever people do, whenever runs happen and wherever they break off: it ends as the calm order does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.wire import BreaksAt, Wire
from tests.unit.workbook.desk_at_work import ROUTED_TAB, TRIAGE_TAB, DeskAtWork
from ticket_router.domain.errors import Conflict, NotFound, Retryable

TICKETS = 4
TEAMS = ("support", "finance", "engineering", "product")
TOPICS = ("billing", "login", "bug", "sales", "privacy")
PASSING = (Retryable, NotFound, Conflict)


@dataclass(frozen=True)
class Act:
    """Something that a person does, by the numbers that say to what."""

    verb: str
    one: int
    two: int


def acts() -> st.SearchStrategy[list[Act]]:
    """What people do in an hour."""
    verbs = st.sampled_from(["tick", "sort", "insert", "note", "describe", "add word", "send", "delete note"])
    return st.lists(st.builds(Act, verbs, st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=9)


class People:
    """Does the same acts in any world; tickets are known by when they came."""

    def __init__(self, desk: DeskAtWork) -> None:
        self.desk = desk
        self.tickets = [desk.held() for _ in range(TICKETS)]
        desk.settle()
        self.ticked: dict[str, str] = {}
        self.added = 0

    def do(self, act: Act) -> None:
        """One act. What is asked for a ticket or a topic is always the same, so that any order may be the calm one."""
        desk, people = self.desk, self.desk.people
        ticket = self.tickets[act.one % TICKETS]
        match act.verb:
            case "tick" if ticket not in self.ticked and ticket in desk.tickets_in(TRIAGE_TAB):
                self.ticked[ticket] = team = TEAMS[act.one % TICKETS]
                desk.tick(ticket, team=team)
            case "sort":
                people.sort((TRIAGE_TAB, ROUTED_TAB)[act.one % 2], ("customer", "ticket")[act.two % 2])
            case "insert":
                people.insert_row(TRIAGE_TAB, 2 + act.one % 5)
            case "note":
                people.add_row(TRIAGE_TAB, {"message": f"a note {act.one}"})
            case "delete note":
                rows = [n for n, row in enumerate(desk.sheet.grid(TRIAGE_TAB), 1) if n > 1 and not any(row)]
                if rows:
                    people.delete_rows(TRIAGE_TAB, rows[0])
            case "describe":
                topic = TOPICS[act.one % len(TOPICS)]
                desk.edit("Topics", "topic", topic, description=f"all about {topic}")
            case "add word":
                self.added += 1
                phrase = {"word or phrase": f"alarm {self.added}", "kind": "outage", "state": "live"}
                people.add_row("Urgent words", phrase)
            case "send":
                desk.send(f"How do I change the address on my invoices? {act.one}", name=f"late{act.one}{act.two}")

    def seen(self) -> dict[str, object]:
        """What it came to, but for times and who is named last."""
        desk = self.desk
        desk.settle()
        texts = sorted(str(r["message"]) for r in desk.sheet.records(TRIAGE_TAB))
        return {
            "teams": {t: desk.team(t) for t in self.tickets},
            "topics": [t.description for t in desk.book.topics],
            "words": sorted(word.phrase for word in desk.book.urgent_words),
            "triage": texts,
            "routed": sorted(str(r["customer"]) for r in desk.sheet.records(ROUTED_TAB)),
            "status": {t: desk.status(t).partition(": ")[2].partition(", by ")[0] for t in self.tickets},
            "corrections": sorted((c.ticket_id, c.team) for c in desk.world.desk.rows.corrections.values()),
        }


def calm(order: list[Act]) -> People:
    """Each act is followed by as many runs as it takes."""
    people = People(DeskAtWork(most_rows=3))
    for act in order:
        people.do(act)
        people.desk.settle()
    return people


@dataclass(frozen=True)
class Turn:
    """Some acts, acts that fall into the middle of the next run, runs, and perhaps a minute that passes."""

    before: int
    midst: tuple[str, ...]
    runs: int
    minute: bool


def turns() -> st.SearchStrategy[list[Turn]]:
    """When hints arrive, and how often."""
    midst = st.lists(st.sampled_from(["after read", "before write", "after write"]), max_size=2, unique=True)
    turn = st.builds(Turn, st.integers(0, 2), midst.map(tuple), st.integers(0, 2), st.booleans())
    return st.lists(turn, max_size=5)


@settings(max_examples=60)
@given(acts(), turns())
def test_any_interleaving_ends_as_the_calm_order_does(order: list[Act], schedule: list[Turn]) -> None:
    """Acts fall between and into runs, hints are lost or doubled: what was ticked is done, exactly once."""
    people = People(DeskAtWork(most_rows=3))
    left, waiting = list(order), list[Act]()
    for turn in schedule:
        for act in (left.pop(0) for _ in range(min(turn.before, len(left)))):
            people.do(act)
        for when in turn.midst:
            if left:
                waiting.append(left.pop(0))
                people.desk.sheet.meanwhile(when, _later(people, waiting, waiting[-1]))
        for _ in range(turn.runs):
            people.desk.sync()
        if turn.minute:
            people.desk.clock.advance(seconds=61)
    left = [*waiting, *left]  # what was to fall into the middle of a call that no run made
    waiting.clear()
    for act in left:
        people.do(act)
    ended = people.seen()
    assert ended == calm(order).seen()
    assert {t: people.desk.team(t) for t in people.ticked} == people.ticked


def _later(people: People, waiting: list[Act], act: Act) -> Callable[[], None]:
    def do() -> None:
        if act in waiting:
            waiting.remove(act)
            people.do(act)

    return do


def broken_off(order: list[Act], k: int, after: bool, error: Exception) -> People:
    """Everything is done, then a call of the next two runs fails."""
    people = People(DeskAtWork(most_rows=3))
    for act in order:
        people.do(act)
    people.desk.wire = BreaksAt(k, error, after=after)
    for _ in range(2):
        with suppress(*PASSING):
            people.desk.run()
        people.desk.clock.advance(seconds=61)
    people.desk.wire = Wire()
    people.desk.world.run()
    people.desk.troubles.clear()
    return people


@settings(max_examples=30)
@given(acts(), st.integers(0, 60), st.booleans(), st.sampled_from([Retryable("away"), Conflict("raced")]))
def test_a_run_that_breaks_off_anywhere_is_made_good(order: list[Act], k: int, after: bool, error: Exception) -> None:
    """Whichever call fails, before or after its effect, the next runs end where the calm order does."""
    assert broken_off(order, k, after, error).seen() == calm(order).seen()


def test_no_call_is_the_one_that_must_not_fail() -> None:
    """For a busy moment with an edit, a tick and a new ticket: each call in turn fails, before its effect and after."""
    order = [Act("describe", 0, 0), Act("tick", 1, 1), Act("send", 2, 2)]
    wanted = calm(order).seen()
    for k in range(45):  # more calls than the two runs make
        for after in (False, True):
            assert broken_off(order, k, after, Retryable("away")).seen() == wanted, (k, after)
