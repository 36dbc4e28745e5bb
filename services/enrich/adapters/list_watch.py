"""Follow the active snapshot: look seldom, build the new index beside the old one, then swap."""

import asyncio
import time
from dataclasses import replace

import structlog

from chassis import metrics
from chassis.clock import Clock
from chassis.errors import Transient, describe
from chassis.postgres import Pool
from services.enrich.adapters import snapshots
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.freshness import Freshness, Limits
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Screener

log = structlog.get_logger()

NEVER_LOADED = "no screening list was ever loaded: run exportwatch lists load FILE"
LOOK_EVERY = 5.0


class ListWatch:
    """Gives each batch an enricher on the newest snapshot that is ready."""

    def __init__(self, pool: Pool, catalogue: Catalogue, clock: Clock, limits: Limits) -> None:
        self._pool = pool
        self._catalogue = catalogue
        self._clock = clock
        self._limits = limits
        self._enricher: Enricher | None = None
        self._looked = float("-inf")
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
        return Freshness.of(snapshot, now, self._limits)

    async def _look(self) -> None:
        async with self._lock:
            if time.monotonic() - self._looked >= LOOK_EVERY:
                await self._look_now()

    async def _look_now(self) -> None:
        try:
            active = await snapshots.status(self._pool)
        except Transient as exc:
            if self._enricher is None:
                raise
            # The index in memory is still the last good one; its age is judged all the same.
            log.warning("active list not readable", error=describe(exc))
            active = None
        self._looked = time.monotonic()
        if active:
            await self._follow(active)

    async def _follow(self, active: snapshots.ListStatus) -> None:
        snapshot = active.snapshot
        if self._enricher is None:
            await self._build(active)
        elif self._enricher.snapshot and self._enricher.snapshot.id == snapshot.id:
            self._enricher = replace(self._enricher, snapshot=snapshot)
        elif self._building is None or self._building.done():
            self._building = asyncio.create_task(self._build_quietly(active))

    async def _build_quietly(self, active: snapshots.ListStatus) -> None:
        try:
            await self._build(active)
        except Transient as exc:
            log.warning("new list not loaded, trying again", error=describe(exc))

    async def _build(self, active: snapshots.ListStatus) -> None:
        started = time.monotonic()
        parties = await snapshots.parties_of(self._pool, active.snapshot.id)
        screener = await asyncio.to_thread(_screener, parties)
        self._enricher = Enricher(screener, self._catalogue, active.snapshot)
        log.info(
            "screening lists in use",
            snapshot=active.snapshot.id,
            parties=active.snapshot.parties,
            seconds=round(time.monotonic() - started, 2),
        )


def _screener(parties: list[ListedParty]) -> Screener:
    return Screener(parties)
