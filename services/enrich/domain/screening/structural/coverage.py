"""Compare a question with one listed name: what explains what, and what stays unexplained."""

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from services.enrich.domain.screening.structural.names import HEAVIEST, ListedName, ListedNames
from services.enrich.domain.screening.structural.question import Question, Span

MATTERS = 0.8
"""Weight above which an unexplained part makes another organisation likely."""

MOST_EVIDENCE = 20.0
_PROPER_REST, _HEAD_REST = 0.4, 0.5

State = tuple[float, tuple[int, ...], tuple["Pair", ...]]


class Features(NamedTuple):
    """What the score is made of; shares and rests run from 0 to 1, flags are 0 or 1."""

    constant: float
    listed_share: float
    asked_share: float
    listed_worst: float
    asked_worst: float
    listed_unmet: float
    asked_unmet: float
    institution_unmet: float
    head_unmet: float
    place_unmet: float
    proper_unmet: float
    evidence: float
    foreign: float
    beyond_whole: float
    other_kind: float
    exchanged: float


FITTED = Features(
    *(-7.4, 2.2, 6.1, -1.8, -0.2, -0.5, -0.15, -0.6, -0.5, -1.4, -0.2, 1.7, -1.9, -3.7, -0.5, 0.0)
)
"""Weights of a logistic model, fitted on half of the names that ROR (CC0) has in both languages."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A span of the question, the listed words it stands for, and how usual that is (0 to 1)."""

    start: int
    end: int
    words: tuple[int, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """The best explanation of one listed name by a question; `score` from 0 to 1."""

    name: ListedName
    pairs: tuple[Pair, ...]
    features: Features
    score: float


def cover(question: Question, name: ListedName, listed: ListedNames, spans: list[Span]) -> Coverage:
    """Return the explanation of `name` in which the explained words weigh most.

    `spans` are those that share a word with the name, by start. A span explains all words of one
    phrase, and no word is explained twice.
    """
    pairs = _best_pairs(question, name, listed.weights, spans)
    features = _features(question, name, listed, pairs)
    return Coverage(name, pairs, features, _score(features))


def bound(name: ListedName, unmet: list[float], asked_share: float) -> float:
    """Return the highest score `name` can have, if all but the words that weigh `unmet` are met."""
    missing = sum(unmet)
    value = FITTED.constant + FITTED.asked_share * asked_share
    value += FITTED.listed_share * (1 - missing / (name.weight or 1.0))
    value += FITTED.evidence * min(name.weight - missing, MOST_EVIDENCE) / 10.0
    if unmet:
        value += FITTED.listed_worst * max(unmet) / HEAVIEST
        value += FITTED.listed_unmet * sum([one > MATTERS for one in unmet])
    return _logistic(value + (FITTED.foreign if name.foreign else 0.0))


def _score(features: Features) -> float:
    return _logistic(sum([weight * one for weight, one in zip(FITTED, features, strict=True)]))


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


def _features(
    question: Question, name: ListedName, listed: ListedNames, pairs: tuple[Pair, ...]
) -> Features:
    weights = listed.weights
    met = {word: pair.worth for pair in pairs for word in pair.words}
    rest = [weights[one] * (1 - met.get(one, 0.0)) for one in name.words]
    unmet = [one for one in name.words if one not in met]
    left = _left(question, pairs)
    head = bool(left) and left[-1] > _HEAD_REST * question.parts[-1].weight
    institution = not listed.institutions.isdisjoint(unmet)
    open_parts = sum(one > MATTERS for one in left)
    heavy = sum([weights[one] > MATTERS for one in unmet])
    missing = sum(rest)
    return Features(
        constant=1.0,
        listed_share=1 - missing / (name.weight or 1.0),
        asked_share=1 - sum(left) / (question.weight or 1.0),
        listed_worst=max(rest, default=0.0) / HEAVIEST,
        asked_worst=max(left, default=0.0) / HEAVIEST,
        listed_unmet=heavy,
        asked_unmet=open_parts,
        institution_unmet=institution,
        head_unmet=head,
        place_unmet=not listed.places.isdisjoint(unmet),
        proper_unmet=_is_proper_unmet(question, left),
        evidence=min(name.weight - missing, MOST_EVIDENCE) / 10.0,
        foreign=name.foreign,
        beyond_whole=question.whole and heavy > 0,
        other_kind=institution and head,
        exchanged=heavy > 0 and open_parts > 0,
    )


def _is_proper_unmet(question: Question, left: list[float]) -> bool:
    return any(
        part.proper and rest > _PROPER_REST * part.weight
        for part, rest in zip(question.parts, left, strict=True)
    )


def _left(question: Question, pairs: tuple[Pair, ...]) -> list[float]:
    """Return the unexplained weight of each part of the question."""
    rest = list(question.weights)
    for pair in pairs:
        for at in range(pair.start, pair.end):
            rest[at] *= 1 - pair.worth
    return [sum(rest[part.start : part.end]) for part in question.parts]


def _best_pairs(
    question: Question, name: ListedName, weights: list[float], spans: list[Span]
) -> tuple[Pair, ...]:
    held = name.word_set
    sums = question.sums
    states: dict[int, State] = {0: (0.0, (), ())}
    for span in spans:
        start, end = span.start, span.end
        state = _state_at(states, start)
        seen = set(state[1])
        for phrase, worth in zip(span.phrases, span.worth, strict=True):
            if not held.issuperset(phrase) or not seen.isdisjoint(phrase):
                continue
            gain = sum([weights[word] for word in phrase]) + sums[end] - sums[start]
            value = state[0] + gain * worth
            if value > _state_at(states, end)[0]:
                pair = Pair(start, end, phrase, worth)
                states[end] = (value, (*state[1], *phrase), (*state[2], pair))
    return max(states.values(), key=lambda one: one[0])[2]


def _state_at(states: dict[int, State], place: int) -> State:
    """Return the best state that ends at or before `place`."""
    best = states[0]
    for end, state in states.items():
        if end <= place and state[0] > best[0]:
            best = state
    return best
