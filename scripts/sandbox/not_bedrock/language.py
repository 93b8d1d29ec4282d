"""Which language a text is in, by its script and its little words; good enough to show, not to translate."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.sandbox.not_bedrock.words import words

NAMES: Mapping[str, str] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "ja": "Japanese",
    "zh": "Chinese",
    "ko": "Korean",
    "ru": "Russian",
    "ar": "Arabic",
    "he": "Hebrew",
    "el": "Greek",
    "th": "Thai",
    "hi": "Hindi",
}
_SCRIPTS = (
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("zh", r"[\u3400-\u9fff]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("th", r"[\u0e00-\u0e7f]"),
    ("hi", r"[\u0900-\u097f]"),
)
_LITTLE: Mapping[str, frozenset[str]] = {
    "en": frozenset("the and is to my i we you of for not with have this can it our please in on was".split()),
    "de": frozenset(
        "der die das und ist ich nicht wir sie mit ein eine fur auf meine mein bitte zu kann im es wenn man".split()
    ),
    "fr": frozenset(
        "le la les et est je ne pas nous vous un une des pour mon ma avec sur merci bonjour puis du".split()
    ),
    "es": frozenset("el la los y es no mi me un una por para con que hola gracias puedo como de en se esta al".split()),
    "pt": frozenset(
        "o os e nao eu meu minha um uma por para com que ola obrigado posso como de em voces ao do".split()
    ),
    "it": frozenset(
        "il lo gli e non mio mia un una per con che ciao grazie posso come di in sono siamo alla ho".split()
    ),
    "nl": frozenset("de het een en is ik niet mijn we u met voor op dat kan van naar wij hoe bedankt".split()),
    "pl": frozenset("i nie jest sie na w z do moje prosze czy mam jak to od dla".split()),
}


def language_of(text: str) -> str:
    """ISO 639-1 code; English when nothing says otherwise."""
    letters = sum(character.isalpha() for character in text) or 1
    for code, script in _SCRIPTS:
        if len(re.findall(script, text)) / letters > 0.2:
            return code
    all_words = words(text)
    hits = {code: sum(word in little for word in all_words) for code, little in _LITTLE.items()}
    best = max(hits, key=lambda code: (hits[code], code == "en"))
    return best if hits[best] > hits["en"] else "en"
