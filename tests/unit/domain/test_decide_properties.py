"""What holds for every decision, whatever the ticket, the reading and the rules look like."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.ops.starter import starter_rulebook
from tests.unit.domain.samples import NOW
from ticket_router.domain.base import TRIAGE, Move, Source, Tone, Urgency
from ticket_router.domain.case import Case
from ticket_router.domain.decide import decide
from ticket_router.domain.inbound import Customer, Verdicts
from ticket_router.domain.reading import Flag, Reading, Tags, fold
from ticket_router.domain.rulebook import (
    MatchOn,
    PriorityRule,
    RuleBook,
    Settings,
    State,
    Team,
    Topic,
    UrgentWord,
    Vip,
    WordKind,
)
from ticket_router.domain.ticket import Attachment, Message, MessageKind, Override, Ticket

TOPICS = st.sampled_from(["billing", "outage", "bug", "unsure", "gone", ""])
TEAMS = st.sampled_from(["finance", "engineering", "triage", "gone", ""])
PEOPLE = st.sampled_from(["@dana", "@triage-lead", "@oncall-manager", ""])
TEXTS = st.sampled_from(
    ["", "Hi", "download", "Our shop is down", "Refund me, or I was hacked", "サーバーがダウン"]
) | st.text(max_size=40)
STATES = st.sampled_from(State)
CUSTOMERS = st.builds(
    Customer,
    address=st.sampled_from(["", "ana@studio.example", "jo@acme.example", "ceo@bigco.example", "@", "no-at-sign"]),
    name=st.sampled_from(["", "Ana", "Nora Lind"]),
)
READINGS = st.builds(
    Reading,
    message_key=st.uuids().map(str),
    tags=st.builds(
        Tags,
        topic=TOPICS,
        topic_confidence=st.floats(0, 1),
        urgency=st.sampled_from(Urgency),
        urgency_confidence=st.floats(0, 1),
        tone=st.sampled_from(Tone),
        tone_confidence=st.floats(0, 1),
        summary=st.sampled_from(["", "asks for a refund"]),
        second_topic=TOPICS,
        second_quote=st.sampled_from(["", "and another thing"]),
        flags=st.lists(st.sampled_from(Flag), max_size=2).map(tuple),
    ),
    read_at=st.just(NOW),
    malformed=st.booleans(),
)
MANY_READINGS = st.lists(READINGS, max_size=4, unique_by=lambda reading: reading.message_key)


def rows(strategy: type, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Up to four rows of a tab."""
    return st.lists(st.builds(strategy, row=st.integers(2, 60), **fields), max_size=4).map(tuple)


