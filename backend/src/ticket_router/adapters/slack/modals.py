"""The modals behind a card's other buttons, and what all of them ask for once they are sent."""

from __future__ import annotations

from collections.abc import Iterable

from ticket_router.adapters.slack.clicks import About, Click
from ticket_router.adapters.slack.fields import OPTION, TEXT, VALUE, entry, form, label, option, plain, said
from ticket_router.adapters.slack.reassign_modal import asked_for
from ticket_router.adapters.slack.rich import Json
from ticket_router.adapters.slack.text import clean, fit, weight
from ticket_router.adapters.wording import joined_again, second_problem
from ticket_router.domain.correction import Action, Level, Wish
from ticket_router.domain.two_texts import TwoTexts

OPTIONS = 100


def bump(about: About) -> Json:
    """Up or down."""
    options = [
        option(Level.priority.value, "Raise to priority: pings the lead"),
        option(Level.normal.value, "Back to normal: nobody is pinged"),
    ]
    radio: Json = {"type": "radio_buttons", "action_id": "tr_level", "options": options, "initial_option": options[0]}
    return form("bump", "Bump", about, [entry("level", "How soon does the customer need an answer?", radio)], "Bump")


def split(about: About, offered: TwoTexts) -> Json:
    """Two texts. A field takes 3,000 characters and no message is cut for it: what is longer stays out of its field,
    and a first text that is left empty is then all that the second one does not hold."""
    first, second = clean(offered.first), clean(offered.second)
    rest = max(weight(first), weight(second)) > TEXT
    second = "" if weight(second) > TEXT else second
    several = offered.messages > 1
    blocks = [said(f"Each text becomes a ticket of its own, read and routed anew. {about.t} is closed.")]
    if offered.joined:
        blocks.append(said(joined_again(offered.joined)))
    if rest:
        what, where = "The message is", "the card"
        if several:
            what, where = f"The {offered.messages} messages are", "the card or its thread"
        blocks.append(
            said(
                f"{what} longer than the {TEXT:,} characters that a field takes. Copy the second problem from {where} "
                "into the second field and leave the first one empty: it keeps all the rest."
            )
        )
    first_field = _text("first", "First problem", "" if rest else first, optional=rest)
    if rest:
        first_field["hint"] = label("Empty: all that the customer wrote, but for the second problem.")
    elif several:
        first_field["hint"] = label(f"From the customer's {offered.messages} messages, oldest first.")
    blocks += [first_field, _text("second", second_problem(offered.topic), second)]
    return form("split", "Split", about.renewed(rest=rest, made_of=offered.made_of), blocks, "Split")


def why(lines: Iterable[str]) -> Json:
    """The full explanation."""
    return plain("Why?", [said(line) for line in lines][:OPTIONS])


def notice(text: str) -> Json:
    """One sentence in place of a modal whose wish could not be granted, or was so already."""
    return plain("Ticket router", [said(text)])


def options(names: Iterable[str], typed: str) -> Json:
    """The answer to a menu: what has the typed letters in it, in the sheet's order."""
    wanted = typed.strip().casefold().removeprefix("@")
    found = [name for name in names if wanted in name.casefold() and len(name) <= VALUE]
    return {"options": [option(name, fit(name, OPTION)) for name in found[:OPTIONS]]}


def wish_of(click: Click, about: About, by: str) -> Wish:
    """What a modal asks for."""
    chosen = click.chosen
    action = Action(click.name)
    wish = Wish(id=click.id, ticket_id=about.t, action=action, n=about.n, by=by, origin="slack")
    if action is Action.bump:
        return wish.renewed(level=chosen.get("level") or None)
    if action is Action.divide:
        return wish.renewed(
            first=chosen.get("first", ""), second=chosen.get("second", ""), rest=about.rest, made_of=about.made_of
        )
    return asked_for(wish, about, chosen)


def _text(name: str, title: str, text: str, *, optional: bool = False) -> Json:
    field: Json = {"type": "plain_text_input", "action_id": f"tr_{name}", "multiline": True, "max_length": TEXT}
    return entry(name, title, field | ({"initial_value": text} if text else {}), optional=optional)
