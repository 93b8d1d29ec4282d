"""Block Kit as HTML, the way Slack shows it. Nothing in a block can bring markup of its own: all text is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from scripts.sandbox.page.mrkdwn import Names, entities, link, mention, moment, mrkdwn

Json = Mapping[str, Any]

LONG = 900
"""Characters of a quote from which on it is folded behind "See more", as Slack does with long messages."""


def blocks_html(blocks: Iterable[Json], names: Names) -> Markup:
    """All blocks of a message, one below the other."""
    return Markup("").join(_block(block, names) for block in blocks)


def _block(block: Json, names: Names) -> Markup:
    kind = str(block.get("type"))
    make = _BLOCKS.get(kind)
    return make(block, names) if make else Markup('<p class="bk-unknown">({})</p>').format(kind)


def text_html(text: Json, names: Names) -> Markup:
    """A text object: mrkdwn, or plain text (where Slack still reads the three entities)."""
    if text.get("type") == "mrkdwn":
        return mrkdwn(str(text["text"]), names)
    return escape(entities(str(text["text"])))


def _header(block: Json, names: Names) -> Markup:
    return Markup('<p class="bk-header">{}</p>').format(text_html(block["text"], names))


def _section(block: Json, names: Names) -> Markup:
    html = Markup("")
    if "text" in block:
        html += Markup('<div class="bk-text">{}</div>').format(text_html(block["text"], names))
    if "fields" in block:
        fields = (Markup('<div class="bk-field bk-text">{}</div>').format(text_html(f, names)) for f in block["fields"])
        html += Markup('<div class="bk-fields">{}</div>').format(Markup("").join(fields))
    if "accessory" in block:
        html += Markup('<div class="bk-accessory">{}</div>').format(_element(block["accessory"], names))
    return Markup('<div class="bk-section">{}</div>').format(html)


def _context(block: Json, names: Names) -> Markup:
    parts = (
        Markup("<span>({})</span>").format(part.get("alt_text", "picture"))
        if part.get("type") == "image"
        else Markup("<span>{}</span>").format(text_html(part, names))
        for part in block["elements"]
    )
    return Markup('<div class="bk-context">{}</div>').format(Markup("").join(parts))


def _actions(block: Json, names: Names) -> Markup:
    parts = Markup("").join(_element(part, names) for part in block["elements"])
    return Markup('<div class="bk-actions">{}</div>').format(parts)


def _element(element: Json, names: Names) -> Markup:
    label = text_html(element["text"], names) if "text" in element else escape(str(element.get("type")))
    if element.get("url"):
        return link(str(element["url"]), str(element["text"]["text"]))
    style = element.get("style", "default")
    html = Markup('<button type="button" class="bk-button bk-{}" data-press="{}">{}</button>')
    return html.format(style, element.get("action_id", ""), label)


def _image(block: Json, names: Names) -> Markup:
    return Markup('<p class="bk-context">({})</p>').format(block.get("alt_text", "picture"))


def _rich_text(block: Json, names: Names) -> Markup:
    html = Markup("").join(_RICH[part["type"]](part, names) for part in block["elements"])
    return Markup('<div class="bk-rich">{}</div>').format(html)


def _runs(part: Json, names: Names) -> Markup:
    return Markup("").join(_run(run, names) for run in part["elements"])


def _rich_section(part: Json, names: Names) -> Markup:
    return Markup('<div class="bk-text">{}</div>').format(_runs(part, names))


def _rich_list(part: Json, names: Names) -> Markup:
    tag = "ol" if part.get("style") == "ordered" else "ul"
    items = Markup("").join(Markup("<li>{}</li>").format(_runs(item, names)) for item in part["elements"])
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), items)  # noqa: S704 - one of two words


def _rich_quote(part: Json, names: Names) -> Markup:
    html = Markup("<blockquote>{}</blockquote>").format(_runs(part, names))
    if sum(len(str(run.get("text", ""))) for run in part["elements"]) < LONG:
        return html
    more = '<div class="bk-clip"><div class="bk-clipped">{}</div><label><input type="checkbox"> See more</label></div>'
    return Markup(more).format(html)  # noqa: S704 - a constant


def _rich_preformatted(part: Json, names: Names) -> Markup:
    return Markup("<pre>{}</pre>").format(_runs(part, names))


def _run(run: Json, names: Names) -> Markup:
    kind = run["type"]
    style = run.get("style") or {}

    def styled(html: Markup) -> Markup:
        for name, tag in (("code", "code"), ("strike", "s"), ("italic", "i"), ("bold", "b")):
            if style.get(name):
                html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)  # noqa: S704 - one of four words
        return html

    if kind == "link":
        url, text = str(run["url"]), str(run.get("text") or run["url"])
        if place := names.place(url):
            return Markup('<a href="{}">{}</a>').format(place, styled(escape(text)))
        return link(url, text, styled)
    if kind == "user":
        return styled(mention(f"@{names.users.get(run['user_id'], run['user_id'])}"))
    if kind == "channel":
        return styled(mention(f"#{names.channels.get(run['channel_id'], run['channel_id'])}"))
    if kind == "broadcast":
        return styled(mention(f"@{run['range']}"))
    if kind == "usergroup":
        return styled(mention(f"@{run['usergroup_id']}"))
    if kind == "date":
        return styled(moment(run["timestamp"], run["format"], run.get("fallback", "")))
    if kind == "emoji":
        return styled(escape(_emoji(run)))
    return styled(escape(str(run["text"])))


def _emoji(run: Json) -> str:
    points = str(run.get("unicode") or "")
    try:
        return "".join(chr(int(point, 16)) for point in points.split("-")) if points else f":{run['name']}:"
    except (ValueError, OverflowError):
        return f":{run['name']}:"


_BLOCKS: Mapping[str, Callable[[Json, Names], Markup]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": lambda _block, _names: Markup("<hr>"),
    "image": _image,
    "rich_text": _rich_text,
    "markdown": lambda block, _names: Markup('<div class="bk-text">{}</div>').format(str(block["text"])),
}
_RICH: Mapping[str, Callable[[Json, Names], Markup]] = {
    "rich_text_section": _rich_section,
    "rich_text_list": _rich_list,
    "rich_text_quote": _rich_quote,
    "rich_text_preformatted": _rich_preformatted,
}
