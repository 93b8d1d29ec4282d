"""Slack's channels and the team inboxes as they are: read from the stand-ins, where people would see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from scripts.sandbox.page.mrkdwn import Names, entities
from scripts.sandbox.views import is_board, is_live, tag_of

if TYPE_CHECKING:
    from scripts.sandbox.not_ses import Mail, NotSes
    from scripts.sandbox.not_slack import Message, NotSlack
    from ticket_router.domain.rulebook import Team


def names(slack: NotSlack) -> Names:
    """What the ids in blocks stand for."""
    with slack.lock:
        people = {user.id: user.name for user in slack.workspace.users.values()}
        rooms = {channel.id: channel.name for channel in slack.workspace.channels.values()}
        home = f"https://{slack.workspace.domain}.slack.com/archives/"
    return Names(people, rooms, home)


def people(slack: NotSlack) -> list[str]:
    """The handles of everybody in the workspace, without the @ and without the app's own."""
    with slack.lock:
        return sorted(one.name for one in slack.workspace.users.values() if one is not slack.workspace.bot)


def channels(slack: NotSlack, teams: Iterable[Team], read: Container[str] = ()) -> list[dict[str, Any]]:
    """Every channel in the order of the Teams tab, triage last, with its messages oldest first and their threads.

    `whispers` are the ephemeral messages in it that nobody has dismissed (`read`: the stamps of those).
    """
    with slack.lock:
        rooms = list(slack.workspace.channels.values())
        found = [_channel(slack, room.name) | {"whispers": _whispers(slack, room.id, read)} for room in rooms]
    names = [team.slack_channel.removeprefix("#") for team in teams]
    rank = {name: place for place, name in enumerate(names)} | {"triage": len(names)}
    return sorted(found, key=lambda room: (rank.get(room["name"], len(names) + 1), room["name"]))


def _channel(slack: NotSlack, name: str) -> dict[str, Any]:
    threads: dict[str, list[Message]] = defaultdict(list)
    tops: list[Message] = []
    room = slack.channel(name)
    for message in slack.workspace.in_channel(room):
        if message.is_reply and message.thread_ts:
            threads[message.thread_ts].append(message)
        else:
            tops.append(message)
    pinged: dict[str, list[str]] = defaultdict(list)
    for ping in slack.pings(name):
        pinged[ping.ts].append(ping.name)
    messages = [
        {
            **_message(top, pinged),
            "pinned": top.ts in room.pins,
            "replies": [_message(reply, pinged) for reply in threads[top.ts]],
        }
        for top in tops
    ]
    pins = [{"ts": top.ts, "text": entities(top.text)} for top in tops if top.ts in room.pins]
    return {"name": name, "cards": sum(1 for one in messages if one["live"]), "pins": pins, "messages": messages}


def _whispers(slack: NotSlack, channel: str, read: Container[str]) -> list[dict[str, Any]]:
    users = slack.workspace.users
    return [
        {"ts": one.ts, "at": float(one.ts), "to": users[one.user].name, "text": one.text, "thread": one.thread_ts or ""}
        for one in slack.workspace.whispers
        if one.channel == channel and one.ts not in read
    ]


def _message(message: Message, pinged: dict[str, list[str]]) -> dict[str, Any]:
    tag = tag_of(message)
    return {
        "ts": message.ts,
        "at": float(message.ts),
        "text": message.text,
        "blocks": message.blocks,
        "edited": bool(message.edited),
        "pinged": pinged.get(message.ts, []),
        "ticket": tag["ticket_id"] if tag and not is_board(message) else "",
        "live": is_live(message),
    }


def inboxes(ses: NotSes, teams: Iterable[Team]) -> list[dict[str, Any]]:
    """Every team's inbox, and any other address that got a mail, newest mail first."""
    owners = {team.inbox.lower(): team.team for team in teams if team.inbox}
    with ses.lock:
        mails = list(ses.mails)
    found: dict[str, list[dict[str, Any]]] = {address: [] for address in owners}
    for mail in mails:
        for address in dict.fromkeys(map(str.lower, mail.recipients)):
            found.setdefault(address, []).append(_mail(mail))
    return [{"address": a, "team": owners.get(a, ""), "mails": list(reversed(m))} for a, m in found.items()]


def _mail(mail: Mail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "at": mail.at,
        "subject": mail.subject,
        "from": mail.header("From"),
        "to": ", ".join(mail.to),
        "reply_to": mail.header("Reply-To"),
        "who": "".join(parseaddr(mail.header("Reply-To") or mail.header("From"))[:1])
        or mail.header("Reply-To")
        or mail.sender,
        "text": mail.text,
        "html": bool(mail.html),
        "attachments": [a.name for a in mail.attachments],
        "ticket": mail.header("X-Ticket-Router").partition("/")[0],
        "preview": " ".join(mail.text.split())[:140],
    }
