"""Urgent words: which rows a text matches, and what they make of the urgency that the reader gave."""

from __future__ import annotations

from ticket_router.domain.base import Urgency, Value
from ticket_router.domain.rulebook import RuleBook, State, UrgentWord, WordKind
from ticket_router.domain.words import contains_phrase, folded


class Words(Value):
    """The rows of Urgent words that a ticket matches, in sheet order."""

    found: tuple[UrgentWord, ...] = ()

    @property
    def kinds(self) -> frozenset[WordKind]:
        """The kinds of the words found."""
        return frozenset(word.kind for word in self.found)

    def first_of(self, kind: WordKind) -> UrgentWord:
        """The first word found of a kind; only asked for kinds that were found."""
        return next(word for word in self.found if word.kind is kind)

    def raising(self, urgency: Urgency) -> UrgentWord | None:
        """The word that lifts the urgency highest, if any lifts it at all."""
        lifting = [w for w in self.found if w.raises_to is not None and w.raises_to.rank > urgency.rank]
        return max(lifting, key=lambda w: w.raises_to.rank if w.raises_to else 0, default=None)

    def asking_for(self, urgency: Urgency) -> UrgentWord | None:
        """The first word that asks for exactly this urgency: it confirms what the reader said."""
        return next((word for word in self.found if word.raises_to is urgency), None)


def urgent_words(text: str, topic: str, rulebook: RuleBook) -> Words:
    """Live rows whose phrase stands in the text and that count for this topic."""
    haystack = folded(text)
    return Words(
        found=tuple(
            word
            for word in rulebook.urgent_words
            if word.state is State.live
            and (not word.only_topics or topic in word.only_topics)
            and contains_phrase(haystack, word.phrase)
        )
    )
