"""Compare a question with one listed name: what explains what, and what stays unexplained."""

from dataclasses import dataclass
from math import exp

from services.enrich.domain.screening.structural.names import ListedName, ListedNames
from services.enrich.domain.screening.structural.question import Question, Span

State = tuple[float, tuple[int, ...], tuple["Pair", ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A span of the question, the listed words it stands for, and how usual that is (0 to 1)."""

    start: int
    end: int
    words: tuple[int, ...]
    quality: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """The best explanation of one listed name by a question; `score` from 0 to 1."""

    name: ListedName
    pairs: tuple[Pair, ...]
    features: tuple[float, ...]

    @property
    def score(self) -> float:
        """Return how likely the names are of one organisation, as fitted on known pairs."""
        value = sum(weight * one for weight, one in zip(FITTED, self.features, strict=True))
        return 1 / (1 + exp(-value))


FITTED = (-4.0, 4.0, 4.0, -0.15, -0.15, -0.4, -0.4, -1.0, -1.0, -2.0)
"""One weight per feature, in the order of `_features`."""


def cover(question: Question, name: ListedName, listed: ListedNames, spans: list[Span]) -> Coverage:
    """Return the explanation of `name` in which the explained words weigh most.

    `spans` are those that share a word with the name, by start. A span explains all words of one
    phrase, and no word is explained twice.
    """
    pairs = _best_pairs(question, name, listed.weights, spans)
    return Coverage(name, pairs, _features(question, name, listed, pairs))


def _features(
    question: Question, name: ListedName, listed: ListedNames, pairs: tuple[Pair, ...]
) -> tuple[float, ...]:
    """Return what the score is made of: a constant, shares, heaviest rests, counts, heads, seat."""
    qualities = {word: pair.quality for pair in pairs for word in pair.words}
    weights = listed.weights
    rest = [weights[one] * (1 - qualities.get(one, 0.0)) for one in name.words]
    unmet = [one for one in name.words if one not in qualities]
    left = _left(question, pairs)
    return (
        1.0,
        1 - sum(rest) / (name.weight or 1.0),
        1 - sum(left) / (question.weight or 1.0),
        max(rest, default=0.0),
        max(left, default=0.0),
        float(sum(weights[one] > MATTERS for one in unmet)),
        float(sum(one > MATTERS for one in left)),
        float(any(one in listed.institutions for one in unmet)),
        float(bool(left) and left[-1] > 0.5 * question.parts[-1].weight),
        float(name.foreign),
    )


MATTERS = 0.8
"""Weight above which an unexplained part makes another organisation likely."""


def _left(question: Question, pairs: tuple[Pair, ...]) -> list[float]:
    """Return the unexplained weight of each part of the question."""
    rest = list(question.weights)
    for pair in pairs:
        for at in range(pair.start, pair.end):
            rest[at] *= 1 - pair.quality
    return [sum(rest[part.start : part.end]) for part in question.parts]


def _best_pairs(
    question: Question, name: ListedName, weights: list[float], spans: list[Span]
) -> tuple[Pair, ...]:
    held = name.word_set
    states: dict[int, State] = {0: (0.0, (), ())}
    for span in spans:
        state = _state_at(states, span.start)
        for rank, phrase in enumerate(span.phrases):
            if not held.issuperset(phrase) or any(word in state[1] for word in phrase):
                continue
            quality = 1 - RARER * min(rank, RAREST) - (RARER if span.spelled else 0.0)
            gain = sum([weights[word] for word in phrase])
            gain += question.sums[span.end] - question.sums[span.start]
            value = state[0] + gain * quality
            if value > _state_at(states, span.end)[0]:
                pair = Pair(span.start, span.end, phrase, quality)
                states[span.end] = (value, (*state[1], *phrase), (*state[2], pair))
    return max(states.values(), key=lambda one: one[0])[2]


RARER, RAREST = 0.03, 6
"""What each less usual translation loses of its worth, and where that ends."""


def _state_at(states: dict[int, State], place: int) -> State:
    """Return the best state that ends at or before `place`."""
    best = states[0]
    for end, state in states.items():
        if end <= place and state[0] > best[0]:
            best = state
    return best
