"""A Chinese name as spans, each with the phrases of listed words that it may stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from services.enrich.domain.screening.structural.lexicon import Phrase, Word
from services.enrich.domain.screening.structural.names import ListedNames
from services.enrich.domain.screening.structural.parts import Part, Weigher
from services.enrich.domain.screening.structural.spelling import spelled
from services.enrich.domain.screening.structural.stems import NUMBER, stem

LONGEST = 80
"""Characters of a name that are compared; no Chinese organisation name is longer."""

INSIDE_A_NAME = 0.5
"""Worth of a span inside a known whole name: 工业大学 in 西安工业大学 is only a part of it."""

LESS_USUAL, RAREST, SPELLED = 0.03, 6, 0.03
"""What each less usual translation loses of its worth, where that ends, and what pinyin loses."""

_LATIN = re.compile(r"第?(\d+)号?|[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the question may stand for any of the phrases (word numbers)."""

    start: int
    end: int
    phrases: tuple[tuple[int, ...], ...]
    worth: tuple[float, ...]
    mask: int


@dataclass(slots=True)
class Question:
    """A Chinese name: its key, spans, parts, weights per character and their sums, numbers.

    `whole` says that the name is a known one, so that a longer listed name is another one.
    """

    text: str
    spans: list[Span] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)
    digits: frozenset[int] = frozenset()
    whole: bool = False

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
        self._weigher = Weigher(listed, words, self._phrases)

    def read(self, text: str) -> Question:
        """Return the question that `text`, an exact key, puts."""
        question = Question(text[:LONGEST])
        found = list(self._found(question.text))
        question.parts = self._weigher.parts(question.text, found)
        question.weights = [
            part.weight / (part.end - part.start)
            for part in question.parts
            for _ in range(part.start, part.end)
        ]
        question.sums = [0.0, *accumulate(question.weights)]
        names = [(part.start, part.end) for part in question.parts if part.is_name]
        question.whole = bool(names) and all(
            part.is_name or part.weight < 1.0 for part in question.parts
        )
        question.spans = sorted(self._spans(question.text, found, names), key=_order)
        question.digits = self._digits(question.text)
        return question

    def _digits(self, text: str) -> frozenset[int]:
        number = self._listed.number
        return frozenset(number.get(f"{NUMBER}{one}", -1) for one in re.findall(r"\d+", text))

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where words of the lexicon are."""
        words = self._words
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                if text[start:end] in words:
                    yield start, end

    def _spans(
        self, text: str, found: list[tuple[int, int]], names: list[tuple[int, int]]
    ) -> Iterator[Span]:
        for start, end in found:
            if phrases := self._phrases[text[start:end]]:
                yield _span(start, end, phrases, 1.0, names)
        for start, end, phrases in spelled(text, self._listed.spellings):
            yield _span(start, end, phrases, 1.0 - SPELLED, names)
        for latin in _LATIN.finditer(text):
            if phrases := self._numbers(((stem(latin[1] or latin[0]),),)):
                yield _span(*latin.span(), phrases, 1.0, names)

    def _numbers(self, phrases: tuple[Phrase, ...]) -> tuple[tuple[int, ...], ...]:
        number = self._listed.number
        return tuple(
            tuple(number[one] for one in phrase)
            for phrase in phrases
            if all(one in number for one in phrase)
        )


def _span(
    start: int,
    end: int,
    phrases: tuple[tuple[int, ...], ...],
    worth: float,
    names: list[tuple[int, int]],
) -> Span:
    for first, last in names:
        if first <= start and end <= last and (start, end) != (first, last):
            worth = INSIDE_A_NAME
    each = tuple(worth - LESS_USUAL * min(rank, RAREST) for rank in range(len(phrases)))
    return Span(start, end, phrases, each, ((1 << (end - start)) - 1) << start)


def _order(span: Span) -> tuple[int, int]:
    return span.start, span.end
