"""Choose the few listed names that share enough weight with a question to be compared."""

from heapq import nlargest

from services.enrich.domain.screening.structural.coverage import bound
from services.enrich.domain.screening.structural.names import ListedNames
from services.enrich.domain.screening.structural.question import Question, Span

MOST = 48
"""Listed names whose shared weight is counted in full."""

_BUDGET, _FOREIGN_BUDGET = 1000, 60
"""Names looked at through the rarest words they share, of entries seated in China or elsewhere."""


def by_word(question: Question) -> dict[int, list[Span]]:
    """Return the spans of the question by each listed word they may stand for."""
    found: dict[int, list[Span]] = {}
    for span in question.spans:
        for phrase in span.phrases:
            for word in phrase:
                spans = found.setdefault(word, [])
                if not spans or spans[-1] is not span:
                    spans.append(span)
    return found


def candidates(
    question: Question, listed: ListedNames, words: dict[int, list[Span]]
) -> list[tuple[float, int]]:
    """Return (the highest score that is possible, name) of at most `MOST` names, best first."""
    totals, weights = listed.totals, listed.weights
    near = [(weight * weight / totals[name], name) for name, weight in _shared(listed, words)]
    masks = {word: _mask(spans) for word, spans in words.items()}
    asked: dict[int, float] = {}
    ranked = []
    for _, name in nlargest(MOST, near):
        one = listed.names[name]
        mask, unmet = 0, []
        for word in one.words:
            if word in masks:
                mask |= masks[word]
            else:
                unmet.append(weights[word])
        if mask not in asked:
            asked[mask] = _weight(question, mask) / (question.weight or 1.0)
        ranked.append((bound(one, unmet, asked[mask]), name))
    ranked.sort(reverse=True)
    return ranked


def _shared(listed: ListedNames, words: dict[int, list[Span]]) -> list[tuple[int, float]]:
    """Return (name, weight of the rare words it shares)."""
    shared: dict[int, float] = {}
    for postings, budget in ((listed.postings, _BUDGET), (listed.foreign, _FOREIGN_BUDGET)):
        seen = 0
        for word in sorted(words, key=lambda one: len(postings[one])):
            seen += len(postings[word])
            if seen > budget:
                break
            weight = listed.weights[word]
            for name in postings[word]:
                shared[name] = shared.get(name, 0.0) + weight
    return list(shared.items())


def _mask(spans: list[Span]) -> int:
    mask = 0
    for span in spans:
        mask |= span.mask
    return mask


def _weight(question: Question, mask: int) -> float:
    return sum([weight for at, weight in enumerate(question.weights) if mask >> at & 1])
