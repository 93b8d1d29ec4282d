"""Reassign and bump: the decision is made again with a person's word in place of the reader's."""

from __future__ import annotations

from collections.abc import Iterable

from ticket_router.domain.base import UNSURE, Move, Urgency
from ticket_router.domain.change import Change
from ticket_router.domain.correction import Answer, Level, Wish
from ticket_router.domain.decide import decide
from ticket_router.domain.decision import Decision
from ticket_router.domain.landings import landings
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import LandingKind, Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import Override
from ticket_router.domain.workbook.suggesting import did_you_mean, same_name
from ticket_router.services.asking import Asked, Refusal, overtaken, topic_since_then
from ticket_router.services.deciding_again import in_force, kept_in_place, raises


def reassigned(asked: Asked) -> tuple[Change | None, Answer]:
    """Another topic, team, person or urgency. Raises Refusal for a name that is none, or when somebody was quicker."""
    wish = _named(asked.wish, asked.route, asked.rulebook)
    # Whoever chose the same is told that it is so already; naming a person contradicts nobody's topic.
    if wish.places and wish.topic != asked.route.decision.topic and overtaken(asked):
        raise Refusal(topic_since_then(asked))
    override = _override(asked.file.ticket.override, wish)
    change, answer, decision = _decided(asked, override, placed=wish.places)
    if change is None:
        return None, answer
    old = asked.route.decision
    changed = decision.topic != UNSURE and (decision.topic != old.topic or decision.urgency is not old.urgency)
    teaches = bool(wish.topic or wish.urgency) and (changed or old.move is Move.hold)
    return _with_row(asked, change, answer, decision, teaches), answer


def bumped(asked: Asked) -> tuple[Change | None, Answer]:
    """Up to priority or down to normal; either way the urgency that a person saw in the text can be learned."""
    old, said = asked.route.decision, asked.file.ticket.override or Override()
    if asked.wish.level is None:
        raise Refusal("say where to: priority or normal")
    if asked.wish.level is Level.priority:
        move, urgency = Move.priority, Urgency.high
        if old.move.rank <= Move.priority.rank:
            return None, Answer.was_so(_said(old, asked.rulebook))
    else:
        move, urgency = Move.route, min(old.urgency, Urgency.medium, key=lambda one: one.rank)
        if old.move is Move.route:
            return None, Answer.was_so(_said(old, asked.rulebook))
    placed_by = said.placed_by or said.by
    override = said.renewed(move=move, urgency=urgency, by=asked.wish.by, placed_by=placed_by, hurried_by="")
    change, answer, decision = _decided(asked, override, placed=False)
    if change is None:
        return None, answer
    return _with_row(asked, change, answer, decision, decision.topic != UNSURE), answer


def _decided(asked: Asked, override: Override, *, placed: bool) -> tuple[Change | None, Answer, Decision]:
    """`placed`: the person says where it goes. Else a card that a team has stays there, whatever rules say by now."""
    ticket, rulebook, now = asked.file.ticket, asked.rulebook, asked.now
    old, decision = asked.route.decision, _by_rules(asked, override)
    owes = debt(None, now) if ticket.owes is Step.decide else {}
    if not placed and _moved_by_an_edit(asked, decision):
        # What the router owes by itself (a hand-off mail that came back) is still its to decide.
        decision, owes = _by_rules(asked, kept_in_place(override, old)), {}
    renewed = ticket.renewed(rev=ticket.rev + 1, override=override, **owes)
    said = _said(decision, rulebook)
    if _same(asked.route.decision, decision):
        return None, Answer.was_so(said), decision
    change = in_force(
        asked.desk,
        asked.file,
        asked.route,
        renewed,
        decision,
        rulebook,
        now,
        action=asked.wish.action.value,
        by=asked.wish.by,
    )
    return change, Answer(done=True, text=said), decision


