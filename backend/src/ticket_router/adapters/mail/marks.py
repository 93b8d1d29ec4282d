"""The words and shapes by which mail clients announce quoted history, in more languages than the libraries know."""

from __future__ import annotations

import re

_FROM = (
    r"from|von|de|da|od|van|från|fra|от|от кого|desde|expéditeur|mittente|kimden|gönderen|lähettäjä|feladó"
    r"|差出人|送信者|发件人|發件人|寄件者|보낸 ?사람"
)
_DATE = (
    r"sent|date|gesendet|datum|envoyé|enviado(?: el)?|enviada(?: em)?|fecha|inviato|data|wysłano|verzonden"
    r"|skickat|sendt|dato|отправлено|дата|gönderildi|gönderme tarihi|tarih|lähetetty"
    r"|送信日時|日時|日付|发送时间|日期|發送時間|寄件日期|보낸 ?날짜"
)
_TO = (
    r"to|an|à|para|a|do|aan|till|til|кому|cc|kopie|kopia|копия|destinataire|kime|alıcı|bilgi|dw|vastaanottaja"
    r"|reply-to|宛先|收件人|收件者|抄送|받는 ?사람"
)
_SUBJECT = (
    r"subject|betreff|objet|asunto|assunto|oggetto|temat|onderwerp|ämne|emne|тема|konu|aihe|tárgy|předmět"
    r"|件名|主题|主旨|主題|제목"
)
_LABELS = (("from", _FROM), ("date", _DATE), ("to", _TO), ("subject", _SUBJECT))
_HEADER_LINE = re.compile(
    r"^[\s>*_]{0,12}(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS) + r")[\s*_]{0,4}[:：]",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"wrote|schrieb|geschrieben|a écrit|escribió|escreveu|ha scritto|schreef|napisał|написал|пишет|писал"
    r"|skrev|yazdı|kirjoitti|napsal|írta|写道|寫道|書きました|님이 작성",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^[\s>]{0,8}(?:(?:on|am|le|el|em|il|op|den|dnia|dne|w dniu|in data|at)\b|\d|\w{2,14}[.,]{0,2} \d)", re.IGNORECASE
)
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b20\d\d\b|\d{1,2}月\d{1,2}日|20\d\d ?[年년]")
_TIME = re.compile(r"\b\d{1,2} ?[:.h] ?\d{2}\b")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}\.\w{2,20}")
_BRACKETED = re.compile(r"[<\[(](?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,255}[>\])]")
_SEPARATOR = re.compile(r"^[\s>]{0,8}[-‐–—_=*]{3,40}\s?([^\W\d_][^-‐–—_=*\n]{2,60}?)\s?[-‐–—_=*]{3,40}\s*$")
_RULE = re.compile(r"^[\s>]{0,8}[-_=]{10,}\s*$")
_FORWARD = re.compile(
    r"forwarded|weitergeleitet|transféré|réexpédié|reenviad|reencaminhad|encaminhad|inoltrat|przekazan"
    r"|doorgestuurd|vidarebefordr|пересылаемое|пересланное|転送|转发|轉寄|i̇letilen|iletilen|videresendt|전달",
    re.IGNORECASE,
)
_TAG = r"^\s*(?:\[[^\]]{1,60}\]\s*)?"  # a list's name before the prefix
_COLON = r"(?:\s?[\[(]\d{1,3}[\])])?\s?[:：]"  # some programs count: Re[2]:
_REPLY_SUBJECT = re.compile(
    rf"{_TAG}(?:re|aw|antw|sv|res|rif|odp|ynt|ответ|回复|回覆|答复|返信|답장){_COLON}", re.IGNORECASE
)
_FORWARD_SUBJECT = re.compile(
    rf"{_TAG}(?:fwd?|wg|tr|rv|enc|pd|vb|i̇lt|ilt|doorst|пересл?|转发|轉寄|転送|전달){_COLON}", re.IGNORECASE
)
_CLIP = 300


def is_reply_subject(subject: str) -> bool:
    """True when the subject starts with a reply prefix (Re, AW, SV, Odp, 回复 ...)."""
    return bool(_REPLY_SUBJECT.match(subject))


def is_forward_subject(subject: str) -> bool:
    """True when the subject starts with a forward prefix (Fwd, WG, TR, RV, 转发 ...)."""
    return bool(_FORWARD_SUBJECT.match(subject))


def announces_forward(line: str) -> bool:
    """True for `---------- Forwarded message ---------`, `Begin forwarded message:` and their translations."""
    shaped = _SEPARATOR.match(line[:_CLIP]) or line.rstrip().endswith((":", "："))
    return bool(shaped) and len(line) < 100 and bool(_FORWARD.search(line))


def attribution_at(lines: list[str], end: int) -> int | None:
    """Where an attribution (`On Friday ... Ana <ana@...> wrote:`, up to three lines) ending here begins, or None."""
    if not lines[end].rstrip().endswith((":", "：", "---")):
        return None
    wrapped = 3 if lines[end].rstrip().endswith((":", "：")) else 1
    for start in range(end, max(-1, end - wrapped), -1):
        joined = " ".join(line.strip("> \t")[:_CLIP] for line in lines[start : end + 1])
        if not joined or not lines[start].strip():
            return None
        dated = _DAY.search(joined) or _TIME.search(joined)
        named, wrote = _ADDRESS.search(joined), _WROTE.search(joined)
        whole = start == end or _OPENS.match(lines[start])  # a line above that is not wrapped is the writer's own
        if whole and ((dated and (named or wrote)) or (named and wrote and named.start() > 2)) and len(joined) <= _CLIP:
            return start
    return None


def is_full_attribution(text: str) -> bool:
    """True when an attribution is sure even without quote marks below it: two of date with time, address, and verb."""
    address, wrote = bool(_BRACKETED.search(text)), bool(_WROTE.search(text))
    dated = bool(_DAY.search(text)) and bool(_TIME.search(text))
    return (address and wrote) or (dated and (address or wrote))


def header_block_at(lines: list[str], start: int) -> int:
    """How many lines the header block that starts here has (From, Sent, To, Subject); 0 when it is none."""
    if not (_HEADER_LINE.match(lines[start][:_CLIP])):
        return 0
    seen: set[str] = set()
    last = addressed = 0
    for offset, line in enumerate(lines[start : start + 9]):
        found = _HEADER_LINE.match(line[:_CLIP])
        if found:
            seen.add(str(found.lastgroup))
            last = offset + 1
            addressed |= bool(_ADDRESS.search(line[:_CLIP]))
        elif offset > last + 1:
            break
    sure = {"from", "date"} <= seen and ("subject" in seen or addressed)
    return last if sure and len(seen) >= 3 else 0


def is_separator(line: str) -> bool:
    """True for a line that sets off what follows: `-----Original Message-----`, or a plain rule."""
    return bool(_SEPARATOR.match(line[:_CLIP]) or _RULE.match(line[:_CLIP]))
