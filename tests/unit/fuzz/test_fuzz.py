"""The fuzz job does what it says, and a sample of it passes."""

import random
import sys

import pytest

from services.ingest.domain.reading import Ignored, Quarantined
from tests.fuzz.mutations import MAX_BYTES, MUTATIONS
from tests.fuzz.run import MEGABYTES, Tally, inputs, run, seeds
from tests.fuzz.worker import answer, outcome

SAMPLE, SEED = 300, 7


def test_a_sample_of_mutated_inputs_crashes_nothing_and_stays_within_the_limits():
    tally = run(SAMPLE, SEED)
    assert tally.failures == []
    assert tally.outcomes.total() == SAMPLE


def test_the_same_seed_and_number_give_the_same_input():
    first = list(inputs(20, 3))
    assert list(inputs(20, 3)) == first
    assert list(inputs(1, 3, start=11)) == first[11:12]
    assert list(inputs(20, 4)) != first


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.__name__)
def test_a_mutation_changes_most_inputs_and_breaks_on_none(mutation):
    known = seeds()
    changed = 0
    for number in range(30):
        data = known[number * 7 % len(known)]
        changed += mutation(data, random.Random(number))[:MAX_BYTES] != data
    assert changed >= 10


def test_input_that_leaves_no_reading_is_lost_and_loss_is_a_failure():
    tally = Tally()
    assert outcome([]) == "lost"
    tally.add(5, "cut", {"outcome": outcome([]), "seconds": 0.1, "peak": 90.0})
    assert tally.failures == ["input 5 (cut): lost"]


def test_what_is_partly_unreadable_is_flagged():
    assert outcome([Quarantined(1, "x", "y"), Ignored(2, "z")]) == "flagged"
    assert outcome([Quarantined(1, "x", "y")]) == "quarantined"
    assert outcome([Ignored(1, "z")]) == "ignored"


@pytest.mark.parametrize(
    ("told", "failure"),
    [
        ({"outcome": "read", "seconds": 2.5, "peak": 90.0}, "time: 2.50 s"),
        ({"outcome": "read", "seconds": 0.1, "peak": MEGABYTES + 1}, "memory: 301 MB"),
        ({"outcome": "crash: KeyError: 1", "seconds": 0.1, "peak": 90.0}, "crash: KeyError: 1"),
        (None, "crash: the process died"),
    ],
)
def test_a_crash_or_a_broken_limit_is_a_failure_with_its_number(told, failure):
    tally = Tally()
    tally.add(9, "flip", told)
    assert tally.failures == [f"input 9 (flip): {failure}"]


def test_an_exception_that_escapes_the_reader_is_told_as_a_crash():
    class Broken:
        def tender(self, *_):
            raise KeyError("x")

    notice = "<h1>示例学院中标公告</h1><p>采购人：示例学院</p>".encode()
    assert str(answer(notice, Broken())["outcome"]).startswith("crash: KeyError")


def test_a_worker_that_dies_is_replaced_and_the_run_goes_on(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    tally = run(2, SEED)
    assert len(tally.failures) == 2
