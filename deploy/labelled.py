"""Compare what was read with what people labelled: figures and every miss, without any I/O."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from deploy.facts import FACTS, chip_names

Found = Mapping[str, Any]

WHOLE_FILE = 0
CHIPS = "chips"
COUNTS = "counts"
GATES = {
    "buyer": 97.0,
    "amount_cny": 97.0,
    "suppliers": 97.0,
    CHIPS: 97.0,
    "total_accelerators": 97.0,
    "stage": 97.0,
    "account: stage": 97.0,
    "account: chips": 97.0,
    "account: total_accelerators": 97.0,
    "trap: negation": 100.0,
    "trap: equivalence": 100.0,
    "malformed": 100.0,
}
"""Least percentage of each figure, of the judging half."""
SOUGHT = frozenset(
    {CHIPS, COUNTS, "total_accelerators", "clouds", "ai_services", "listed", "band_at_most"}
)
"""What a trap of wording, name or number of cards can spoil."""
MONEY = frozenset({"amount_cny", "amount_uncertain", "suppliers"})
MONEY_TRAPS = frozenset({"capitals", "rate", "foreign_currency", "unit_price", "partial_failure"})
"""Traps that are about money; `replaced` and all others are about what is sought."""


class LabelError(ValueError):
    """A label file cannot be used; the message names the line and says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """What is right about one record of one file; a fact that is absent is not judged."""

    file: str
    record: int
    layout: str
    half: str
    facts: Mapping[str, Any]
    traps: tuple[str, ...] = ()
    kind: str = "notice"
    batch: int = 1


@dataclass(frozen=True, slots=True)
class Check:
    """One judged fact: how much of it was hit (two sums for F1, else 0 or 1 of 1)."""

    label: Label
    figure: str
    hits: int
    total: int
    expected: object = None
    found: object = None

    @property
    def missed(self) -> bool:
        """Whether anything of it is wrong."""
        return self.hits < self.total


@dataclass(frozen=True, slots=True)
class Figure:
    """Hits of a total; for the names of chips 2 TP of 2 TP + FP + FN, which is F1."""

    name: str
    hits: int
    total: int

    @property
    def percent(self) -> float:
        """Share of hits in percent; 100 if nothing was there to hit or to invent."""
        return 100.0 * self.hits / self.total if self.total else 100.0

    @property
    def passes(self) -> bool | None:
        """Whether the gate of this figure holds, None if it has none."""
        gate = GATES.get(self.name)
        return None if gate is None else self.percent >= gate


def labels_of(text: str) -> list[Label]:
    """Read labels, one JSON object a line. Raises LabelError on a line that is not one."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append(_label(line, number))
    return found


def _label(line: str, number: int) -> Label:
    try:
        row = json.loads(line)
        label = Label(
            row.pop("file"),
            row.pop("record", 1),
            row.pop("layout"),
            row.pop("half"),
            row,
            tuple(row.pop("traps", ())),
            row.pop("kind", "notice"),
            row.pop("batch", 1),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = "write an object with file, layout and half"
        raise LabelError(f"line {number} of the labels is no label ({error}): {wanted}") from error
    unknown = sorted(set(row) - set(FACTS))
    if unknown:
        raise LabelError(f"line {number} of the labels judges {unknown}: use {sorted(FACTS)}")
    return label


def judge(labels: Iterable[Label], found: Iterable[Found]) -> list[Check]:
    """Return every judged fact of every label; a record that was not found misses all."""
    by_file: dict[str, list[Found]] = {}
    for record in found:
        by_file.setdefault(PurePath(record["file"]).name, []).append(record)
    return [c for label in labels for c in _checks(label, _chosen(label, by_file))]


def _chosen(label: Label, by_file: Mapping[str, Sequence[Found]]) -> list[Found]:
    records = by_file.get(label.file, [])
    if label.record == WHOLE_FILE:
        return [r for r in records if r["status"] == "assessed"] or list(records)
    return [r for r in records if r["record"] == label.record]


def _checks(label: Label, records: Sequence[Found]) -> Iterator[Check]:
    facts = dict(label.facts)
    if facts.get(CHIPS):
        facts[COUNTS] = facts[CHIPS]
    own = [_check(label, name, want, records) for name, want in facts.items()]
    yield from own
    for kind in label.traps:
        about = MONEY if kind in MONEY_TRAPS else SOUGHT
        wrong = [check.figure for check in own if check.missed and check.figure in about]
        yield Check(label, f"trap: {kind}", int(not wrong), 1, "nothing wrong", wrong)
    if label.layout == "malformed":
        hit = int(not any(check.missed for check in own))
        yield Check(label, "malformed", hit, 1, dict(label.facts), _statuses(records))


def _check(label: Label, name: str, want: Any, records: Sequence[Found]) -> Check:
    if name == CHIPS:
        return _chips(label, want, records)
    have = FACTS[name](records, want)
    return Check(label, _figure(label, name), int(have == want), 1, want, have)


def _figure(label: Label, name: str) -> str:
    """Account events have figures of their own: they must not lift those of notices."""
    return f"account: {name}" if label.kind == "account" else name


def _chips(label: Label, want: Mapping[str, int | None], records: Sequence[Found]) -> Check:
    """F1 over the names; the counts are a figure of their own (`counts`)."""
    have, names = chip_names(records), set(want)
    right = len(have & names)
    return Check(
        label, _figure(label, CHIPS), 2 * right, len(have) + len(names), sorted(names), sorted(have)
    )


def _statuses(records: Sequence[Found]) -> list[str]:
    return [str(r.get("status")) for r in records]


def figures(checks: Iterable[Check]) -> list[Figure]:
    """Sum the checks to figures, in the order in which they first occur."""
    sums: dict[str, tuple[int, int]] = {}
    for check in checks:
        hits, total = sums.get(check.figure, (0, 0))
        sums[check.figure] = (hits + check.hits, total + check.total)
    return [Figure(name, *both) for name, both in sums.items()]


def misses(checks: Iterable[Check]) -> list[Check]:
    """Return what is wrong."""
    return [check for check in checks if check.missed]
