"""From rules to a score: contributions that add up to it exactly."""

from collections.abc import Iterable, Sequence

from contracts.evidence import Evidence
from contracts.risk import Contribution
from services.score.domain.case import Case
from services.score.domain.policy import FLOOR, TOP
from services.score.domain.rules import CEILINGS, FLOORS, POINTS, STEPS, Bound, Rule, Step

LOWEST, HIGHEST = 0, 100


def contributions_of(case: Case) -> tuple[Contribution, ...]:
    """Run the rules in order; the sum of the points is the score, from 0 to 100."""
    found = list(_steps(case, POINTS))
    found += _bounded(found, case, FLOORS, lower=True)
    found += _bounded(found, case, CEILINGS, lower=False)
    found += _steps(case, STEPS)
    total = _sum(found)
    clamped = min(HIGHEST, max(LOWEST, total))
    if clamped != total:
        found.append(
            Contribution(rule="clamp", points=clamped - total, sentence="scores are 0 to 100")
        )
    return tuple(found)


def _steps(case: Case, rules: Sequence[Rule]) -> Iterable[Contribution]:
    for rule in rules:
        answer = rule(case)
        if isinstance(answer, Step):
            yield _contribution(
                rule, answer.points, answer.sentence, answer.evidence, answer.source
            )


def _bounded(
    before: Sequence[Contribution], case: Case, rules: Sequence[Rule], *, lower: bool
) -> list[Contribution]:
    """The strictest floor or ceiling that changes the score, as a contribution of its own."""
    score = min(HIGHEST, max(LOWEST, _sum(before)))
    total = _sum(before)
    strictest: Contribution | None = None
    for rule in rules:
        answer = rule(case)
        if not isinstance(answer, Bound):
            continue
        limit = FLOOR[answer.band] if lower else TOP[answer.band]
        beyond = limit > score if lower else limit < score
        if beyond:
            score = limit
            word = "at least" if lower else "at most"
            sentence = f"{word} {answer.band}: {answer.sentence}"
            strictest = _contribution(rule, limit - total, sentence, None, answer.source)
    return [strictest] if strictest else []


def _contribution(
    rule: Rule, points: int, sentence: str, evidence: Evidence | None, source: str | None
) -> Contribution:
    return Contribution(
        rule=rule.__name__, points=points, sentence=sentence, evidence=evidence, source=source
    )


def _sum(found: Iterable[Contribution]) -> int:
    return sum(c.points for c in found)
