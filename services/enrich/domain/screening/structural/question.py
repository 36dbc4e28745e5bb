"""A Chinese name as spans, each with the phrases of listed words that it may stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from typing import Literal

from contracts.names import name_key
from services.enrich.domain.screening.structural.lexicon import Phrase, Word
from services.enrich.domain.screening.structural.names import ListedNames
from services.enrich.domain.screening.structural.parts import Part, Weigher, found_words
from services.enrich.domain.screening.structural.spelling import spelled
from services.enrich.domain.screening.structural.stems import NUMBER, stem

Sort = Literal["company", "school", "body"]
"""What an organisation says it is: a school of any rank, a company, or any other body."""

LONGEST = 80
"""Characters of a name that are compared; no Chinese organisation name is longer."""

INSIDE_A_NAME, INSIDE_A_COLLEGE = 0.5, 0.75
"""Worth of a span inside a known whole name: 工业大学 in 西安工业大学 is only a part of it.
Colleges (学院) change their English names more often."""

LESS_USUAL, RAREST, SPELLED = 0.03, 6, 0.03
"""What each less usual translation loses of its worth, where that ends, and what pinyin loses."""

_COMPANY = ("公司", "厂", "集团", "企业", "有限合伙")
_SCHOOL = ("大学", "学院", "学校", "分校")
_NUMERAL = re.compile("[一二三四五六七八九十百〇]+(?=局|医院|冶|厂|院|师|旅|团|大队|分)")
_LATIN = re.compile(r"第?(\d+)号?|[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the question may stand for any of the phrases (word numbers)."""

    start: int
    end: int
    phrases: tuple[tuple[int, ...], ...]
    worth: tuple[float, ...]
    mask: int


BY_PLACE = attrgetter("start", "end")
"""Sorts spans as they stand in the question."""

Whole = tuple[int, int, float]
"""Start and end of a known whole name, and the worth of a span inside it."""


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
    sort: Sort = "body"

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
        found = list(found_words(question.text, self._words, self._longest))
        question.parts = self._weigher.parts(question.text, found)
        question.weights = [
            part.weight / (part.end - part.start)
            for part in question.parts
            for _ in range(part.start, part.end)
        ]
        question.sums = [0.0, *accumulate(question.weights)]
        names = [_whole(question.text, part) for part in question.parts if part.is_name]
        question.whole = bool(names) and all(
            part.is_name or part.weight < 1.0 for part in question.parts
        )
        borders = _borders(question.parts, found)
        question.spans = sorted(self._spans(question.text, found, names, borders), key=BY_PLACE)
        question.sort = _sort(question.text)
        question.digits = self._digits(question.text)
        return question

    def _digits(self, text: str) -> frozenset[int]:
        number = self._listed.number
        return frozenset(number.get(f"{NUMBER}{one}", -1) for one in re.findall(r"\d+", text))

    def _spans(
        self, text: str, found: list[tuple[int, int]], names: list[Whole], borders: set[int]
    ) -> Iterator[Span]:
        for start, end in found:
            if start in borders and end in borders and (phrases := self._phrases[text[start:end]]):
                yield _span(start, end, phrases, 1.0, names)
        for start, end, phrases in spelled(text, self._listed.spellings, borders):
            yield _span(start, end, phrases, 1.0 - SPELLED, names)
        for start, end, word in _words_besides(text):
            if start in borders and end in borders and (phrases := self._numbers(((word,),))):
                yield _span(start, end, phrases, 1.0, names)

    def _numbers(self, phrases: tuple[Phrase, ...]) -> tuple[tuple[int, ...], ...]:
        number = self._listed.number
        return tuple(
            tuple(number[one] for one in phrase)
            for phrase in phrases
            if all(one in number for one in phrase)
        )


def _sort(text: str) -> Sort:
    """Return what kind of organisation the name says it is."""
    return "company" if text.endswith(_COMPANY) else "school" if text.endswith(_SCHOOL) else "body"


def _words_besides(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, stem) of numbers, in digits or in Chinese, and of Latin words."""
    for numeral in _NUMERAL.finditer(text):
        digits = name_key(f"第{numeral[0]}").removeprefix("第")
        yield *numeral.span(), f"{NUMBER}{digits}"
    for latin in _LATIN.finditer(text):
        yield *latin.span(), stem(latin[1] or latin[0])


def _span(
    start: int,
    end: int,
    phrases: tuple[tuple[int, ...], ...],
    worth: float,
    names: list[Whole],
) -> Span:
    for first, last, value in names:
        if first <= start and end <= last and (start, end) != (first, last):
            worth = value
    each = tuple(worth - LESS_USUAL * min(rank, RAREST) for rank in range(len(phrases)))
    return Span(start, end, phrases, each, ((1 << (end - start)) - 1) << start)


def _whole(text: str, part: Part) -> Whole:
    college = text.endswith("学院", part.start, part.end)
    return part.start, part.end, INSIDE_A_COLLEGE if college else INSIDE_A_NAME


def _borders(parts: list[Part], found: list[tuple[int, int]]) -> set[int]:
    """Return where a span may begin or end: where the whole name falls into words.

    学院 in 中国科学院 is no word, because 中国科 is none. In a proper name every character counts.
    """
    steps = [(start, end) for start, end in found if end > start + 1]
    for part in parts:
        if part.end == part.start + 1 or not part.known:
            steps += [(at, at + 1) for at in range(part.start, part.end)]
    ahead, behind = {0}, {parts[-1].end if parts else 0}
    for start, end in sorted(steps):
        if start in ahead:
            ahead.add(end)
    for start, end in sorted(steps, key=lambda step: -step[1]):
        if end in behind:
            behind.add(start)
    return ahead & behind
