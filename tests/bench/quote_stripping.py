"""Measures how well new words are told from quoted ones (run: `python -m tests.bench.quote_stripping`).

Over-stripped: the share of the customer's new words that went missing (the dangerous kind). Under-stripped: the
share of all other words (history, signature, adverts) that stayed. Ours stands beside each library alone.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.unit.mail.corpus import Specimen, corpus


@dataclass(frozen=True)
class Measure:
    """Word counts of one mail: how many were new, how many of those are gone, how many others there were and stayed."""

    new: int
    lost: int
    other: int
    stayed: int

    def __add__(self, more: Measure) -> Measure:
        return Measure(self.new + more.new, self.lost + more.lost, self.other + more.other, self.stayed + more.stayed)

    @property
    def over(self) -> float:
        """Share of the new words that were lost, 0 to 1."""
        return self.lost / self.new if self.new else 0.0

    @property
    def under(self) -> float:
        """Share of the other words that stayed, 0 to 1."""
        return self.stayed / self.other if self.other else 0.0


Stripper = Callable[[str, Specimen], str]


def measured(mail: Specimen, strip: Stripper) -> Measure:
    """One mail's words after `strip`, against the words marked as new beside it."""
    full = mail.parsed().full_text
    new, kept = _words(mail.expected["written"]), _words(strip(full, mail))
    others = _words(full) - new
    stayed = kept - new
    return Measure(new.total(), (new - kept).total(), others.total(), min(stayed.total(), others.total()))


def marked_mails() -> list[Specimen]:
    """The mails of the corpus in which the new words are marked."""
    return [mail for mail in corpus() if "written" in mail.expected]


def ours(full: str, mail: Specimen) -> str:
    """What the mail lane calls the new text."""
    return mail.parsed().text


def mail_parser_reply_alone(full: str, mail: Specimen) -> str:
    """The latest reply by mail-parser-reply in all of its languages, signatures taken out as it does."""
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        replies = EmailReplyParser(languages=list(MAIL_LANGUAGES)).read(full).replies
    return replies[0].body if replies else ""


def quotequail_alone(full: str, mail: Specimen) -> str:
    """The part that quotequail would show unfolded."""
    from quotequail import quote

    return "\n".join(text for shown, text in quote(full, quote_intro_line=True) if shown)


STRIPPERS: dict[str, Stripper] = {
    "ours": ours,
    "mail-parser-reply alone": mail_parser_reply_alone,
    "quotequail alone": quotequail_alone,
    "nothing stripped": lambda full, mail: full,
}


def total(strip: Stripper) -> Measure:
    """All marked mails together."""
    return sum((measured(mail, strip) for mail in marked_mails()), start=Measure(0, 0, 0, 0))


def report() -> str:
    """The table: every marked mail for ours, then the totals of each way."""
    lines = [f"{'mail':34} {'style':52} {'new':>5} {'over':>7} {'under':>7}"]
    for mail in marked_mails():
        found = measured(mail, ours)
        style = mail.expected["style"][:52]
        lines.append(f"{mail.name:34} {style:52} {found.new:5} {found.over:7.1%} {found.under:7.1%}")
    lines.append("")
    for name, strip in STRIPPERS.items():
        found = total(strip)
        lines.append(f"{name:34} {len(marked_mails()):3} mails {found.new:46} {found.over:7.1%} {found.under:7.1%}")
    return "\n".join(lines)


def _words(text: str) -> Counter[str]:
    """Words as counted things; Chinese and Japanese text counts by the character."""
    spaced = "".join(f" {char} " if "\u3040" <= char <= "\u9fff" else char for char in text)
    return Counter("".join(char if char.isalnum() else " " for char in spaced).split())


if __name__ == "__main__":
    print(report())
