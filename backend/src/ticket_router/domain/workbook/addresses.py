"""Where things go: mail addresses, Slack channels, links and domains, checked for the slips people make."""

from __future__ import annotations

import re
import unicodedata

from ticket_router.domain.workbook.problems import BadCell, shown

_MAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@(?:[^\s@<>()\[\],;:\"\\/.]+\.)+[^\s@<>()\[\],;:\"\\/.]{2,}")
_MAIL_FIX = "Write one mail address and nothing else, such as finance@company.example"
_DOMAIN = re.compile(r"(?:[^\s@<>,;:/\\.]+\.)+[^\s@<>,;:/\\.]{2,}")
_LINK = re.compile(r"https://[^\s/?#@<>\"|]+(?:[/?#][^\s<>\"|]*)?", re.IGNORECASE)
LONGEST_CHANNEL = 80


def mail_address(text: str) -> str:
    """One mail address, as typed. Raises BadCell."""
    address = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    if len(address) <= 254 and _MAIL.fullmatch(address):
        return address
    if address.count("@") > 1:
        raise BadCell(f"{shown(text)} is more than one mail address", _MAIL_FIX)
    raise BadCell(f"{shown(text)} is no mail address", _MAIL_FIX)


def domain(text: str) -> str:
    """A domain, with or without an @ before it. Raises BadCell."""
    bare = text.removeprefix("@")
    if _DOMAIN.fullmatch(bare):
        return bare
    if _MAIL.fullmatch(bare):
        where = shown(bare.partition("@")[2])
        raise BadCell(f"{shown(text)} is an address, and 'match on' says domain", f"Choose address, or write {where}")
    raise BadCell(f"{shown(text)} is no domain", "Write it as it stands after the @ of a mail address")


def link(text: str) -> str:
    """An https address. Raises BadCell."""
    if _LINK.fullmatch(text):
        return text
    if text.casefold().startswith("http://"):
        raise BadCell(f"{shown(text)} is not an https address", "Write https:// instead of http://")
    raise BadCell(f"{shown(text)} is no link", "Paste the whole address, beginning with https://")


def channel(text: str) -> str:
    """A Slack channel's name with # before it. Raises BadCell."""
    name = text.removeprefix("#").strip()
    if "://" in name or name.casefold().startswith(("app.slack.com", "www.")) or "<" in name:
        raise BadCell(f"{shown(text)} is a link", "Write the channel's name, such as #finance")
    better = re.sub(r"\s+", "-", name.lower())
    if better != name:
        why = "has a space in it" if any(c.isspace() for c in name) else "has capitals in it"
        raise BadCell(
            f"{shown(text)} {why}; Slack's channel names have none",
            f"Write it as in Slack, such as #{better[:LONGEST_CHANNEL]}",
        )
    if (
        not name
        or len(name) > LONGEST_CHANNEL
        or not all(c in "-_" or unicodedata.category(c)[0] in "LNM" for c in name)
    ):
        raise BadCell(f"{shown(text)} is no Slack channel", "Write the channel's name as in Slack, such as #finance")
    return f"#{name}"
