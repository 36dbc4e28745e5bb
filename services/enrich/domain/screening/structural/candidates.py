"""Choose the few listed names that share enough weight with a question to be compared."""

from services.enrich.domain.screening.structural.names import ListedNames
from services.enrich.domain.screening.structural.question import Question, Span

MOST = 24
_BUDGET = 1200
"""Names looked at through their rarest shared words, over all words."""

_LEAST_SHARE = 0.4
"""Share of a listed name's weight that must be explicable at all."""


def by_word(question: Question) -> dict[int, list[Span]]:
    """Return the spans of the question by each listed word they may stand for."""
    found: dict[int, list[Span]] = {}
    for span in question.spans:
        for word in {word for phrase in span.phrases for word in phrase}:
            found.setdefault(word, []).append(span)
    return found


def candidates(listed: ListedNames, words: dict[int, list[Span]]) -> list[tuple[float, int]]:
    """Return (share of its weight that may be explained, name), at most `MOST`, best first."""
    shared: dict[int, float] = {}
    order = sorted(words, key=lambda one: len(listed.postings[one]))
    seen = taken = 0
    for word in order:
        postings = listed.postings[word]
        if seen and seen + len(postings) > _BUDGET:
            break
        seen += len(postings)
        taken += 1
        weight = listed.weights[word]
        for name in postings:
            shared[name] = shared.get(name, 0.0) + weight
    common = sum(listed.weights[word] for word in order[taken:])
    ranked = []
    for name, weight in shared.items():
        one = listed.names[name]
        if weight + common < _LEAST_SHARE * one.weight:
            continue
        full = sum([listed.weights[word] for word in one.words if word in words])
        if full >= _LEAST_SHARE * one.weight:
            ranked.append((full * full / one.weight, name))
    ranked.sort(reverse=True)
    return ranked[:MOST]
