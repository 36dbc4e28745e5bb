"""A new list is screened against what was seen: what it touches is enriched anew, once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Transient
from chassis.postgres import Pool, transaction
from contracts.envelope import Attributes, Mode
from contracts.ids import derived_id, root_id
from contracts.tenders import Item, TenderEnriched, TenderReceived
from contracts.wire import Record, attributes_of
from services.enrich.adapters import bridge_store, rescreening_jobs, snapshots
from services.enrich.adapters import rescreener as rescreener_module
from services.enrich.adapters.forgetting import Forgetting
from services.enrich.adapters.rescreener import Rescreener
from services.enrich.adapters.seen import PostgresMemory
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.freshness import Freshness
from services.enrich.domain.list_screening import screener_of
from services.enrich.domain.list_state import state_of
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Screener
from services.enrich.handlers import enriched
from tests.integration.enrich.conftest import csl
from tests.integration.enrich.seen_events import CATALOGUE, attributes, received
from tests.integration.enrich.test_snapshots import at

pytestmark = pytest.mark.integration

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
LISTED, OTHER = "北方云计算研究所", "南方大学"


@dataclass
class Place:
    """One replica of enrich and the bus as far as it wrote to it."""

    pool: Pool
    published: list[Record] = field(default_factory=list)
    broker_away: bool = False
    held: Enricher | None = None

    async def load(self, names: Sequence[str], day: str, force: bool = False) -> str:
        moment = datetime.fromisoformat(f"{day}T08:00:00+00:00")
        raw = csl(list(names), day)
        return (
            await snapshots.load(
                self.pool, raw, "csl.json", clock=at(moment), terms=snapshots.Terms(force=force)
            )
        ).snapshot

    async def current(self) -> Enricher:
        """The enricher on the active lists, or on those held back."""
        if self.held:
            return self.held
        state = state_of([each.active for each in await snapshots.statuses(self.pool)])
        assert state is not None
        parties = {
            each.list_set: await snapshots.keyed_parties(self.pool, each.snapshot.id)
            for each in state.sets
        }
        return Enricher(screener_of(state, parties), CATALOGUE, state.snapshot)

    async def take(
        self, data: TenderReceived, on: Enricher | None = None, mode: Mode = Mode.LIVE
    ) -> Attributes:
        """Receive a notice the ordinary way: enriched and remembered."""
        enricher = on or await self.current()
        of = attributes(data, mode)
        await PostgresMemory(self.pool).remember([enriched(enricher, of, data).seen])
        return of

    async def publish(self, records: Sequence[Record]) -> None:
        if self.broker_away:
            raise Transient("bus: away")
        self.published += records

    def rescreener(self) -> Rescreener:
        return Rescreener(self.pool, self, Screener, self.publish, at(NOW))

    def events(self) -> list[tuple[Attributes, TenderEnriched]]:
        return [
            (attributes_of(r.headers), TenderEnriched.model_validate_json(r.value))
            for r in self.published
        ]


@pytest.fixture
async def place(pool: Pool) -> Place:
    return Place(pool)


async def test_only_what_an_added_entry_touches_is_enriched_anew_in_its_own_mode(
    place: Place,
) -> None:
    before = await place.load(["Somebody Else"], "2026-07-31")
    touched = await place.take(received(LISTED), mode=Mode.DEMO)
    await place.take(received(OTHER))
    await place.rescreener().catch_up()
    after = await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()
    await place.rescreener().catch_up()

    ((found, data),) = place.events()
    assert found.id == derived_id(touched.id, "enriched", after, CATALOGUE.version)
    assert (found.mode, found.correlation_id) == (Mode.DEMO, touched.correlation_id)
    assert data.parties[0].matches[0].listed_name == LISTED
    assert data.snapshot is not None
    assert data.snapshot.id == after
    reference = data.rescreening
    assert reference is not None
    assert (reference.reason, reference.previous, reference.snapshot) == ("added", before, after)
    assert [(e.kind, e.name) for e in reference.entries] == [("added", LISTED)]
    newest, first = await rescreening_jobs.progress(place.pool)
    assert (newest.state, newest.names, newest.events, newest.matters) == ("done", 2, 1, 1)
    assert (first.state, first.events) == ("done", 0)


async def test_a_removed_entry_brings_back_the_events_that_held_it(place: Place) -> None:
    await place.load(["Somebody Else", LISTED], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else"], "2026-08-01")

    await place.rescreener().catch_up()

    ((_, data),) = place.events()
    assert data.parties[0].matches == ()
    assert data.rescreening is not None
    assert data.rescreening.reason == "removed"
    assert [e.name for e in data.rescreening.entries] == [LISTED]


async def test_a_list_that_was_only_stamped_anew_touches_nothing(place: Place) -> None:
    await place.load(["Somebody Else", LISTED], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()

    assert place.published == []


async def test_every_event_of_a_touched_matter_comes_along(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    matter = root_id("one matter")
    first, second = received(LISTED), received(OTHER)
    for data in (first, second):
        await place.take(data.model_copy(update={"matter": matter}))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()

    assert {data.tender.notice for _, data in place.events()} == {first.notice, second.notice}


async def test_an_event_that_another_replica_enriched_on_the_new_lists_is_left_alone(
    place: Place,
) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    await place.take(received(LISTED))

    await place.rescreener().catch_up()

    assert place.published == []


async def test_an_event_enriched_on_old_lists_after_the_scan_was_over_is_not_lost(
    place: Place,
) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    old = await place.current()
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    await place.rescreener().catch_up()
    await place.take(received(LISTED), on=old)

    await place.rescreener().catch_up()
    await place.rescreener().catch_up()

    ((_, data),) = place.events()
    assert data.parties[0].matches[0].listed_name == LISTED
    assert data.rescreening is not None
    assert data.rescreening.reason == "late"


async def test_work_waits_until_the_replica_itself_is_on_the_new_lists(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    place.held = await place.current()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    waits: list[int] = []
    real = place.current

    async def later() -> Enricher:
        waits.append(len(waits))
        place.held = place.held if len(waits) < 3 else None
        return await real()

    place.current = later  # type: ignore[method-assign]

    await place.rescreener().catch_up()

    assert len(waits) > 3
    assert len(place.published) == 1


async def test_a_worker_killed_after_publishing_repeats_the_same_ids_and_no_others(
    place: Place,
) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    for n in range(3):
        await place.take(received(LISTED, f"采购{n + 2}张A100 GPU"))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    place.broker_away = True
    first = place.rescreener()
    with pytest.raises(Transient):
        await first.catch_up()
    place.broker_away = False

    # Its lease holds for a while: nobody else doubles the work.
    await place.rescreener().catch_up()
    assert place.published == []
    await first.catch_up()

    ids = [found.id for found, _ in place.events()]
    assert len(set(ids)) == len(ids) == 3


async def test_what_was_not_screened_is_assessed_again_on_the_next_lists(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    stale = replace(await place.current(), freshness=Freshness(stale=True, note="old"))
    await place.take(received(OTHER), on=stale)
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()

    ((_, data),) = [e for e in place.events() if e[1].snapshot.list_date.day == 1]
    assert data.screened == "complete"
    assert data.rescreening is not None
    assert data.rescreening.reason == "unscreened"


async def test_the_same_lists_checked_anew_clear_what_was_not_screened_under_a_new_id(
    place: Place,
) -> None:
    snapshot = await place.load(["Somebody Else"], "2026-07-31")
    await place.rescreener().catch_up()
    stale = replace(await place.current(), freshness=Freshness(stale=True, note="old"))
    cause = await place.take(received(OTHER), on=stale)
    later = NOW + timedelta(days=1)
    await snapshots.load(
        place.pool, csl(["Somebody Else"], "2026-07-31"), "csl.json", clock=at(later)
    )

    await place.rescreener().catch_up()
    await place.rescreener().catch_up()

    ((found, data),) = place.events()
    assert data.screened == "complete"
    assert found.id != derived_id(cause.id, "enriched", snapshot, CATALOGUE.version)


async def test_lists_that_come_back_give_new_ids(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    await place.rescreener().catch_up()
    await place.load(["Somebody Else"], "2026-07-31", force=True)

    await place.rescreener().catch_up()

    (_, up), (_, down) = place.events()
    assert up.parties[0].matches
    assert down.parties[0].matches == ()
    assert len({found.id for found, _ in place.events()}) == 2


async def test_a_further_list_set_is_screened_against_what_was_seen_and_its_end_too(
    place: Place,
) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.take(received(LISTED))
    await place.take(received(OTHER))
    await place.rescreener().catch_up()
    terms = snapshots.Terms(list_set="private:own")
    await snapshots.load(place.pool, csl([LISTED], "2026-08-01"), "own.json", terms=terms)
    await place.rescreener().catch_up()
    await snapshots.remove(place.pool, "private:own")

    await place.rescreener().catch_up()

    (_, up), (_, down) = place.events()
    assert [m.listed_name for m in up.parties[0].matches] == [LISTED]
    assert down.parties[0].matches == ()
    assert [up.rescreening.reason, down.rescreening.reason] == ["added", "removed"]
    assert up.snapshot.activated_at < down.snapshot.activated_at


async def test_lists_skipped_while_nobody_looked_are_made_up_for(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    await place.load(["Somebody Else", LISTED, "Third"], "2026-08-02")

    await place.rescreener().catch_up()

    assert len(place.published) == 1


async def test_no_event_falls_between_two_replicas_however_they_interleave(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    old = await place.current()
    await place.rescreener().catch_up()
    notices = [received(LISTED, f"采购{n + 2}张A100 GPU") for n in range(40)]
    moved = asyncio.Event()

    async def lagging(share: Sequence[TenderReceived]) -> None:
        """A replica that goes on with the old lists until well after the scan."""
        for number, data in enumerate(share):
            await place.take(data, on=old)
            if number == len(share) // 2:
                await moved.wait()

    async def switching() -> None:
        await place.load(["Somebody Else", LISTED], "2026-08-01")
        await place.rescreener().catch_up()
        moved.set()

    await asyncio.gather(switching(), *(lagging(notices[n::4]) for n in range(4)))
    await place.rescreener().catch_up()

    assert {data.tender.notice for _, data in place.events()} == {n.notice for n in notices}
    assert len(place.published) == len(notices)


async def test_what_cannot_be_enriched_anew_is_parked_and_the_rest_goes_on(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    huge = received(LISTED, items=tuple(Item(name="台" * 100) for _ in range(3200)))
    for data in (huge, received(LISTED, "采购64张H100 GPU")):
        await place.take(data)
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()

    topics = {record.topic: record for record in place.published}
    assert set(topics) == {"tenders.enriched.v1", "dead-letters.enrich.v1"}
    parked = topics["dead-letters.enrich.v1"]
    assert dict(parked.headers)["dlq_reason"] == b"rescreening"
    assert dict(parked.headers)["dlq_topic"] == b"tenders.received.v1"
    assert TenderReceived.model_validate_json(parked.value).notice == huge.notice


async def test_what_is_too_old_is_forgotten_with_the_names_that_nobody_else_has(
    place: Place,
) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    old = await place.take(received(LISTED))
    await place.take(received(OTHER))
    await place.rescreener().catch_up()
    async with transaction(place.pool) as conn:
        await conn.execute(
            "UPDATE enrich.received_event SET received_at = now() - interval '401 days'"
            " WHERE id = %s",
            (old.id,),
        )

    assert await Forgetting(place.pool, 400).forget() == 1
    assert await Forgetting(place.pool, 400).forget() == 0

    async with transaction(place.pool) as conn:
        names = await (await conn.execute("SELECT printed FROM enrich.seen_name")).fetchall()
    assert names == [(OTHER,)]


async def test_a_bug_in_re_screening_leaves_the_stages_alone_and_is_tried_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")
    tried: list[int] = []

    def broken_once(parties) -> Screener:
        tried.append(len(parties))
        if len(tried) == 1:
            raise ZeroDivisionError
        return Screener(parties)

    monkeypatch.setattr(rescreener_module, "LOOK_EVERY", 0.05)
    rescreener = Rescreener(place.pool, place, broken_once, place.publish, at(NOW))
    running = asyncio.create_task(rescreener.run(400))
    async with asyncio.timeout(20):
        while not place.published:
            await asyncio.sleep(0.02)
    running.cancel()

    assert len(tried) == 2
    assert len(place.published) == 1


async def test_at_the_first_start_nothing_is_looked_through(place: Place) -> None:
    await place.load(["Somebody Else", LISTED], "2026-07-31")
    await place.take(received(LISTED))

    await place.rescreener().catch_up()

    (first,) = await rescreening_jobs.progress(place.pool)
    assert (first.state, first.names, first.events) == ("done", 0, 0)


async def test_a_bridge_that_its_list_overtakes_is_no_removal(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    await place.take(received(LISTED))
    await place.rescreener().catch_up()
    bridge = ListedParty("bridge-1", "EL", LISTED, country="CN", citation="91 FR 54657")
    await bridge_store.add(place.pool, bridge)
    await place.rescreener().catch_up()
    await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()

    reasons = [data.rescreening.reason for _, data in place.events() if data.rescreening]
    assert reasons[0] == "added"
    assert "removed" not in reasons
    last = place.events()[-1][1]
    assert [match.listed_name for match in last.parties[0].matches] == [LISTED]


async def test_what_entries_led_to_goes_before_what_is_only_caught_up_on(place: Place) -> None:
    await place.load(["Somebody Else"], "2026-07-31")
    stale = replace(await place.current(), freshness=Freshness(stale=True, note="old"))
    for n in range(8):
        await place.take(received(OTHER, f"采购{n + 2}台服务器"), on=stale)
    touched = received(LISTED)
    await place.take(touched)
    await place.rescreener().catch_up()
    place.published.clear()
    await place.load(["Somebody Else", LISTED], "2026-08-01")

    await place.rescreener().catch_up()

    (_, first), *rest = place.events()
    assert first.tender.notice == touched.notice
    assert len(rest) == 8
