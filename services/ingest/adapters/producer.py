"""The bus, one way: kafka-python's idempotent producer, acknowledgements awaited in a thread."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from chassis.errors import Transient, describe
from contracts.topics import MAX_MESSAGE_BYTES
from contracts.wire import Record

# The webhook answers within this: an accepted notice is acknowledged, or refused with Retry-After.
DEADLINE_SECONDS = 5.0
AT_ONCE = 8


class KafkaPublisher:
    """Publisher of ports.py. One producer, built when first needed: its constructor blocks.

    A caller whose deadline passed gets Transient although the record may still arrive; the vault
    keeps its row, and the sweep publishes the same id again.
    """

    def __init__(self, bootstrap: str, deadline: float = DEADLINE_SECONDS) -> None:
        self._bootstrap = bootstrap
        self._deadline = deadline
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._building = threading.Lock()
        self._producer: Any = None
        self._closed = False

    async def publish(self, records: Sequence[Record]) -> None:
        """Return when the broker acknowledged every record; raises Transient if it did not."""
        if not records:
            return
        try:
            async with asyncio.timeout(self._deadline), self._turns:
                await _in_daemon_thread(lambda: self._publish(records))
        except (KafkaError, OSError, TimeoutError) as exc:
            raise Transient(f"Kafka did not acknowledge: {describe(exc)}") from exc

    async def close(self) -> None:
        """Give up within two seconds; what was not acknowledged stays kept in the vault."""
        self._closed = True
        producer, self._producer = self._producer, None
        if producer is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(2.0):
                    await _in_daemon_thread(lambda: producer.close(1.0))

    def _publish(self, records: Sequence[Record]) -> None:
        until = time.monotonic() + self._deadline
        producer = self._ready(until)
        try:
            sent = [
                producer.send(r.topic, value=r.value, key=r.key, headers=list(r.headers))
                for r in records
            ]
            for future in sent:
                future.get(timeout=max(0.1, until - time.monotonic()))
        except BaseException:
            self._discard(producer)
            raise

    def _discard(self, producer: Any) -> None:
        """Use a producer that failed once no more.

        A record that expired leaves a hole in its sequence numbers: measured, it never sends again
        after a broker was away for longer than the delivery time-out.
        """
        with self._building:
            if self._producer is producer:
                self._producer = None
        threading.Thread(target=_close, args=(producer,), daemon=True).start()

    def _ready(self, until: float) -> Any:
        if not self._building.acquire(timeout=max(0.0, until - time.monotonic())):
            raise TimeoutError("still connecting to Kafka")
        try:
            if self._closed:
                raise TimeoutError("shutting down")
            if self._producer is None:
                self._producer = self._build()
            return self._producer
        finally:
            self._building.release()

    def _build(self) -> Any:
        milliseconds = int(self._deadline * 1000)
        return KafkaProducer(
            bootstrap_servers=self._bootstrap.split(","),
            client_id="exportwatch-ingest",
            acks="all",
            enable_idempotence=True,
            linger_ms=2,
            max_request_size=MAX_MESSAGE_BYTES,
            bootstrap_timeout_ms=milliseconds,
            max_block_ms=milliseconds,
            request_timeout_ms=milliseconds,
            delivery_timeout_ms=2 * milliseconds,
        )


async def _in_daemon_thread(work: Callable[[], None]) -> None:
    """Run blocking work; unlike an executor's thread it never delays the end of the process."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def settle(error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    def run() -> None:
        error: BaseException | None = None
        try:
            work()
        except BaseException as exc:  # noqa: BLE001  handed to the waiting coroutine
            error = exc
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=run, name="kafka-publish", daemon=True).start()
    await done


def _close(producer: Any) -> None:
    """Close a producer that is given up; what it still held is in the vault."""
    with contextlib.suppress(Exception):
        producer.close(1.0)
