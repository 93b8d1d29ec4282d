"""What a browser sends of a form as it was opened, so that a page's own fields come back with what people fill in."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    """What stands in the fields so far."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._open = ""
        self._in_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field begins; the first option of a menu stands until another one is marked."""
        given = {key: value or "" for key, value in attrs}
        if tag in ("select", "textarea"):
            self._open = given["name"]
            self._in_text = tag == "textarea"
            self.fields[self._open] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self._open] = given["value"]
        elif tag == "input" and (given["type"] != "radio" or "checked" in given):
            self.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A field ends."""
        if tag in ("select", "textarea"):
            self._open = ""

    def handle_data(self, data: str) -> None:
        """Words in a text field, but for the line break that HTML ignores at its start."""
        if self._open and self._in_text:
            self.fields[self._open] += data.removeprefix("\n")


def form_of(html: str) -> dict[str, str]:
    """The fields of a page's form, filled in as they are when it opens."""
    parser = _Form()
    parser.feed(html)
    return parser.fields
