"""The set phrases around a mail's own words, in the languages of our customers: farewells, device lines, notices."""

from __future__ import annotations

import re

_DEVICE_LINES = (
    r"sent (?:from|with|via) ",
    r"get outlook for",
    r"gesendet (?:von|mit|aus) ",
    r"diese nachricht wurde von meinem",
    r"von meinem .{1,40} gesendet",
    r"envoyé (?:de|depuis|à partir) ",
    r"télécharge[rz] outlook",
    r"enviado (?:desde|do|con|a partir) ",
    r"obte(?:ner|r o) outlook",
    r"inviato da ",
    r"scarica outlook",
    r"verzonden (?:vanaf|met|via) ",
    r"verstuurd vanaf",
    r"wysłan[eo] z ",
    r"pobierz outlook",
    r"отправлено (?:с|из) ",
    r"скачать outlook",
    r"skickat från ",
    r"hämta outlook",
    r"sendt fra ",
    r"从我的.{0,20}发送",
    r"[发發]自我的",
    r".{1,20}から送信",
    r".{1,40}'(?:dan|den|tan|ten|ımdan|imden) gönderildi",
)
_FAREWELLS = (
    r"(?:(?:best|kind|warm|kindest|warmest|many|with best|with kind) )?(?:regards|wishes)",
    r"best|cheers|sincerely(?: yours)?|yours(?: \w+)?|all the best|respectfully",
    r"(?:many |thanks and |with )?thanks(?: a lot| again| in advance)?",
    r"thank you(?: very much| in advance)?",
    r"(?:mit )?(?:(?:freundlichen|besten|herzlichen|lieben|vielen) )?(?:grüßen|grüssen|gruß|gruss)",
    r"(?:viele|liebe|beste|schöne|herzliche) grüße",
    r"(?:vielen |besten )?dank(?: im voraus)?(?: und (?:viele|beste|freundliche) grüße)?|mfg|lg|vg",
    r"(?:bien )?cordialement|bien à vous|(?:bonne|belle) (?:journée|soirée)|sincères salutations",
    r"merci(?: d'avance| beaucoup)?",
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias(?: de antemano)?",
    r"atenciosamente|obrigad[oa]|cumprimentos|abraços?",
    r"(?:(?:cordiali|distinti) )?saluti|grazie(?: mille)?",
    r"met vriendelijke groet(?:en)?|(?:hartelijke |vriendelijke )?groet(?:en)?|(?:alvast )?bedankt",
    r"z poważaniem|pozdrawiam(?: serdecznie)?|dziękuję",
    r"с уважением|спасибо",
    r"med vänliga? hälsningar?|vänliga hälsningar|mvh|tack|med venlig hilsen",
    r"saygılarımla|(?:iyi )?(?:çalışmalar|günler)|teşekkürler",
    r"よろしくお願い(?:いた|致)?します|以上|此致|敬礼|谢谢|祝好",
)
_NOTICE_WORDS = (
    "confidential intended recipient delete notify disclos privileged unauthori[sz]ed vertraulich adressat"
    " unbefugt löschen confidentiel destinataire détruire confidencial destinatari eliminar riservat"
    " vertrouwelijk bestemd geadresseerde"
).split()
_MAIL = r"(?:e-?mail|message|mail|nachricht|mensaje|correo|courriel|messaggio|bericht)"

DEVICE_LINE = re.compile(rf"^\W{{0,3}}(?:{'|'.join(_DEVICE_LINES)})[^\n]{{0,120}}$", re.IGNORECASE)
"""A line by which a phone or mail program names itself."""

FAREWELL = re.compile(rf"^({'|'.join(_FAREWELLS)})(?=[\s,.!;–—-]|$)", re.IGNORECASE)
"""A closing formula at the start of a line; group 1 is the formula."""

NOTICE_CUE = re.compile("|".join(_NOTICE_WORDS), re.IGNORECASE)
"""Words of which a legal notice holds several and a person's sentence seldom more than one."""

PRINT_LESS = re.compile(
    r"(?:environment|umwelt|environnement|medio ambiente).{0,60}(?:print|ausdruck|impr)", re.IGNORECASE
)
"""The plea to print less."""

BANNER = re.compile(
    rf"^\W{{0,4}}(?:(?:caution|warning|attention|achtung|external)\b.{{0,40}}\b{_MAIL}\b"
    r".{0,60}\b(?:outside|external|extern\w*|außerhalb)\b"
    r"|external(?: (?:sender|e-?mail))?\W{0,4}$)",
    re.IGNORECASE,
)
"""The warning that a mail server puts on top of mail from outside."""

LIST_FOOTER = re.compile(r"^_{20,}\s*$")
"""The rule above a mailing list's footer."""

NAME_PARTICLES = frozenset("de da do dos del della di la le van von der den zu af y".split())
"""Words of names that are written small."""
