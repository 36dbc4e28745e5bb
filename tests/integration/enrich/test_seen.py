"""What was seen, in PostgreSQL: written once, forgotten in time, and late where lists moved on."""

import pytest

from chassis.postgres import Pool, transaction
from contracts.parties import Snapshot
from services.enrich.adapters import rescreening_jobs, snapshots
from services.enrich.adapters.seen import PostgresMemory
from tests.integration.enrich.conftest import csl
from tests.integration.enrich.seen_events import received, seen

pytestmark = pytest.mark.integration


async def active(pool: Pool, names: list[str], day: str = "2026-07-31") -> Snapshot:
    await snapshots.load(pool, csl(names, day), "csl.json", terms=snapshots.Terms(force=True))
    status = await snapshots.status(pool)
    assert status is not None
    return status.snapshot


async def rows(pool: Pool, question: str) -> list[tuple]:
    async with transaction(pool) as conn:
        return await (await conn.execute(question)).fetchall()


async def test_an_event_is_kept_once_with_its_names_and_matches(pool: Pool) -> None:
    snapshot = await active(pool, ["北方云计算研究所"])
    parties = await snapshots.parties_of(pool, snapshot.id)
    event = seen(received("北方云计算研究所"), snapshot, parties)
    other = seen(received("南方大学"), snapshot, parties)
    memory = PostgresMemory(pool)

    await memory.remember([event, other])
    await memory.remember([other, event])

    kept = await rows(pool, "SELECT id, late, payload FROM enrich.received_event ORDER BY id")
    assert {row[0] for row in kept} == {event.attributes.id, other.attributes.id}
    assert not any(late for _, late, _ in kept)
    assert type(event.data).model_validate_json(kept[0][2]).matter in {
        event.data.matter,
        other.data.matter,
    }
    assert len(await rows(pool, "SELECT * FROM enrich.sighting")) == 2
    matches = await rows(pool, "SELECT entry_id, event FROM enrich.event_match")
    assert matches == [("id-北方云计算研究所", event.attributes.id)]


async def test_a_match_that_is_gone_on_newer_lists_is_forgotten(pool: Pool) -> None:
    snapshot = await active(pool, ["北方云计算研究所"])
    parties = await snapshots.parties_of(pool, snapshot.id)
    data = received("北方云计算研究所")
    memory = PostgresMemory(pool)

    await memory.remember([seen(data, snapshot, parties)])
    await memory.remember([seen(data, snapshot)])

    assert await rows(pool, "SELECT * FROM enrich.event_match") == []


async def test_an_event_enriched_on_lists_that_are_no_longer_active_is_late(pool: Pool) -> None:
    before = await active(pool, ["One"])
    event = seen(received("南方大学"), before)
    after = await active(pool, ["One", "Two"], "2026-08-01")
    await rescreening_jobs.open_unmet(pool)

    await PostgresMemory(pool).remember([event])
    assert await rows(pool, "SELECT late FROM enrich.received_event") == [(True,)]

    await PostgresMemory(pool).remember([seen(received("南方大学"), after)])
    assert await rows(pool, "SELECT late FROM enrich.received_event") == [(False,)]


async def test_a_hostile_name_is_kept_without_its_nul_and_a_long_one_is_indexed(pool: Pool) -> None:
    snapshot = await active(pool, ["One"])
    events = [seen(received("南\0方大学"), snapshot), seen(received("长" * 1000), snapshot)]

    await PostgresMemory(pool).remember(events)

    printed = {name for (name,) in await rows(pool, "SELECT printed FROM enrich.seen_name")}
    assert printed == {"南方大学", "长" * 1000}
