"""A person's decision on a name: kept, in use by every replica, and brought to what was seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Invalid
from chassis.postgres import Pool
from contracts.ids import derived_id
from services.enrich.adapters import decision_store, snapshots
from services.enrich.adapters import list_watch as list_watch_module
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.adapters.rescreener import Rescreener
from services.enrich.adapters.seen import PostgresMemory
from services.enrich.domain.alias_decisions import Decision
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from services.enrich.domain.list_sets import CONFIRMED
from services.enrich.domain.screening import Screener
from services.enrich.handlers import enriched
from tests.integration.enrich.conftest import csl
from tests.integration.enrich.seen_events import CATALOGUE, attributes, received
from tests.integration.enrich.test_bridges import at
from tests.integration.enrich.test_rescreening import Place

pytestmark = pytest.mark.integration

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
COMPANY, NAME = "Lanhe Kunyu Technology Co., Ltd.", "蓝鹤鲲宇科技有限公司"
SOUNDS = "Shanghai Lanhe Kunyu Information Co., Ltd."
MINE = Decision(NAME, "EL", COMPANY, "confirmed", "Li Wei", NOW, "Both names are registered.")


async def load(pool: Pool) -> None:
    await snapshots.load(pool, csl([COMPANY, "Somebody Else"]), "list.json", clock=at(NOW))


def watching(pool: Pool) -> ListWatch:
    return ListWatch(pool, Catalogue.bundled(), at(NOW), Limits())


async def relations(watch: ListWatch, name: str) -> list[str]:
    return [match.relation for match in (await watch.current()).screener.screen(name)]


async def test_every_replica_takes_up_a_decision_and_its_revocation(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_watch_module, "LOOK_EVERY", 0.0)
    await load(pool)
    running = watching(pool)
    await running.current()
    decision, event = await decision_store.decide(pool, MINE)
    assert (event.list, event.added, event.parties) == (CONFIRMED, 1, 1)
    assert [told.list for told in await snapshots.unannounced(pool)] == [CONFIRMED, "csl"]
    await built(running)
    assert await relations(running, NAME) == ["same"]
    assert await relations(watching(pool), NAME) == ["same"]

    _, gone = await decision_store.revoke(pool, decision.id, "Ma Li", "A namesake.", clock=at(NOW))
    assert (gone.removed, gone.parties) == (1, 0)
    await built(running)
    assert "same" not in await relations(running, NAME)
    assert await decision_store.kept(pool) == []
    (kept,) = await decision_store.kept(pool, revoked_too=True)
    assert (kept.decision, kept.revoked_by, kept.revoked_at) == (decision, "Ma Li", NOW)


async def built(watch: ListWatch) -> None:
    await watch.current()
    assert watch._building is not None
    await watch._building


async def test_a_decision_is_checked_against_the_lists_in_use_and_those_that_stand(
    pool: Pool,
) -> None:
    with pytest.raises(Invalid, match="No list in use has"):
        await decision_store.decide(pool, MINE)
    await load(pool)
    decision, _ = await decision_store.decide(pool, replace(MINE, entry=COMPANY.lower()))
    assert decision.entry == COMPANY
    with pytest.raises(Invalid, match=f"revoke {decision.id}"):
        await decision_store.decide(pool, replace(MINE, verdict="rejected"))
    with pytest.raises(Invalid, match="No decision"):
        await decision_store.revoke(pool, "000000000000", "Li Wei", "A namesake.")
    with pytest.raises(Invalid, match="no contact data"):
        await decision_store.revoke(pool, decision.id, "li@example.com", "A namesake.")
    (kept,) = await decision_store.kept(pool)
    assert (kept.decision.id, kept.listed) == (decision.id, True)


async def test_a_decision_whose_entry_left_its_list_says_so_and_screening_goes_on(
    pool: Pool,
) -> None:
    await load(pool)
    await decision_store.decide(pool, MINE)
    await snapshots.load(pool, csl(["Somebody Else"]), "list.json", clock=at(NOW))
    (kept,) = await decision_store.kept(pool)
    assert not kept.listed
    assert await relations(watching(pool), NAME) == []
    assert await relations(watching(pool), "Somebody Else") == ["same"]


class Watched(Place):
    """A replica whose enricher is that of the service itself."""

    async def current(self):
        return await watching(self.pool).current()


async def seen(place: Place, name: str) -> None:
    data = received(name)
    enricher = await place.current()
    await PostgresMemory(place.pool).remember([enriched(enricher, attributes(data), data).seen])


def rescreener(place: Place) -> Rescreener:
    return Rescreener(place.pool, place, Screener, place.publish, at(NOW))


async def test_what_was_seen_is_screened_again_on_a_confirmation_and_on_its_revocation(
    pool: Pool,
) -> None:
    place = Watched(pool)
    await load(pool)
    before = await place.current()
    assert before.snapshot
    await seen(place, NAME)
    await seen(place, "南方大学")
    await rescreener(place).catch_up()
    decision, event = await decision_store.decide(pool, MINE)
    await rescreener(place).catch_up()

    ((_, data),) = place.events()
    (match,) = data.parties[0].matches
    assert (match.relation, match.listed_name) == ("same", COMPANY)
    assert "(confirmed by Li Wei on 2026-11-25)" in match.explanation
    assert data.rescreening is not None
    assert (data.rescreening.list_set, data.rescreening.snapshot) == (CONFIRMED, event.snapshot)
    assert [(e.kind, e.list, e.name) for e in data.rescreening.entries] == [
        ("added", "CONFIRMED", NAME)
    ]

    await decision_store.revoke(pool, decision.id, "Ma Li", "A namesake.")
    await rescreener(place).catch_up()
    # The lists are those of the beginning: the event needs an id that was not there before.
    cause = attributes(received(NAME)).id
    first = derived_id(cause, "enriched", before.snapshot.id, CATALOGUE.version)
    assert len({first, *(of.id for of, _ in place.events())}) == 3
    _, (_, after) = place.events()
    assert "same" not in {match.relation for match in after.parties[0].matches}
    assert after.rescreening is not None
    assert after.rescreening.reason == "removed"


async def test_a_rejection_takes_the_proposal_back_where_it_was_seen(pool: Pool) -> None:
    place = Watched(pool)
    await snapshots.load(pool, csl([SOUNDS, "Somebody Else"]), "list.json", clock=at(NOW))
    name = "上海蓝鹤鲲宇信息有限公司"
    await seen(place, name)
    await rescreener(place).catch_up()
    (proposed,) = (await place.current()).screener.screen(name)
    assert proposed.relation == "possible"

    rejected = replace(MINE, name=name, entry=SOUNDS, verdict="rejected", at=NOW + timedelta(1))
    await decision_store.decide(pool, rejected)
    await rescreener(place).catch_up()

    ((_, data),) = place.events()
    assert data.parties[0].matches == ()
