"""The modals behind a card's buttons, and what their fields ask for once they are sent."""

from __future__ import annotations

from collections.abc import Iterable

from ticket_router.adapters.slack.clicks import About, Click
from ticket_router.adapters.slack.rich import Json
from ticket_router.adapters.slack.text import clean, fit
from ticket_router.domain.base import TRIAGE, UNSURE
from ticket_router.domain.correction import Action, Level, Wish

TEXT = 3_000
"""Most that a text field takes (docs.slack.dev, plain-text input element)."""
OPTIONS = 100
OPTION = 75


def reassign(about: About) -> Json:
    """Topic and team as they are; people may be named. The menus ask us as somebody types, so they take any number."""
    known = about.topic if about.topic != UNSURE else ""
    blocks = [
        _menu("topic", "Topic", known, "Its team gets the ticket, and the next read learns from it."),
        _menu("team", "Team", about.team, "Follows the topic unless you choose another one."),
        _menu("person", "Person", "", "Only if somebody in particular should have it: they are pinged."),
    ]
    sends_on = about.team == TRIAGE
    return _modal("reassign", "Send on" if sends_on else "Reassign", about, blocks, "Send on" if sends_on else "Move")


def bump(about: About) -> Json:
    """Up or down."""
    options = [
        _option(Level.priority.value, "Raise to priority: pings the lead"),
        _option(Level.normal.value, "Back to normal: nobody is pinged"),
    ]
    radio: Json = {"type": "radio_buttons", "action_id": "tr_level", "options": options, "initial_option": options[0]}
    return _modal("bump", "Bump", about, [_input("level", "How soon does the customer need an answer?", radio)], "Bump")


def split(about: About, first: str, second: str) -> Json:
    """Two texts. One that is too long for a field is left to be written, never cut."""
    first = clean(first)
    long = len(first) > TEXT
    texts = [("first", "First problem", "" if long else first), ("second", "Second problem", clean(second)[:TEXT])]
    blocks: list[Json] = [_text(f"Each text becomes a ticket of its own, read and routed anew. {about.t} is closed.")]
    if long:
        blocks.append(_text("The message is too long to be filled in here: copy what belongs to each problem."))
    for name, label, said in texts:
        field: Json = {"type": "plain_text_input", "action_id": f"tr_{name}", "multiline": True, "max_length": TEXT}
        blocks.append(_input(name, label, field | ({"initial_value": said} if said else {})))
    return _modal("split", "Split", about, blocks, "Split")


def why(lines: Iterable[str]) -> Json:
    """The full explanation."""
    return _plain("Why?", [_text(line) for line in lines][:OPTIONS])


def notice(text: str) -> Json:
    """One sentence in place of a modal whose wish could not be granted, or was so already."""
    return _plain("Ticket router", [_text(text)])


def options(names: Iterable[str], typed: str) -> Json:
    """The answer to a menu: what has the typed letters in it, in the sheet's order."""
    wanted = typed.strip().casefold().removeprefix("@")
    found = [name for name in names if wanted in name.casefold() and len(name) <= 2 * OPTION]
    return {"options": [_option(name, fit(name, OPTION)) for name in found[:OPTIONS]]}


def wish_of(click: Click, about: About, by: str) -> Wish:
    """What a modal asks for. A field that was left as it was prefilled asks for nothing, except for a held ticket."""
    chosen = click.chosen
    action = Action(click.name)
    wish = Wish(id=click.id, ticket_id=about.t, action=action, n=about.n, by=by, origin="slack")
    if action is Action.bump:
        return wish.renewed(level=chosen.get("level") or None)
    if action is Action.divide:
        return wish.renewed(first=chosen.get("first", ""), second=chosen.get("second", ""))
    topic, team, person = (chosen.get(name, "") for name in ("topic", "team", "person"))
    other_topic = topic if topic != about.topic or about.team == TRIAGE else ""
    other_team = team if team != about.team else ""
    if not (other_topic or other_team or person):
        other_topic, other_team = topic, team
    return wish.renewed(topic=other_topic, team=other_team, person=person)


def _modal(name: str, title: str, about: About, blocks: list[Json], submit: str) -> Json:
    return {
        "type": "modal",
        "callback_id": f"tr_{name}",
        "title": _label(title),
        "submit": _label(submit),
        "close": _label("Cancel"),
        "private_metadata": about.model_dump_json(exclude_defaults=True),
        "blocks": blocks,
    }


def _plain(title: str, blocks: list[Json]) -> Json:
    return {"type": "modal", "title": _label(title), "close": _label("Close"), "blocks": blocks}


def _menu(name: str, label: str, now: str, hint: str) -> Json:
    menu: Json = {
        "type": "external_select",
        "action_id": f"tr_{name}",
        "min_query_length": 0,
        "placeholder": _label(f"Choose a {name}"),
    }
    if now:
        menu["initial_option"] = _option(now, fit(now, OPTION))
    return _input(name, label, menu, optional=True) | {"hint": _label(hint)}


def _input(name: str, label: str, element: Json, *, optional: bool = False) -> Json:
    return {"type": "input", "block_id": name, "label": _label(label), "element": element, "optional": optional}


def _option(value: str, text: str) -> Json:
    return {"text": _label(text), "value": value}


def _text(text: str) -> Json:
    return {"type": "section", "text": _label(fit(clean(text), 2_900))}


def _label(text: str) -> Json:
    return {"type": "plain_text", "text": text}