STARTER = starter_rulebook()
RULEBOOKS = st.just(STARTER) | st.builds(
    RuleBook,
    version=st.integers(1, 99),
    topics=rows(
        Topic, topic=TOPICS, team=TEAMS, description=st.just("x"), hold_below=st.none() | st.floats(0, 1), state=STATES
    ),
    teams=rows(Team, team=TEAMS, lead=PEOPLE, manager=PEOPLE, state=STATES),
    vips=rows(
        Vip,
        customer=st.sampled_from(["acme.example", "ceo@bigco.example", "Nora Lind", "", "@"]),
        match_on=st.sampled_from(MatchOn),
        pin_to=st.sampled_from(["", "finance", "finance/@dana", "gone/@dana", "/", "/@dana"]),
        until=st.none() | st.dates(NOW.date() - timedelta(2), NOW.date() + timedelta(2)),
    ),
    urgent_words=rows(
        UrgentWord,
        phrase=st.sampled_from(["down", "refund", "hacked", "ダウン", "", "(", "a-"]),
        kind=st.sampled_from(WordKind),
        raises_to=st.none() | st.sampled_from(Urgency),
        only_topics=st.lists(TOPICS, max_size=2).map(tuple),
        state=STATES,
    ),
    priority_rules=rows(
        PriorityRule,
        topic=TOPICS,
        urgency_at_least=st.none() | st.sampled_from(Urgency),
        tone=st.none() | st.sampled_from(Tone),
        vip=st.none() | st.booleans(),
        source=st.none() | st.sampled_from(Source),
        kind_of_word=st.none() | st.sampled_from(WordKind),
        move=st.sampled_from(Move),
        team=TEAMS,
        state=STATES,
    ),
    settings=st.builds(Settings, min_words=st.integers(0, 5), unverified_vip_counts=st.booleans()),
)
MESSAGES = st.builds(
    Message,
    key=st.uuids().map(str),
    kind=st.sampled_from(MessageKind),
    author=CUSTOMERS,
    text=TEXTS,
    attachments=st.lists(
        st.builds(
            Attachment, name=st.just("a.pdf"), content_type=st.just("x/y"), size=st.just(1), inline=st.booleans()
        ),
        max_size=1,
    ).map(tuple),
    received_at=st.just(NOW),
    source=st.sampled_from(Source),
)
CASES = st.builds(
    Case,
    ticket=st.builds(
        Ticket,
        ticket_id=st.just("T-0000000001"),
        source=st.sampled_from(Source),
        customer=CUSTOMERS,
        subject=TEXTS,
        verdicts=st.builds(
            Verdicts, spam=st.booleans(), virus=st.booleans(), sender_verified=st.none() | st.booleans()
        ),
        received_at=st.just(NOW),
        hold_because=st.lists(st.just("list mail"), max_size=1).map(tuple),
        override=st.none()
        | st.builds(
            Override,
            topic=TOPICS,
            team=TEAMS,
            person=PEOPLE,
            urgency=st.none() | st.sampled_from(Urgency),
            by=PEOPLE,
            returned=st.sampled_from(("", "it came back")),
        ),
    ),
    messages=st.lists(MESSAGES, max_size=2).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(CASES, MANY_READINGS, RULEBOOKS)
def test_every_decision_is_total_explained_and_the_same_again(
    case: Case, readings: list[Reading], rulebook: RuleBook
) -> None:
    """decide never raises, gives reasons in words, and says the same when asked again."""
    decision = decide(case, fold(readings), rulebook, NOW)
    assert decision == decide(case, fold(readings), rulebook, NOW)
    assert decision.reasons
    assert all(reason.text.strip() for reason in decision.reasons)
    assert decision.team in rulebook.live_teams or decision.team == TRIAGE
    assert decision.rule_row is None or decision.rule_row in {rule.row for rule in rulebook.priority_rules}
    assert decision.sentence.startswith(f"{decision.move.value}: ")
    assert decision.sentence.endswith(f", rules v{rulebook.version}")
    assert len(decision.pings) == len(set(decision.pings))


@settings(max_examples=300, deadline=None)
@given(CASES, MANY_READINGS, RULEBOOKS)
def test_held_wakes_nobody_but_the_triage_lead(case: Case, readings: list[Reading], rulebook: RuleBook) -> None:
    """A held ticket lies in triage without a person, and pings the triage lead exactly when it is urgent or a VIP's."""
    decision = decide(case, fold(readings), rulebook, NOW)
    if decision.move is Move.hold:
        lead = rulebook.triage.lead
        seen = decision.urgency is Urgency.high or decision.vip
        assert (decision.team, decision.person) == (TRIAGE, "")
        assert decision.pings == ((lead,) if seen and lead else ())
        assert not case.sent_on


@settings(max_examples=300, deadline=None)
@given(CASES, MANY_READINGS, RULEBOOKS)
def test_nobody_is_pinged_by_a_route_but_a_named_person(
    case: Case, readings: list[Reading], rulebook: RuleBook
) -> None:
    """A silent route is silent, unless a pin or a person named somebody."""
    decision = decide(case, fold(readings), rulebook, NOW)
    if decision.move is Move.route:
        assert decision.pings == ((decision.person,) if decision.person else ())


@settings(max_examples=200, deadline=None)
@given(CASES, MANY_READINGS)
def test_without_a_reading_nothing_is_guessed(case: Case, readings: list[Reading]) -> None:
    """A ticket that was never read is held, unless a person has said where it belongs."""
    decision = decide(case, None, STARTER, NOW)
    assert (decision.move is Move.hold) == (not case.sent_on)


@settings(max_examples=200, deadline=None)
@given(MANY_READINGS, st.randoms(use_true_random=False))
def test_the_order_in_which_readings_arrive_does_not_matter(readings: list[Reading], chance: object) -> None:
    """fold gives the same for any order of the same readings."""
    shuffled = list(readings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(readings)


@settings(max_examples=200, deadline=None)
@given(MANY_READINGS, READINGS)
def test_a_further_reading_never_lowers(readings: list[Reading], further: Reading) -> None:
    """Urgency and tone only rise with what the customer writes next."""
    before, after = fold(readings), fold([*readings, further])
    assert after is not None
    if before is not None:
        assert after.urgency.rank >= before.urgency.rank
        assert after.tone.rank >= before.tone.rank
