"""Fill rates: what counts, what suffices for promotion, when a rate fell and when it did not."""

from datetime import UTC, datetime
from math import comb

import pytest

from services.ingest.domain.fills import (
    FLOORS,
    LEAST_DUE,
    SAMPLES,
    Rate,
    chance,
    fills_of,
    unfit,
    verdict,
)
from services.ingest.domain.reading import read
from services.ingest.domain.source import SourceInfo

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))
AWARD = (
    "示例大学云平台服务中标公告\n项目编号：TEST-1\n项目名称：云平台服务\n采购人：示例大学\n"
    "供应商名称：示例云科技有限公司\n中标金额：19.9804万元\n公告时间：2024-03-21\n"
)
TENDER = (
    "示例大学云平台服务公开招标公告\n项目编号：TEST-1\n项目名称：云平台服务\n采购人：示例大学\n"
    "预算金额：20万元\n公告时间：2024-03-01\n"
)


def fills(text: str) -> dict[str, Rate]:
    return fills_of(read(text.encode(), SOURCE))


def test_an_award_should_have_amount_and_supplier_and_no_budget() -> None:
    found = fills(AWARD)
    assert {"amount", "suppliers", "buyer", "read"} <= found.keys()
    assert "budget" not in found
    assert all(rate == Rate(1, 1) for rate in found.values())


def test_a_tender_should_have_a_budget_and_no_supplier() -> None:
    found = fills(TENDER)
    assert found["budget"] == Rate(1, 1)
    assert not {"amount", "suppliers"} & found.keys()


def test_a_fact_that_is_missing_counts_as_due_and_not_filled() -> None:
    without = AWARD.replace("中标金额：19.9804万元\n", "")
    assert fills(without)["amount"] == Rate(1, 0)


def test_what_cannot_be_read_lowers_only_the_rate_of_reading() -> None:
    assert fills("x") == {"read": Rate(1, 0)}


def test_records_that_are_none_of_ours_do_not_count() -> None:
    assert fills("[]") == {}


def enough(**changed: Rate) -> dict[str, Rate]:
    return {fact: Rate(SAMPLES, SAMPLES) for fact in FLOORS} | changed


def test_twenty_well_filled_samples_suffice() -> None:
    assert unfit(enough()) == []


def test_nineteen_samples_do_not_suffice() -> None:
    assert unfit(enough(read=Rate(19, 19))) == ["19 samples, 20 are needed"]


@pytest.mark.parametrize("fact", FLOORS)
def test_a_rate_below_its_floor_is_named(fact: str) -> None:
    (wrong,) = unfit(enough(**{fact: Rate(20, 15)}))
    assert wrong.startswith(f"{fact} in 15 of 20")


def test_ten_notices_never_raise_an_alarm() -> None:
    assert verdict(Rate(1000, 1000), Rate(10, 0)) == "too_few"
    assert verdict(Rate(1000, 1000), Rate(LEAST_DUE - 1, 0)) == "too_few"


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (Rate(20, 20), Rate(30, 15), "fell"),
        (Rate(20, 20), Rate(30, 27), "steady"),
        (Rate(200, 190), Rate(100, 70), "fell"),
        (Rate(5000, 5000), Rate(5000, 4500), "steady"),
        (Rate(40, 20), Rate(100, 90), "steady"),
        (Rate(0, 0), Rate(100, 0), "too_few"),
    ],
    ids=["halved", "a little", "a quarter", "certain but small", "rose", "never seen"],
)
def test_a_rate_fell_only_if_the_fall_is_large_and_no_chance(
    then: Rate, now: Rate, expected: str
) -> None:
    assert verdict(then, now) == expected


def test_the_probability_is_that_of_fishers_exact_test() -> None:
    # The tea-tasting table of Fisher (1935): three of four guessed, one-sided 17/70.
    assert chance(Rate(4, 3), Rate(4, 1)) == pytest.approx(17 / 70)


@pytest.mark.parametrize("samples", [20, 100])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95, 0.99])
@pytest.mark.parametrize("window", [30, 100])
def test_a_source_that_did_not_change_seldom_raises_an_alarm(
    samples: int, share: float, window: int
) -> None:
    """The exact probability of a false alarm, over everything that may be drawn twice."""

    def drawn(n: int, k: int) -> float:
        return comb(n, k) * share**k * (1 - share) ** (n - k)

    false = sum(
        drawn(samples, a) * drawn(window, b)
        for a in range(samples + 1)
        for b in range(window + 1)
        if verdict(Rate(samples, a), Rate(window, b)) == "fell"
    )
    assert false < 0.001
