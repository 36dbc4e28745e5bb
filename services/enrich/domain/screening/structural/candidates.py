"""Choose the few listed names that share enough weight with a question to be compared."""

from typing import NamedTuple

from services.enrich.domain.screening.structural.features import bound
from services.enrich.domain.screening.structural.names import ListedName, ListedNames
from services.enrich.domain.screening.structural.question import Question, Span

MOST = 24
"""Listed names whose shared weight is counted in full, twice as many where they tie."""

_BUDGET, _FOREIGN_BUDGET = 1000, 60
"""Names looked at through the rarest words they share, of entries seated in China or elsewhere."""

_PHRASES_DEARER = 4
"""Names of which only those that hold a whole phrase count cost less of the budget."""

Anchors = dict[int, list[tuple[tuple[int, ...], Span]]]
Alike = list[tuple[float, list[int]]]
"""Names that share the same words, with what these weigh."""


class Candidate(NamedTuple):
    """A listed name, the highest likeliness it can have, and the spans that may explain it."""

    highest: float
    number: int
    spans: list[Span]


def anchored(question: Question, listed: ListedNames) -> Anchors:
    """Return the phrases of the question, with their spans, by the rarest word of each."""
    sizes = listed.sizes
    found: Anchors = {}
    for span in question.spans:
        for phrase in span.phrases:
            anchor = phrase[0] if len(phrase) == 1 else min(phrase, key=sizes.__getitem__)
            found.setdefault(anchor, []).append((phrase, span))
    return found


def candidates(question: Question, listed: ListedNames) -> list[Candidate]:
    """Return the nearest names, those of the highest possible likeliness first."""
    anchors = anchored(question, listed)
    asked: dict[int, float] = {}
    ranked = []
    for number in _nearest(listed, _shared(listed, anchors)):
        name = listed.names[number]
        words, spans = _met(name, anchors)
        mask = 0
        for span in spans:
            mask |= span.mask
        if mask not in asked:
            asked[mask] = _weight(question, mask) / (question.weight or 1.0)
        unmet = [word for word in name.words if word not in words]
        ranked.append(Candidate(bound(name, unmet, listed, question, asked[mask]), number, spans))
    ranked.sort(key=_by_bound, reverse=True)
    return ranked


def _by_bound(one: Candidate) -> tuple[float, int]:
    return one.highest, one.number


def _met(name: ListedName, anchors: Anchors) -> tuple[set[int], list[Span]]:
    """Return the words of the name that some span can explain, and those spans."""
    held = name.word_set
    words: set[int] = set()
    spans: dict[int, Span] = {}
    for word in name.words:
        for phrase, span in anchors.get(word, ()):
            if len(phrase) == 1:
                words.add(word)
            elif held.issuperset(phrase):
                words.update(phrase)
            else:
                continue
            spans[id(span)] = span
    return words, list(spans.values())


def _nearest(listed: ListedNames, alike: Alike) -> list[int]:
    """Return the names of which the largest part is shared; sorting plain numbers is quickest.

    No name is nearer than what it shares weighs, so that most groups need not be looked at.
    """
    totals = listed.totals
    near: list[float] = []
    names: list[int] = []
    least = 0.0
    for weight, group in alike:
        if weight < least:
            break
        near += [weight * weight / totals[name] for name in group]
        names += group
        least = sorted(near)[-MOST] if len(near) > MOST else 0.0
    return [name for name, one in zip(names, near, strict=True) if one >= least][: 2 * MOST]


def _shared(listed: ListedNames, anchors: Anchors) -> Alike:
    """Return the names that share the same rare words and phrases, the weightiest groups first."""
    bits: dict[int, int] = {}
    shared: dict[int, int] = {}
    for foreign, budget in ((False, _BUDGET), (True, _FOREIGN_BUDGET)):
        postings = listed.foreign if foreign else listed.postings
        seen = 0
        for word in sorted(anchors, key=lambda one: len(postings[one])):
            phrases = {phrase for phrase, _ in anchors[word]}
            alone = (word,) in phrases
            seen += len(postings[word]) if alone else len(postings[word]) // _PHRASES_DEARER
            if seen > budget:
                break
            for phrase in phrases:
                mask = _mask(phrase, bits)
                for name in listed.holders(phrase, word, foreign):
                    shared[name] = shared.get(name, 0) | mask
    return _weighed(shared, bits, listed.weights)


def _mask(phrase: tuple[int, ...], bits: dict[int, int]) -> int:
    """Return the bits of the words of a phrase; a word that is new gets the next one."""
    mask = 0
    for word in phrase:
        mask |= bits.setdefault(word, 1 << len(bits))
    return mask


def _weighed(shared: dict[int, int], bits: dict[int, int], weights: list[float]) -> Alike:
    """Return (weight, names) of each set of words, given as bits, that names share."""
    groups: dict[int, list[int]] = {}
    for name, mask in shared.items():
        if mask in groups:
            groups[mask].append(name)
        else:
            groups[mask] = [name]
    found = [
        (sum([weights[word] for word, bit in bits.items() if mask & bit]), group)
        for mask, group in groups.items()
    ]
    return sorted(found, reverse=True)


def _weight(question: Question, mask: int) -> float:
    return sum([weight for at, weight in enumerate(question.weights) if mask >> at & 1])
