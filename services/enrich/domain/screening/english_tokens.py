"""Cut an English name into the words that are compared, and say what each is worth."""

import re
from dataclasses import dataclass
from functools import lru_cache

from contracts.names import ENGLISH_FORMS
from services.enrich.data.english_words import load_english_words
from services.enrich.domain.screening.keys import SMALL_WORDS

MAX_TOKENS = 24
"""A longer text is a sentence; the longest listed names have fewer words."""

PLACE_WEIGHT = 0.5
NUMBER_WEIGHT = 0.6
_CACHED = 1 << 15
"""Words whose stem is kept at hand: more than a list has."""

_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|d)")
_ZEROS = re.compile(r"0+(?=\d)")
NUMBER_WORDS = {
    word: str(value)
    for value, words in enumerate(
        (
            *("one first", "two second ii", "three third iii", "four fourth iv", "five fifth"),
            *("six sixth vi", "seven seventh vii", "eight eighth viii", "nine ninth ix"),
            *("ten tenth", "eleven eleventh xi", "twelve twelfth xii", "thirteen thirteenth xiii"),
            *("fourteen fourteenth xiv", "fifteen fifteenth xv", "sixteen sixteenth xvi"),
            *("seventeen seventeenth", "eighteen eighteenth", "nineteen nineteenth"),
        ),
        start=1,
    )
    for word in words.split()
}
_TENS = {
    word: value
    for value, words in enumerate(
        (
            *("twenty twentieth", "thirty thirtieth", "forty fortieth", "fifty fiftieth"),
            *("sixty sixtieth", "seventy seventieth", "eighty eightieth", "ninety ninetieth"),
        ),
        start=2,
    )
    for word in words.split()
}
_SHORTEST_PLURAL = 4
_SHORT_FORMS = (
    *(("limited liability company", "llc"), ("joint stock company", "jsc")),
    *(("aktiengesellschaft", "ag"), ("company", "co"), ("limited", "ltd")),
    *(("corporation", "corp"), ("incorporated", "inc")),
)
_NUMBER_MARKS = frozenset(("no", "number", "nr"))


def singular(word: str) -> str:
    """Return a word without its plural ending: sciences -> science, batteries -> battery."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > _SHORTEST_PLURAL else word[:-1]


_WORDS = load_english_words()
FORMS = _WORDS.forms | (ENGLISH_FORMS - {"group"} - _WORDS.last_forms)
CONTRACTIONS = {short: full.split() for short, full in _WORDS.contractions.items()}
_PHRASES = re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, _WORDS.form_phrases))})(?= )")
PLACES = frozenset(map(singular, _WORDS.places))
COMMON = {
    singular(word): weight
    for word, weight in sorted(_WORDS.weights.items(), key=lambda item: -item[1])
}
"""Stem -> weight of the words that say little about which organisation is meant."""


def _variants() -> dict[str, tuple[str, ...]]:
    """Return common word -> common words of its stem: industry and industrial."""
    stems: dict[str, set[str]] = {}
    for word in COMMON:
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _SHORTEST_STEM:
                stems.setdefault(stem, set()).add(word)
    found: dict[str, set[str]] = {}
    for family in stems.values():
        for word in family:
            found.setdefault(word, set()).update(family - {word})
    return {word: tuple(sorted(others)) for word, others in found.items() if others}


_ENDINGS = ("ical", "ial", "al", "ic", "y", "e", "ion")
_SHORTEST_STEM = 5
VARIANTS = _variants()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The compared words of a name, in order, and the initials of all its weighty words."""

    words: tuple[str, ...]
    initials: str


def tokens(key: str) -> Tokens:
    """Return the compared words of an exact key (see keys.exact_key).

    Small words and legal forms go, if anything else is left; numbers are digits, plurals
    singular, contractions full words.
    """
    plain = _PHRASES.sub(" ", f" {key} ").split() or key.split()
    parts = _without_forms(_with_tens(plain))[:MAX_TOKENS]
    words = [stem for part in parts for stem in _canonical(part)]
    kept = [w for i, w in enumerate(words) if not _is_number_mark(w, words[i + 1 : i + 2])]
    return Tokens(tuple(kept), "".join(word[0] for word in kept))


def is_number(word: str) -> bool:
    """Tell whether a digit is in the word: numbers, and names such as 3d or c4isr."""
    return any(map(str.isdigit, word))


def is_known(word: str) -> bool:
    """Tell whether the word is a common word or a place, so that it is no misspelling."""
    return word in COMMON or word in PLACES


def prior_weight(word: str) -> float:
    """Return what general knowledge says a word is worth, 0..1; 1 if it says nothing."""
    if word in PLACES:
        return PLACE_WEIGHT
    return COMMON.get(word, 1.0)


def is_form(word: str) -> bool:
    """Tell whether the word is a legal form."""
    return word in FORMS or word in _WORDS.last_forms


def short_forms(key: str) -> str:
    """Return the key with its legal forms cut short: "bmw aktiengesellschaft" -> "bmw ag"."""
    plain = f" {key} "
    for long, short in _SHORT_FORMS:
        plain = plain.replace(f" {long} ", f" {short} ")
    return plain.strip()


@lru_cache(maxsize=_CACHED)
def _canonical(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        ordinal = _ORDINAL.fullmatch(word)
        return (ordinal[1] if ordinal else _ZEROS.sub("", word, count=1),)
    if word in NUMBER_WORDS:
        return (NUMBER_WORDS[word],)
    return tuple(singular(part) for part in CONTRACTIONS.get(word, (word,)))


def _without_forms(words: list[str]) -> list[str]:
    end = len(words)
    while end > 1 and (words[end - 1] in _WORDS.last_forms or words[end - 1] in FORMS):
        end -= 1
    kept = [word for word in words[:end] if word not in FORMS and word not in SMALL_WORDS]
    return kept or words


def _with_tens(words: list[str]) -> list[str]:
    """Return the words with "forty four" and "forty 4" as 44, "thirtieth" as 30."""
    if _TENS.keys().isdisjoint(words):
        return words
    found: list[str] = []
    tens = 0
    for word in [*words, ""]:
        ones = NUMBER_WORDS.get(word, word)
        joins = tens > 0 and len(ones) == 1 and ones.isdigit()
        if tens and not joins:
            found.append(str(tens * 10))
        if joins:
            found.append(str(tens * 10 + int(ones)))
        elif word not in _TENS:
            found.append(word)
        tens = _TENS.get(word, 0)
    return found[:-1]


def _is_number_mark(word: str, following: list[str]) -> bool:
    return word in _NUMBER_MARKS and bool(following) and is_number(following[0])
