"""Follow the active lists: look seldom, build the new index beside the old one, then swap."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

import structlog

from chassis import metrics
from chassis.clock import Clock
from chassis.errors import Transient, describe
from chassis.postgres import Pool
from services.enrich.adapters import decision_store, snapshots
from services.enrich.adapters.watched_screening import WatchedScreening
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.freshness import Freshness, Limits
from services.enrich.domain.list_screening import SetParties, screener_of
from services.enrich.domain.list_sets import CSL
from services.enrich.domain.list_state import ListState, state_of
from services.enrich.domain.screening import Scorer

log = structlog.get_logger()

NEVER_LOADED = "no screening list was ever loaded: run exportwatch lists load FILE"
LOOK_EVERY = 5.0
# A state of the lists that cannot be built on costs a build each time it is tried.
RETRY_EVERY = 60.0


class ListWatch:
    """Gives each batch an enricher on the newest state of all list sets that is ready.

    While a new index is built the old one serves; parties that did not change are shared between
    the two, and there is never more than one build.
    """

    def __init__(
        self,
        pool: Pool,
        catalogue: Catalogue,
        clock: Clock,
        limits: Limits,
        scorer: Scorer | None = None,
    ) -> None:
        self._pool = pool
        self._catalogue = catalogue
        self._clock = clock
        self._limits = limits
        self._scorer = scorer
        self._enricher: Enricher | None = None
        self._oldest = CSL
        self._parties: SetParties = {}
        self._looked = self._not_before = float("-inf")
        self._building: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()  # two stages ask at once; one look serves both

    async def current(self) -> Enricher:
        """Return the enricher for the next batch; raises Transient while there is none."""
        await self._look()
        if self._enricher is None:
            raise Transient(NEVER_LOADED)
        return self._enricher.at(self.freshness())

    async def gate(self) -> str | None:
        """Return None if batches can be handled, else why they are held."""
        try:
            await self._look()
        except Transient as exc:
            return describe(exc)
        return None if self._enricher else NEVER_LOADED

    async def stale(self) -> str | None:
        """Readiness: what is wrong with the age of the lists, None below the limit."""
        fresh = self.freshness()
        return f"{fresh.note}: run exportwatch lists load FILE" if fresh.failed else None

    async def close(self) -> None:
        """Give up a build that is under way."""
        if self._building and not self._building.done():
            self._building.cancel()

    def freshness(self) -> Freshness:
        """Judge the snapshot in use at this moment."""
        snapshot = self._enricher.snapshot if self._enricher else None
        now = self._clock()
        if snapshot and (seen := snapshot.checked_at or snapshot.loaded_at):
            metrics.LIST_AGE_SECONDS.set((now - seen).total_seconds())
        which = "lists" if len(self._parties) < 2 else f"list set {self._oldest}"  # noqa: PLR2004
        return Freshness.of(snapshot, now, self._limits, which)

    async def _look(self) -> None:
        async with self._lock:
            if time.monotonic() - self._looked >= LOOK_EVERY:
                await self._look_now()

    async def _look_now(self) -> None:
        try:
            found = await snapshots.statuses(self._pool)
        except Transient as exc:
            if self._enricher is None:
                raise
            # The index in memory is still the last good one; its age is judged all the same.
            log.warning("active lists not readable", error=describe(exc))
            found = []
        self._looked = time.monotonic()
        self._measure(found)
        state = state_of([each.active for each in found])
        if state:
            await self._follow(state)

    def _measure(self, found: Sequence[snapshots.ListStatus]) -> None:
        now = self._clock()
        for each in found:
            metrics.LIST_REFUSED.labels(each.list_set).set(each.refusals)
            if seen := each.active.seen:
                age = (now - seen).total_seconds()
                metrics.LIST_SET_AGE_SECONDS.labels(each.list_set).set(age)

    async def _follow(self, state: ListState) -> None:
        if self._enricher is None:
            await self._build(state)
        elif self._enricher.snapshot and self._enricher.snapshot.id == state.snapshot.id:
            self._enricher = replace(self._enricher, snapshot=state.snapshot)
            self._oldest = state.oldest
        elif self._idle() and time.monotonic() >= self._not_before:
            self._building = asyncio.create_task(self._build_quietly(state))

    def _idle(self) -> bool:
        return self._building is None or self._building.done()

    async def _build_quietly(self, state: ListState) -> None:
        try:
            await self._build(state)
        except Transient as exc:
            log.warning("new lists not loaded, trying again", error=describe(exc))
        except Exception:
            # The old index goes on serving, and its age is what raises the alarm.
            self._not_before = time.monotonic() + RETRY_EVERY
            log.exception("new lists not usable, the old ones stay", snapshot=state.snapshot.id)

    async def _build(self, state: ListState) -> None:
        started = time.monotonic()
        known = {digest: party for held in self._parties.values() for digest, party in held.items()}
        parties = {
            each.list_set: await snapshots.keyed_parties(self._pool, each.snapshot.id, known)
            for each in state.sets
        }
        decisions = await decision_store.of(self._pool, parties)
        screener = await asyncio.to_thread(screener_of, state, parties, self._scorer, decisions)
        self._parties, self._oldest = parties, state.oldest
        self._enricher = Enricher(WatchedScreening(screener), self._catalogue, state.snapshot)
        log.info(
            "screening lists in use",
            snapshot=state.snapshot.id,
            sets=[each.snapshot.id for each in state.sets],
            parties=state.snapshot.parties,
            seconds=round(time.monotonic() - started, 2),
        )
