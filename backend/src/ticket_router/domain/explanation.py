"""Why a ticket is where it is, in full: the rows, the values, the runner-up, and the version of the rules."""

from __future__ import annotations

from ticket_router.domain.file import TicketFile
from ticket_router.domain.local_time import time_of_day
from ticket_router.domain.route import Route
from ticket_router.domain.rulebook import RuleBook


def explained(file: TicketFile, route: Route, rulebook: RuleBook) -> tuple[str, ...]:
    """Sentences for people, the decision first."""
    decision, zone = route.decision, rulebook.settings.time_zone
    when = time_of_day(route.decided_at, file.ticket.received_at, zone)
    told = [
        (
            f"{decision.move.value} for {decision.team}{f', {decision.person}' if decision.person else ''}: decided by "
            f"{route.decided_by or 'the router'} {when}, rules v{decision.rules_version}."
        ),
        *(f"Because: {reason}." for reason in decision.reasons),
        (
            f"In force: topic {decision.topic} ({decision.topic_confidence:.2f}), urgency {decision.urgency.value}, "
            f"tone {decision.tone.value}, {'a VIP' if decision.vip else 'no VIP'}."
        ),
        f"Runner-up: {decision.runner_up}." if decision.runner_up else "Runner-up: none, no other row matched.",
    ]
    for number, reading in enumerate(sorted(file.own_readings, key=lambda one: one.message_key), start=1):
        tags = reading.tags
        second = f", perhaps also {tags.second_topic}" if tags.second_topic else ""
        told.append(
            f"Message {number} was read as {tags.topic} ({tags.topic_confidence:.2f}), urgency {tags.urgency.value} "
            f"({tags.urgency_confidence:.2f}), tone {tags.tone.value} ({tags.tone_confidence:.2f}){second}, "
            f"with rules v{reading.rules_version}{f' by {reading.model_id}' if reading.model_id else ''}."
        )
    told += [f"It did not land where it should: {why}." for why in route.handoff.fallback]
    return tuple(told)
