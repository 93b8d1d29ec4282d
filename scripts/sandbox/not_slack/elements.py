"""The interactive and inline parts of Block Kit, with the limits of docs.slack.dev/reference/block-kit."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_slack.shapes import (
    Check,
    Problems,
    anything,
    array,
    between,
    boolean,
    choice,
    integer,
    record,
    string,
    text,
    typed,
)

_PLAIN = "plain_text"
_CONFIRM = record(
    {"title": text(100, _PLAIN), "text": text(300), "confirm": text(30, _PLAIN), "deny": text(30, _PLAIN)},
    {"style": choice("primary", "danger")},
)
OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75), "url": string(3000)})
GROUP = record({"label": text(75, _PLAIN), "options": array(OPTION, 100)})


def _element(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    common: dict[str, Check] = {"action_id": string(255), "confirm": _CONFIRM, "focus_on_load": boolean}
    return record({"type": choice(kind), **required}, {**common, **(optional or {})})


_MENU: dict[str, Check] = {"placeholder": text(150, _PLAIN)}


def _select(kind: str, **own: Check) -> Check:
    many = {"max_selected_items": integer} if kind.startswith("multi_") else {}
    return _element(kind, {}, {**_MENU, **many, **own})


def _static(kind: str) -> Check:
    initial = {"initial_options": array(OPTION, 100)} if kind.startswith("multi_") else {"initial_option": OPTION}
    inner = _select(kind, options=array(OPTION, 100), option_groups=array(GROUP, 100), **initial)

    def check(value: Any, pointer: str) -> Problems:
        yield from inner(value, pointer)
        if ("options" in value) == ("option_groups" in value):
            yield f"must define either `options` or `option_groups` [json-pointer:{pointer}]"

    return check


_external = {"min_query_length": between(0, 3000)}
_BUTTON = _element(
    "button",
    {"text": text(75, _PLAIN)},
    {
        "url": string(3000),
        "value": string(2000),
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
    },
)
_IMAGE = record(
    {"type": choice("image"), "alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything}
)
_MENUS: dict[str, Check] = {
    "static_select": _static("static_select"),
    "multi_static_select": _static("multi_static_select"),
    "external_select": _select("external_select", initial_option=OPTION, **_external),
    "multi_external_select": _select("multi_external_select", initial_options=array(OPTION, 100), **_external),
    "users_select": _select("users_select", initial_user=string(255)),
    "conversations_select": _select(
        "conversations_select",
        initial_conversation=string(255),
        default_to_current_conversation=boolean,
        filter=anything,
        response_url_enabled=boolean,
    ),
    "radio_buttons": _element("radio_buttons", {"options": array(OPTION, 10)}, {"initial_option": OPTION}),
    "checkboxes": _element("checkboxes", {"options": array(OPTION, 10)}, {"initial_options": array(OPTION, 10)}),
    "datepicker": _element("datepicker", {}, {**_MENU, "initial_date": string(10)}),
}
_OVERFLOW = _element("overflow", {"options": array(OPTION, 5)})
_TYPED = _element(
    "plain_text_input",
    {},
    {
        **_MENU,
        "initial_value": string(3000, 0),
        "multiline": boolean,
        "min_length": between(0, 3000),
        "max_length": between(1, 3000),
        "dispatch_action_config": anything,
    },
)

ACTION = typed({"button": _BUTTON, "overflow": _OVERFLOW, **_MENUS})
ACCESSORY = typed({"button": _BUTTON, "overflow": _OVERFLOW, "image": _IMAGE, **_MENUS})
INPUT = typed({"plain_text_input": _TYPED, **_MENUS})


def CONTEXT(value: Any, pointer: str) -> Problems:
    """An element of a context block: an image, or a text of at most 3000 characters."""
    if isinstance(value, dict) and value.get("type") == "image":
        yield from _IMAGE(value, pointer)
    else:
        yield from text(3000)(value, pointer)


_STYLED: dict[str, Check] = {"style": anything}
_INLINE = typed(
    {
        "text": record({"type": choice("text"), "text": string(3000)}, _STYLED),
        "link": record({"type": choice("link"), "url": string(3000)}, {"text": string(3000, 0), **_STYLED}),
        "emoji": record({"type": choice("emoji"), "name": string(255)}, {"unicode": string(255), **_STYLED}),
        "user": record({"type": choice("user"), "user_id": string(255)}, _STYLED),
        "channel": record({"type": choice("channel"), "channel_id": string(255)}, _STYLED),
        "usergroup": record({"type": choice("usergroup"), "usergroup_id": string(255)}, _STYLED),
        "broadcast": record({"type": choice("broadcast"), "range": choice("here", "channel", "everyone")}, _STYLED),
        "date": record(
            {"type": choice("date"), "timestamp": integer, "format": string(255)},
            {"url": string(3000), "fallback": string(255), **_STYLED},
        ),
    }
)
_RUN = array(_INLINE, 1000)
_section = record({"type": choice("rich_text_section"), "elements": _RUN})
RICH_TEXT = typed(
    {
        "rich_text_section": _section,
        "rich_text_quote": record({"type": choice("rich_text_quote"), "elements": _RUN}, {"border": integer}),
        "rich_text_preformatted": record(
            {"type": choice("rich_text_preformatted"), "elements": _RUN},
            {"border": integer, "language": string(255)},
        ),
        "rich_text_list": record(
            {
                "type": choice("rich_text_list"),
                "style": choice("bullet", "ordered"),
                "elements": array(typed({"rich_text_section": _section}), 1000),
            },
            {"indent": integer, "border": integer, "offset": integer},
        ),
    }
)
