"""Kafka as a child: over crashes, side by side, with jars that are what was pinned."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic

from chassis.errors import Misconfigured
from deploy.local import kafka_jars
from deploy.local.children import LaunchFailed
from deploy.local.kafka import KafkaBroker
from tests.integration.local.processes import at_home_in

pytestmark = pytest.mark.integration


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[KafkaBroker]:
    broker = KafkaBroker(tmp_path / "a private, 公告 folder" / "kafka")
    yield broker
    broker.stop()


def make_topic(broker: KafkaBroker, name: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    admin.close()


def read(broker: KafkaBroker, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=broker.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=10_000,
    )
    values = [record.value for _, record in zip(range(count), consumer, strict=False)]
    consumer.close()
    return values


def test_a_client_outlives_a_kill_and_loses_nothing(broker: KafkaBroker) -> None:
    broker.start()
    port = broker.port
    make_topic(broker, "kept")
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, acks="all")
    producer.send("kept", b"before").get(timeout=10)

    broker.kill()
    assert not broker.running()
    broker.start()
    producer.send("kept", b"after").get(timeout=30)
    producer.close()

    assert broker.port == port
    assert read(broker, "kept", 2) == [b"before", b"after"]


def test_stop_is_clean_and_the_data_opens_on_other_ports(broker: KafkaBroker) -> None:
    broker.start()
    make_topic(broker, "kept")
    first = broker.pid
    broker.restart()
    assert broker.pid != first
    broker.stop()
    assert at_home_in(broker.data) == []

    later = KafkaBroker(broker.data)
    try:
        later.start()
        assert later.port != broker.port
        assert read(later, "kept", 0) == []
    finally:
        later.stop()


def test_two_brokers_run_side_by_side(kafka: KafkaBroker, broker: KafkaBroker) -> None:
    broker.start()

    assert broker.answers()
    assert kafka.answers()
    assert broker.port != kafka.port


def test_a_taken_port_is_an_error_that_names_it(kafka: KafkaBroker, tmp_path: Path) -> None:
    broker = KafkaBroker(tmp_path / "kafka", port=kafka.port)

    with pytest.raises(LaunchFailed, match=f"port {kafka.port} is taken"):
        broker.start()

    assert not broker.running()


def test_a_jar_that_is_not_the_pinned_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "kafka-clients.jar").write_bytes(b"something else")

    with pytest.raises(Misconfigured, match=r"^kafka-clients\.jar has not the pinned .* renew"):
        kafka_jars.check(tmp_path, {"kafka-clients.jar": "0" * 64})


def test_a_jar_that_nobody_pinned_is_named(tmp_path: Path) -> None:
    (tmp_path / "surprise.jar").write_bytes(b"")

    with pytest.raises(Misconfigured, match=r"^surprise\.jar is not as pinned"):
        kafka_jars.check(tmp_path, {})
