"""Lists in PostgreSQL: loading, refusing, swapping, and what changed."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chassis.errors import Transient
from chassis.postgres import Pool, transaction
from services.enrich.adapters import list_watch, snapshots
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.adapters.snapshots import Terms
from services.enrich.data.bundle import list_extract
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from services.enrich.domain.lists import ListUnreadable
from tests.integration.enrich.conftest import csl, names

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "csl"
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def at(moment: datetime):
    return lambda: moment


async def test_a_loaded_list_becomes_active_with_its_dates_and_counts(pool: Pool) -> None:
    event = await snapshots.load(pool, csl(names(30)), "csl.json", clock=at(NOW))
    status = await snapshots.status(pool)
    assert event.previous is None
    assert (event.parties, event.added, event.removed, event.changed) == (30, 30, 0, 0)
    assert status is not None
    assert status.snapshot.id == event.snapshot
    assert str(status.snapshot.list_date) == "2026-07-31"
    assert status.counts == {"EL": 30}
    assert [p.name for p in await snapshots.parties_of(pool, event.snapshot)] == names(30)


async def test_a_party_survives_the_way_through_the_database_unchanged(pool: Pool) -> None:
    from services.enrich.domain.lists import parse_list

    event = await snapshots.load(pool, list_extract(), "extract.json", clock=at(NOW))
    stored = await snapshots.parties_of(pool, event.snapshot)
    published = parse_list(list_extract())
    assert stored == [replace(party, source_updated=None) for party in published]
    (status,) = await snapshots.statuses(pool)
    assert {status.active.day(party.list) for party in published} == {
        party.source_updated for party in published
    }


async def test_a_list_published_anew_without_a_change_writes_no_party(pool: Pool) -> None:
    await snapshots.load(pool, csl(names(30)), "csl.json", clock=at(NOW))
    later = await snapshots.load(pool, csl(names(30), "2026-08-01"), "csl.json", clock=at(NOW))
    assert (later.added, later.removed, later.changed) == (0, 0, 0)
    assert later.snapshot != later.previous
    assert str(later.list_date) == "2026-08-01"
    async with transaction(pool) as conn:
        (count,) = await (await conn.execute("SELECT count(*) FROM enrich.party")).fetchone()
    assert count == 30


async def test_the_same_list_again_only_counts_as_a_check(pool: Pool) -> None:
    first = await snapshots.load(pool, csl(names(30)), "csl.json", clock=at(NOW))
    later = NOW + timedelta(days=1)
    again = await snapshots.load(pool, csl(names(30)), "csl.json", clock=at(later))
    status = await snapshots.status(pool)
    assert again.snapshot == first.snapshot == again.previous
    assert (again.added, again.removed, again.changed) == (0, 0, 0)
    assert status is not None
    assert status.snapshot.loaded_at == NOW
    assert status.snapshot.checked_at == later


async def test_the_difference_names_added_removed_and_changed_entries(pool: Pool) -> None:
    await snapshots.load(pool, csl(names(30)), "a.json", clock=at(NOW))
    rows = json.loads(csl([*names(29), "Newcomer Laboratory"], "2026-08-24"))
    rows["results"][0]["license_policy"] = "Case-by-case basis"
    rows["sources_used"][0]["source_last_updated"] = "2026-07-31T13:15:00+00:00"
    event = await snapshots.load(pool, json.dumps(rows).encode(), "b.json", clock=at(NOW))
    assert (event.added, event.removed, event.changed) == (1, 1, 1)
    changes = await snapshots.diff(pool)
    assert {(c.kind, c.party.name) for c in changes} == {
        ("added", "Newcomer Laboratory"),
        ("removed", "Institute Number 29"),
        ("changed", "Institute Number 0"),
    }


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (csl(names(40))[:-200], "cut off"),
        (b"<html>Service unavailable</html>", "web page"),
        (csl(names(60), "2026-01-01"), "older"),
        (csl(names(20)), "shrank from 60 parties to 20"),
    ],
)
async def test_an_unfit_list_is_refused_and_the_old_one_stays(
    pool: Pool, raw: bytes, says: str
) -> None:
    good = await snapshots.load(pool, csl(names(60)), "csl.json", clock=at(NOW))
    with pytest.raises(ListUnreadable, match=says) as refused:
        await snapshots.load(pool, raw, "csl.json", clock=at(NOW))
    assert "stays active" in str(refused.value) or "published at" in str(refused.value)
    status = await snapshots.status(pool)
    assert status is not None
    assert status.snapshot.id == good.snapshot


async def test_the_operator_can_insist_on_a_smaller_list(pool: Pool) -> None:
    await snapshots.load(pool, csl(names(60)), "csl.json", clock=at(NOW))
    event = await snapshots.load(
        pool, csl(names(3)), "csl.json", clock=at(NOW), terms=Terms(force=True)
    )
    assert (event.parties, event.removed) == (3, 57)


async def test_two_loads_at_once_leave_one_of_them_active(pool: Pool) -> None:
    both = await asyncio.gather(
        snapshots.load(pool, csl(names(30)), "a.json", clock=at(NOW)),
        snapshots.load(pool, csl(names(31)), "b.json", clock=at(NOW)),
    )
    status = await snapshots.status(pool)
    assert status is not None
    assert status.snapshot.id in {event.snapshot for event in both}
    assert [event.previous for event in both].count(None) == 1


async def test_the_service_holds_until_a_list_is_loaded_and_then_follows_it(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_watch, "LOOK_EVERY", 0.0)
    watch = ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())
    assert await watch.gate() == list_watch.NEVER_LOADED
    with pytest.raises(Transient, match="exportwatch lists load FILE"):
        await watch.current()

    await snapshots.load(pool, list_extract(), "extract.json", clock=at(NOW))
    assert await watch.gate() is None
    first = await watch.current()
    assert [m.list for m in first.screener.screen("四川大学")] == ["EL"]

    await snapshots.load(pool, csl(names(30)), "csl.json", clock=at(NOW), terms=Terms(force=True))
    during = await watch.current()
    assert first.snapshot is not None
    assert during.snapshot is not None
    assert during.snapshot.id == first.snapshot.id  # the new index is built beside the old one
    assert watch._building is not None
    await watch._building
    after = await watch.current()
    assert after.snapshot is not None
    assert after.snapshot.id != first.snapshot.id
    assert after.screener.screen("四川大学") == []


async def test_results_on_old_lists_say_so_and_readiness_ends_after_a_week(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_watch, "LOOK_EVERY", 0.0)
    await snapshots.load(pool, csl(names(30)), "csl.json", clock=at(NOW))
    clock = [NOW + timedelta(hours=47)]
    watch = ListWatch(pool, Catalogue.bundled(), lambda: clock[0], Limits())
    assert not (await watch.current()).freshness.stale
    clock[0] = NOW + timedelta(hours=49)
    assert (await watch.current()).freshness.stale
    assert await watch.stale() is None
    clock[0] = NOW + timedelta(days=8)
    assert "lists load" in (await watch.stale() or "")
    await snapshots.load(pool, csl(names(30)), "csl.json", clock=lambda: clock[0])
    assert not (await watch.current()).freshness.stale


@pytest.mark.localdata
@pytest.mark.parametrize("file", ["consolidated-2026-07-31.json", "consolidated-2026-07-31.csv"])
async def test_the_whole_list_loads_in_seconds_in_both_formats(pool: Pool, file: str) -> None:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{file} is not on this machine")
    started = asyncio.get_running_loop().time()
    event = await snapshots.load(pool, path.read_bytes(), file, clock=at(NOW))
    took = asyncio.get_running_loop().time() - started
    assert event.parties == 25_921
    assert str(event.list_date) == "2026-07-31"
    assert took < 30
    assert len(await snapshots.parties_of(pool, event.snapshot)) == 25_921


@pytest.mark.localdata
@pytest.mark.parametrize("file", ["sample-current-header.csv", "sample-old-header.csv"])
async def test_both_generations_of_the_header_load(pool: Pool, file: str) -> None:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{file} is not on this machine")
    event = await snapshots.load(pool, path.read_bytes(), file, clock=at(NOW))
    assert event.parties > 0
