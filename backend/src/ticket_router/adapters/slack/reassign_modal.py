"""The modal behind Reassign: its team follows the topic for as long as nobody has chosen a team by hand."""

from __future__ import annotations

from collections.abc import Mapping

from ticket_router.adapters.slack.clicks import About, Click, block_of
from ticket_router.adapters.slack.fields import OPTION, form, menu
from ticket_router.adapters.slack.rich import Json
from ticket_router.domain.base import TRIAGE, UNSURE
from ticket_router.domain.correction import Wish

HINTS = {
    "topic": "Its team gets the ticket, and the next read learns from it.",
    "team": "Follows the topic unless you choose another one; a customer pinned to a team stays there.",
    "person": "Only if somebody in particular should have it: they are pinged.",
}


def reassign(about: About, topics: Mapping[str, str]) -> Json:
    """Topic and team as they are; for a held ticket, the team that its topic would go to. `topics` (topic -> team) is
    looked at for a held ticket alone."""
    about = about.renewed(follows=_follows(about, about.topic, topics))
    return _drawn(about, {"topic": about.topic if about.topic != UNSURE else "", "team": shown_team(about)})


def followed(click: Click, about: About, topics: Mapping[str, str]) -> Json | None:
    """The modal after its topic was changed: everything as the person left it, but for the team, which is now that of
    the topic. None when the team stays: it is the same one, or the person chose it."""
    team = click.chosen.get("team", "")
    if team not in ("", shown_team(about)):
        return None
    follows = _follows(about, click.chosen.get("topic", ""), topics)
    about = about.renewed(follows=follows, turn=about.turn + 1)
    if shown_team(about) == team:
        return None
    return _drawn(about, {**click.chosen, "team": shown_team(about)})


def asked_for(wish: Wish, about: About, chosen: Mapping[str, str]) -> Wish:
    """What the modal asks for. A field left as it was filled in asks for nothing, but for a held ticket's topic; a team
    that only followed its topic is the topic's to say when the wish is granted."""
    topic, team, person = (chosen.get(name, "") for name in ("topic", "team", "person"))
    other_topic = topic if topic != about.topic or about.team == TRIAGE else ""
    other_team = team if team != shown_team(about) else ""
    if not (other_topic or other_team or person):
        other_topic, other_team = topic, team
    seen = about.topic if len(about.topic) < 2 * OPTION else ""  # a longer name was cut to fit into the button
    return wish.renewed(topic=other_topic, team=other_team, person=person, seen_topic=seen)


def shown_team(about: About) -> str:
    """The team that the modal fills in by itself. Triage is where a held ticket is, and nowhere to send it."""
    return about.follows or ("" if about.team == TRIAGE else about.team)


def _follows(about: About, topic: str, topics: Mapping[str, str]) -> str:
    """The team that comes with a topic, unless the ticket stands with that topic where it is."""
    stands = topic == about.topic and about.team != TRIAGE
    return "" if stands else topics.get(topic, "")


def _drawn(about: About, chosen: Mapping[str, str]) -> Json:
    blocks = [
        menu("topic", "Topic", chosen.get("topic", ""), HINTS["topic"], "topic") | {"dispatch_action": True},
        menu("team", "Team", chosen.get("team", ""), HINTS["team"], block_of("team", about.turn)),
        menu("person", "Person", chosen.get("person", ""), HINTS["person"], "person"),
    ]
    sends_on = about.team == TRIAGE
    return form("reassign", "Send on" if sends_on else "Reassign", about, blocks, "Send on" if sends_on else "Move")
