"""Where people's names stand in a message: behind a greeting, in an introduction, below a farewell.

Names cannot be told from other words by themselves (Mark, Rose, Summer), so only these places are looked at, and those
names that are known to be the customer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

NAME = "[name]"

_GREETING = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|guten (?:tag|morgen|abend)|moin|servus"
    r"|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|ch[eè]re?s?|hola|buen[oa]s (?:d[ií]as|tardes|noches)"
    r"|estimad[oa]|querid[oa]|ciao|buongiorno|buonasera|gentile|car[oa]|ol[aá]|bom dia|boa tarde|prezad[oa]|beste"
    r"|goedemorgen|goedemiddag|geachte|hej|hei|kära|kære|cześć|dzień dobry|witam|здравствуйте|добрый день|merhaba"
)
_TITLE = (
    r"mr|mrs|ms|miss|dr|prof|sir|herr|herrn|frau|hr|fr|monsieur|madame|mme|mlle|m|señor|señora|sr|sra|don|doña"
    r"|signor|signora|dott|senhor|senhora|heer|mevrouw|pan|pani"
)
_FAREWELL = (
    r"(?:(?:best|kind|warm|kindest|many|with best|with kind) )?(?:regards|wishes)|best|cheers|sincerely(?: yours)?"
    r"|yours(?: \w+)?|all the best|(?:many |with )?thanks(?: a lot| again| in advance| so much)?|thx"
    r"|thank you(?: very much| so much| in advance)?"
    r"|(?:mit )?(?:freundlichen|besten|herzlichen|lieben|vielen) gr(?:ü|ue)(?:ß|ss)en"
    r"|(?:freundliche|viele|liebe|beste|schöne|herzliche) gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|mfg|lg|vg"
    r"|(?:vielen |besten )?dank(?: im voraus)?"
    r"|(?:bien )?cordialement|bien à vous|merci(?: d'avance| beaucoup)?|(?:un )?(?:cordial )?saludos?(?: cordiales)?"
    r"|atentamente|(?:muchas )?gracias(?: de antemano)?|atenciosamente|obrigad[oa]|cumprimentos|abraços?"
    r"|(?:(?:cordiali|distinti) )?saluti|grazie(?: mille)?|met vriendelijke groet(?:en)?|groet(?:en|jes)?"
    r"|(?:alvast )?bedankt|z poważaniem|pozdrawiam|с уважением|med vänliga? hälsningar?|vänliga hälsningar|mvh"
    r"|med venlig hilsen|saygılarımla"
)
_INTRODUCTION = (
    r"my name is|my name's|mein name ist|ich hei(?:ß|ss)e|je m'appelle|mon nom est|me llamo|mi nombre es|mi chiamo"
    r"|o meu nome é|meu nome é|ik heet|mijn naam is|jag heter|mitt navn er|nazywam się|меня зовут"
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-я]"
_PART = rf"(?:{_CAPITAL}\w{{0,2}}\.|{_CAPITAL}[\w'’-]*|(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|zu|af|y)\b)"
"""A word of a name as it is written: capitalised, or one of the small words within names."""
_FULL = rf"{_PART}(?:[ \u00a0]{_PART}){{0,3}}"
_HELLO = re.compile(
    rf"(?P<before>^[ \t>]*(?i:{_GREETING})[ \t,]+(?:(?i:{_TITLE})\.?[ \t]+)*)(?P<name>{_FULL}|[^\W\d_]{{2,15}}(?=,))"
    r"(?=[ \t]*(?:[,!:;\n]|[–—-][ \t]|\.(?:\s|$)|$))",
    re.MULTILINE,
)
_BYE = re.compile(
    rf"(?:^[ \t>]*|(?<=[.!?][ \t]))(?i:{_FAREWELL})(?P<rest>[ \t]*[,.!;:–—-]?[ \t]*)(?P<same>[^\n]*)$", re.MULTILINE
)
_BYE_INLINE = re.compile(
    rf"(?P<before>[.!?,][ \t]+(?i:{_FAREWELL})[ \t]*[,.!–—-]?[ \t]+)(?P<name>{_FULL})(?=[ \t]*\.?[ \t]*$)", re.MULTILINE
)
_I_AM = re.compile(rf"(?P<before>\b(?i:{_INTRODUCTION})[ \t]+)(?P<name>{_FULL})")
_I_AM_FROM = re.compile(
    rf"(?P<before>\b(?i:this is|i am|i['’]m|hier (?:ist|spricht)|ich bin|ici|je suis|soy|sono|sou|met) )"
    rf"(?P<name>{_FULL}?)"
    r"(?= (?:from|of|with|here|speaking|von|vom|aus|chez|de|di|da|van)\b)"
)
"""Introductions that are plain words too: only before a firm or a place does a capital make a name of what follows."""
_LINES_OF_SIGNATURE = 3
_LONGEST_SIGNATURE_LINE = 40

NO_NAMES = frozenset(
    """team support all there everyone everybody sir madam sirs folks guys zusammen damen herren leute tous toutes
    equipe équipe equipo todos tutti staff service customer helpdesk desk help sales billing finance admin
    department accounts office info company gmbh ltd inc shop kundenservice kundendienst again please the this
    that and with for your you my our we it is i a an kind best regards thanks thank hello hi dear world madame
    monsieur señores señor señora""".split()
) | frozenset(_TITLE.split("|"))
"""Words that stand in a name's place, or are parts of what a mailbox is called, without being anybody's name."""


def without_names(text: str, known: Sequence[str] = ()) -> str:
    """The text with `[name]` for names where names stand, and for those that are `known`."""
    text = _HELLO.sub(_renamed, text)
    text = _I_AM.sub(_renamed, text)
    text = _I_AM_FROM.sub(_renamed, text)
    text = _unsigned(text)
    text = _BYE_INLINE.sub(_renamed, text)
    for name in known:
        text = _without(text, name)
    return text


def _renamed(found: re.Match[str]) -> str:
    words = found["name"].split()
    if any(_plain(word) in NO_NAMES for word in words):
        return found[0]
    stop = "." if found["name"].endswith(".") and len(words[-1]) > 2 else ""
    return f"{found['before']}{NAME}{stop}"


def _unsigned(text: str) -> str:
    """The short lines below a farewell, up to the first that is a sentence, and what stands behind it on its line."""
    pieces: list[str] = []
    at = 0
    for bye in _BYE.finditer(text):
        if bye.start() < at:
            continue
        if bye["same"].strip():
            if bye["same"][0].isupper() and _looks_signed(bye["same"]) and bye["rest"].strip(" \t"):
                pieces += [text[at : bye.start("same")], NAME]
                at = bye.end()
            continue
        end = bye.end()
        for line in _signature(text[bye.end() :]):
            end += len(line)
        if end > bye.end():
            tail = "\n" if text[end - 1] == "\n" and end < len(text) else ""
            pieces += [text[at : bye.end()], f"\n{NAME}{tail}"]
            at = end
    return "".join([*pieces, text[at:]])


def _signature(below: str) -> Iterator[str]:
    """The lines of a signature with their line ends, blank ones between included; nothing when there is none."""
    waiting: list[str] = []
    taken = 0
    for line in below.splitlines(keepends=True):
        if not line.strip():
            waiting.append(line)
            continue
        if taken == _LINES_OF_SIGNATURE or not _looks_signed(line):
            return
        yield from waiting
        waiting.clear()
        yield line
        taken += 1


def _looks_signed(line: str) -> bool:
    """Whether a line is a name, a job or a firm rather than something that was still to be said."""
    text = line.strip().rstrip(".")
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > _LONGEST_SIGNATURE_LINE or text[-1] in "?!:":
        return False
    if NAME in text or all(_plain(word) in NO_NAMES for word in words):
        return False
    lone = len(words) == 1 and text.isalpha() and _plain(text) not in NO_NAMES
    return lone or all(re.match(rf"{_PART}\.?$|[&|,–—-]$|[^\W\d_][\w'’-]*,$", word.rstrip(",")) for word in words)


def _without(text: str, name: str) -> str:
    """Without a known name: as a whole in any case; its parts as they are written, and not where a sentence begins."""
    parts = [part for part in re.split(r"[\s,]+", name.strip()) if len(part) > 2 and part[:1].isupper()]
    parts = [part for part in parts if _plain(part) not in NO_NAMES]
    if len(parts) > 1:
        whole = r"[\s,]+".join(map(re.escape, parts))
        text = re.sub(rf"(?<!\w){whole}(?!\w)", NAME, text, flags=re.IGNORECASE)
    for part in parts:
        text = re.sub(rf"(?<=[^\W_]|[,;:(]) {re.escape(part)}(?!\w)", f" {NAME}", text)
    return text


def _plain(word: str) -> str:
    return word.strip(".,;:!?'’").casefold()
