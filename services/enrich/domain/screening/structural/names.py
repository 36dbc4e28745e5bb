"""The English names of listed organisations by word, and what each word weighs among them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.pinyin import syllables
from services.enrich.domain.screening.structural.kinds import kind_of_stem
from services.enrich.domain.screening.structural.lexicon import lexicon
from services.enrich.domain.screening.structural.stems import NUMBER, stem, stems_of_key

HEAVIEST = 7.0
"""Weight of the rarest word; rarer than that says nothing more."""

FEWEST = 2000
"""Parties a list is taken to have at least, so that short private lists weigh words alike."""

PHRASES_HELD = 32_768
"""Phrases of which the names that hold them are kept: the same ones are asked again and again."""

NUMBER_WEIGHT = 4.0
_COUNTRY = {"china": 0.35}
"""Weight of the country, as a factor: lists and registers add and leave it out at will."""

_LIGHT = {"form": 0.04, "institution": 0.5, "general": 0.7}
_CHINESE_SEATS = frozenset(("CN", "HK", "MO", "TW"))


@dataclass(frozen=True, slots=True)
class ListedName:
    """One English name of one entry: its distinct words, as numbers, and their weight in all."""

    text: str
    party: ListedParty
    words: tuple[int, ...]
    word_set: frozenset[int]
    weight: float
    foreign: bool


Draft = tuple[str, ListedParty, tuple[int, ...]]


class ListedNames:
    """Every English name, given as (key, name, entry), with the inverted index by word."""

    def __init__(self, names: Iterable[tuple[str, str, ListedParty]]) -> None:
        self.number: dict[str, int] = {}
        self.spellings: dict[str, int] = {}
        self.names: list[ListedName] = []
        drafts = self._drafts(names)
        self.weights = self._weigh(drafts)
        number = self.number
        self.kinds = [kind_of_stem(one) for one in number]
        self.digits = frozenset(number[one] for one in number if one.startswith(NUMBER))
        self.postings: list[list[int]] = [[] for _ in self.number]
        self.foreign: list[list[int]] = [[] for _ in self.number]
        for text, party, words in drafts:
            weight = sum(self.weights[word] for word in words)
            name = ListedName(text, party, words, frozenset(words), weight, _is_foreign(party))
            for word in words:
                (self.foreign if name.foreign else self.postings)[word].append(len(self.names))
            self.names.append(name)
        self.sizes = [
            len(one) + len(other) for one, other in zip(self.postings, self.foreign, strict=True)
        ]
        self.totals = [max(name.weight, 0.1) for name in self.names]
        self.holders = _holders_in(self.names, self.postings, self.foreign)

    def _drafts(self, names: Iterable[tuple[str, str, ListedParty]]) -> list[Draft]:
        """Return each name with its words; one name of an entry where several have the same."""
        found: dict[tuple[int, tuple[int, ...]], Draft] = {}
        for key, text, party in names:
            words = self._numbered(key)
            found.setdefault((id(party), tuple(sorted(words))), (text, party, words))
        return list(found.values())

    def _numbered(self, key: str) -> tuple[int, ...]:
        number = self.number
        words: dict[int, None] = {}
        for word, own in stems_of_key(key):
            words[self.spellings.setdefault(word, number.setdefault(own, len(number)))] = None
        return tuple(words)

    def _weigh(self, drafts: list[Draft]) -> list[float]:
        """Return the weight of each word: rare ones are heavy, generic and legal ones light."""
        holders: list[set[int]] = [set() for _ in self.number]
        for _, party, words in drafts:
            for word in words:
                holders[word].add(id(party))
        parties = max(FEWEST, len({id(party) for _, party, _ in drafts}))
        light = _light_words()
        weights = []
        for text, found in zip(self.number, holders, strict=True):
            rarity = min(HEAVIEST, max(0.5, log((parties + 1) / (len(found) + 0.5))))
            own = NUMBER_WEIGHT if text.startswith(NUMBER) else rarity * light.get(text, 1.0)
            weights.append(own)
        return weights


def _holders_in(
    names: Sequence[ListedName], postings: Sequence[list[int]], foreign: Sequence[list[int]]
) -> Callable[[tuple[int, ...], int, bool], list[int]]:
    """Return a function from (phrase, one of its words, of foreign entries) to the names with it.

    It keeps its answers. It is no method, for the memory of a method would keep a replaced list
    alive until the next search for cycles.
    """

    @lru_cache(maxsize=PHRASES_HELD)
    def holders(phrase: tuple[int, ...], anchor: int, abroad: bool) -> list[int]:
        held = (foreign if abroad else postings)[anchor]
        if len(phrase) == 1:
            return held
        return [name for name in held if names[name].word_set.issuperset(phrase)]

    return holders


def kind_factor(kind: str) -> float:
    """Return how much of its rarity a word of this kind weighs."""
    return _LIGHT.get(kind, 1.0)


def _light_words() -> dict[str, float]:
    """Return the factor of each stem that is generic: the strongest kind that uses it decides."""
    found: dict[str, set[float]] = {}
    for word in lexicon().values():
        for phrase in word.phrases:
            if len(phrase) == 1:
                factor = kind_factor(word.kind)
                found.setdefault(phrase[0], set()).add(factor)
    for word in lexicon().values():
        if word.kind in _LIGHT and len(word.text) > 1:
            factor = kind_factor(word.kind)
            found.setdefault(stem("".join(syllables(word.text))), {factor})
    factors = {one: _factor(each) for one, each in found.items()}
    return {one: factor for one, factor in factors.items() if factor < 1.0} | _COUNTRY


def _factor(each: set[float]) -> float:
    """Return the smallest factor; a form that is another word as well (industrial) is no form."""
    other = each - {_LIGHT["form"]}
    return min(*other, _LIGHT["general"]) if other and other != each else min(each)


def _is_foreign(party: ListedParty) -> bool:
    """Tell whether the entry's known seats are all outside of where names are Chinese."""
    seats = party.countries or ((party.country,) if party.country else ())
    return bool(seats) and _CHINESE_SEATS.isdisjoint(seats)
