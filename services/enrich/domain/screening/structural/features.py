"""What speaks for and against a listed name, as the features of a logistic model."""

from math import exp
from operator import mul

from services.enrich.domain.screening.structural.fitted import FITTED, Features
from services.enrich.domain.screening.structural.kinds import KINDS
from services.enrich.domain.screening.structural.names import HEAVIEST, ListedName, ListedNames
from services.enrich.domain.screening.structural.pairs import Pair
from services.enrich.domain.screening.structural.question import Question, Sort

MATTERS = 0.8
"""Weight above which an unexplained part makes another organisation likely."""

_MOST_EVIDENCE = 20.0
_HEAD_REST = 0.5

_KIND = {kind: at for at, kind in enumerate(KINDS)}
_LEFT = [
    _KIND[one] for one in ("other", "place", "subject", "general", "institution", "stray", "parent")
]
_UNMET = [_KIND[one] for one in ("other", "place", "subject", "general", "institution", "number")]
_SAYS = tuple(_KIND[one] for one in ("other", "subject", "general", "number"))
"""Kinds that say what an organisation does, unlike its place and what it is."""

_OTHER = _KIND["other"]
_OWN = (_OTHER, _KIND["subject"])


_UNMET_FACTORS = {sort: fitted.of_unmet() for sort, fitted in FITTED.items()}


def likeliness(features: Features, sort: Sort) -> float:
    """Return how likely the two are names of one organisation of this sort, from 0 to 1."""
    return _logistic(sum(map(mul, FITTED[sort], features)))


def bound(
    name: ListedName, unmet: list[int], listed: ListedNames, question: Question, share: float
) -> float:
    """Return the highest likeliness of `name`, if all words but `unmet` are met.

    `share` is what of the question can be explained at most, from 0 to 1.
    """
    fitted = FITTED[question.sort]
    unmet_factors = _UNMET_FACTORS[question.sort]
    missing = against = 0.0
    for word in unmet:
        weight = listed.weights[word]
        missing += weight
        against += unmet_factors[listed.kinds[word]] * weight / HEAVIEST
    value = fitted.constant + fitted.asked_share * share + against
    value += fitted.listed_share * (1 - missing / (name.weight or 1.0))
    met = min(name.weight - missing, _MOST_EVIDENCE) / HEAVIEST
    value += (fitted.evidence + max(0.0, fitted.own_evidence)) * met
    value += max(0.0, fitted.whole_listed) + (fitted.foreign if name.foreign else 0.0)
    return _logistic(value)


def features_of(
    question: Question, name: ListedName, listed: ListedNames, pairs: tuple[Pair, ...]
) -> Features:
    """Return the features of a listed name that `pairs` explain."""
    unmet, met, own, strain, words = _listed_side(name, listed, pairs)
    left, head, lost, parts = _asked_side(question, pairs)
    missing, open_weight = sum(unmet), sum(left)
    own_left = sum([left[kind] for kind in _SAYS])
    beyond = (max(0.0, own_left - missing), max(0.0, missing - open_weight))
    values = (
        *(1.0, 1 - open_weight / (question.weight or 1.0), 1 - missing / (name.weight or 1.0)),
        *_heaviest(min(met, _MOST_EVIDENCE), min(own, _MOST_EVIDENCE)),
        *_heaviest(*[left[kind] for kind in _LEFT], *[unmet[kind] for kind in _UNMET], *beyond),
        *(max(0, parts - words), max(0, words - parts)),
        *(*_heaviest(strain + lost), head, name.foreign),
        *(question.whole and missing > 1.0, missing < MATTERS),
        own_left > MATTERS and unmet[_OTHER] > MATTERS,
    )
    return Features(*map(float, values))


def _heaviest(*weights: float) -> list[float]:
    """Return weights in units of the heaviest word."""
    return [weight / HEAVIEST for weight in weights]


def _listed_side(
    name: ListedName, listed: ListedNames, pairs: tuple[Pair, ...]
) -> tuple[list[float], float, float, float, int]:
    """Return the weight unmet by kind, met, met of identifying words, and lost; words unmet."""
    weights, kinds = listed.weights, listed.kinds
    worth = {word: pair.worth for pair in pairs for word in pair.words}
    unmet = [0.0] * len(KINDS)
    met = own = strain = 0.0
    words = 0
    for word in name.words:
        weight, kind = weights[word], kinds[word]
        if word not in worth:
            unmet[kind] += weight
            words += kind in _SAYS
            continue
        met += weight * worth[word]
        strain += weight * (1 - worth[word])
        if kind in _OWN:
            own += weight * worth[word]
    return unmet, met, own, strain, words


def _asked_side(
    question: Question, pairs: tuple[Pair, ...]
) -> tuple[list[float], bool, float, int]:
    """Return what is left by kind, whether the last part is, what is lost, parts left."""
    weights = question.weights
    rest = list(weights)
    lost = 0.0
    for pair in pairs:
        for at in range(pair.start, pair.end):
            lost += weights[at] * (1 - pair.worth)
            rest[at] = 0.0
    left = [0.0] * len(KINDS)
    last, parts = 0.0, 0
    for part in question.parts:
        last = sum(rest[part.start : part.end])
        left[part.kind] += last
        parts += part.kind in _SAYS and last > _HEAD_REST * part.weight
    head = bool(question.parts) and last > _HEAD_REST * question.parts[-1].weight
    return left, head, lost, parts


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
