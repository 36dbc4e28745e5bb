"""Fill rates: which facts a record should have, which it has, and when a rate clearly fell."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, lgamma
from types import MappingProxyType
from typing import Literal

from contracts.accounts import AccountReceived
from contracts.tenders import NoticeStage, TenderReceived
from services.ingest.domain.readings import AccountRead, Ignored, Quarantined, Reading

_ASKED = (NoticeStage.PLANNING, NoticeStage.TENDER, NoticeStage.SINGLE_SOURCE)
_AGREED = (NoticeStage.AWARD, NoticeStage.CONTRACT)
# A fact counts only where the legal type of the notice prints it: otherwise a week of awards
# would look like a week of lost budgets.
_DUE_BY_STAGE = {"budget": _ASKED, "amount": _AGREED, "suppliers": _AGREED}

SAMPLES = 20
FLOORS = {
    "read": 0.9,
    "title": 0.9,
    "stage": 0.8,
    "buyer": 0.8,
    "published": 0.8,
    "account": 0.9,
}
"""Least fill rate at promotion, of facts without which a matter cannot be placed or dated."""

WINDOW = 100
LEAST_DUE = 30
FALL = 0.15
CHANCE = 0.001


@dataclass(frozen=True, slots=True)
class Rate:
    """Of `due` records that should have a fact, `filled` have it."""

    due: int
    filled: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 where nothing was due."""
        return self.filled / self.due if self.due else 1.0


Fills = Mapping[str, Rate]
NONE: Fills = MappingProxyType({})


def fills_of(readings: Iterable[Reading]) -> dict[str, Rate]:
    """Return how often each fact was due and found in these records.

    `read` is due in every record: what went into quarantine, or is an image, was not read. Records
    that are none of ours do not count.
    """
    due: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    for reading in readings:
        for fact, there in _facts(reading).items():
            due[fact] += 1
            filled[fact] += there
    return {fact: Rate(number, filled[fact]) for fact, number in sorted(due.items())}


def records(fills: Fills) -> int:
    """Return how many records the rates are of."""
    return fills["read"].due if "read" in fills else 0


def _facts(reading: Reading) -> dict[str, bool]:
    if isinstance(reading, Ignored):
        return {}
    if isinstance(reading, Quarantined):
        return {"read": False}
    return _of_account(reading.data) if isinstance(reading, AccountRead) else _of(reading.draft)


def _of(tender: TenderReceived) -> dict[str, bool]:
    if tender.unread_content:
        return {"read": False}
    found = {
        "read": True,
        "stage": tender.stage != NoticeStage.UNKNOWN,
        "title": bool(tender.title),
        "published": bool(tender.published),
        "project_number": bool(tender.project_number),
        "buyer": bool(tender.buyer),
    }
    by_stage = {
        fact: bool(getattr(tender, fact))
        for fact, stages in _DUE_BY_STAGE.items()
        if tender.stage in stages
    }
    return found | by_stage


def _of_account(data: AccountReceived) -> dict[str, bool]:
    found = {"read": True, "account": data.account.split(":")[1:2] != ["none"]}
    if data.kind == "launch":
        found |= {"region": bool(data.region), "instances": bool(data.instances)}
    if data.kind == "ai_use":
        found |= {"ai_models": bool(data.ai_models)}
    if data.kind == "signup":
        found |= {"legal_name": bool(data.signup and data.signup.legal_name)}
    return found


def unfit(fills: Fills) -> list[str]:
    """Return why a source with these sample rates may not be promoted yet; empty if it may."""
    found = records(fills)
    short = [f"{found} samples, {SAMPLES} are needed"] if found < SAMPLES else []
    return short + [
        f"{fact} in {rate.filled} of {rate.due}, at least {floor:.0%} are needed"
        for fact, floor in FLOORS.items()
        if (rate := fills.get(fact)) and rate.share < floor
    ]


Verdict = Literal["steady", "fell", "too_few"]


def verdict(then: Rate | None, now: Rate | None) -> Verdict:
    """Compare the rate of a fact at promotion with that of the window.

    `fell` needs three things: at least 30 records in the window, a fall of 15 points or more, and
    a one-sided Fisher exact test that gives less than 1 in 1,000 to the fall being chance. The test
    is exact for the small samples of a promotion, where a normal approximation is not.
    """
    if not then or not now or not then.due or now.due < LEAST_DUE:
        return "too_few"
    if then.share - now.share < FALL:
        return "steady"
    return "fell" if chance(then, now) < CHANCE else "steady"


def chance(then: Rate, now: Rate) -> float:
    """Return the probability of so few filled now, or fewer, if the rate had not changed."""
    filled = then.filled + now.filled
    least = max(0, filled - then.due)
    whole = _choose(then.due + now.due, filled)
    return sum(
        exp(_choose(now.due, k) + _choose(then.due, filled - k) - whole)
        for k in range(least, now.filled + 1)
    )


def _choose(n: int, k: int) -> float:
    """Logarithm of the binomial coefficient."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
