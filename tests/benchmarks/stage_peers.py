"""The contestants of the stage benchmark: each consumes, validates, publishes with acks=all."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

from contracts.alerts import AlertChanged
from contracts.topics import Topic
from contracts.wire import Record

SOURCE = Topic("bench.source.v1", "alert.changed.v1", AlertChanged, "k", "delete", 1, "bench")
DEAD = "dead-letters.notify.v1"


def target(name: str) -> str:
    """Topic a contestant publishes to."""
    return f"bench.{name}.v1"


def ours(bootstrap: str, _round: str) -> None:
    """The stage of this project in its Faust host, with a handler that passes events on."""
    from chassis.host import build_host, run
    from chassis.messages import Outgoing, Received
    from chassis.settings import ServiceSettings
    from chassis.stage import StageSpec

    out = target("ours")

    async def handle(batch: Sequence[Received[Any]]) -> list[Outgoing]:
        return [
            Outgoing(Record(out, r.attributes.subject.encode(), b"{}" * 200, ()), r) for r in batch
        ]

    environ = {"KAFKA_BOOTSTRAP": bootstrap, "POSTGRES_DSN": "unused"}
    settings = ServiceSettings.from_env(environ)
    run(build_host("notify", settings, stages=[StageSpec("notify", SOURCE, handle)]))


def confluent(bootstrap: str, round_: str) -> None:
    """A bare confluent-kafka loop: the fastest client there is in Python, and nothing else."""
    from confluent_kafka import Consumer, Producer
    from pydantic import TypeAdapter

    decode = TypeAdapter(AlertChanged).validate_json
    out = target("confluent")
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": f"bench-confluent-{round_}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "enable.idempotence": True,
            "linger.ms": 5,
            "queue.buffering.max.messages": 1_000_000,
            "partitioner": "murmur2_random",
        }
    )
    consumer.subscribe([SOURCE.name])
    while True:
        batch = consumer.consume(500, timeout=0.5)
        for message in batch:
            decode(message.value())
            producer.produce(out, key=message.key(), value=b"{}" * 200)
        if batch:
            producer.flush()
            consumer.commit(asynchronous=False)


def faust(bootstrap: str, round_: str) -> None:
    """Stock Faust as its documentation shows it: an agent that awaits topic.send."""
    import faust as lib
    from pydantic import TypeAdapter

    decode = TypeAdapter(AlertChanged).validate_json
    app = lib.App(
        f"bench-faust-{round_}",
        broker=f"kafka://{bootstrap}",
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        datadir="/tmp/bench-faust",  # noqa: S108  stock Faust insists on one
        value_serializer="raw",
    )
    source, out = app.topic(SOURCE.name), app.topic(target("faust"))

    @app.agent(source)
    async def pass_on(stream: Any) -> None:
        async for event in stream.events():
            decode(event.value)
            await out.send(key=event.key, value=b"{}" * 200)

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    lib.Worker(app, loop=loop, loglevel="error", quiet=True).execute_from_commandline()


PEERS = {"ours": ours, "confluent": confluent, "faust": faust}

if __name__ == "__main__":
    PEERS[sys.argv[1]](sys.argv[2], sys.argv[3])
