"""Takes what is personal out of a customer's text before it is shown to the reader beside other people's tickets.

An example has to teach what a ticket is about. Plain words are therefore left alone: where a rule could hit one, it
asks for more (a checksum, a plus, a line that begins with a farewell) before it takes anything out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ticket_router.domain.learning import postal
from ticket_router.domain.learning.names import without_names

MAIL, LINK, CARD, IBAN, PHONE, NUMBER, TICKET = (
    "[mail]", "[link]", "[card]", "[iban]", "[phone]", "[number]", "[ticket]",
)  # fmt: skip
_UNSEEN = str.maketrans({**dict.fromkeys("\u00ad\u200b\u2060\ufeff"), **dict.fromkeys("\u2010\u2011\u2012\u2212", "-")})
"""Signs that show nothing, and hyphens that are only typed otherwise: neither may part a number."""
MOST_PASSES = 8
"""What is taken out may uncover more (a name behind a name); a few passes come to rest."""
PLACEHOLDER = re.compile(r"\[(?:mail|link|card|iban|phone|number|ticket|name|address)\]")

_WORD = r"\w.%+'’-"
_URL = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,11}://|\bwww\.)[^\s<>\"\[\]]+", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![@\w.-])(?:[\w-]+\.)+[a-z]{2,}/[^\s<>\"\[\]]*[?&=#%][^\s<>\"\[\]]*", re.IGNORECASE)
_ADDRESS = re.compile(rf"(?:mailto:)?(?<![{_WORD}])[{_WORD}]++\s?@\s?(?:[\w-]++\.)+[^\W\d_]{{2,}}", re.IGNORECASE)
_SPELLED_ADDRESS = re.compile(
    rf"(?<![{_WORD}])[{_WORD}]++\s*[\[(]\s*(?:at|ät|arroba)\s*[\])]\s*[\w-]+(?:\s*(?:[\[(]\s*(?:dot|punkt|punto)\s*[\])]|\.)\s*[\w-]+)+",
    re.IGNORECASE,
)
_ANY_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ \n-]?[A-Za-z0-9]{4}){2,7}(?:[ \n-]?[A-Za-z0-9]{1,3})?\b")
_SAID_IBAN = re.compile(r"\b(IBAN\W{0,3})([A-Z]{2}\d{2}(?:[ \n-]?[A-Z0-9]{2,4}){2,8})\b")
_DIGITS_OF_CARD = re.compile(r"(?<![\w.,+])\d(?:[ \n\u2013-]{0,2}\d){12,18}(?!\w)")
_DOTTED_CARD = re.compile(r"(?<![\w.,+])\d{4}(?:([./_])\d{4}(?:\1\d{4}\1\d{1,4}|\d{2}\1\d{5}))(?![\w]|[.,]\d)")
_MASKED_CARD = re.compile(r"(?<!\w)(?:[xX*•]{4}[ -]?){1,3}\d{4}(?!\d)")
_TICKET_ID = re.compile(r"\bT-[0-9A-HJKMNP-TV-Z]{10}\b")
_LONG_NUMBER = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){8,}(?![\w])|(?<![\w.,])\d{8}(?![\w])")
_PHONE = re.compile(r"(?<![A-Za-z0-9_.,/+-])(?:\+|00)?\(?\d(?:[ \u00a0./()-]{0,3}\d){6,14}(?![A-Za-z0-9_/]|[.,]\d)")
_PHONE_WORD = re.compile(
    r"(?:\b(?:tele(?:phone|fon|fono|foon)?|tel|phone|mobile|mobil|cell|handy|fax|call(?: me)?(?: (?:at|on))?|whatsapp"
    r"|móvil|portable|cellulare|celular|telefonnummer|number is)|電話)\W{0,4}$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
_NETWORK = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})+")
_US_PHONE = re.compile(r"(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")


def redacted(text: str, names: Sequence[str] = ()) -> str:
    """The text with placeholders such as `[mail]` and `[name]` for what is personal; `names` are known to be.

    What is taken out: mail and postal addresses, links, IBANs, cards, phones, numbers of nine digits and more, our
    ticket ids, and names in greetings, introductions and signatures. Doing it twice changes nothing more.
    """
    for _ in range(MOST_PASSES):
        before, text = text, _once(text, names)
        if text == before:
            break
    return text


def redacted_line(text: str, names: Sequence[str] = ()) -> str:
    """The text on one line, redacted. Doing it twice changes nothing more.

    Lines tell where a signature is, so it is done before they are joined; and again afterwards, since mail breaks lines
    within numbers too. No-break and repeated blanks count as one.
    """
    lines = "\n".join(" ".join(line.split()) for line in text.translate(_UNSEEN).splitlines())
    by_lines = redacted(lines, names)
    joined = " ".join(by_lines.split())
    return joined if joined == by_lines else redacted(joined, names)


def is_personal(text: str) -> bool:
    """Whether there is anything in a text to take out."""
    return redacted_line(text) != " ".join(text.translate(_UNSEEN).split())


def _once(text: str, names: Sequence[str]) -> str:
    for pattern, instead in (
        (_URL, LINK),
        (_BARE_LINK, LINK),
        (_ADDRESS, MAIL),
        (_SPELLED_ADDRESS, MAIL),
        (_TICKET_ID, TICKET),
        (_MASKED_CARD, CARD),
    ):
        text = pattern.sub(_but_its_stop(instead), text)
    text = _SAID_IBAN.sub(rf"\1{IBAN}", text)
    text = _ANY_IBAN.sub(_without_iban, text)
    for pattern in (_DIGITS_OF_CARD, _DOTTED_CARD):
        text = pattern.sub(lambda found: CARD if _is_card(found[0]) else found[0], text)
    text = postal.without_addresses(text)
    text = _PHONE.sub(lambda found: PHONE if _is_phone(found) else found[0], text)
    text = _LONG_NUMBER.sub(lambda found: found[0] if _is_measure(found[0]) else NUMBER, text)
    return without_names(text, names)


def _but_its_stop(instead: str) -> Callable[[re.Match[str]], str]:
    """The sentence's own stop behind a link or an address is none of it."""
    return lambda found: instead + found[0][len(found[0].rstrip(".,;:!?)'’")) :]