def _moved_by_an_edit(asked: Asked, decision: Decision) -> bool:
    """Whether a team would lose the ticket though neither a person nor a later message says that it is not theirs."""
    old, ticket = asked.route.decision, asked.file.ticket
    if old.move is Move.hold or (decision.move is not Move.hold and decision.team == old.team):
        return False
    return ticket.owes is not Step.decide or not raises(old, _by_rules(asked, ticket.override))


def _by_rules(asked: Asked, override: Override | None) -> Decision:
    case = asked.file.case.renewed(ticket=asked.file.ticket.renewed(override=override))
    return decide(case, asked.file.understanding, asked.rulebook, asked.now)


def _with_row(asked: Asked, change: Change, answer: Answer, decision: Decision, teaches: bool) -> Change:
    rev = asked.file.ticket.rev + 1
    return change.model_copy(update={"corrections": (asked.kept(rev, answer.text, decision, teaches=teaches),)})


def _named(wish: Wish, route: Route, rulebook: RuleBook) -> Wish:
    """The wish with topic, team and person spelled as in the rules. Raises Refusal for a name that is none."""
    if not (wish.topic or wish.team or wish.person or wish.urgency):
        raise Refusal("nothing is filled in: choose a topic, a team, an urgency or an action", "topic")
    topic = _in_rules("topic", wish.topic, rulebook.live_topics)
    team = _in_rules("team", wish.team, rulebook.live_teams)
    if team and not topic:
        # A team alone keeps the topic, unless it leaves no doubt which one was meant; for a held ticket that is said
        # even where the guess was right.
        owned = [row.topic for row in rulebook.live_topics.values() if row.team == team]
        guessed = route.decision.move is Move.hold
        topic = owned[0] if len(owned) == 1 and (guessed or owned[0] != route.decision.topic) else ""
    person = wish.person.strip().removeprefix("@")
    if person:
        known = [row.name for row in rulebook.people]
        name = same_name(person, known)
        if not name:
            raise Refusal(f"no person '@{person}' in People{did_you_mean(person, known)}", "person")
        person = f"@{name}"
    return wish.renewed(topic=topic, team=team, person=person)


def _in_rules(what: str, name: str, known: Iterable[str]) -> str:
    if not name.strip():
        return ""
    names = list(known)
    found = same_name(name, names)
    if not found:
        raise Refusal(f"no {what} '{name.strip()}'{did_you_mean(name, names)}", what)
    return found


def _override(before: Override | None, wish: Wish) -> Override:
    """What people have said so far: a new topic or team brings its own team and person, an urgency its own move."""
    old = before or Override()
    return Override(
        topic=wish.topic or old.topic,
        team=wish.team or ("" if wish.places else old.team),
        person=wish.person or ("" if wish.places else old.person),
        urgency=wish.urgency or old.urgency,
        move=None if wish.urgency else old.move,
        by=wish.by,
        placed_by="" if wish.places else old.placed_by or old.by,
        hurried_by="" if wish.urgency else old.hurried_by or old.by,
        returned="" if wish.places else old.returned,
    )


def _same(old: Decision, new: Decision) -> bool:
    return (old.move, old.team, old.person, old.topic, old.urgency) == (
        new.move,
        new.team,
        new.person,
        new.topic,
        new.urgency,
    )


def _said(decision: Decision, rulebook: RuleBook) -> str:
    """`sent to finance (#finance), topic billing, priority`, as the person reads it who asked."""
    if decision.move is Move.hold:
        return f"still held, urgency {decision.urgency.value}: choose a topic or a team to send it on"
    place = landings(decision.team, rulebook)[0]
    where = place.address if place.kind is LandingKind.slack else f"by mail, {place.address}"
    parts = [f"sent to {decision.team} ({where})"]
    if decision.person:
        parts.append(f"for {decision.person}")
    if decision.topic != UNSURE:
        parts.append(f"topic {decision.topic}")
    if decision.move is not Move.route:
        parts.append(decision.move.value)
    return ", ".join(parts)
