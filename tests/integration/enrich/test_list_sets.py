"""Several list sets side by side: one snapshot each, refused each by itself, bridged and joined."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from chassis.metrics import REGISTRY
from chassis.migrate import migrate
from chassis.postgres import Pool, transaction
from services.enrich.adapters import list_watch, snapshots
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.adapters.snapshots import Terms
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from services.enrich.domain.lists import ListUnreadable
from tests.integration.enrich.conftest import MIGRATIONS, csl, names

pytestmark = pytest.mark.integration

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=60)


def at(moment: datetime):
    return lambda: moment


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_watch, "LOOK_EVERY", 0.0)


async def load(pool: Pool, raw: bytes, list_set: str | None = None, moment: datetime = NOW):
    terms = Terms(list_set=list_set)
    return await snapshots.load(pool, raw, "list.json", clock=at(moment), terms=terms)


async def active(pool: Pool) -> dict[str, str]:
    return {each.list_set: each.snapshot.id for each in await snapshots.statuses(pool)}


async def settled(watch: ListWatch):
    await watch.current()
    if watch._building:
        await watch._building
    return await watch.current()


async def test_each_set_has_its_own_snapshot_and_its_own_difference(pool: Pool) -> None:
    main = await load(pool, csl(names(30)))
    own = await load(pool, csl(["Acme Institute"]), "private:acme")
    more = await load(pool, csl(["Acme Institute", "Beta Works"]), "private:acme")
    assert await active(pool) == {"csl": main.snapshot, "private:acme": more.snapshot}
    assert (own.list, more.previous, more.added) == ("private:acme", own.snapshot, 1)
    changes = await snapshots.diff(pool, "private:acme")
    assert [(c.kind, c.party.name) for c in changes] == [("added", "Beta Works")]
    assert len(await snapshots.diff(pool, "csl")) == 30


async def test_a_refusal_concerns_one_set_and_is_kept_with_its_reason(pool: Pool) -> None:
    good = await load(pool, csl(names(60)))
    await load(pool, csl(names(30)), "private:acme")
    with pytest.raises(ListUnreadable, match="shrank"):
        await load(pool, csl(names(20)), moment=LATER)
    await load(pool, csl(names(31)), "private:acme", LATER)
    status = {each.list_set: each for each in await snapshots.statuses(pool)}
    assert status["csl"].snapshot.id == good.snapshot
    assert (status["csl"].refusals, status["private:acme"].refusals) == (1, 0)
    (refusal,) = await snapshots.refusals(pool)
    assert refusal.list_set == "csl"
    assert "--force" in refusal.problem
    await load(pool, csl(names(60)), moment=LATER + timedelta(hours=1))
    assert (await snapshots.statuses(pool))[0].refusals == 0


async def test_a_refusal_raises_the_alarm_until_the_set_is_loaded_again(
    pool: Pool, eager: None
) -> None:
    def refused() -> float | None:
        return REGISTRY.get_sample_value("exportwatch_list_refused", {"list_set": "csl"})

    await load(pool, csl(names(60)))
    watch = ListWatch(pool, Catalogue.bundled(), at(LATER), Limits())
    with pytest.raises(ListUnreadable, match="shrank"):
        await load(pool, csl(names(20)), moment=LATER)
    await watch.current()
    assert refused() == 1
    await load(pool, csl(names(61)), moment=LATER + timedelta(hours=1))
    await settled(watch)
    assert refused() == 0
    age = REGISTRY.get_sample_value("exportwatch_list_set_age_seconds", {"list_set": "csl"})
    assert age == -3600


async def test_the_oldest_set_that_expires_makes_results_provisional(
    pool: Pool, eager: None
) -> None:
    await load(pool, csl(names(30)))
    await load(pool, csl(["Acme Institute"]), "private:acme", NOW - timedelta(days=90))
    watch = ListWatch(pool, Catalogue.bundled(), at(LATER), Limits())
    assert (await watch.current()).freshness.stale
    await load(pool, csl(names(30)), moment=LATER)
    assert not (await watch.current()).freshness.stale  # private lists do not expire
    told = Terms(list_set="private:acme", expires=True)
    old = at(NOW - timedelta(days=90))
    await snapshots.load(pool, csl(["Acme Institute"]), "l.json", clock=old, terms=told)
    await snapshots.load(pool, csl(["Beta Institute"]), "l.json", clock=old, terms=told)
    fresh = (await settled(watch)).freshness
    assert fresh.failed
    assert "list set private:acme" in (fresh.note or "")


async def test_a_private_list_alone_clears_nobody(pool: Pool, eager: None) -> None:
    await load(pool, csl(["Acme Institute"]), "private:acme")
    watch = ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())
    assert await watch.gate() == list_watch.NEVER_LOADED


async def test_replicas_follow_every_set_without_a_gap_and_share_what_did_not_change(
    pool: Pool, eager: None
) -> None:
    await load(pool, csl(names(30)))
    watch = ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())
    first = await watch.current()
    before = watch._parties["csl"]
    await load(pool, csl(["Acme Institute"]), "private:acme")
    during = await watch.current()
    assert during.screener is first.screener
    after = await settled(watch)
    assert after.screener.screen("Institute Number 3")
    assert after.screener.screen("Acme Institute")
    assert first.snapshot
    assert after.snapshot
    assert after.snapshot.id != first.snapshot.id
    assert all(before[digest] is party for digest, party in watch._parties["csl"].items())

    await snapshots.remove(pool, "private:acme", clock=at(NOW))
    back = await settled(watch)
    assert back.screener.screen("Acme Institute") == []
    assert back.snapshot == first.snapshot


async def test_lists_that_cannot_be_built_on_leave_the_old_index_serving(
    pool: Pool, eager: None
) -> None:
    await load(pool, csl(names(30)))
    watch = ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())
    first = await watch.current()
    await load(pool, csl(["Acme Institute"]), "private:acme")
    async with transaction(pool) as conn:
        await conn.execute(
            "UPDATE enrich.party SET data = data - 'name' WHERE data->>'name' = 'Acme Institute'"
        )
    assert (await settled(watch)).screener is first.screener
    tried = watch._building
    await watch.current()
    assert watch._building is tried  # not built again and again


async def test_one_entry_in_two_publications_gives_one_match_with_both_ids(
    pool: Pool, eager: None
) -> None:
    await load(pool, csl(names(3)))
    lines = (
        {
            "id": f"NK-{name}",
            "schema": "Organization",
            "caption": name.upper(),
            "datasets": ["us_bis_entity"],
            "properties": {"name": [name, "示例研究所"], "topics": ["export.control"]},
        }
        for name in names(3)
    )
    await load(pool, "\n".join(map(json.dumps, lines)).encode())
    watch = ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())
    (match,) = (await watch.current()).screener.screen("Institute Number 1")
    assert (match.id, match.party.other_ids) == (
        "id-Institute Number 1",
        ("NK-Institute Number 1",),
    )


async def test_loads_of_different_sets_at_once_all_become_active(pool: Pool) -> None:
    sets = ["csl", "private:a", "private:b", "private:c"]
    loads = [load(pool, csl(names(30 + n)), each) for n, each in enumerate(sets)]
    events = await asyncio.gather(*loads)
    assert await active(pool) == {event.list: event.snapshot for event in events}


async def test_an_event_is_owed_until_the_bus_has_acknowledged_it(pool: Pool) -> None:
    await load(pool, csl(names(30)))
    (owed,) = await snapshots.unannounced(pool)
    assert (owed.list, owed.added) == ("csl", 30)
    await snapshots.announced(pool, owed)
    assert await snapshots.unannounced(pool) == []
    await load(pool, csl(names(30)), moment=LATER)
    assert await snapshots.unannounced(pool) == []


async def test_what_the_previous_version_loaded_stays_active_through_the_migration(
    database: str, tmp_path, pool: Pool
) -> None:
    async with transaction(pool) as conn:
        await conn.execute("DROP SCHEMA enrich CASCADE")
    first = sorted(MIGRATIONS.glob("0001*"))[0]
    (tmp_path / first.name).write_text(first.read_text())
    await migrate(database, "enrich", tmp_path)
    async with transaction(pool) as conn:
        await conn.execute(
            "INSERT INTO enrich.snapshot VALUES"
            " ('csl-1', 'csl', 'f', 's', NULL, 1, '{\"EL\": 1}', now(), now());"
            " INSERT INTO enrich.active (snapshot, activated_at) VALUES ('csl-1', now())"
        )
    await migrate(database, "enrich", MIGRATIONS)
    assert await active(pool) == {"csl": "csl-1"}
    assert await snapshots.unannounced(pool) == []
    async with transaction(pool) as conn:  # the statement of the previous version still works
        await conn.execute(
            "INSERT INTO enrich.active (snapshot, previous, activated_at)"
            " VALUES ('csl-1', NULL, now()) ON CONFLICT (one) DO UPDATE SET"
            " snapshot = excluded.snapshot"
        )
    assert await active(pool) == {"csl": "csl-1"}
