"""What the register makes of what a way in says, and when a source is silent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from contracts.envelope import Mode
from contracts.tenders import Provenance
from services.ingest.domain.register import NewSource, SourceRow, cadence_of, state_of, told
from services.ingest.domain.source import TRUST, Registered, SourceInfo, known_as, lifted

NOW = datetime(2024, 8, 1, tzinfo=UTC)
DAY = timedelta(days=1)
PORTAL = Provenance.OFFICIAL_PORTAL
UPLOAD = Provenance.UNVERIFIED_UPLOAD

trusts = st.sampled_from([t for t in TRUST if t != Provenance.UNKNOWN])
infos = st.builds(
    SourceInfo, st.just(NOW), st.text(max_size=5), trusts, st.none(), st.sampled_from(list(Mode))
)


@given(infos)
def test_a_name_nobody_registered_is_an_unverified_upload(info: SourceInfo) -> None:
    found = known_as(info, None)
    assert (found.provenance, found.mode) == (UPLOAD, info.mode)


@given(infos, trusts)
def test_a_source_in_testing_speaks_in_shadow_whatever_it_says(
    info: SourceInfo, trust: Provenance
) -> None:
    found = known_as(info, Registered(trust, live=False))
    assert (found.provenance, found.mode) == (trust, Mode.SHADOW)


@given(infos)
def test_a_way_in_without_trust_of_its_own_keeps_what_its_settings_say(info: SourceInfo) -> None:
    assert known_as(info, Registered(None, live=True)) == info


@given(infos, infos)
def test_bytes_that_come_again_never_lose_trust(first: SourceInfo, now: SourceInfo) -> None:
    better = lifted(first, now)
    if better is not None:
        assert TRUST.index(better.provenance) >= TRUST.index(first.provenance)
        assert first.mode in {better.mode, Mode.SHADOW}
        assert lifted(better, now) is None


@pytest.mark.parametrize(
    ("first", "now", "mode", "trust"),
    [
        ((Mode.SHADOW, PORTAL), (Mode.LIVE, PORTAL), Mode.LIVE, PORTAL),
        ((Mode.SHADOW, PORTAL), (Mode.LIVE, UPLOAD), Mode.LIVE, PORTAL),
        ((Mode.LIVE, UPLOAD), (Mode.LIVE, PORTAL), Mode.LIVE, PORTAL),
        ((Mode.BACKFILL, UPLOAD), (Mode.LIVE, PORTAL), Mode.BACKFILL, PORTAL),
    ],
    ids=["testing, then live", "testing portal, then an upload", "upload, then portal", "history"],
)
def test_bytes_from_a_better_source_are_worth_more(
    first: tuple[Mode, Provenance],
    now: tuple[Mode, Provenance],
    mode: Mode,
    trust: Provenance,
) -> None:
    better = lifted(
        SourceInfo(NOW, "first", first[1], mode=first[0]),
        SourceInfo(NOW, "now", now[1], mode=now[0]),
    )
    assert better is not None
    assert (better.mode, better.provenance, better.lifted_from) == (mode, trust, "first")


@pytest.mark.parametrize("mode", [Mode.SHADOW, Mode.DEMO, Mode.CANARY])
def test_demo_shadow_and_canary_lift_nothing(mode: Mode) -> None:
    first = SourceInfo(NOW, "first", UPLOAD, mode=Mode.SHADOW)
    assert lifted(first, SourceInfo(NOW, "now", PORTAL, mode=mode)) is None


def row(cadence: timedelta | None, seen: datetime | None, mode: str = "live") -> SourceRow:
    promoted = NOW - 10 * DAY if mode == "live" else None
    return SourceRow(
        "portal",
        "team",
        PORTAL,
        cadence,
        mode,
        NOW,
        "ann",
        promoted,
        "ann",
        seen,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("source", "silent"),
    [
        (row(DAY, NOW - 3 * DAY), False),
        (row(DAY, NOW - 3 * DAY - timedelta(seconds=1)), True),
        (row(DAY, None), True),
        (row(4 * DAY, None), False),
        (row(None, NOW - 300 * DAY), False),
        (row(DAY, NOW - 300 * DAY, "testing"), False),
    ],
    ids=["just in time", "too long", "never since promotion", "not yet", "no cadence", "testing"],
)
def test_a_live_source_is_silent_after_three_times_its_cadence(
    source: SourceRow, silent: bool
) -> None:
    state = state_of(source, {}, NOW)
    assert state.silent is silent
    assert bool(state.alarms) is silent


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("12h", 12 * timedelta(hours=1)),
        ("1d", DAY),
        ("2w", 14 * DAY),
    ],
)
def test_a_cadence_is_a_number_and_a_unit(text: str, span: timedelta) -> None:
    assert cadence_of(text) == span


@pytest.mark.parametrize("text", ["", "d", "0d", "1 day", "-1d", "1y", "99999d"])
def test_anything_else_is_no_cadence(text: str) -> None:
    with pytest.raises(Invalid, match="cadence"):
        cadence_of(text)


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_span_is_told_without_promising_more_than_it_is(span: timedelta) -> None:
    said = cadence_of(told(span)) if told(span) != "0m" else timedelta(0)
    assert said is not None
    assert said <= span


@pytest.mark.parametrize("name", ["", "Upper", "with space", "-dash", "../up", "x" * 64, "门户"])
def test_a_name_that_cannot_stand_in_a_path_or_label_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="name"):
        NewSource(name, "team", PORTAL, None, "ann")


def test_somebody_must_answer_for_a_source() -> None:
    with pytest.raises(Invalid, match="owner"):
        NewSource("portal", " ", PORTAL, None, "ann")
