"""The fourth gate: a card with full context, put together from everything the desk has on a ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from ticket_router.domain.base import UNSURE, Move, Status
from ticket_router.domain.card import Card, CardFile, FollowUp, Ping, Wake
from ticket_router.domain.file import TicketFile
from ticket_router.domain.local_time import time_of_day
from ticket_router.domain.reading import Understanding
from ticket_router.domain.route import Post, Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import Message, Ticket
from ticket_router.ports import Links

ACTIONS = ("take", "reassign", "bump", "done", "split", "why")
"""What a card without buttons offers by links, and every later mail about it; a closed one is only explained."""
SUBJECT = 200
"""Characters of a reply's subject: mail programs cut longer links."""


class Composer:
    """Builds what channels render; links are made anew each time, since they expire."""

    def __init__(self, *, links: Links) -> None:
        self._links = links

    def card(self, file: TicketFile, route: Route, rulebook: RuleBook, now: datetime) -> Card:
        """The card of the decision in force."""
        ticket, decision = file.ticket, route.decision
        first = file.opening
        read = file.understanding or Understanding()
        topic = rulebook.live_topics.get(decision.topic)
        return Card(
            ticket_id=ticket.ticket_id,
            n=route.n,
            move=decision.move,
            team=decision.team,
            person=_wake(decision.person, rulebook) if decision.person else None,
            pings=() if ticket.closed else tuple(_wake(handle, rulebook) for handle in decision.pings),
            customer=ticket.customer,
            vip=decision.vip,
            sender_verified=ticket.verdicts.sender_verified,
            source=ticket.source,
            received_at=ticket.received_at,
            time_zone=rulebook.settings.time_zone,
            subject=ticket.subject,
            text=first.shown,
            has_more=bool(first.full_text) and first.shown != first.full_text,
            attachments=self._files(first, ticket.raw_withheld, now),
            withheld=ticket.raw_withheld,
            raw_link=self._raw(first, ticket.raw_withheld, now),
            page=ticket.page,
            category=ticket.category,
            topic=decision.topic,
            topic_confidence=decision.topic_confidence,
            urgency=decision.urgency,
            tone=decision.tone,
            language=read.language,
            summary=read.summary,
            also=read.also,
            flags=tuple(flag.value for flag in read.flags),
            sentence=decision.sentence,
            reasons=tuple(str(reason) for reason in decision.reasons),
            playbook=topic.playbook if topic else "",
            ways=self._ways(ticket, route, now),
            reply_link=reply_link(file, rulebook),
            support_mailbox=rulebook.settings.support_mailbox,
            linked=ticket.linked,
            fallback=route.handoff.fallback,
            closed=ticket.closed,
            over=ticket.status is Status.divided,
            taken=_taken(route, ticket, rulebook),
            guess=decision.topic if decision.move is Move.hold and decision.topic != UNSURE else "",
        )

    def follow_ups(self, file: TicketFile, rulebook: RuleBook, now: datetime) -> tuple[FollowUp, ...]:
        """Every message but the one on the card, in order of arrival."""
        first = file.opening
        return tuple(
            FollowUp(
                key=message.key,
                kind=message.kind,
                author=message.author,
                source=message.source,
                received_at=message.received_at,
                time_zone=rulebook.settings.time_zone,
                subject=message.subject,
                text=message.shown,
                attachments=self._files(message, file.ticket.raw_withheld, now),
                raw_link=self._raw(message, file.ticket.raw_withheld, now),
                from_ticket=message.from_ticket,
                apart=message.from_ticket in file.ticket.apart,
                undo=self._undo(file, message, now),
            )
            for message in file.messages
            if message != first
        )

    @staticmethod
    def pings(route: Route, rulebook: RuleBook, posts: Iterable[Post]) -> tuple[Ping, ...]:
        """Who is still to be woken for the decision in force, one ping for all whom one decision called for."""
        if route.done_at is not None:
            return ()
        decision = route.decision
        return tuple(
            Ping(
                # What called before calls were counted has the name that it had then.
                call=str(since or decision.move.value),
                move=decision.move,
                named=handles == (decision.person,),
                people=tuple(_wake(handle, rulebook) for handle in handles),
                sentence=decision.sentence,
            )
            for since, handles in route.unanswered(posts).items()
        )

    def _files(self, message: Message, withheld: bool, now: datetime) -> tuple[CardFile, ...]:
        ordered = sorted(message.attachments, key=lambda attachment: attachment.inline)
        files = [
            CardFile(name=a.name, size=a.size, link=self._links.to_file(a.key, a.name, now) if a.key else "")
            for a in ordered
        ]
        for number, key in enumerate(message.more_raw, 2):
            name = f"message {number}.eml"
            files.append(CardFile(name=name, size=None, link="" if withheld else self._links.to_file(key, name, now)))
        return tuple(files)

    def _ways(self, ticket: Ticket, route: Route, now: datetime) -> tuple[tuple[str, str], ...]:
        offered = ("why",) if ticket.closed else ACTIONS
        made = ((each, self._links.to_action(ticket.ticket_id, route.n, ticket.rev, each, now)) for each in offered)
        return tuple((action, link) for action, link in made if link)

    def _undo(self, file: TicketFile, message: Message, now: datetime) -> str:
        """A merge can be taken back, unless it was."""
        ticket, joined = file.ticket, message.from_ticket
        if not joined or joined in ticket.apart or file.route is None:
            return ""
        return self._links.to_action(joined, file.route.n, ticket.rev, "separate", now)

    def _raw(self, message: Message, withheld: bool, now: datetime) -> str:
        if not message.raw_key or withheld:
            return ""
        return self._links.to_file(message.raw_key, "message.eml", now)


def reply_link(file: TicketFile, rulebook: RuleBook) -> str:
    """`mailto:` the customer with the ticket's mark in the subject and the desk in Cc; empty without an address."""
    ticket = file.ticket
    if not ticket.customer.address:
        return ""
    mark = f"[{ticket.ticket_id}]"
    said = " ".join(ticket.subject.replace(mark, " ").split())
    said = said if said.lower().startswith("re:") else f"Re: {said}"
    # The mark comes last and is never cut: by it the customer's answer finds its ticket.
    subject = f"{said[: SUBJECT - len(mark) - 1].rstrip()} {mark}"
    link = f"mailto:{quote(ticket.customer.address, safe='@')}?subject={quote(subject)}"
    mailbox = rulebook.settings.support_mailbox
    return f"{link}&cc={quote(mailbox, safe='@')}" if mailbox else link


def _taken(route: Route, ticket: Ticket, rulebook: RuleBook) -> str:
    if route.taken_at is None or ticket.closed:
        return ""
    return f"taken by {route.taken_by} {time_of_day(route.taken_at, ticket.received_at, rulebook.settings.time_zone)}"


def _wake(handle: str, rulebook: RuleBook) -> Wake:
    person = rulebook.person(handle)
    return Wake(handle=handle, slack_id=person.slack_id if person else "", email=person.email if person else "")
