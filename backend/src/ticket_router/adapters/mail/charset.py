"""Turns bytes into text whatever a mail claims about them: a wrong label may cost letters, never the ticket."""

from __future__ import annotations

import codecs
import re

# Labels that real mail carries and Python does not know, or knows as a narrower set than senders mean
# (the WHATWG Encoding Standard's label table is the source for the wider ones).
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cn-gb": "gb18030",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "ksc5601": "cp949", "korean": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "ansi_x3.4-1968": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "windows-874": "cp874", "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf8": "utf-8", "utf-8mb4": "utf-8",
    "big5-hkscs": "big5hkscs", "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "cp-850": "cp850",
    "koi8-ru": "koi8-u", "x-cp1251": "cp1251", "win-1251": "cp1251", "cp-1251": "cp1251", "cp1251-1": "cp1251",
}  # fmt: skip
# Text codecs of Python that no mail means and that cost more than linear time or read escapes.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
# Labels that senders write without looking; valid UTF-8 under one of them is UTF-8.
_CARELESS = frozenset({"", "cp1252", "utf-8"})
_HIGH = bytes(range(0x80, 0x100))
_SAMPLE = 100_000
_CYRILLIC_RUN = re.compile(rb"[\xa8\xb8\xc0-\xff]{3,}")


def decode(data: bytes, label: str = "") -> str:
    """Text of `data`: by its label when that works, else UTF-8, else Cyrillic where it looks so, else cp1252."""
    codec = _codec(label)
    if codec in _CARELESS:
        return _guess(data)
    try:
        return tidy(data.decode(codec))
    except UnicodeError:
        pass
    text = data.decode(codec, errors="replace")
    if text.count("\ufffd") * 20 < len(text):  # a broken byte here and there: the label still knows best
        return tidy(text)
    return _guess(data)


def tidy(text: str) -> str:
    """The same text with one kind of line end, and without what no store or page can carry (NULs, lone surrogates)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.translate(_UNPRINTABLE)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_UNPRINTABLE = dict.fromkeys((*range(9), 11, *range(14, 32), 127, 65279, 65534, 65535)) | {12: "\n"}


def _codec(label: str) -> str:
    """Python's codec for a label: empty when there is none, or none that is safe."""
    label = label.strip().strip("\"'").lower().replace(" ", "")
    label = _MEANT.get(label, label)
    try:
        found = codecs.lookup(label) if label and len(label) < 40 and label.isascii() else None
    except (LookupError, ValueError):
        return ""
    if found is None or found.name.replace("-", "_") in _REFUSED or not getattr(found, "_is_text_encoding", True):
        return ""
    return found.name


def _guess(data: bytes) -> str:
    """UTF-8 when it fits (or nearly), else windows-1251 or KOI8-R when most letters are high runs, else cp1252."""
    try:
        return tidy(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, _HIGH))
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    if broken * 20 < high:
        return tidy(data.decode("utf-8", errors="replace"))
    runs = b"".join(_CYRILLIC_RUN.findall(sample))
    if len(runs) * 2 > high and len(runs) >= 6:
        # Text is mostly lower case, which KOI8-R keeps in the lower half of the letters and windows-1251 in the upper.
        lower_half = sum(0xC0 <= byte < 0xE0 for byte in runs)
        return tidy(data.decode("koi8-r" if lower_half * 2 > len(runs) else "cp1251", errors="replace"))
    return tidy(data.decode("cp1252", errors="replace"))
