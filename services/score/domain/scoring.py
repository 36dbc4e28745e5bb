"""From rules to a score: contributions that add up to it exactly."""

from collections.abc import Iterable, Sequence

from contracts.evidence import Evidence
from contracts.risk import Contribution
from services.score.domain.case import Case
from services.score.domain.policy import BANDS, FLOOR, TOP, band_of
from services.score.domain.rules import CEILINGS, FLOORS, POINTS, RAISES, STEPS
from services.score.domain.rules.outcome import Bound, Rule, Shift, Step

LOWEST, HIGHEST = 0, 100
BANDS_UP = tuple(band for _, band in reversed(BANDS))


def contributions_of(case: Case) -> tuple[Contribution, ...]:
    """Run the rules in order; the sum of the points is the score, from 0 to 100."""
    found = list(_steps(case, POINTS))
    found += _bounded(found, case, FLOORS, lower=True)
    found += _shifted(found, case, RAISES)
    # Before anything lowers the score: a step down must not vanish above 100.
    found += _clamped(found)
    found += _bounded(found, case, CEILINGS, lower=False)
    found += _shifted(found, case, STEPS)
    return tuple(found)


def _shifted(
    before: Sequence[Contribution], case: Case, rules: Sequence[Rule]
) -> list[Contribution]:
    """Move the score by a band for each rule: by the step, and at least into the next band."""
    found: list[Contribution] = []
    step = case.policy.points.band_step
    for rule in rules:
        answer = rule(case)
        if isinstance(answer, Shift):
            score = _sum((*before, *found))
            within = BANDS_UP.index(band_of(min(HIGHEST, max(LOWEST, score))))
            target = BANDS_UP[min(len(BANDS_UP) - 1, max(0, within + answer.bands))]
            if answer.bands > 0:
                after = min(HIGHEST, max(score + step, FLOOR[target]))
            else:
                after = max(LOWEST, min(score - step, TOP[target]))
            found.append(_contribution(rule, after - score, answer.sentence, None, None))
    return found


def _clamped(before: Sequence[Contribution]) -> list[Contribution]:
    total = _sum(before)
    clamped = min(HIGHEST, max(LOWEST, total))
    if clamped == total:
        return []
    return [Contribution(rule="clamp", points=clamped - total, sentence="scores are 0 to 100")]


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
