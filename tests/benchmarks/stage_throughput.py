"""Events per second of the stage beside stock Faust and a bare confluent-kafka loop, one broker."""

import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from contracts.alerts import AlertChanged
from contracts.envelope import Attributes, Event, Mode
from contracts.ids import alert_id
from contracts.wire import encode
from deploy.local.kafka import KafkaBroker
from tests.benchmarks.stage_peers import DEAD, PEERS, SOURCE, target

EVENTS = {"ours": 60_000, "confluent": 60_000, "faust": 6_000}
ROUNDS = 3
PARTITIONS = 12


def table() -> str:
    """Run the rounds interleaved and return the table."""
    with tempfile.TemporaryDirectory() as folder:
        broker = KafkaBroker(Path(folder) / "kafka")
        broker.start()
        try:
            _prepare(broker.bootstrap)
            rates: dict[str, list[float]] = {name: [] for name in PEERS}
            for round_ in range(ROUNDS):
                for name in PEERS:
                    rates[name].append(_measure(broker.bootstrap, name, round_))
        finally:
            broker.stop()
    middle = {name: median(values) for name, values in rates.items()}
    rows = [
        f"| {name} | {middle[name]:,.0f} | {min(rates[name]):,.0f}-{max(rates[name]):,.0f} "
        f"| {middle['ours'] / middle[name]:.2f} |"
        for name in PEERS
    ]
    head = (
        "| contestant | events/s (median of 3) | range | ours / this |\n| --- | --- | --- | --- |"
    )
    return "\n".join((head, *rows))


def _prepare(bootstrap: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    names = [SOURCE.name, DEAD, *(target(n) for n in PEERS)]
    admin.create_topics({n: {"num_partitions": PARTITIONS, "replication_factor": 1} for n in names})
    admin.close()
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=20, batch_size=262_144)
    for number in range(max(EVENTS.values())):
        record = encode(SOURCE, f"k{number % 500}", _event(number))
        producer.send(
            record.topic, key=record.key, value=record.value, headers=list(record.headers)
        )
    producer.flush()
    producer.close()


def _event(number: int) -> Event[AlertChanged]:
    now, matter = datetime.now(UTC), uuid4()
    data = AlertChanged(
        alert=alert_id(matter),
        matter=matter,
        revision=number + 1,
        version=1,
        state="open",
        band="high",
        score=70,
        urgency="now",
        first_line="深圳大学 -> AWS · awarded " * 6,
        change="opened",
        paging=True,
        receivers=("slack", "mail"),
        at=now,
    )
    attributes = Attributes(
        id=uuid4(),
        source="/bench",
        type=SOURCE.type,
        time=now,
        subject=str(matter),
        mode=Mode.LIVE,
        correlation_id=matter,
    )
    return Event(attributes=attributes, data=data)


def _measure(bootstrap: str, name: str, round_: int) -> float:
    """Start a contestant on a fresh group and time from its first output to its last."""
    if name == "ours" and round_:
        _rewind(bootstrap)
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    partitions = [TopicPartition(target(name), p) for p in range(PARTITIONS)]
    before = sum(consumer.end_offsets(partitions).values())
    command = [sys.executable, "-m", "tests.benchmarks.stage_peers", name, bootstrap, str(round_)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        first = start = 0.0
        while (done := sum(consumer.end_offsets(partitions).values()) - before) < EVENTS[name]:
            if done and not first:
                first, start = done, time.perf_counter()
            time.sleep(0.02)
        return (EVENTS[name] - first) / (time.perf_counter() - start)
    finally:
        consumer.close()
        process.send_signal(signal.SIGTERM if name == "ours" else signal.SIGKILL)
        process.wait()


def _rewind(bootstrap: str) -> None:
    """Let our group read from the start again; its member left, so the group is empty."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.delete_groups([f"notify-{SOURCE.name}"])
    admin.close()


if __name__ == "__main__":
    print(table())
