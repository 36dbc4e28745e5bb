"""Work on re-screenings in bounded steps, each kept before the next: a kill resumes, never doubles.

Steps: open, find what held a changed entry, scan the seen names, enrich and publish what is
touched. Whoever holds the lease of the oldest open one works on it; others look on.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID, uuid4

import structlog

from chassis import metrics
from chassis.clock import Clock
from chassis.errors import Transient
from chassis.faults import fault_point
from chassis.postgres import Pool
from contracts.wire import Record
from services.enrich.adapters import affected, forgetting
from services.enrich.adapters import rescreening_jobs as jobs
from services.enrich.adapters.anew import anew
from services.enrich.adapters.rescreening_jobs import Job
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.parties import Screening
from services.enrich.domain.rescreening import EntryChange, Touched, touched
from services.enrich.domain.seen import SeenName
from services.enrich.ports import EnricherSource

log = structlog.get_logger()

LOOK_EVERY = 5.0
READY_EVERY = 0.5
NAMES_AT_ONCE = 2000
SCAN_SECONDS = 2.0

Publish = Callable[[Sequence[Record]], Awaitable[None]]
Changes = Mapping[tuple[str, str], EntryChange]
MakeScreener = Callable[[list[ListedParty]], Screening]


class Rescreener:
    """The background work of one replica."""

    def __init__(
        self,
        pool: Pool,
        source: EnricherSource,
        make_screener: MakeScreener,
        publish: Publish,
        clock: Clock,
    ) -> None:
        self._pool = pool
        self._source = source
        self._make_screener = make_screener
        self._publish = publish
        self._clock = clock
        self._worker = str(uuid4())
        self._rung = asyncio.Event()
        self._diff: tuple[UUID, Changes] | None = None
        self._index: Screening | None = None

    async def open(self) -> None:
        """Open what the active lists ask for, and wake the work."""
        await jobs.open_unmet(self._pool)
        self._rung.set()

    async def run(self, keep_days: float) -> None:
        """Work for ever; raises Transient, to be called again, while a dependency is away."""
        keep = forgetting.Forgetting(self._pool, keep_days)
        while True:
            self._rung.clear()
            try:
                await self.catch_up()
                await keep.now_and_then()
            except (Transient, OSError):
                raise
            except Exception:  # a bug here must not take the stages with it
                log.exception("re-screening failed, trying again")
            await _wait(self._rung, LOOK_EVERY)

    async def catch_up(self) -> None:
        """Open what is unmet and work until nothing is left, or another replica works on it."""
        await jobs.open_unmet(self._pool)
        while job := await jobs.claim(self._pool, self._worker):
            enricher = await self._source.current()
            if enricher.snapshot != job.lists:
                await asyncio.sleep(READY_EVERY)  # the index on the new lists is being built
            elif job.state == "publishing":
                await self._enrich(job, enricher)
            else:
                await self._scan(job)

    async def _scan(self, job: Job) -> None:
        changes = await self._changes(job)
        if job.state == "pending":
            await affected.start(self._pool, job, list(changes.values()))
            metrics.RESCREENED.labels("lists").inc()
            log.info("re-screening", snapshot=job.occasion.snapshot, entries=len(changes))
            return
        names: list[SeenName] = []
        parties = [p for each in changes.values() for p in each.to_screen(job.occasion.list_set)]
        if parties:
            names = await affected.names_after(self._pool, job.scanned_to, NAMES_AT_ONCE)
        if not names:
            await affected.to_state(self._pool, job, "publishing")
            return
        if self._index is None:
            self._index = await asyncio.to_thread(self._make_screener, parties)
        count, hits = await asyncio.to_thread(_look_through, names, self._index, changes)
        await affected.scanned(self._pool, job, names[:count], hits)
        metrics.RESCREENED.labels("names").inc(count)
        fault_point("after_scan")

    async def _changes(self, job: Job) -> Changes:
        """Return the changes by entry; kept while the job is worked on."""
        if self._diff is None or self._diff[0] != job.occasion.id:
            found: list[EntryChange] = []
            if await affected.anything_older(self._pool, job.lists.id):
                was, now = job.occasion.previous, job.occasion.snapshot
                found = await affected.changes_of(self._pool, was, now)
            changes = {(each.entry.list, each.entry.entry_id): each for each in found}
            self._diff, self._index = (job.occasion.id, changes), None
        return self._diff[1]

    async def _enrich(self, job: Job, enricher: Enricher) -> None:
        taken = await affected.take(self._pool, job)
        if not taken:
            await affected.to_state(self._pool, job, "done")
            log.info("re-screening done", snapshot=job.occasion.snapshot)
            self._diff = self._index = None
            return
        records, seen = await asyncio.to_thread(anew, job.occasion, enricher, taken, self._clock())
        await self._publish(records)
        fault_point("after_rescreened")
        await affected.settle(self._pool, job, taken, seen)
        metrics.RESCREENED.labels("events").inc(len(seen))


def _look_through(
    names: Sequence[SeenName], screener: Screening, changes: Changes
) -> tuple[int, list[Touched]]:
    """Screen names for a while; return how many, and those that are touched."""
    ends = time.monotonic() + SCAN_SECONDS
    count, hits = 0, []
    for hit in touched(names, screener, changes):
        count += 1
        if hit:
            hits.append(hit)
        if time.monotonic() > ends:
            break
    return count, hits


async def _wait(rung: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(rung.wait(), seconds)
