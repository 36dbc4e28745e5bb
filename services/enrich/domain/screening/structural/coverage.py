"""Compare a question with one listed name: what explains what, and how likely they are one."""

from dataclasses import dataclass

from services.enrich.domain.screening.structural.features import features_of, likeliness
from services.enrich.domain.screening.structural.fitted import Features
from services.enrich.domain.screening.structural.names import ListedName, ListedNames
from services.enrich.domain.screening.structural.pairs import Pair, best_pairs
from services.enrich.domain.screening.structural.question import Question, Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """The best explanation of one listed name by a question; `score` from 0 to 1."""

    name: ListedName
    pairs: tuple[Pair, ...]
    features: Features
    score: float


def cover(question: Question, name: ListedName, listed: ListedNames, spans: list[Span]) -> Coverage:
    """Return the best explanation of `name` by `spans`, those that share a word with it."""
    pairs = best_pairs(question, name, listed.weights, spans)
    features = features_of(question, name, listed, pairs)
    return Coverage(name, pairs, features, likeliness(features, question.sort))
