"""Read a topic from its start to its present end: what operator commands look at."""

from collections.abc import Iterator
from typing import Any

from kafka import KafkaConsumer, TopicPartition

POLL_MS = 500


def read_all(bootstrap: str, topic: str) -> Iterator[Any]:
    """Yield the records a topic holds now (kafka-python records), each partition in order."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, enable_auto_commit=False, fetch_max_bytes=8 * 1024 * 1024
    )
    try:
        numbers = sorted(consumer.partitions_for_topic(topic) or ())
        parts = [TopicPartition(topic, number) for number in numbers]
        starts, ends = consumer.beginning_offsets(parts), consumer.end_offsets(parts)
        consumer.assign(parts)
        consumer.seek_to_beginning(*parts)
        left = {tp for tp in parts if ends[tp] > starts[tp]}
        while left:
            for tp, records in consumer.poll(timeout_ms=POLL_MS).items():
                yield from (record for record in records if record.offset < ends[tp])
            # By position: a compacted topic may lack its last offsets.
            left = {tp for tp in left if consumer.position(tp) < ends[tp]}
    finally:
        consumer.close()
