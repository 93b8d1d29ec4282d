"""Reads header values as they come: folded, encoded in odd places, raw 8-bit, doubled, or broken."""

from __future__ import annotations

import base64
import binascii
import re
from email.utils import getaddresses

from ticket_router.adapters.mail.charset import decode
from ticket_router.adapters.mail.mime import Part
from ticket_router.domain.inbound import Customer

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?[^?\n]*\?=)")
_ID = re.compile(r"<([^<>]{1,996})>")
_ADDRESS = re.compile(r"""[^\s<>"',;:()\[\]\\]{1,64}@[^\s<>"',;:()\[\]\\]{1,255}""")
_MAX_ADDRESSES = 500


class Headers:
    """All headers of one message or part, by lower-case name, in the order in which they stand."""

    def __init__(self, message: Part) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(str(name).lower(), []).append(str(value))
        self._charset = str(message.get_param("charset", "") or "") if "content-type" in self._values else ""

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Every value of the header, unfolded and decoded."""
        return [text_of(value, self._charset) for value in self._values.get(name.lower(), ())]

    def first(self, name: str) -> str:
        """The first value: for headers that our own mail server adds on top, later ones may be forged."""
        values = self._values.get(name.lower())
        return text_of(values[0], self._charset) if values else ""

    def people(self, *names: str) -> list[Customer]:
        """Everybody named in these address headers, addresses in lower case, at most 500."""
        people: list[Customer] = []
        for name in names:
            for value in self._values.get(name.lower(), ()):
                people.extend(_people(value, self._charset))
        return people[:_MAX_ADDRESSES]

    def ids(self, name: str) -> list[str]:
        """The message ids in a header, each in angle brackets, in their order."""
        return [one for value in self.all(name) for one in message_ids(value)]


def text_of(value: str, charset: str = "") -> str:
    """A header value as a person reads it: unfolded, with raw bytes and RFC 2047 words decoded wherever they stand."""
    value = " ".join(line.strip() for line in value.splitlines())
    if any("\udc80" <= char <= "\udcff" for char in value):
        value = decode(value.encode("utf-8", "surrogateescape"), charset)
    value = _BETWEEN_WORDS.sub(r"\1", value)
    return " ".join(_decoded_words(value).replace("\x00", "").split())


def message_ids(value: str) -> list[str]:
    """Every `<...>` in the value without inner white space; a bare id without brackets gets them."""
    found = ["".join(one.split()) for one in _ID.findall(value)]
    if not found and "@" in value:
        found = [one.strip("<>,;") for one in value.split()[:1]]
    return [f"<{one}>" for one in found if one]


def _decoded_words(value: str) -> str:
    """Encoded words that touch and share a charset are decoded as one: some mailers split letters between them."""
    out: list[str] = []
    pending: tuple[str, bytes] = ("", b"")
    end = 0
    for word in _ENCODED_WORD.finditer(value):
        label = word[1].partition("*")[0].lower()
        data = _word_bytes(word[2].lower(), word[3])
        if pending[1] and word.start() == end and label == pending[0]:
            pending = (label, pending[1] + data)
        else:
            out.extend((decode(pending[1], pending[0]), value[end : word.start()]))
            pending = (label, data)
        end = word.end()
    return "".join((*out, decode(pending[1], pending[0]), value[end:]))


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding == "q":
        return binascii.a2b_qp(raw.replace(b"_", b" "), header=False)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def _people(value: str, charset: str) -> list[Customer]:
    """Addresses are taken apart before encoded words are decoded, since a decoded name may hold commas."""
    value = " ".join(line.strip() for line in value.splitlines())
    if any("\udc80" <= char <= "\udcff" for char in value):
        value = decode(value.encode("utf-8", "surrogateescape"), charset)
    try:
        pairs = getaddresses([value])
    except RecursionError:  # thousands of nested comments: no person's name needs them
        pairs = []
    people = [
        Customer(address=address.lower(), name=_name(name)) for name, address in pairs if _ADDRESS.fullmatch(address)
    ]
    if people:
        return people
    # An unquoted comma in the name, a missing bracket, the whole value encoded: the address is still there.
    found = _ADDRESS.findall(value) or _ADDRESS.findall(text_of(value))
    return [Customer(address=found[-1].lower(), name=_name(value.partition("<")[0]))] if found else []


def _name(name: str) -> str:
    """A display name without the quotes that mailers leave around it."""
    return text_of(name).strip().strip("\"'").strip()[:200]