def _without_iban(found: re.Match[str]) -> str:
    """The words behind an IBAN look like more of it, so the longest beginning with right check digits counts."""
    text = found[0]
    ends = [len(text), *(blank.start() for blank in re.finditer(r"[ \n-]", text))]
    whole = next((end for end in sorted(ends, reverse=True) if _is_iban(text[:end])), 0)
    return IBAN + text[whole:] if whole else text


def _is_iban(text: str) -> bool:
    """By its check digits (ISO 13616): the four first signs moved to the end, letters as numbers, modulo 97."""
    plain = re.sub(r"[ \n-]", "", text).upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """By its check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_phone(found: re.Match[str]) -> bool:
    """Not a date, a network address or a large amount; a number without a plus or a zero needs a word that says so."""
    text, before = found[0].strip(), found.string[max(0, found.start() - 24) : found.start()]
    if _DATE.match(text) or _NETWORK.fullmatch(text):
        return False
    if text.startswith(("+", "00", "(")) or _US_PHONE.fullmatch(text) or _PHONE_WORD.search(before):
        return True
    if _GROUPED.fullmatch(text) and text.startswith(tuple("123458")):
        return False
    grouped = len(re.split(r"[ \u00a0./()-]+", text)) > 1
    return text.startswith("0") or (grouped and text[0] in "679" and sum(map(str.isdigit, text)) == 9)


def _is_measure(text: str) -> bool:
    """A date, or a round amount: nobody's number."""
    return bool(_DATE.match(text) or _GROUPED.fullmatch(text) or re.fullmatch(r"\d{1,3}0{5,}", text))
