"""The words by which a name's place is known, in the languages that customers write in, and how a name is written."""

from __future__ import annotations

import re

NAME = "[name]"

GREETING = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|guten (?:tag|morgen|abend)|moin|servus"
    r"|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|ch[eè]re?s?|hola|buen[oa]s (?:d[ií]as|tardes|noches)"
    r"|estimad[oa]|querid[oa]|ciao|buongiorno|buonasera|gentile|car[oa]|ol[aá]|bom dia|boa tarde|prezad[oa]|beste"
    r"|goedemorgen|goedemiddag|geachte|hej|hei|kära|kære|cześć|dzień dobry|witam|здравствуйте|добрый день|merhaba"
)
TITLE = (
    r"mr|mrs|ms|miss|dr|prof|sir|herr|herrn|frau|hr|fr|monsieur|madame|mme|mlle|m|señor|señora|sr|sra|don|doña"
    r"|signor|signora|dott|senhor|senhora|heer|mevrouw|pan|pani"
)
FAREWELL = (
    r"(?:(?:with |my )?(?:(?:very )?(?:best|kind|kindest|warm|warmest) )?(?:regards|wishes)|rgds|best|cheers|br|kr"
    r"|(?:sincerely|respectfully|faithfully|truly|gratefully|cordially)(?: yours)?|warmly|yours(?: \w+)?"
    r"|all the best|take care"
    r"|(?:have a )?(?:nice|great|good|lovely) (?:day|weekend|evening)|(?:talk|speak) soon|xoxo"
    r"|(?:(?:many|with) )?thanks(?: a lot| again| in advance| so much)?|thx|tia|ty"
    r"|thank you(?: very much| so much| again| in advance)?)(?:,? (?:and|&) (?:(?:best|kind|warm) )?regards)?"
    r"|(?:mit )?(?:freundliche[mn]|besten|herzlichen|lieben|vielen) gr(?:ü|ue|u)(?:ß|ss)(?:en)?"
    r"|(?:freundliche|viele|liebe|beste|schöne|herzliche)r? gr(?:ü|ue|u)(?:ß|ss)e?|gr(?:ü|ue|u)(?:ß|ss)e?|mfg|lg|vg"
    r"|hochachtungsvoll|herzlichst|schönen (?:tag|abend)(?: noch)?"
    r"|(?:vielen |besten |herzlichen |lieben )?dank(?: im voraus)?|danke(?: im voraus| schön)?"
    r"|(?:bien |très )?(?:cordialement|amicalement|respectueusement)|cdlt|bien à vous|à bientôt"
    r"|bonne (?:journée|soirée)"
    r"|(?:(?:meilleures|sincères) )?salutations(?: distinguées)?|merci(?: d'avance| beaucoup)?"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|atte|cordialmente|respetuosamente|(?:un )?abrazo"
    r"|(?:muchas )?gracias(?: de antemano)?"
    r"|atenciosamente|att|respeitosamente|obrigad[oa]|(?:com os )?(?:melhores )?cumprimentos|abraços?"
    r"|(?:(?:cordiali|distinti) )?saluti|un saluto|cordialità|a presto|grazie(?: mille)?"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg|hoogachtend|(?:alvast )?bedankt"
    r"|z poważaniem|pozdrawiam|pozdrowienia|s pozdravem|с уважением|с наилучшими пожеланиями"
    r"|(?:med )?(?:vänliga?|vennlig|venlig|bästa) (?:hälsning(?:ar)?|hilsen)|hälsningar|hilsen|mvh"
    r"|(?:ystävällisin )?terveisin|saygılarımla"
)
INTRODUCTION = (
    r"my name is|my name's|mein name ist|ich hei(?:ß|ss)e|je m'appelle|mon nom est|me llamo|mi nombre es|mi chiamo"
    r"|o meu nome é|meu nome é|ik heet|mijn naam is|jag heter|mitt navn er|nazywam się|меня зовут"
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-я]"
PART = rf"(?:{_CAPITAL}\w{{0,2}}\.|{_CAPITAL}[\w'’-]*|(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|zu|af|y)\b)"
"""A word of a name as it is written: capitalised, or one of the small words within names."""
FULL = rf"{PART}(?:[ \u00a0]{PART}){{0,3}}"
_NAME_ALONE = re.compile(rf"{_CAPITAL}[\w'’-]*\.?(?: {PART}){{0,3}}")

NO_NAMES = frozenset(
    """team support all there everyone everybody sir madam sirs folks guys zusammen damen herren leute tous toutes
    equipe équipe equipo todos tutti staff service customer helpdesk desk help sales billing finance admin
    department accounts office info company gmbh ltd inc shop kundenservice kundendienst again please the this
    that and with for your you my our we it is i a an kind best regards thanks thank hello hi dear world madame
    monsieur señores señor señora
    not cannot can't can how what why when where who who's am are at from of on or so to too now asap urgent yes ok okay
    bitte hilfe danke dank vielen viele liebe grüße ich sie ihr ihre ihnen euch wir uns dringend nicht bye
    bis bientôt merci gracias grazie obrigado bedankt urgente por favor je vous nous il elle usted ustedes""".split()
) | frozenset(TITLE.split("|"))
"""Words that stand in a name's place, or are parts of what a mailbox is called, without being anybody's name."""


def plain(word: str) -> str:
    """A word as `NO_NAMES` has it."""
    return word.strip(".,;:!?'’").casefold()


def is_name(text: str, fewest: int = 1) -> bool:
    """Whether a text looks like a name and like nothing else: up to four words as names are written."""
    words = text.split()
    return (
        len(words) >= fewest
        and _NAME_ALONE.fullmatch(text) is not None
        and not any(plain(word) in NO_NAMES for word in words)
    )
