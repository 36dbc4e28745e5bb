"""Find which spans of a question explain which words of a listed name."""

from typing import NamedTuple

from services.enrich.domain.screening.structural.names import ListedName
from services.enrich.domain.screening.structural.question import Question, Span

State = tuple[float, tuple[int, ...], tuple["Pair", ...]]


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
