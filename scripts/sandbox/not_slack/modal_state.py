"""What the fields of an open modal hold, and what Slack's own window would not let anybody send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

State = dict[str, dict[str, Any]]
"""block_id -> action_id -> what the field holds, as in a payload's `view.state.values`."""
Json = Mapping[str, Any]

_ONE = ("selected_option", "initial_option", None)
_MANY: tuple[str, str, Any] = ("selected_options", "initial_options", [])
_HOLDS: Mapping[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "external_select": _ONE,
    "static_select": _ONE,
    "radio_buttons": _ONE,
    "checkboxes": _MANY,
    "multi_static_select": _MANY,
    "multi_external_select": _MANY,
    "datepicker": ("selected_date", "initial_date", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
}
"""By type of element: what it holds, what it was filled with, and what it is without either."""
REQUIRED = "Please complete this required field."


def fields(modal: Json) -> Iterator[tuple[Json, Json]]:
    """Every block that holds something, with its element."""
    for block in modal["blocks"]:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for element in inside:
            if isinstance(element, Mapping) and element.get("type") in _HOLDS:
                yield block, element


def initial(modal: Json) -> State:
    """What the fields of a modal hold when it opens."""
    return carried(modal, {}, {})


def carried(modal: Json, before: Json, state: State) -> State:
    """What they hold after views.update: a field whose block_id and action_id stay keeps what it held, whatever its new
    initial value (docs.slack.dev/reference/methods/views.update); any other holds its initial value."""
    kinds = {_name(block, element): element["type"] for block, element in fields(before)} if before else {}
    found: State = {}
    for block, element in fields(modal):
        name = _name(block, element)
        held = state.get(name[0], {}).get(name[1]) if kinds.get(name) == element["type"] else None
        key, first, nothing = _HOLDS[element["type"]]
        found.setdefault(name[0], {})[name[1]] = held or {
            "type": element["type"],
            key: element.get(first, nothing),
        }
    return found


def put(modal: Json, state: State, block_id: str, held: Any) -> tuple[Json, Json]:
    """Let a block's field hold something: a text, an option or None. Returns the block and its element; LookupError."""
    for block, element in fields(modal):
        if block["block_id"] == block_id:
            key = _HOLDS[element["type"]][0]
            state[block_id][element["action_id"]] = {"type": element["type"], key: held}
            return block, element
    raise LookupError(f"no field in block {block_id!r}")


def holding(element: Json, held: Json | None) -> Any:
    """What a field holds, out of its entry in the state."""
    key, _, nothing = _HOLDS[element["type"]]
    return (held or {}).get(key, nothing)


def complaints(modal: Json, state: State) -> dict[str, str]:
    """By block_id, what is missing or too long: Slack's window says so itself, and sends nothing."""
    found: dict[str, str] = {}
    for block, element in fields(modal):
        if block["type"] != "input":
            continue
        held = holding(element, state.get(block["block_id"], {}).get(element["action_id"]))
        size = len(held) if isinstance(held, str) else 0
        if not held and not block.get("optional"):
            found[block["block_id"]] = REQUIRED
        elif size > element.get("max_length", 3000):
            found[block["block_id"]] = (
                f"Please use {element.get('max_length', 3000):,} characters or fewer: {size:,} now."
            )
        elif held and size < element.get("min_length", 0):
            found[block["block_id"]] = f"Please use {element['min_length']:,} characters or more."
    return found


def _name(block: Json, element: Json) -> tuple[str, str]:
    return str(block.get("block_id", "")), str(element.get("action_id", ""))
