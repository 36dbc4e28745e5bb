"""The loop: poll, handle the next batch while the last one is published, then commit.

Nothing is committed before everything derived from it is acknowledged: a crash costs repeats that
derived ids and upserts absorb, never a loss (docs/adr/0002-own-batch-stage-in-a-faust-worker.md).
"""

import asyncio
import contextlib
import time
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from mode import Service

from chassis import metrics
from chassis.clock import Clock, utc_now
from chassis.errors import Invalid, describe
from chassis.retry import backoff
from chassis.stage.clients import close, make_consumer, make_producer
from chassis.stage.decode import decoder
from chassis.stage.handling import Halted, Handling, Lost, Pair
from chassis.stage.hands import Batch, Hands
from chassis.stage.parking import Failure
from chassis.stage.publishing import publish
from chassis.stage.spec import StageSpec
from chassis.stage.vitals import Vitals
from contracts.wire import Record

log = structlog.get_logger()

POLL_MS = 500
HOLD_MS = 1000
_DROPPED = (Lost, CommitFailedError, IllegalStateError)


class Stage(Service, ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """Consumes one topic for one service, hosted in a Faust worker."""

    abstract = False

    def __init__(self, bootstrap: str, spec: StageSpec, clock: Clock = utc_now) -> None:
        super().__init__()
        self.spec = spec
        self.vitals = Vitals(spec.group)
        self._bootstrap = bootstrap
        self._clock = clock
        self._decode = decoder(spec.source)
        self._hands = Hands()
        self._handling = Handling(spec, clock, self.sleep, self.vitals.retrying)
        self._ended = asyncio.Event()
        self._halted: str | None = None
        self._consumer: AIOKafkaConsumer
        self._producer: AIOKafkaProducer

    def resume(self) -> None:
        """Go on after a halt: the offending events are tried, and parked, anew."""
        self._halted, self._handling.parked_in_a_row = None, 0

    @Service.task
    async def _main(self) -> None:
        delays = backoff()
        try:
            while not self.should_stop:
                began = time.monotonic()
                try:
                    await self._session()
                except (KafkaError, OSError) as exc:
                    self.vitals.enter("reconnecting")
                    log.warning("kafka session ended", stage=self.spec.group, error=describe(exc))
                    if time.monotonic() - began > self.spec.tuning.healthy_after:
                        delays = backoff()
                    await self.sleep(next(delays))
        finally:
            self._ended.set()

    async def on_stop(self) -> None:
        """Let the batch in hand finish; then mode cancels the task, which closes the clients."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), self.spec.tuning.stop_wait)

    async def _session(self) -> None:
        metrics.SESSIONS.labels(self.spec.group).inc()
        self._hands = Hands()
        wait = self.spec.tuning.close_wait
        async with contextlib.AsyncExitStack() as stack:
            self._producer = make_producer(self._bootstrap, self.spec.group, self.spec.tuning)
            stack.push_async_callback(close, self._producer, lambda: self.should_stop, wait)
            await self._producer.start()
            self._consumer = make_consumer(self._bootstrap, self.spec)
            stack.push_async_callback(close, self._consumer, lambda: self.should_stop, wait)
            self._consumer.subscribe([self.spec.source.name], listener=self)
            await self._consumer.start()
            stack.push_async_callback(self._abandon)
            while not self.should_stop:
                await self._cycle()
            await self._settle()
            await self._commit()

    async def _abandon(self) -> None:
        if task := self._hands.in_flight:
            task.cancel()
            with contextlib.suppress(BaseException):
                await task

    async def _cycle(self) -> None:
        held = self._halted or (await self.spec.gate() if self.spec.gate else None)
        if held:
            await self._hold(held)
            return
        self._consumer.resume(*self._consumer.paused())
        # Never wrap getmany in a task or a time-out: records drained and cancelled are skipped.
        idle_ms = int(self.spec.tuning.commit_every * 1000) if self._hands.acknowledged else POLL_MS
        polled = await self._consumer.getmany(timeout_ms=idle_ms)
        self.vitals.moved(self._consumer)
        try:
            if polled and not self.should_stop:
                await self._take(self._hands.take(polled))
            elif self._hands.settled():
                await self._settle()
            if self._hands.commit_due(self.spec.tuning.commit_every):
                await self._commit()
        except _DROPPED as exc:
            await self._drop(exc)
        except Halted as exc:
            self._halted = f"{self.spec.tuning.parked_in_a_row} events in a row failed: {exc}"
            log.critical("stage halted", stage=self.spec.group, error=describe(exc))
            await self._drop(exc)

    async def _hold(self, why: str) -> None:
        """Keep the group membership, read nothing: a blocked poll would leave the group."""
        self.vitals.enter("halted" if self._halted else "holding", why)
        self._consumer.pause(*self._consumer.assignment())
        polled = await self._consumer.getmany(timeout_ms=HOLD_MS)
        self.vitals.moved(self._consumer)
        for tp, records in polled.items():  # assigned between pause and poll
            self._consumer.seek(tp, records[0].offset)

    async def _take(self, batch: Batch) -> None:
        records = await self._handle(batch)
        await self._settle()
        self._hands.in_flight = asyncio.create_task(self._finish(batch, records))

    async def _handle(self, batch: Batch) -> list[Record]:
        dead: list[Record] = []
        good: list[Pair] = []
        for record in batch.records():
            try:
                good.append(Pair(record, self._decode(record)))
            except Invalid as exc:
                dead.append(self._handling.parked(record, Failure(exc.reason, exc)))
        self.vitals.polled(batch)
        if not good:
            return dead
        epoch = batch.epoch
        return dead + await self._handling.run(
            good, lambda: epoch == self._hands.epoch and not self.should_stop
        )

    async def _finish(self, batch: Batch, records: list[Record]) -> None:
        """Publish one batch; after a long stall, prove membership first by a commit."""
        if time.monotonic() - batch.began > self.spec.tuning.lease:
            await self._consumer.commit(batch.starts)
        await publish(self._producer, records, int(self._clock().timestamp() * 1000))
        if batch.epoch != self._hands.epoch:
            raise Lost
        self._hands.acknowledge(batch)
        self.vitals.published(batch, records, self.spec.dead_letters.name)

    async def _settle(self) -> None:
        if task := self._hands.in_flight:
            await task
            self._hands.in_flight = None

    async def _commit(self) -> None:
        if positions := self._hands.uncommitted():
            await self._consumer.commit(positions)
            self._hands.committed(positions)

    async def _drop(self, exc: BaseException) -> None:
        """Rewind whatever is in hand: reading on past it would let a later commit swallow it."""
        log.warning("batch dropped", stage=self.spec.group, error=describe(exc))
        await self._abandon()
        for tp, offset in self._hands.drop().items():
            with contextlib.suppress(IllegalStateError):  # not ours any more
                self._consumer.seek(tp, offset)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Wait for the batch in hand, commit it, and call the rest no longer ours."""
        self.vitals.enter("rebalancing")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hands.empty.wait(), self.spec.tuning.revoke_wait)
        with contextlib.suppress(KafkaError):
            await self._commit()
        self._hands.revoke()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Report running; the loop goes on by itself."""
        self.vitals.enter("running")

    def __repr__(self) -> str:
        return f"<Stage {self.spec.group}>"

    def _repr_info(self) -> Any:
        return self.spec.group
