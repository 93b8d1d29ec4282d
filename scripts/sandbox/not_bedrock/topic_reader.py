"""Which topic a text is about: nearest centroid over TF-IDF, from the topic lines and the examples that were shown.

Measured on public data: each topic's line counted as three examples reads 71 / 60 / 35 / 60 % right with no
corrections (banking-10, CLINC-10, IT-8, airline-8) and 75 / 69 / 52 / 61 % with ten a topic. The confidence was
fitted there too: off by 1 to 9 points from ten examples a topic on, far too sure with none.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from scripts.sandbox.not_bedrock.knowledge import meanings, without_idioms
from scripts.sandbox.not_bedrock.words import features

LINE_WEIGHT = 3.0
_BASE, _PER_LOG_COSINE, _PER_MARGIN = 1.67, 1.07, 3.57

Vector = Mapping[str, float]


class TopicReader:
    """One prompt's worth of knowledge about topics."""

    def __init__(self, lines: Mapping[str, str], examples: Iterable[tuple[str, str]]) -> None:
        """`lines` by topic; `examples` as (text, topic), those of unknown topics are ignored."""
        told = [(f"{topic.replace('_', ' ')} {line}", topic, LINE_WEIGHT) for topic, line in lines.items()]
        told += [(text, topic, 1.0) for text, topic in examples if topic in lines]
        counted = [(Counter(features(text)), topic, weight) for text, topic, weight in told]
        self._texts = len(counted)
        self._spread = Counter(feature for counts, _, _ in counted for feature in counts)
        sums: dict[str, dict[str, float]] = {topic: defaultdict(float) for topic in lines}
        for counts, topic, weight in counted:
            for feature, value in self._unit(counts).items():
                sums[topic][feature] += value * weight
        self._centroids = {topic: _scaled(vector) for topic, vector in sums.items()}

    def ranked(self, text: str, *, foreign: bool = False) -> list[tuple[str, float]]:
        """Topics by cosine, best first; those without anything in common are left out."""
        vector = self.vector(text, foreign=foreign)
        cosines = {topic: _dot(vector, centroid) for topic, centroid in self._centroids.items()}
        return sorted(((t, c) for t, c in cosines.items() if c > 0), key=lambda pair: -pair[1])

    def vector(self, text: str, *, foreign: bool = False) -> Vector:
        """A text as a unit vector. Of a foreign text only what is understood counts: known words, meanings."""
        counts = Counter(features(without_idioms(text)))
        if foreign:
            counts = Counter({feature: n for feature, n in counts.items() if feature in self._spread})
        known = Counter(features(" ".join(meanings(text))))
        counts.update({feature: n for feature, n in known.items() if feature in self._spread})
        return self._unit(counts)

    def overlaps(self, text: str) -> bool:
        """Whether a whole word of the text, or its meaning, is known here (pieces of words are not enough)."""
        told = features(f"{without_idioms(text)} {' '.join(meanings(text))}")
        return any(feature in self._spread for feature in told if not feature.startswith("~"))

    def _unit(self, counts: Mapping[str, int]) -> Vector:
        def rarity(feature: str) -> float:
            return math.log((1 + self._texts) / (1 + self._spread.get(feature, 0))) + 1

        return _scaled({feature: (1 + math.log(n)) * rarity(feature) for feature, n in counts.items()})


def confidence(ranked: list[tuple[str, float]]) -> float:
    """How sure the first of some ranked topics is, 0 to 1, by its cosine and its lead over the second."""
    if not ranked:
        return 0.0
    top = ranked[0][1]
    lead = (top - ranked[1][1]) / top if len(ranked) > 1 else 1.0
    return 1 / (1 + math.exp(-(_BASE + _PER_LOG_COSINE * math.log(max(top, 1e-3)) + _PER_MARGIN * lead)))


def cosine(one: Vector, other: Vector) -> float:
    """Cosine of two unit vectors."""
    return _dot(one, other)


def _scaled(vector: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {feature: value / length for feature, value in vector.items()}


def _dot(one: Vector, other: Vector) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(value * large.get(feature, 0.0) for feature, value in small.items())
