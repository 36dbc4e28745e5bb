"""The judging half of the evaluation set against the gates of screening."""

from functools import cache

import pytest

from tests.evaluation.screening import trials
from tests.evaluation.screening.judge import Figure, run

FALLS_SHORT = {
    "English only: in ten": "0.82 of 0.88: docs/performance.md, screening",
}
GATES = [trial for trial in trials.trials("judge") if trial.bound is not None]
screener = cache(trials.screener)


@cache
def answers(corpus, name, country):
    return tuple(screener(corpus, "judge").screen(name, country))


def shown(figure: Figure) -> str:
    sample = "\n".join(map(str, figure.misses[:20]))
    return f"{figure.trial.name}: {figure.share:.4f}, gate {figure.trial.bound}\n{sample}"


def gate(trial):
    reason = FALLS_SHORT.get(trial.name)
    marks = [pytest.mark.xfail(strict=trials.SNAPSHOT.is_file(), reason=reason)] if reason else []
    return pytest.param(trial, id=trial.name.replace(" ", "-"), marks=marks)


@pytest.mark.parametrize("trial", map(gate, GATES))
def test_the_judging_half_holds_the_gate(trial):
    figure = run(trial, lambda name, country: answers(trial.corpus, name, country))

    assert figure.holds, shown(figure)


def test_every_gate_is_judged_on_enough_cases():
    least = {trial.name: len(trial.cases) for trial in GATES}

    assert least["unrelated at alert level"] >= trials.INVENTED, least
    assert least["official"] >= 200, least
    assert least["English only: first"] >= 200, least


def test_no_case_of_the_judging_half_is_in_the_other():
    halves = [
        {
            (trial.name, case.query, case.entries)
            for trial in trials.trials(half)
            for case in trial.cases
        }
        for half in ("tune", "judge")
    ]
    both = {name for name, *_ in halves[0] & halves[1]}

    assert both <= {"homonyms elsewhere", "Chinese name by ROR"}
