"""Publish a batch of records and wait for every acknowledgement."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError

from chassis.stage.partitions import partition_for
from contracts.wire import Record


async def publish(producer: AIOKafkaProducer, records: Sequence[Record], now_ms: int) -> None:
    """Send all records packed per partition; returns once the broker acknowledged each.

    There is no timeout: the idempotent producer retries until the broker is back, and an abandoned
    batch could surface later, out of order. The first error is raised after all sends settled.
    """
    packs = await _pack(producer, records, now_ms)
    sends = [_send(producer, at, pack) for at, pack in packs.items()]
    for result in await asyncio.gather(*sends, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _pack(
    producer: AIOKafkaProducer, records: Sequence[Record], now_ms: int
) -> dict[tuple[str, int], list[Any]]:
    counts = {t: len(await producer.partitions_for(t)) for t in {r.topic for r in records}}
    packs: dict[tuple[str, int], list[Any]] = {}
    for record in records:
        at = (record.topic, partition_for(record.key, counts[record.topic]))
        pack = packs.setdefault(at, [])
        # aiokafka's compiled append wants a list of headers.
        fields: dict[str, Any] = {
            "key": record.key,
            "value": record.value,
            "timestamp": now_ms,
            "headers": list(record.headers),
        }
        # Record timestamps are production time: retention by a notice's date would delete it.
        if not pack or pack[-1].append(**fields) is None:  # None: that batch is full
            pack.append(producer.create_batch())
            pack[-1].append(**fields)
    return packs


async def _send(producer: AIOKafkaProducer, at: tuple[str, int], pack: list[Any]) -> None:
    topic, partition = at
    for batch in pack:
        delivered = None
        while delivered is None:
            with contextlib.suppress(KafkaTimeoutError):  # no metadata yet, nothing enqueued
                delivered = await producer.send_batch(batch, topic, partition=partition)
        await delivered
