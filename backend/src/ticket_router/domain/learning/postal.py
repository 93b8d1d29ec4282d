"""Where a postal address stands in a message: a street with a house number, a box, a postcode with its town.

A number beside a word is mostly no address, so each rule asks for a word that streets are called by, or for a postcode
whose shape is nothing else's.
"""

from __future__ import annotations

import re

ADDRESS = "[address]"

_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-я]"
_WORD = rf"{_CAPITAL}[\w'’-]{{0,24}}"
_NAMED = rf"(?:{_CAPITAL}\w{{0,2}}\.|\d{{1,3}}(?:st|nd|rd|th)|{_WORD})"
_TOWN = rf"{_WORD}(?:[ -]{_WORD}){{0,2}}"
_START = r"(?<![\w.,/#-])"
_HOUSE = r"\d{1,4}(?!\d)(?: ?[a-zA-Z](?![\w'’]))?(?: ?[-/] ?\d{1,4}(?!\w))?"
_NUMBER = rf"{_START}\d{{1,5}}[a-zA-Z]?,? (?:[NSEW]\.? )?"

_STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]"
    r"|W[AIVY])"
)
_ZIP = r"\d{5}(?:-\d{4})?(?![\w-])"
_BRITISH = r"[A-Z]{1,2}\d[A-Z\d]? (?!\d[GKMT]B)\d[A-Z]{2}(?!\w)"
_CODE = rf"(?:(?:{_STATE},? )?{_ZIP}|{_BRITISH}|[A-Z]\d[A-Z] \d[A-Z]\d(?!\w)|\d{{4}} ?[A-Z]{{2}}(?!\w)|\d{{4}}(?!\w))"
_FLAT = r"(?:(?i:apartment|apt|unit|suite|ste|flat|floor)\.? ?#?|# ?)\w{1,5}"
_BEHIND = (
    rf"(?:,?[ \n]{_FLAT})?"
    rf"(?:,?[ \n](?:(?:[A-Z]{{1,2}}-)?{_CODE},? {_TOWN}|{_TOWN},?[ \n]{_CODE}|{_CODE}))?"
)
"""What follows a street where there is more: a flat, and a town with its postcode before or behind it."""

_STREET = (
    r"(?:(?i:street|road|avenue|lane|boulevard|crescent|terrace|highway|parkway|mews)\b"
    r"|(?:Rd|Ave|Ln|Blvd|Cres|Hwy|Pkwy)\b\.?)"
)
_PERHAPS_STREET = r"(?:(?i:drive|way|place|close|court|row|walk|square|gardens|hill|park)\b|(?:St|Dr|Ct|Pl|Sq)\b\.?)"
"""Other things are called so too: these count where a town, a flat or the line's end follows."""
_NO_STREET = r"(?!\d{1,5} (?:Google|Hard|Flash|USB|One|SSD|Way|Hour) )"

_PLACES = (
    rf"{_NO_STREET}{_NUMBER}(?:{_NAMED} ){{1,3}}{_STREET}{_BEHIND}",
    (
        rf"{_NO_STREET}{_NUMBER}(?:{_NAMED} ){{1,3}}{_PERHAPS_STREET}(?:(?=[ \t]*$)"
        rf"|(?=,?[ \n](?:{_FLAT}|{_TOWN},? {_CODE}|{_CODE}|{_TOWN}(?:[.,\n]|$))){_BEHIND})"
    ),
    rf"{_START}\d{{1,5}} (?!way|hour)[a-z]{{3,20}} (?:street|avenue)\b{_BEHIND}",
    rf"\b(?:{_NAMED} ){{1,2}}(?i:street|road|avenue|lane) {_HOUSE}{_BEHIND}",
    rf"\b\w*(?i:straße|strasse|gasse|allee|chaussee|straat|gracht|laan|vägen|gatan|vej) {_HOUSE}{_BEHIND}",
    rf"\b(?:{_CAPITAL}\w+(?i:str)\b\.?|(?:{_WORD} )?Str\.) ?{_HOUSE}{_BEHIND}",
    (
        rf"\b(?:{_CAPITAL}\w*)?(?i:weg|platz|ring|damm|ufer|steig|markt|dijk|kade|plein) {_HOUSE},?[ \n]"
        rf"(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: [A-Z]{{2}})? {_TOWN}"
    ),
    (
        rf"{_START}\d{{1,4}}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|bd|chemin|allée|impasse|quai)\b"
        rf" (?:(?:de la|de l['’]|des?|du|d['’]) ?)?{_TOWN}{_BEHIND}"
    ),
    (
        rf"(?<!\w)(?:(?i:calle|avenida|avda\.?|paseo|carrer|plaza|piazza|viale|rua|travessa)|Via|[Cc]/|Av\.) ?"
        rf"(?:(?:de (?:la|los|las)|del|della|dei|da|dos?|de) )?{_TOWN},? (?:n[.º°o]{{0,2}} ?)?{_HOUSE}{_BEHIND}"
    ),
    (
        r"\b(?i:p\.? ?o\.? ?box|postfach|postbus|apartado(?: de correos)?|casella postale|boîte postale)"
        rf" \d[\d ]{{0,8}}\b{_BEHIND}"
    ),
    rf"(?<![\w'’-]){_NAMED}(?: {_NAMED}){{0,2}}, {_STATE} {_ZIP}",
    rf"(?<![\w'’-])(?:{_WORD},? )?{_BRITISH}",
    rf"(?<![\w-])(?:D|CH|DE|NL|DK|PL)-\d{{4,5}} {_TOWN}",
    rf"^[ \t>]*\d{{5}} {_TOWN}[ \t]*$",
)
_DIGIT = re.compile(r"\d")
_ADDRESSES = re.compile("|".join(_PLACES), re.MULTILINE)


def without_addresses(text: str) -> str:
    """The text with `[address]` for postal addresses."""
    # None is without a digit, and most of what customers write has no digit.
    return _ADDRESSES.sub(ADDRESS, text) if _DIGIT.search(text) else text
