"""Registered sources: shadow until promoted, promoted on samples, watched for drift and silence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from chassis import metrics
from chassis.errors import Invalid, Transient
from contracts.envelope import Mode
from contracts.tenders import Provenance, TenderReceived
from contracts.wire import attributes_of
from deploy.source_testing import judged
from services.ingest.adapters.pruning import Pruner
from services.ingest.adapters.source_watch import SourceWatch
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.fills import Rate
from services.ingest.domain.register import NewSource, SourceState
from services.ingest.domain.source import SourceInfo
from services.ingest.ports import Settled
from tests.integration.ingest.conftest import Station
from tests.integration.ingest.test_vault_and_bus import notice, on_topic

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
PORTAL = Provenance.OFFICIAL_PORTAL


def info(name: str = "portal", at: datetime = NOW, mode: Mode = Mode.LIVE) -> SourceInfo:
    return SourceInfo(at, name, file="notice.txt", mode=mode)


def raws(number: int, *, supplier: bool = True, amount: bool = True) -> list[bytes]:
    found = [
        notice()[0].decode().replace("2024-03-21", f"{NOW - DAY:%Y-%m-%d}") for _ in range(number)
    ]
    if not supplier:
        found = [text.replace("供应商名称：示例云科技有限公司\n", "") for text in found]
    if not amount:
        found = [text.replace("中标金额：19.9804万元\n", "") for text in found]
    return [text.encode() for text in found]


@pytest.fixture
async def sources(station: Station) -> PostgresSources:
    register = PostgresSources(station.pool)
    await register.add(NewSource("portal", "sourcing team", PORTAL, DAY, "ann"))
    return register


async def promoted(sources: PostgresSources, samples: Sequence[bytes]) -> None:
    found = judged("portal", [("sample", raw) for raw in samples], NOW)
    await sources.tested("portal", found.fills, "ann")
    await sources.promote("portal", "bob")


async def state(sources: PostgresSources, now: datetime = NOW) -> SourceState:
    (found,) = [each for each in await sources.states(now) if each.row.name == "portal"]
    return found


def event(station: Station, outcome: Settled) -> tuple[Mode, TenderReceived]:
    (record,) = on_topic(station.bootstrap, {str(outcome.event)})
    return attributes_of(record.headers).mode, TenderReceived.model_validate_json(record.value)


async def test_a_source_in_testing_publishes_in_shadow_and_promoted_in_live(
    station: Station, sources: PostgresSources
) -> None:
    first, later = raws(2)
    (before,) = await station.intake.accept(first, info())
    await promoted(sources, raws(20))
    (after,) = await station.intake.accept(later, info())

    mode, tender = event(station, before)
    assert (mode, tender.source.name, tender.source.provenance) == (Mode.SHADOW, "portal", PORTAL)
    assert event(station, after)[0] == Mode.LIVE


async def test_an_unknown_name_stays_an_unverified_upload_whatever_its_way_in_says(
    station: Station,
) -> None:
    (outcome,) = await station.intake.accept(raws(1)[0], replace(info("nobody"), provenance=PORTAL))
    mode, tender = event(station, outcome)
    assert (mode, tender.source.provenance) == (Mode.LIVE, Provenance.UNVERIFIED_UPLOAD)


async def test_a_notice_that_testing_brought_first_is_published_again_when_a_live_source_has_it(
    station: Station, sources: PostgresSources
) -> None:
    (raw,) = raws(1)
    (shadow,) = await station.intake.accept(raw, info())
    (live,) = await station.intake.accept(raw, info("cli"))
    (repeat,) = await station.intake.accept(raw, info("cli"))

    assert (shadow.status, live.status, repeat.status) == ("published", "published", "duplicate")
    assert (live.event != shadow.event, repeat.event == live.event) == (True, True)
    (mode, again), (_, first) = event(station, live), event(station, shadow)
    assert (mode, again.matter, again.notice) == (Mode.LIVE, first.matter, first.notice)


async def test_what_a_crash_left_between_a_better_receipt_and_the_bus_is_swept_once(
    station: Station, sources: PostgresSources
) -> None:
    (raw,) = raws(1)
    (shadow,) = await station.intake.accept(raw, info())
    with pytest.raises(Transient):
        await station.away.accept(raw, info("cli"))

    assert [await station.intake.sweep(0), await station.intake.sweep(0)] == [1, 0]
    (repeat,) = await station.intake.accept(raw, info("cli"))
    assert repeat.status == "duplicate"
    assert repeat.event != shadow.event
    assert event(station, repeat)[0] == Mode.LIVE


async def test_an_account_event_of_a_source_in_testing_is_not_hidden_inside_other_bytes(
    station: Station, sources: PostgresSources
) -> None:
    file = ROOT / "examples" / "accounts" / "szu-launch.json"
    raw = file.read_bytes().replace(b"00000000-0000-4000-8000", str(uuid4())[:23].encode())
    shadow = await station.intake.accept(raw, info())
    live = await station.intake.accept(raw + b"\n", info("cli"))
    repeat = await station.intake.accept(raw + b"\n\n", info("cli"))

    events = [[o.event for o in outcomes if o.event] for outcomes in (shadow, live, repeat)]
    assert events[0]
    assert set(events[0]) & set(events[1]) == set()
    assert events[1] == events[2]
    assert {o.status for o in live if o.event} == {"published"}
    assert {o.status for o in repeat if o.event} == {"duplicate"}


async def test_a_notice_without_a_buyer_keeps_its_matter_when_it_comes_from_a_better_source(
    station: Station, sources: PostgresSources
) -> None:
    lines = raws(1)[0].decode().replace("采购人：示例大学\n", "").replace("示例大学", "")
    (shadow,) = await station.intake.accept(lines.encode(), info())
    (live,) = await station.intake.accept(lines.encode(), info("cli"))

    first, again = event(station, shadow)[1], event(station, live)[1]
    assert first.buyer is None
    assert first.matter == again.matter


async def test_promotion_is_refused_before_a_test_and_below_the_floors(
    station: Station, sources: PostgresSources
) -> None:
    with pytest.raises(Invalid, match="never tested"):
        await sources.promote("portal", "bob")
    with pytest.raises(Invalid, match="19 samples"):
        await promoted(sources, raws(19))
    anonymous = [raw.replace("采购人：示例大学\n".encode(), b"") for raw in raws(20)]
    nameless = [raw.replace("示例大学".encode(), b"") for raw in anonymous]
    with pytest.raises(Invalid, match="buyer in 0 of 20"):
        await promoted(sources, nameless)
    assert (await sources.row("portal")).mode == "testing"


async def test_the_same_sample_many_times_is_one_sample(sources: PostgresSources) -> None:
    with pytest.raises(Invalid, match="1 samples"):
        await promoted(sources, raws(1) * 20)


async def test_who_promoted_when_and_with_which_rates_stays(
    station: Station, sources: PostgresSources
) -> None:
    await promoted(sources, raws(20))
    row = await sources.row("portal")
    assert (row.mode, row.created_by, row.promoted_by) == ("live", "ann", "bob")
    assert row.promoted_at
    assert row.at_promotion["buyer"] == Rate(20, 20)


async def test_a_name_is_given_once(sources: PostgresSources) -> None:
    with pytest.raises(Invalid, match="there is a source portal"):
        await sources.add(NewSource("portal", "others", PORTAL, None, "eve"))


def drift(fact: str) -> float | None:
    return metrics.REGISTRY.get_sample_value(
        "exportwatch_source_drift", {"source": "portal", "fact": fact}
    )


async def test_a_fact_that_is_no_longer_found_raises_an_alarm_and_ends_it_when_mended(
    station: Station, sources: PostgresSources
) -> None:
    await promoted(sources, raws(20))
    watch = SourceWatch(sources, lambda: NOW)
    for raw in raws(10, amount=False):
        await station.intake.accept(raw, info())
    assert await watch.look() == 0  # ten notices prove nothing

    for raw in raws(20, amount=False):
        await station.intake.accept(raw, info())
    assert await watch.look() == 1
    assert (await state(sources)).fell == ("amount",)
    assert (drift("amount"), drift("suppliers")) == (1.0, 0.0)
    assert "0 of 30, at promotion in 20 of 20" in (await state(sources)).alarms[0]

    for raw in raws(100):
        await station.intake.accept(raw, info(at=NOW + timedelta(hours=1)))
    later = SourceWatch(sources, lambda: NOW + timedelta(hours=1))
    assert await later.look() == 0
    assert drift("amount") == 0.0


async def test_repeats_retries_and_history_do_not_count_in_the_rates(
    station: Station, sources: PostgresSources
) -> None:
    raw, old = raws(2)
    for _ in range(3):
        await station.intake.accept(raw, info())
    await station.intake.accept(raw, info(), again=True)
    await station.intake.accept(old, info("cli", mode=Mode.BACKFILL))

    found = {each.row.name: each.now for each in await sources.states(NOW)}
    assert found["portal"]["read"] == Rate(1, 1)
    assert found["cli"] == {}


async def test_counters_of_hours_that_are_over_are_merged_and_say_the_same(
    station: Station, sources: PostgresSources
) -> None:
    for hours in (5, 5, 5, 4, 0):
        at = NOW - timedelta(hours=hours)
        for raw in raws(4):
            await station.intake.accept(raw, info(at=at))
    before = await state(sources)
    for _ in range(2):
        await Pruner(station.pool, 0).prune()

    assert (await state(sources)).now == before.now
    assert before.now["buyer"] == Rate(20, 20)
    async with station.pool.connection() as conn:
        query = "SELECT count(*) FROM ingest.fill WHERE fact = 'buyer' AND slot = ''"
        row = await (await conn.execute(query)).fetchone()
    assert row == (2,)


async def test_the_window_is_of_the_newest_hours_that_hold_a_hundred(
    station: Station, sources: PostgresSources
) -> None:
    async with station.pool.connection() as conn:
        await conn.execute(
            "INSERT INTO ingest.fill (source, hour, fact, slot, due, filled)"
            " SELECT 'portal', %s::timestamptz - make_interval(hours => n), 'buyer', '', 40, n"
            " FROM generate_series(1, 10) AS n",
            (NOW,),
        )
    assert (await state(sources)).now["buyer"] == Rate(120, 1 + 2 + 3)
    assert "buyer" not in (await state(sources, NOW + 31 * DAY)).now


async def test_silence_counts_from_the_last_news_not_from_repeats_or_history(
    station: Station, sources: PostgresSources
) -> None:
    raw, old = raws(2)
    await station.intake.accept(raw, info())
    await promoted(sources, raws(20))
    late = NOW + 3 * DAY + timedelta(hours=1)
    await station.intake.accept(raw, info(at=late))
    await station.intake.accept(old, info(at=late, mode=Mode.BACKFILL))

    quiet = await state(sources, late)
    assert (quiet.row.last_seen_at, quiet.silent) == (NOW, True)
    assert await SourceWatch(sources, lambda: late).look() == 1
    silence = metrics.REGISTRY.get_sample_value(
        "exportwatch_source_silence_cadences", {"source": "portal"}
    )
    assert silence is not None
    assert silence > 3

    await station.intake.accept(raws(1)[0], info(at=late))
    assert not (await state(sources, late)).silent


async def test_samples_of_a_sender_come_from_the_vault(
    station: Station, sources: PostgresSources
) -> None:
    given = raws(3)
    for raw in given:
        await station.intake.accept(raw, info())
    assert sorted(raw for raw, _ in await sources.samples("portal", 10)) == sorted(given)


async def test_the_ways_in_are_there_from_the_start_and_never_silent(
    sources: PostgresSources,
) -> None:
    rows = {row.name: row for row in await sources.rows()}
    assert {"cli", "folder", "webhook", "drop", "mail"} <= rows.keys()
    assert all(rows[name].mode == "live" for name in rows if name != "portal")
    assert not any(each.silent for each in await sources.states(NOW + 1000 * DAY))
