"""Choose the few listed names that share enough weight with a question to be compared."""

from services.enrich.domain.screening.structural.coverage import bound
from services.enrich.domain.screening.structural.names import ListedNames
from services.enrich.domain.screening.structural.question import Question, Span

MOST = 48
"""Listed names whose shared weight is counted in full, twice as many where they tie."""

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
    """Return (the highest score that is possible, name) of the nearest names, best first."""
    weights = listed.weights
    masks = {word: _mask(spans) for word, spans in words.items()}
    asked: dict[int, float] = {}
    ranked = []
    for name in _nearest(listed, _shared(listed, words)):
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


def _nearest(listed: ListedNames, shared: dict[int, float]) -> list[int]:
    """Return the names of which the largest part is shared; sorting plain numbers is quickest."""
    totals = listed.totals
    near = [weight * weight / totals[name] for name, weight in shared.items()]
    least = sorted(near)[-MOST] if len(near) > MOST else 0.0
    return [name for name, one in zip(shared, near, strict=True) if one >= least][: 2 * MOST]


def _shared(listed: ListedNames, words: dict[int, list[Span]]) -> dict[int, float]:
    """Return the weight of the rare words that each name shares."""
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
    return shared


def _mask(spans: list[Span]) -> int:
    mask = 0
    for span in spans:
        mask |= span.mask
    return mask


def _weight(question: Question, mask: int) -> float:
    return sum([weight for at, weight in enumerate(question.weights) if mask >> at & 1])
