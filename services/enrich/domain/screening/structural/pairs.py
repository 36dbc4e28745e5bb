"""Find which spans of a question explain which words of a listed name."""

from typing import NamedTuple

from services.enrich.domain.screening.structural.names import ListedName
from services.enrich.domain.screening.structural.question import Question, Span

State = tuple[float, tuple["Pair", ...]]
"""What is explained weighs, and by which pairs; kept by where they end and the words used."""


class Pair(NamedTuple):
    """A span of the question, the listed words it stands for, and how usual that is (0 to 1)."""

    start: int
    end: int
    words: tuple[int, ...]
    worth: float


def best_pairs(
    question: Question, name: ListedName, weights: list[float], spans: list[Span]
) -> tuple[Pair, ...]:
    """Return the explanation in which the explained words weigh most, by place.

    `spans` are those that share a word with the name, by start. A span explains all words of one
    phrase, and no word is explained twice.
    """
    held = name.word_set
    sums = question.sums
    states: dict[tuple[int, frozenset[int]], State] = {(0, frozenset()): (0.0, ())}
    for span in spans:
        start, end = span.start, span.end
        before = [(used, one) for (at, used), one in states.items() if at <= start]
        for phrase, worth in zip(span.phrases, span.worth, strict=True):
            if not held.issuperset(phrase):
                continue
            gain = (sum([weights[word] for word in phrase]) + sums[end] - sums[start]) * worth
            for used, (value, pairs) in before:
                if used.isdisjoint(phrase):
                    place = end, used.union(phrase)
                    if place not in states or value + gain > states[place][0]:
                        states[place] = value + gain, (*pairs, Pair(start, end, phrase, worth))
    return max(states.values(), key=_value)[1]


def _value(state: State) -> float:
    return state[0]
