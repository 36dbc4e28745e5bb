"""The Kafka clients of one session: one consumer and one idempotent producer, closed in time."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from chassis.stage.spec import StageSpec, Tuning


def make_producer(bootstrap: str, name: str, tuning: Tuning) -> AIOKafkaProducer:
    """Return an idempotent producer; one that failed once has a hole in its sequence numbers."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        client_id=f"exportwatch-{name}",
        acks="all",
        enable_idempotence=True,
        request_timeout_ms=20_000,
        max_batch_size=tuning.batch_bytes,
        max_request_size=4 * 1024 * 1024,
    )


def make_consumer(bootstrap: str, spec: StageSpec) -> AIOKafkaConsumer:
    """Return a dynamic group member that never commits by itself."""
    tuning = spec.tuning
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        client_id=f"exportwatch-{spec.group}",
        group_id=spec.group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=tuning.max_poll_records,
        session_timeout_ms=int(tuning.session_timeout * 1000),
        heartbeat_interval_ms=2000,
        rebalance_timeout_ms=int(tuning.revoke_wait * 1000) + 20_000,
        # A handler that retries for an hour keeps its partitions: heartbeats go on in between.
        max_poll_interval_ms=3_600_000,
    )


async def close(client: Any, stopping: Callable[[], bool], seconds: float) -> None:
    """Stop a client; a half-closed consumer keeps its partitions, so then it is better to die."""
    try:
        await asyncio.wait_for(client.stop(), seconds if stopping() else 60.0)
    except TimeoutError:
        if not stopping():
            raise RuntimeError("a Kafka client does not close") from None
