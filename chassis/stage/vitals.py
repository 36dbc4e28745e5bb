"""The signs of life of a stage: phase, last movement, counters; health and metrics read them."""

import time
from collections.abc import Sequence
from typing import Any

from chassis import metrics
from chassis.errors import describe
from chassis.stage.hands import Batch
from contracts.wire import Record

LAG_EVERY = 5.0


class Vitals:
    """Phase and progress of one stage; times are monotonic seconds."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.phase = "starting"
        self.detail: str | None = None
        self.last_moved = time.monotonic()
        self._lag_at = 0.0
        self._positions: dict[Any, int] = {}

    def enter(self, phase: str, detail: str | None = None) -> None:
        """Note the phase the stage is in, and why."""
        if phase != self.phase:
            metrics.PHASE.labels(self.stage, self.phase).set(0)
            metrics.PHASE.labels(self.stage, phase).set(1)
        self.phase, self.detail = phase, detail

    def moved(self, consumer: Any) -> None:
        """The loop went round: the strongest sign of life there is."""
        self.last_moved = time.monotonic()
        if self.phase in ("holding", "halted", "reconnecting") and not consumer.paused():
            self.enter("running")
        if self.last_moved - self._lag_at > LAG_EVERY:
            self._lag_at = self.last_moved
            metrics.LAG.labels(self.stage).set(self._lag(consumer))

    def retrying(self, exc: BaseException | None) -> None:
        """A dependency is away (the loop still moves), or is back (None)."""
        self.last_moved = time.monotonic()
        if exc is None:
            if self.phase == "retrying":
                self.enter("running")
            return
        metrics.RETRIES.labels(self.stage).inc()
        self.enter("retrying", describe(exc))

    def polled(self, batch: Batch) -> None:
        """A batch of records was polled."""
        self._positions.update(batch.ends)
        metrics.EVENTS.labels(self.stage, "consumed").inc(batch.count)
        age = time.time() - batch.oldest_ms / 1000
        metrics.EVENT_AGE_SECONDS.labels(self.stage).observe(max(0.0, age))

    def published(self, batch: Batch, records: Sequence[Record], dead_letters: str) -> None:
        """A batch was published and acknowledged."""
        dead = sum(record.topic == dead_letters for record in records)
        metrics.EVENTS.labels(self.stage, "dead_letter").inc(dead)
        metrics.EVENTS.labels(self.stage, "published").inc(len(records) - dead)
        metrics.BATCH_SECONDS.labels(self.stage).observe(time.monotonic() - batch.began)

    def _lag(self, consumer: Any) -> int:
        """Events between what was polled and the end, over the assigned partitions."""
        ends = {tp: consumer.highwater(tp) or 0 for tp in consumer.assignment()}
        return sum(max(0, end - self._positions.get(tp, end)) for tp, end in ends.items())
