"""Makes HTML mail readable as text: what the customer saw, links and quotes marked, and nothing that was hidden."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ticket_router.adapters.mail.charset import tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_RENDERED = 2_000_000
"""Characters of HTML beyond which only the tags are taken out: layout is worth seconds, not minutes."""

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"  # private-use marks around quotes while the page is laid out
_NEVER_SHOWN = frozenset({"script", "style", "head", "title", "meta", "link", "noscript", "template", "object", "svg"})
_HIDDEN = re.compile(r"display:none|visibility:hidden|max-height:0(?![.\d])|opacity:0(?![.\d])")
_ZERO_FONT = re.compile(r"font-size:0(?![.\d])")
_QUOTE_CLASS = re.compile(r"\b(?:yahoo_quoted|protonmail_quote)\b")
_BLOCKS = (
    ("<!--", "-->"),
    ("<head", "</head>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<title", "</title>"),
)
_LINE_TAG = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|hr)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


def html_to_text(page: str) -> str:
    """The readable text of an HTML body: `text (url)` for links, `> ` before quoted lines, table rows as lines."""
    page = tidy(page).replace(_OPEN, "").replace(_CLOSE, "")
    if len(page) <= _MAX_RENDERED:
        text = _rendered(page)
        if text.strip():
            return tidy(text)
    return tidy(without_tags(page))


def _rendered(page: str) -> str:
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.html_engine import Inscriptis
    from inscriptis.model.config import ParserConfig
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(page.encode(), parser=HTMLParser(encoding="utf-8"))
        _drop_hidden(tree)
        _spell_links(tree)
        _mark_quotes(tree)
        return _laid_out(Inscriptis(tree, ParserConfig(css=CSS_PROFILES["strict"])).get_text())
    except (LxmlError, ValueError, RecursionError):
        return ""


def _drop_hidden(tree: HtmlElement) -> None:
    """Takes out scripts, styles and what the sender hid (preheaders, tracking text)."""
    styles = {one: one.get("style", "").lower().replace(" ", "") for one in tree.iter() if isinstance(one.tag, str)}
    sized: set[HtmlElement] = set()  # elements in which some text gets a font size again: layouts zero a cell around it
    for element, style in styles.items():
        outer = element if "font-size" in style and not _ZERO_FONT.search(style) else None
        while outer is not None and outer not in sized:
            sized.add(outer)
            outer = outer.getparent()
    for element, style in styles.items():
        zero = element not in sized and _ZERO_FONT.search(style)
        hidden = zero or _HIDDEN.search(style) or element.get("hidden") is not None
        if (hidden or element.tag in _NEVER_SHOWN) and element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _spell_links(tree: HtmlElement) -> None:
    """Writes a link's target behind its text, unless the text already says it."""
    for link in tree.iter("a"):
        target = link.get("href", "").strip()
        shown = " ".join(link.text_content().split())
        if not target.lower().startswith(("http://", "https://")) or not shown:
            continue
        plain = target.partition("://")[2].rstrip("/").removeprefix("www.")
        if plain != shown.partition("://")[2].rstrip("/").removeprefix("www.") and plain != shown:
            link.tail = f" ({target}){link.tail or ''}"


def _mark_quotes(tree: HtmlElement) -> None:
    for quote in tree.iter("blockquote", "div"):
        if quote.tag == "div" and not _QUOTE_CLASS.search(quote.get("class", "")):
            continue
        quote.text = f"{_OPEN}{quote.text or ''}"
        if len(quote):
            quote[-1].tail = f"{quote[-1].tail or ''}{_CLOSE}"
        else:
            quote.text += _CLOSE


def _laid_out(text: str) -> str:
    """Quoted lines prefixed by depth, layout padding and runs of empty lines taken out."""
    lines: list[str] = []
    depth = 0
    for line in text.replace("\xa0", " ").split("\n"):
        at = depth + line.count(_OPEN)
        depth = max(0, at - line.count(_CLOSE))
        words = re.sub(r" {3,}", "  ", line.replace(_OPEN, "").replace(_CLOSE, "").rstrip())
        if at and words.strip():
            lines.append(f"{'>' * min(at, 9)} {words.strip()}")
        elif at and (not lines or not lines[-1].startswith(">")):
            lines.append("")
        elif words.strip() or (lines and lines[-1].strip()):
            lines.append(">" if at else words)
    return "\n".join(lines).strip("\n")


def without_tags(page: str) -> str:
    """Tags taken out line by line: for pages too large or too broken to lay out."""
    for start, end in _BLOCKS:
        page = _without(page, start, end)
    page = _TAG.sub(" ", _LINE_TAG.sub("\n", page))
    lines = (" ".join(line.split()) for line in html.unescape(page).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without(page: str, start: str, end: str) -> str:
    """The page without anything between two marks; an opened block that never ends is left alone."""
    kept: list[str] = []
    lower = page.lower() if len(page.lower()) == len(page) else page
    at = 0
    while (begin := lower.find(start, at)) >= 0 and (stop := lower.find(end, begin)) >= 0:
        kept.append(page[at:begin])
        at = stop + len(end)
    return "".join((*kept, page[at:]))
