"""The labelled set is what it says, and no gate that once held is lost."""

import json
from collections import Counter

import pytest

from deploy.labelled import GATES, labels_of
from deploy.quality import FOLDERS, LABELS, PAGE, SET, checks, of_half, page, promised

LABELLED = labels_of(LABELS.read_text(encoding="utf-8"))


def files(folder):
    return {path.name for path in (SET / folder).iterdir()}


def test_every_file_has_a_label_and_every_label_a_file_of_its_own_name():
    names = [name for folder in FOLDERS for name in files(folder)]
    assert set(names) == {label.file for label in LABELLED}
    assert len(names) == len(set(names))


def test_the_set_is_as_large_as_it_promises():
    notices = [label for label in LABELLED if label.file in files("notices")]
    assert len(files("notices")) >= 120
    assert len({label.layout for label in notices}) >= 43
    assert len([label for label in LABELLED if label.file in files("accounts")]) >= 60
    assert len(files("malformed")) >= 25


def test_at_least_half_of_what_is_labelled_is_kept_for_judging():
    halves = Counter(label.half for label in LABELLED)
    assert set(halves) == {"judge", "tune"}
    assert halves["judge"] >= halves["tune"]


def test_no_record_is_labelled_twice():
    keys = Counter((label.file, label.record) for label in LABELLED)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("figure", sorted(promised(PAGE.read_text(encoding="utf-8"))))
def test_a_gate_that_the_page_says_holds_still_holds(figure):
    found = of_half(checks(), "judge")[figure]
    wrong = [
        (check.label.file, check.expected, check.found)
        for check in checks()
        if check.missed and check.figure == figure and check.label.half == "judge"
    ]
    assert found.percent >= GATES[figure], json.dumps(wrong, ensure_ascii=False, default=str)


def test_the_page_names_every_gate_and_marks_what_does_not_hold():
    text = page(checks())
    judged = of_half(checks(), "judge")
    for name in GATES:
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert ("does not hold yet" in row) == (not judged[name].passes)
