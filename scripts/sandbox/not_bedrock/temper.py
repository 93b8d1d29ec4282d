"""Tone, urgency and flags by short word lists: rough, and said to be rough wherever they are shown.

On public data such lists lose on urgency to "always the commonest", and find about half of the angry texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scripts.sandbox.not_bedrock.words import folded

ROUGH = "Tone and urgency come from a short word list in the local world. The real model reads the situation."

_HIGH = (
    r"\b(?:urgent(?:e|ly)?|urgence|asap|emergency|immediately)\b",
    r"\b(?:right now|right away|critical|dringend|sofort|eilt)\b",
    r"\b(?:inmediatamente|immediatement|imediatamente|subito|urgentemente|spoed)\b",
    r"至急|緊急|すぐに|紧急|立即|срочно",
    r"\bhelp now\b|\bnow!+|\bstill down\b|\b(?:is|are|been|went) (?:completely |totally )?down\b|\boutage\b",
    r"\blos(?:ing|t) (?:sales|money|orders|revenue|customers|business)\b",
    r"\bnobody can\b|\b(?:all|none) of our users\b",
    r"\b(?:due|deadline|expires|launch(?:es)?|audit|payroll) (?:is )?(?:today|tonight|tomorrow|in an hour)\b",
    r"\b(?:hacked|breach(?:ed)?|stolen|compromised|fraud(?:ulent)?|unauthori[sz]ed|phish(?:ed|ing))\b",
    r"ハッキング|被盗",
    r"\b(?:someone|somebody) (?:else )?(?:has )?(?:logged|got|accessed|broke)",
    r"\bnot me\b|\baccessed from\b|\bgehackt\b",
    r"\bproduction (?:is|down|stopped)|\bsteht still\b",
    r"\bhors service\b|\bcaid[oa]\b|\bnicht erreichbar\b|障害|宕机",
)
_MEDIUM = (
    r"\b(?:soon|quickly|today|tomorrow|this week|waiting)\b",
    r"\b(?:blocked|cannot|can't|unable|failed|fails|error|twice)\b",
    r"\b(?:bald|heute|morgen|bientot|aujourd'hui|hoy|manana|pronto|oggi|hoje|amanha)\b|早め|今日|尽快",
)
_LOW = (
    r"\b(?:no rush|no hurry|not urgent|whenever|just (?:wondering|curious))\b",
    r"\b(?:at some point|nice to have|small thing)\b",
    r"\b(?:how (?:do|can|would) (?:i|we)|where (?:do|can) (?:i|we))\b",
    r"\b(?:is (?:it|there)|do you (?:have|offer|support))\b",
    r"\b(?:would be (?:great|nice|lovely|useful)|would (?:love|like))\b",
    r"\b(?:suggestion|(?:an?|nice|one|my) idea|feature request|question|how much|could you add)\b",
    r"\b(?:wie kann ich|wo kann ich|comment (?:puis|faire|changer))\b",
    r"\b(?:como puedo|como posso|come posso|keine eile)\b",
    r"どうすれば|できますか|怎么|如何|как мне",
)
_ANGRY = (
    r"\b(?:ridiculous|unacceptable|furious|outrag\w+|disgust\w+)\b",
    r"\b(?:terrible|appalling|horrible|pathetic|useless|worst)\b",
    r"\b(?:fed up|sick of|had enough|waste of|joke|lawyer)\b",
    r"\b(?:sue you|scam(?:mers)?|never again|shame on|how dare)\b",
    r"\b(?:third|fourth|fifth|tenth) time\b|\bnobody (?:answers|replies|cares)\b",
    r"\bcancel(?:ling)? (?:my|our|everything)\b",
    r"\b(?:angry|losing my patience|extremely (?:disappointed|frustrat\w+)|for the last time)\b|!{3,}",
    r"\b(?:inakzeptabel|unverschamt\w*|frechheit|unmoglich|inacceptable|inadmissible|scandaleux|honte)\b",
    r"\b(?:inaceptable|verguenza|estafa|inaccettabile|vergogna|inaceitavel|absurdo|schandalig)\b",
    r"ひどい|最悪|許せない|ふざけ|太差|无法接受|возмут",
)
_PRESSED = (
    r"\blos(?:ing|t) (?:sales|money|orders|customers)\b",
    r"\bhelp now\b",
    r"\bfor (?:hours|an hour|days|weeks)\b",
)
_CONFUSED = (
    r"\b(?:confus\w+|don't understand|do not understand)\b",
    r"\b(?:can't figure|not sure (?:what|how|why|where|if)|i'm lost)\b",
    r"\b(?:makes no sense|what does .{1,40} mean|no idea (?:what|how|why))\b",
    r"\b(?:puzzled|unclear|what am i doing wrong)\b",
    r"\?{2,}",
    r"\b(?:verstehe nicht|verstehe .{1,20} nicht|verwirr\w+)\b",
    r"\b(?:ne comprends? pas|no entiendo|non capisco|nao entendo)\b",
    r"分かりません|わかりません|わからない|不明白|搞不懂|не понимаю",
)
_ABUSE = (
    r"\b(?:idiots?|morons?|imbeciles?|stupid (?:people|company|support))\b",
    r"\b(?:assholes?|bastards?|scumbags?|go to hell)\b",
    r"\bf+u+c+k\w*|\bshit\w*|\b(?:kill|hurt) you\b",
    r"\b(?:arschloch|idioten|connards?|hijos? de puta|stronzi)\b",
)
_SPAM = (
    r"\b(?:seo|backlinks?|guest post|link building)\b",
    r"\b(?:rank (?:you |your site )?(?:on|higher)|page one of google)\b",
    r"\b(?:crypto|bitcoin|forex|casino|viagra|lottery|inheritance|investment opportunity|double your)\b",
    r"\b(?:click here|limited (?:time )?offer|act now|100% free)\b",
    r"\b(?:unsubscribe|dear (?:sir|friend|business owner))\b",
    r"\b(?:grow your (?:business|followers))\b",
    r"\b(?:increase your (?:traffic|sales|followers)|web ?design services)\b",
)
_STEERING = (
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|prompt)\b",
    r"\b(?:as|you are|you're) (?:now )?an? (?:ai|assistant|language model|chatbot|llm)\b",
    r"\bsystem prompt\b|\bdear ai\b",
    r"\b(?:set|mark|tag|classify|rate|assign)\b.{0,30}\b(?:urgency|topic|tone|confidence)\b",
    r"\burgency\s*[:=]\s*\w",
    r"\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:ai|bot|reader|model|classifier|router)\b",
    r"\bignorier\w*\b.{0,30}\banweisung|\bignore[rz]?\b.{0,20}\binstructions\b|\bignora\w*\b.{0,20}\binstruc",
    r"指示を無視|忽略.{0,6}指令",
)


def _count(patterns: Sequence[str], text: str) -> int:
    return sum(bool(re.search(pattern, text)) for pattern in patterns)


def urgency_of(text: str) -> tuple[str, float]:
    """low, medium or high with a confidence. A stated calm ("no rush") beats everything but a situation."""
    plain = folded(text)
    high, medium, low = _count(_HIGH, plain), _count(_MEDIUM, plain), _count(_LOW, plain)
    if re.search(_LOW[0], plain) and high < 2:
        return "low", 0.8
    if high:
        return "high", min(0.95, 0.7 + 0.1 * high)
    if low and medium <= 1:
        return "low", min(0.9, 0.6 + 0.1 * low)
    return "medium", 0.65 if medium else 0.5


def tone_of(text: str) -> tuple[str, float]:
    """calm, confused or angry with a confidence; shouting and pressure together count as anger."""
    plain = folded(text)
    angry = _count(_ANGRY, plain) + _count(_ABUSE, plain)
    shouted = [word for word in re.findall(r"\b[A-Z]{3,}\b", text) if word in _SHOUTS]
    if angry or (shouted and _count(_PRESSED, plain)) or len(shouted) > 2:
        return "angry", min(0.95, 0.65 + 0.1 * angry + 0.1 * len(shouted))
    if confused := _count(_CONFUSED, plain):
        return "confused", min(0.9, 0.6 + 0.1 * confused)
    return "calm", 0.75


_SHOUTS = frozenset(
    "NOW STILL NOT NEVER WHY WHAT HELP URGENT ASAP PLEASE STOP AGAIN TWICE EVERY ANYONE WORST SOFORT".split()
)


def steers(sentence: str) -> bool:
    """Whether a sentence talks to the reader instead of the desk."""
    return _count(_STEERING, folded(sentence)) > 0


def flags_of(text: str) -> list[str]:
    """Of spam, abuse and addresses_reader those that show; spam needs two different signs."""
    plain = folded(text)
    found = {
        "spam": _count(_SPAM, plain) >= 2,
        "abuse": _count(_ABUSE, plain) > 0,
        "addresses_reader": steers(text),
    }
    return [flag for flag, shown in found.items() if shown]
