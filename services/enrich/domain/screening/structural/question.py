"""A Chinese name as spans, each with the phrases of listed words that it may stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from services.enrich.domain.screening.structural.lexicon import Phrase, Word
from services.enrich.domain.screening.structural.names import (
    HEAVIEST,
    NUMBER_WEIGHT,
    ListedNames,
    kind_factor,
)
from services.enrich.domain.screening.structural.spelling import spelled
from services.enrich.domain.screening.structural.stems import NUMBER, stem

LONGEST = 80
"""Characters of a name that are compared; no Chinese organisation name is longer."""

_UNKNOWN_COST, _SHORT_COST = 1.3, 1.25
_PROPER_NAME, _PER_CHARACTER = 5.5, 0.5
_LATIN = re.compile(r"第?(\d+)号?|[a-z][a-z0-9]*")
_FORM_WEIGHT = 0.15
PARENT_FACTOR = 0.35
_PARENTS = ("科学院", "工程院", "研究院", "大学", "部", "总局", "委员会", "集团", "公司", "中科院")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the question may stand for any of the phrases (word numbers)."""

    start: int
    end: int
    phrases: tuple[tuple[int, ...], ...]
    spelled: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the question, or a proper name between words, and what it weighs."""

    start: int
    end: int
    weight: float


@dataclass(slots=True)
class Question:
    """A Chinese name: its key, its spans, what each character weighs, and its numbers."""

    text: str
    spans: list[Span] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)
    digits: frozenset[int] = frozenset()

    @property
    def weight(self) -> float:
        """Return what the whole name weighs."""
        return self.sums[-1]


class Reader:
    """Reads Chinese names against the words of one list."""

    def __init__(self, listed: ListedNames, words: dict[str, Word]) -> None:
        self._listed = listed
        self._words = words
        self._phrases = {text: self._numbers(word.phrases) for text, word in words.items()}
        self._longest = max(map(len, words))
        self._weights = {text: self._weight(word) for text, word in words.items()}

    def read(self, text: str) -> Question:
        """Return the question that `text`, an exact key, puts."""
        question = Question(text[:LONGEST])
        question.spans = list(self._spans(question.text))
        question.parts = self._weighed(question.text)
        question.weights = [
            part.weight / (part.end - part.start)
            for part in question.parts
            for _ in range(part.start, part.end)
        ]
        question.sums = [0.0, *accumulate(question.weights)]
        number = self._listed.number
        stems = (f"{NUMBER}{found}" for found in re.findall(r"\d+", question.text))
        question.digits = frozenset(number.get(one, -1) for one in stems)
        return question

    def _spans(self, text: str) -> Iterator[Span]:
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                if phrases := self._phrases.get(text[start:end]):
                    yield Span(start, end, phrases)
        for start, end, found in spelled(text, self._listed.number):
            yield Span(start, end, self._numbers(found), spelled=True)
        for latin in _LATIN.finditer(text):
            if phrases := self._numbers(((stem(latin[1] or latin[0]),),)):
                yield Span(*latin.span(), phrases)

    def _numbers(self, phrases: tuple[Phrase, ...]) -> tuple[tuple[int, ...], ...]:
        number = self._listed.number
        return tuple(
            tuple(number[one] for one in phrase)
            for phrase in phrases
            if all(one in number for one in phrase)
        )

    def _weight(self, word: Word) -> float:
        """Return what the word weighs: as the most usual of its translations on the list."""
        if word.kind == "form":
            return _FORM_WEIGHT
        phrases = self._phrases[word.text]
        weights = self._listed.weights
        found = [sum(weights[one] for one in phrase) for phrase in phrases]
        unseen = HEAVIEST * kind_factor(word.kind)
        return min(min(found, default=unseen), HEAVIEST)

    def _weighed(self, text: str) -> list[Part]:
        """Return the parts of the name, the fewest and longest; a leading parent weighs less."""
        cut = _joined(self._cut(text))
        parts = []
        for at, (start, end, known) in enumerate(cut):
            whole = self._part_weight(text[start:end], known)
            if known and at < len(cut) - 1 and text[start:end].endswith(_PARENTS):
                whole *= PARENT_FACTOR
            parts.append(Part(start, end, whole))
        return parts

    def _part_weight(self, part: str, known: bool) -> float:
        if known:
            return self._weights[part]
        if part.strip() == "" or part == "第":
            return 0.0
        if part[-1].isdigit():
            return NUMBER_WEIGHT
        return _PROPER_NAME + _PER_CHARACTER * max(0, len(part) - 2)

    def _cut(self, text: str) -> list[tuple[int, int, bool]]:
        """Return (start, end, is a known word) with the least cost."""
        costs = [0.0] + [float("inf")] * len(text)
        last: list[tuple[int, bool]] = [(0, False)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                known = text[start:end] in self._words
                if not known and end > start + 1:
                    continue
                step = (_SHORT_COST if end == start + 1 else 1.0) if known else _UNKNOWN_COST
                if costs[start] + step < costs[end]:
                    costs[end], last[end] = costs[start] + step, (start, known)
        return _path(last)


def _path(last: list[tuple[int, bool]]) -> list[tuple[int, int, bool]]:
    parts, end = [], len(last) - 1
    while end > 0:
        start, known = last[end]
        parts.append((start, end, known))
        end = start
    return parts[::-1]


def _joined(parts: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Join characters that no word explains into one proper name."""
    joined: list[tuple[int, int, bool]] = []
    for start, end, known in parts:
        if joined and not known and not joined[-1][2]:
            joined[-1] = (joined[-1][0], end, False)
        else:
            joined.append((start, end, known))
    return joined
