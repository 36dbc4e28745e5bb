"""What a stage has in hand: batches polled, in flight, acknowledged, committed."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition


@dataclass(eq=False, slots=True)
class Batch:
    """One poll's records and the epoch (count of revocations) they were polled in."""

    polled: Mapping[TopicPartition, Sequence[Any]]
    epoch: int
    began: float = field(default_factory=time.monotonic)

    def records(self) -> Iterator[Any]:
        """The records, each partition's in order."""
        for records in self.polled.values():
            yield from records

    @property
    def count(self) -> int:
        """How many records."""
        return sum(map(len, self.polled.values()))

    @property
    def oldest_ms(self) -> int:
        """Timestamp of the oldest record, milliseconds."""
        return min(int(records[0].timestamp) for records in self.polled.values())

    @property
    def starts(self) -> dict[TopicPartition, int]:
        """Where reading began, per partition."""
        return {tp: records[0].offset for tp, records in self.polled.items()}

    @property
    def ends(self) -> dict[TopicPartition, int]:
        """Where reading goes on, per partition."""
        return {tp: records[-1].offset + 1 for tp, records in self.polled.items()}


class Hands:
    """Batches between poll and commit. At most two: one in flight, one being handled."""

    def __init__(self) -> None:
        self.epoch = 0
        self.empty = asyncio.Event()  # set: nothing between poll and acknowledgement
        self.empty.set()
        self.in_flight: asyncio.Task[None] | None = None
        self.acknowledged: dict[TopicPartition, int] = {}
        self._batches: list[Batch] = []
        self._last_commit = time.monotonic()

    def take(self, polled: Mapping[TopicPartition, Sequence[Any]]) -> Batch:
        """Take a poll's records in hand."""
        self.empty.clear()
        batch = Batch(polled, self.epoch)
        self._batches.append(batch)
        return batch

    def acknowledge(self, batch: Batch) -> None:
        """Everything derived from the batch is on the broker: its positions may be committed."""
        self._batches.remove(batch)
        self.acknowledged.update(batch.ends)
        if not self._batches:
            self.empty.set()

    def settled(self) -> bool:
        """Tell whether the batch in flight has ended, well or badly."""
        return self.in_flight is not None and self.in_flight.done()

    def commit_due(self, every: float) -> bool:
        """Tell whether acknowledged positions wait for longer than `every` seconds."""
        return bool(self.acknowledged) and time.monotonic() - self._last_commit >= every

    def uncommitted(self) -> dict[TopicPartition, int]:
        """Positions to commit now."""
        return dict(self.acknowledged)

    def committed(self, positions: Mapping[TopicPartition, int]) -> None:
        """Note that the broker accepted these positions."""
        self._last_commit = time.monotonic()
        self.acknowledged = {
            tp: offset for tp, offset in self.acknowledged.items() if positions.get(tp) != offset
        }

    def drop(self) -> dict[TopicPartition, int]:
        """Give up what is not acknowledged; returns where to read again, per partition."""
        places: dict[TopicPartition, int] = {}
        for batch in reversed(self._batches):
            places.update(batch.starts)
        self._batches.clear()
        self.in_flight = None
        self.empty.set()
        return places

    def revoke(self) -> None:
        """Partitions went away: nothing in hand or acknowledged is ours any more."""
        self.epoch += 1
        self.acknowledged.clear()
