"""The inverted index of English names: from words to the entries that hold them."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from services.enrich.domain.screening.english_tokens import Tokens, tokens
from services.enrich.domain.screening.english_vocabulary import Reading, Vocabulary
from services.enrich.domain.screening.keys import is_chinese
from services.enrich.domain.screening.legal_forms import FormWeights, legal_forms
from services.enrich.domain.screening.records import KnownName, listed_key

CANDIDATES = 60
POSTINGS = 4000
"""Entries looked at per query, rarest words first: bounds the time of a name of common words."""

PLAUSIBLE = 0.45
"""Least two-sided share of explained weight for which a candidate is worth aligning."""

_ACRONYMS = range(4, 9)
_FEW = 3


@dataclass(frozen=True, slots=True)
class EnglishName:
    """A known name with its compared words."""

    known: KnownName
    tokens: Tokens
    weight: float
    forms: frozenset[str]


class EnglishIndex:
    """English names of listed organisations by their words; persons and vessels stay out."""

    def __init__(self, known: Iterable[tuple[str, KnownName]]) -> None:
        self._postings: dict[str, array[int]] = {}
        self._acronyms: dict[str, list[int]] = {}
        cut = [
            (name, tokens(_key(key, name)), legal_forms(key))
            for key, name in known
            if _is_english(key, name)
        ]
        for position, (_, found, _) in enumerate(cut):
            for word in set(found.words):
                self._postings.setdefault(word, array("I")).append(position)
            if len(found.initials) in _ACRONYMS:
                self._acronyms.setdefault(found.initials, []).append(position)
        held = {word: len(positions) for word, positions in self._postings.items()}
        self.words = Vocabulary(held, [found.words for _, found, _ in cut])
        self.forms = FormWeights(forms for _, _, forms in cut)
        self._names = [EnglishName(n, t, self.words.weight_of(t.words), f) for n, t, f in cut]

    def candidates(self, readings: list[list[Reading]]) -> list[EnglishName]:
        """Return the names that share the most weight with the query, best first."""
        total = sum(min((r.weight for r in of), default=0.0) for of in readings) or 1.0
        least = PLAUSIBLE * total
        gains, unread = self._gains(readings, least)
        ranked = []
        for position, gain in gains.items():
            reach = gain + unread
            if reach < least:
                continue
            weight = self._names[position].weight
            share = min(1.0, reach / total) * (reach / weight if reach < weight else 1.0)
            if share >= PLAUSIBLE:
                ranked.append((share, -position))
        return [self._names[-position] for _, position in nlargest(CANDIDATES, ranked)]

    def spelled_out(self, acronym: str) -> list[EnglishName]:
        """Return the names whose initials are `acronym`, if they are few."""
        positions = self._acronyms.get(acronym, ())
        return [self._names[position] for position in positions] if len(positions) <= _FEW else []

    def _gains(self, readings: list[list[Reading]], least: float) -> tuple[dict[int, float], float]:
        """Return name -> weight shared, and the weight of words too common to be looked up.

        Names that can no longer share the `least` weight are not begun any more.
        """
        words = _gains_of_words(readings)
        ahead = sum(words.values())
        gains: dict[int, float] = {}
        unread, left = 0.0, POSTINGS
        for word in sorted(words, key=lambda word: (len(self._postings[word]), word)):
            gain, positions = words[word], self._postings[word]
            if ahead < least and len(gains) < len(positions):
                for position in gains:
                    if word in self._names[position].tokens.words:
                        gains[position] += gain
            elif len(positions) <= left or not gains:
                left -= len(positions)
                for position in positions:
                    gains[position] = gains.get(position, 0.0) + gain
            else:
                unread += gain
            ahead -= gain
        return gains, unread


def _gains_of_words(readings: list[list[Reading]]) -> dict[str, float]:
    """Return listed word -> the most weight that sharing it explains."""
    words: dict[str, float] = {}
    for reading in (reading for of in readings for reading in of):
        gain = reading.weight * reading.quality
        words[reading.word] = max(words.get(reading.word, 0.0), gain)
    return words


def _key(key: str, name: KnownName) -> str:
    """Return the key without the name's own acronym in brackets, wherever it stands."""
    return listed_key(name.text) if "(" in name.text else key


def _is_english(key: str, name: KnownName) -> bool:
    return name.party.is_organisation and not is_chinese(key)
