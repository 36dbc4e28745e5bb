"""Entries of the Federal Register that are screened against before their list has them."""

import asyncio
from datetime import UTC, datetime

import pytest

from chassis.postgres import Pool
from services.enrich.adapters import bridge_store, snapshots
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.domain.bridges import Addition, bridge
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from tests.integration.enrich.conftest import csl, names

pytestmark = pytest.mark.integration

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def at(moment: datetime):
    return lambda: moment


async def load(pool: Pool, raw: bytes):
    return await snapshots.load(pool, raw, "list.json", clock=at(NOW))


async def test_a_bridge_is_retired_when_its_list_has_the_entry(pool: Pool) -> None:
    await load(pool, csl(names(30)))
    added = bridge(Addition("91 FR 54657", "EL", "Newcomer Laboratory", ("NL",), "CN"))
    other = bridge(Addition("91 FR 54657", "EL", "Somebody Else"))
    await bridge_store.add(pool, added, clock=at(NOW))
    event = await bridge_store.add(pool, other, clock=at(NOW))
    assert event is not None
    assert (event.list, event.parties) == ("bridge", 2)

    fed = await load(pool, csl([*names(30), "NEWCOMER  laboratory"]))
    assert await bridge_store.active(pool) == [other]
    (retired,) = await bridge_store.retired(pool)
    assert (retired.name, retired.citation) == ("Newcomer Laboratory", "91 FR 54657")
    assert "csl of 2026-07-31 has the entry" in retired.note
    assert await bridge_store.add(pool, added, clock=at(NOW)) is None
    told = {each.list: each.snapshot for each in await snapshots.unannounced(pool)}
    assert told["csl"] == fed.snapshot
    assert set(told) == {"csl", "bridge"}


async def test_the_last_bridge_leaves_an_empty_set_behind(pool: Pool) -> None:
    await load(pool, csl(names(3)))
    alone = await ListWatch(pool, Catalogue.bundled(), at(NOW), Limits()).current()
    await bridge_store.add(pool, bridge(Addition("91 FR 1", "EL", "Newcomer Laboratory")))
    await load(pool, csl([*names(3), "Newcomer Laboratory"]))
    assert await bridge_store.active(pool) == []
    await load(pool, csl(names(3)))
    watch = ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())
    now = await watch.current()
    assert now.snapshot
    assert alone.snapshot
    assert now.snapshot.id == alone.snapshot.id


async def test_entries_added_at_once_are_all_kept(pool: Pool) -> None:
    added = [bridge(Addition("91 FR 1", "EL", f"Newcomer Laboratory {n}")) for n in range(4)]
    await asyncio.gather(*(bridge_store.add(pool, each) for each in added))
    assert {each.id for each in await bridge_store.active(pool)} == {each.id for each in added}
    await bridge_store.add(pool, added[0])
    assert len(await bridge_store.active(pool)) == 4
