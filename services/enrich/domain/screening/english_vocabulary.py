"""The words of all listed English names: what each is worth, and what a query word may mean."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from services.enrich.domain.screening.english_tokens import (
    COMMON,
    FORMS,
    NUMBER_WEIGHT,
    VARIANTS,
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

SMALL_LIST = 1000
"""Names; below, frequencies in the list say nothing and only general knowledge counts."""
RARE = 5
"""A word in at most so many names of the list identifies."""

STRAY = 0.2
"""Weight of a stray letter or misspelt small word."""
SHORTEST_CUT = 3
_COMMON_SORTED = sorted(COMMON)
ABBREVIATION = 0.95
VARIANT = 0.92
SPELLINGS = 4
_NEVER_CUT_AT = ("a", "e")
"""Words are cut after a consonant, an i, o or u (Univ., Sci., Info., Edu.): not after these."""
_CUT_TO_TWO = {"st": "state", "sc": "science"}
_LONGEST_JOINED = 24
_MOST_JOINED = 3
_SHORTEST_STEM = 4
_SHORTEST_RUN = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """A listed word that a query word may stand for: how surely (0..1), and how it came about."""

    word: str
    quality: float
    how: str
    weight: float


class Vocabulary:
    """Listed words with the number of names that hold them."""

    def __init__(self, held: Mapping[str, int], names: Sequence[tuple[str, ...]]) -> None:
        self._held = held
        self._size = len(names)
        self._strays = frozenset(word for word in held if not _corrected(word))
        self._weights = {word: self._weigh(word) for word in held}
        self._typos = Typos(word for word in held if not is_number(word))
        self._joined = dict(_joined(names))

    def weight(self, word: str) -> float:
        """Return what the word is worth, 0..1: by general knowledge and by its share of names."""
        weight = self._weights.get(word)
        return weight if weight is not None else self._weigh(word)

    def weight_left(self, words: Iterable[str]) -> float:
        """Return what unexplained words are worth: stray letters and misspelt forms are little."""
        return sum(STRAY if self.is_stray(word) else self.weight(word) for word in words)

    def is_stray(self, word: str) -> bool:
        """Tell whether the word is a stray letter or a misspelt small word or legal form."""
        return not is_number(word) and (is_stray(word) or word in self._strays)

    def weight_of(self, words: Iterable[str]) -> float:
        """Return what the words are worth together."""
        return sum(map(self.weight, words))

    def readings(self, word: str) -> list[Reading]:
        """Return the listed words that `word` may stand for, the word itself first."""
        own = self.weight(word)
        found = [Reading(word, 1.0, "exact", own)] if word in self._held else []
        if is_number(word):
            return found
        for full in self._abbreviations(word):
            found.append(Reading(full, ABBREVIATION, "abbreviation", min(own, self.weight(full))))
        for other in VARIANTS.get(word, ()):
            if other in self._held:
                found.append(Reading(other, VARIANT, "variant", min(own, self.weight(other))))
        for near, letters in self._typos.near(word):
            if not (self._are_two_words(word, near) or _is_inflected(word, near, letters)):
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
                if whole in self._held or (end == i + 2 and self._is_run_together(words[i:end])):
                    found.append((*words[:i], whole, *words[end:]))
            if word not in self._held:
                split = self._joined.get(word) or self._without_form(word)
                found += [(*words[:i], *split, *words[i + 1 :])] if split else []
        return found[:SPELLINGS]

    def glued(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield the compared words of a printed name with a word and its form listed as one."""
        for i, (word, form) in enumerate(pairwise(words)):
            if word + form in self._held and is_form(form):
                yield tokens(" ".join((*words[:i], word + form, *words[i + 2 :]))).words

    def _weigh(self, word: str) -> float:
        if word in self._strays:
            return STRAY
        weight = NUMBER_WEIGHT if is_number(word) else prior_weight(word)
        if self._size < SMALL_LIST or weight < 1:
            return weight
        held = max(self._held.get(word, 0), RARE)
        return min(weight, log(self._size / held) / log(self._size / RARE))

    def _abbreviations(self, word: str) -> Iterator[str]:
        """Yield common words cut short to `word` (Technol.), or that `word` is listed cut as."""
        if word in _CUT_TO_TWO:
            yield from filter(self._held.__contains__, [_CUT_TO_TWO[word]])
        if word in COMMON:
            for end in range(SHORTEST_CUT, len(word) - 1):
                if word[:end] in self._held and not word[:end].endswith(_NEVER_CUT_AT):
                    yield word[:end]
        if len(word) >= SHORTEST_CUT and (word in COMMON or not word.endswith(_NEVER_CUT_AT)):
            yield from filter(self._held.__contains__, _longer(word))

    def _without_form(self, word: str) -> tuple[str, ...]:
        """Return the listed word to which a legal form is glued: SiemensAG, CompanyPanfeng."""
        for end in range(len(word) - 2, SHORTEST_CUT - 1, -1):
            stem = singular(word[:end])
            if end >= _SHORTEST_STEM and stem in self._held and is_form(word[end:]):
                return (stem,)
            stem = singular(word[end:])
            if len(stem) >= _SHORTEST_STEM and stem in self._held and word[:end] in FORMS:
                return (stem,)
        return ()

    def _is_run_together(self, words: tuple[str, ...]) -> bool:
        """Tell whether unknown words together are a listed word that is misspelt as well."""
        whole = "".join(words)
        if len(whole) < _SHORTEST_RUN or whole in self._held or any(map(is_number, words)):
            return False
        if any(word in self._held or is_known(word) for word in words):
            return False
        return any(letters == 1 for _, letters in self._typos.near(whole))

    def _corrected(self, word: str) -> str:
        """Return a number word or small word as it was meant; "" for a small word or legal form."""
        return word if word in self._held else _corrected(word)

    def _are_two_words(self, word: str, near: str) -> bool:
        """Tell whether both are words of their own (Henan, Hunan), neither a misspelling."""
        return self._is_established(word) and self._is_established(near)

    def _is_established(self, word: str) -> bool:
        return is_known(word) or self._held.get(word, 0) > RARE


def _longer(word: str) -> Iterator[str]:
    """Yield the common words that begin with `word` and go on for more than a letter."""
    for full in _COMMON_SORTED[bisect_left(_COMMON_SORTED, word) :]:
        if not full.startswith(word):
            return
        if len(full) > len(word) + 1:
            yield full


def _is_inflected(word: str, near: str, letters: int) -> bool:
    """Tell whether a common word only ends otherwise: constructors are no construction."""
    return letters > 1 and near in COMMON and word.startswith(near[: -letters - 1])


def _corrected(word: str) -> str:
    return word if is_known(word) or is_number(word) else correction(word)


def _joined(names: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield "beihang" -> ("bei", "hang") for neighbours that could be written as one."""
    for run in dict.fromkeys(run for words in names for run in _runs(words)):
        whole = "".join(run)
        if SHORTEST < len(whole) <= _LONGEST_JOINED and not _stand_alone(run):
            yield whole, run


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in range(2, _MOST_JOINED + 1):
        for start in range(len(words) - size + 1):
            yield words[start : start + size]


def _stand_alone(run: tuple[str, ...]) -> bool:
    """Tell whether nobody writes these words as one: numbers, and common words in a row."""
    return any(map(is_number, run)) or sum(word in COMMON for word in run) > len(run) // 2
