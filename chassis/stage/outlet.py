"""Publish what no input topic drives: one idempotent producer, opened when it is first needed."""

import asyncio
import contextlib
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from chassis.clock import Clock
from chassis.errors import Transient, describe
from chassis.stage.clients import make_producer
from chassis.stage.publishing import publish
from chassis.stage.spec import Tuning
from contracts.wire import Record


class Outlet:
    """Publishes for background work; `name` is how the broker sees the client."""

    def __init__(self, bootstrap: str, name: str, clock: Clock) -> None:
        self._bootstrap = bootstrap
        self._name = name
        self._clock = clock
        self._tuning = Tuning()
        self._producer: AIOKafkaProducer | None = None

    async def publish(self, records: Sequence[Record]) -> None:
        """Return once the broker acknowledged each record; raises Transient if it is away.

        After a failure the same records may be published again, in full: their ids are derived.
        """
        try:
            await publish(await self._open(), records, int(self._clock().timestamp() * 1000))
        except (KafkaError, OSError) as exc:
            # A producer that failed once has a hole in its sequence numbers.
            await self.close()
            raise Transient(f"bus: {describe(exc)}") from exc

    async def close(self) -> None:
        """Close the producer within the time a stage takes."""
        producer, self._producer = self._producer, None
        if producer:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(producer.stop(), self._tuning.close_wait)

    async def _open(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = make_producer(self._bootstrap, self._name, self._tuning)
            try:
                await producer.start()
            except BaseException:
                with contextlib.suppress(Exception):
                    await producer.stop()
                raise
            self._producer = producer
        return self._producer
