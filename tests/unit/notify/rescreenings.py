"""Assessments that a change of the lists led to."""

from datetime import date
from typing import Any

from contracts.lists import ChangedEntry, Rescreening
from contracts.risk import RiskAssessed
from tests.unit.notify.assessments import SICHUAN, assessed, later, matter


def lists(kind: str = "added", name: str = "diff") -> Rescreening:
    entry = ChangedEntry(kind=kind, list="EL", entry_id=SICHUAN.entry_id, name=SICHUAN.listed_name)
    return Rescreening(
        id=matter(name),
        list_set="csl",
        snapshot="csl-2026-11-02-b",
        previous="csl-2026-11-01-a",
        list_date=date(2026, 11, 2),
        reason=kind,
        entries=(entry,),
    )


def touched(name: str, kind: str = "added", diff: str = "diff", **changes: Any) -> RiskAssessed:
    """A matter seen for the first time through a change of the lists."""
    return assessed(name, rescreening=lists(kind, diff), subject_line=f"Buyer {name}", **changes)


def again(before: RiskAssessed, kind: str = "added", diff: str = "diff", **changes: Any):
    """The next revision of a matter, through a change of the lists."""
    return later(before, rescreening=lists(kind, diff), **changes)
