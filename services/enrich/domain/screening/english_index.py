"""The inverted index of English names: from words, misspellings and abbreviations to entries."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from math import log

from services.enrich.domain.screening.english_tokens import (
    COMMON,
    NUMBER_WEIGHT,
    VARIANTS,
    Tokens,
    is_form,
    is_known,
    is_number,
    prior_weight,
    singular,
    tokens,
)
from services.enrich.domain.screening.english_typos import (
    SHORTEST,
    Typos,
    correction,
    is_stray,
    typo_quality,
)
from services.enrich.domain.screening.index import is_organisation
from services.enrich.domain.screening.keys import is_chinese
from services.enrich.domain.screening.records import KnownName

CANDIDATES = 60
POSTINGS = 4000
"""Entries looked at per query, rarest words first: bounds the time of a name of common words."""

SMALL_LIST = 1000
"""Names; below, frequencies in the list say nothing and only general knowledge counts."""
RARE = 5
"""A word in at most so many names of the list identifies."""
PLAUSIBLE = 0.45
"""Least two-sided share of explained weight for which a candidate is worth aligning."""

STRAY = 0.2
"""Weight of a stray letter or misspelt small word."""
SHORTEST_CUT = 3
_COMMON_SORTED = sorted(COMMON)
_ACRONYMS = range(4, 9)
_FEW = 3
_LONGEST_JOINED = 24
_MOST_JOINED = 3
_SHORTEST_STEM = 4
ABBREVIATION = 0.95
VARIANT = 0.92


@dataclass(frozen=True, slots=True)
class Reading:
    """A listed word that a query word may stand for: how surely (0..1), and how it came about."""

    word: str
    quality: float
    how: str
    weight: float


@dataclass(frozen=True, slots=True)
class EnglishName:
    """A known name with its compared words."""

    known: KnownName
    tokens: Tokens
    weight: float


class EnglishIndex:
    """English names of listed organisations by their words; persons and vessels stay out."""

    def __init__(self, known: Iterable[tuple[str, KnownName]]) -> None:
        self._postings: dict[str, array[int]] = {}
        self._acronyms: dict[str, list[int]] = {}
        cut = [(name, tokens(key)) for key, name in known if _is_english(key, name)]
        for position, (_, found) in enumerate(cut):
            for word in set(found.words):
                self._postings.setdefault(word, array("I")).append(position)
            if len(found.initials) in _ACRONYMS:
                self._acronyms.setdefault(found.initials, []).append(position)
        self._size = len(cut)
        self._weights: dict[str, float] = {}
        self._weights = {word: self._weigh(word) for word in self._postings}
        self._names = [EnglishName(n, t, self.weight_of(t.words)) for n, t in cut]
        self._typos = Typos(word for word in self._postings if not is_number(word))
        self._joined = dict(_joined(found.words for _, found in cut))

    def weight(self, word: str) -> float:
        """Return what the word is worth, 0..1: by general knowledge and by its share of names."""
        weight = self._weights.get(word)
        return weight if weight is not None else self._weigh(word)

    def weight_left(self, words: Iterable[str]) -> float:
        """Return what unexplained words are worth: stray letters and misspelt forms are little."""
        return sum(
            min(self.weight(word), STRAY) if is_stray(word) else self.weight(word) for word in words
        )

    def weight_of(self, words: Iterable[str]) -> float:
        """Return what the words are worth together."""
        return sum(map(self.weight, words))

    def readings(self, word: str) -> list[Reading]:
        """Return the listed words that `word` may stand for, the word itself first."""
        own = self.weight(word)
        found = [Reading(word, 1.0, "exact", own)] if word in self._postings else []
        if is_number(word):
            return found
        for full in self._abbreviations(word):
            found.append(Reading(full, ABBREVIATION, "abbreviation", min(own, self.weight(full))))
        for other in VARIANTS.get(word, ()):
            if other in self._postings:
                found.append(Reading(other, VARIANT, "variant", min(own, self.weight(other))))
        for near, letters in self._typos.near(word):
            if not self._are_two_words(word, near):
                quality = typo_quality(word, near, letters)
                found.append(Reading(near, quality, "typo", min(own, self.weight(near))))
        return found

    def spellings(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return the words as written, and with neighbours joined or a word split as listed."""
        words = tuple(word for word in map(self._corrected, words) if word) or words
        found = [words]
        for i, word in enumerate(words):
            for end in range(i + 2, min(i + 1 + _MOST_JOINED, len(words)) + 1):
                whole = "".join(words[i:end])
                if whole in self._postings:
                    found.append((*words[:i], whole, *words[end:]))
            if word not in self._postings:
                split = self._joined.get(word) or self._without_form(word)
                found += [(*words[:i], *split, *words[i + 1 :])] if split else []
        return found[:4]

    def candidates(self, readings: list[list[Reading]]) -> list[EnglishName]:
        """Return the names that share the most weight with the query, best first."""
        total = sum(min((r.weight for r in of), default=0.0) for of in readings) or 1.0
        gains, unread = self._gains(readings)
        ranked = []
        for position, gain in gains.items():
            reach = gain + unread
            share = min(1.0, reach / total) * min(1.0, reach / self._names[position].weight)
            if share >= PLAUSIBLE:
                ranked.append((share, -position))
        return [self._names[-position] for _, position in nlargest(CANDIDATES, ranked)]

    def spelled_out(self, acronym: str) -> list[EnglishName]:
        """Return the names whose initials are `acronym`, if they are few."""
        positions = self._acronyms.get(acronym, ())
        return [self._names[position] for position in positions] if len(positions) <= _FEW else []

    def _gains(self, readings: list[list[Reading]]) -> tuple[dict[int, float], float]:
        """Return name -> weight shared, and the weight of words too common to be looked up."""
        words: dict[str, float] = {}
        for reading in (reading for of in readings for reading in of):
            gain = reading.weight * reading.quality
            words[reading.word] = max(words.get(reading.word, 0.0), gain)
        gains: dict[int, float] = {}
        unread, left = 0.0, POSTINGS
        for word in sorted(words, key=lambda word: (len(self._postings[word]), word)):
            gain = words[word]
            left -= len(self._postings[word])
            if left < 0 and gains:
                unread += gain
                continue
            for position in self._postings[word]:
                gains[position] = gains.get(position, 0.0) + gain
        return gains, unread

    def _weigh(self, word: str) -> float:
        if correction(word) == "" and not is_known(word):
            return STRAY
        weight = NUMBER_WEIGHT if is_number(word) else prior_weight(word)
        if self._size < SMALL_LIST or weight < 1:
            return weight
        held = max(len(self._postings.get(word, ())), RARE)
        return min(weight, log(self._size / held) / log(self._size / RARE))

    def _abbreviations(self, word: str) -> Iterator[str]:
        """Yield common words cut short to `word` (Technol.), or that `word` is listed cut as."""
        if len(word) < SHORTEST_CUT:
            return
        if word in COMMON:
            for end in range(SHORTEST_CUT, len(word) - 1):
                if word[:end] in self._postings:
                    yield word[:end]
        for full in _COMMON_SORTED[bisect_left(_COMMON_SORTED, word) :]:
            if not full.startswith(word):
                return
            if len(full) > len(word) + 1 and full in self._postings:
                yield full

    def _without_form(self, word: str) -> tuple[str, ...]:
        """Return the listed word to which a legal form is glued (SiemensAG), if it is that."""
        for end in range(len(word) - 2, _SHORTEST_STEM - 1, -1):
            stem = singular(word[:end])
            if stem in self._postings and is_form(word[end:]):
                return (stem,)
        return ()

    def _corrected(self, word: str) -> str:
        """Return a number word or small word as it was meant; "" for a small word or legal form."""
        return word if word in self._postings or is_known(word) else correction(word)

    def _are_two_words(self, word: str, near: str) -> bool:
        """Tell whether both are words of their own (Henan, Hunan), neither a misspelling."""
        return self._is_established(word) and self._is_established(near)

    def _is_established(self, word: str) -> bool:
        return is_known(word) or len(self._postings.get(word, ())) > RARE


def _is_english(key: str, name: KnownName) -> bool:
    return is_organisation(name) and not is_chinese(key)


def _joined(names: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield "beihang" -> ("bei", "hang") for neighbours that could be written as one."""
    for words in names:
        for size in range(2, _MOST_JOINED + 1):
            for start in range(len(words) - size + 1):
                run = words[start : start + size]
                whole = "".join(run)
                if SHORTEST < len(whole) <= _LONGEST_JOINED and not any(map(_stands_alone, run)):
                    yield whole, run


def _stands_alone(word: str) -> bool:
    return word in COMMON or is_number(word)
