"""A sender's share: bursts pass, more than the share over time does not, the wait suffices."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.limits import Bucket

NOW = datetime(2024, 8, 1, tzinfo=UTC)


def test_a_minutes_worth_passes_at_once_and_the_next_one_waits() -> None:
    bucket = Bucket(3)
    assert [bucket.take(NOW) for _ in range(4)] == [0, 0, 0, 20]


@given(st.integers(1, 50), st.lists(st.floats(0, 30), min_size=1, max_size=200))
def test_never_more_than_the_share_passes(per_minute: int, gaps: list[float]) -> None:
    bucket, at, passed = Bucket(per_minute), NOW, 0
    for gap in gaps:
        at += timedelta(seconds=gap)
        passed += bucket.take(at) == 0
    minutes = (at - NOW).total_seconds() / 60
    assert passed <= per_minute * (1 + minutes) + 1e-6


@given(st.integers(1, 50), st.integers(1, 200))
def test_who_waits_as_told_passes(per_minute: int, before: int) -> None:
    bucket = Bucket(per_minute)
    waits = [bucket.take(NOW) for _ in range(before + per_minute)]
    later = NOW + timedelta(seconds=waits[-1] + 0.001)
    assert waits[-1] > 0
    assert bucket.take(later) == 0


def test_one_that_is_larger_than_a_share_passes_with_a_full_bucket_and_is_paid_for_later() -> None:
    bucket = Bucket(100)
    assert bucket.take(NOW, 250) == 0
    assert bucket.take(NOW + timedelta(minutes=1)) > 0
    assert bucket.take(NOW + timedelta(minutes=3)) == 0


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(1)
    bucket.take(NOW)
    assert bucket.take(NOW - timedelta(hours=1)) > 0
    assert bucket.take(NOW) > 0
