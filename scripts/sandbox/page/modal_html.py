"""An open modal as HTML, the way Slack shows it; block by block, so that a page can keep the blocks that stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from scripts.sandbox.not_slack import View
from scripts.sandbox.not_slack.modal_state import holding
from scripts.sandbox.page.mrkdwn import Names, entities
from scripts.sandbox.page.slack_html import blocks_html

Json = Mapping[str, Any]

_FIELD = Markup(
    '<div class="md-field" data-block="{id}"><{tag} class="md-label"{to}>{label}{optional}</{tag}>{control}{hint}'
    '<p class="field-error" id="md-{id}-error" role="alert" hidden></p></div>'
)
_COMBO = Markup(
    '<div class="md-combo"><input id="md-{id}" type="text" role="combobox" autocomplete="off" spellcheck="false" '
    'aria-autocomplete="list" aria-expanded="false" aria-controls="md-{id}-list" value="{shown}" '
    'placeholder="{placeholder}" data-menu data-held="{shown}"{hinted}>'
    '<button type="button" class="md-clear" data-clear aria-label="Clear {label}">×</button>'
    '<ul class="md-list" id="md-{id}-list" role="listbox" aria-label="{label}" hidden></ul></div>'
)
_RADIO = Markup(
    '<label class="md-radio"><input type="radio" name="{id}" value="{value}"{on}> <span>{label}</span></label>'
)
_LONG = Markup('<textarea id="md-{id}" data-text rows="5" placeholder="{placeholder}"{hinted}>\n{held}</textarea>')
_SHORT = Markup('<input id="md-{id}" data-text type="text" value="{held}" placeholder="{placeholder}"{hinted}>')


def modal(view: View, names: Names) -> dict[str, Any]:
    """`id`, `title`, `close`, `submit` (empty when it is only read) and `blocks`: in order, a key and the HTML of each.

    As for Slack, an input with the same key is the same field, whatever its HTML says that it first held.
    """
    shown = view.view
    blocks = []
    for block in shown["blocks"]:
        is_input = block["type"] == "input"
        key = f"{block['block_id']} {block['element'].get('action_id', '')}" if is_input else f"- {block['block_id']}"
        html = _input(block, view) if is_input else blocks_html([block], names)
        blocks.append({"key": key, "html": str(html)})
    return {
        "id": view.id,
        "title": _plain(shown["title"]),
        "submit": _plain(shown["submit"]) if "submit" in shown else "",
        "close": _plain(shown["close"]) if "close" in shown else "Close",
        "blocks": blocks,
    }


def _input(block: Json, view: View) -> Markup:
    element, block_id = block["element"], block["block_id"]
    held = holding(element, view.state.get(block_id, {}).get(element["action_id"]))
    words = {
        "id": block_id,
        "label": _plain(block["label"]),
        "placeholder": _plain(element["placeholder"]) if "placeholder" in element else "",
        "hinted": Markup(' aria-describedby="md-{}-hint"').format(block_id) if "hint" in block else "",
    }
    kind = element["type"]
    many = kind == "radio_buttons"
    if kind == "external_select":
        control = _COMBO.format(shown=_plain(held["text"]) if held else "", **words)
    elif many:
        rows = (
            _RADIO.format(
                id=block_id,
                value=one["value"],
                on=Markup(" checked") if held and held["value"] == one["value"] else "",
                label=_plain(one["text"]),
            )
            for one in element["options"]
        )
        control = Markup("").join(rows)
    elif kind == "plain_text_input":
        control = (_LONG if element.get("multiline") else _SHORT).format(held=held or "", **words)
    else:
        control = Markup('<p class="bk-unknown">({})</p>').format(kind)
    hint = (
        Markup('<p class="hint" id="md-{}-hint">{}</p>').format(block_id, _plain(block["hint"]))
        if "hint" in block
        else ""
    )
    field = _FIELD.format(
        id=block_id,
        tag="legend" if many else "label",
        to="" if many else Markup(' for="md-{}"').format(block_id),
        label=words["label"],
        optional=Markup(' <span class="hint">(optional)</span>') if block.get("optional") else "",
        control=control,
        hint=hint,
    )
    return Markup('<fieldset class="md-group">{}</fieldset>').format(field) if many else field


def _plain(text: Json) -> str:
    return entities(str(text["text"]))
