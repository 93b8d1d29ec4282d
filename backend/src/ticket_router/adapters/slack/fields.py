"""What every modal is made of: its frame, its fields and their menus (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

from ticket_router.adapters.slack.clicks import About
from ticket_router.adapters.slack.rich import Json
from ticket_router.adapters.slack.text import clean, fit

TEXT = 3_000
"""Most that a text field takes (docs.slack.dev, plain-text input element)."""
OPTION = 75
"""Most of what a menu's option shows."""
VALUE = 150
"""Most of what a menu's option stands for; a longer name cannot be offered."""


def form(name: str, title: str, about: About, blocks: list[Json], submit: str) -> Json:
    """A modal that is sent; `about` travels with it."""
    return {
        "type": "modal",
        "callback_id": f"tr_{name}",
        "title": label(title),
        "submit": label(submit),
        "close": label("Cancel"),
        "private_metadata": about.model_dump_json(exclude_defaults=True),
        "blocks": blocks,
    }


def plain(title: str, blocks: list[Json]) -> Json:
    """A modal that is only read."""
    return {"type": "modal", "title": label(title), "close": label("Close"), "blocks": blocks}


def menu(name: str, title: str, now: str, hint: str, block: str) -> Json:
    """A field whose menu asks us as somebody types; `now` is what it holds first."""
    element: Json = {
        "type": "external_select",
        "action_id": f"tr_{name}",
        "min_query_length": 0,
        "placeholder": label(f"Choose a {name}"),
    }
    if now and len(now) <= VALUE:
        element["initial_option"] = option(now, fit(now, OPTION))
    return entry(block, title, element, optional=True) | {"hint": label(hint)}


def entry(block: str, title: str, element: Json, *, optional: bool = False) -> Json:
    """A field with its title."""
    return {"type": "input", "block_id": block, "label": label(title), "element": element, "optional": optional}


def option(value: str, text: str) -> Json:
    """One choice of a menu or of radio buttons."""
    return {"text": label(text), "value": value}


def said(text: str) -> Json:
    """A paragraph between the fields."""
    return {"type": "section", "text": label(fit(clean(text), 2_900))}


def label(text: str) -> Json:
    """Plain text, in which nothing is read as markup."""
    return {"type": "plain_text", "text": text}
