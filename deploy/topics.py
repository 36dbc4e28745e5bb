"""Provision the topics from the one table, and tell how the broker differs from it."""

from collections.abc import Mapping
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from contracts.topics import DAY_MS, TOPICS, Topic

PARTITIONS = 12


def settings_of(topic: Topic) -> dict[str, str]:
    """Return the broker settings a topic must have."""
    wanted = {"cleanup.policy": topic.cleanup, "max.message.bytes": str(topic.max_bytes)}
    if topic.cleanup == "delete":
        wanted["retention.ms"] = str(topic.days * DAY_MS)
    elif topic.days:
        wanted["min.compaction.lag.ms"] = str(topic.days * DAY_MS)
    return wanted


def apply(bootstrap: str, partitions: int = PARTITIONS, replicas: int = 1) -> list[str]:
    """Create what lacks and correct what differs; return one line for each thing done.

    The number of partitions of an existing topic is never changed: keys would move.
    """
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, client_id="exportwatch-topics")
    try:
        existing = set(admin.list_topics())
        new = [t for t in TOPICS if t.name not in existing]
        if new:
            wanted_new = {t.name: _new(t, partitions, replicas) for t in new}
            admin.create_topics(wanted_new, wait_for_metadata=True)
        done = [f"created {t.name}" for t in new]
        wrong = _differences(admin, [t for t in TOPICS if t.name in existing])
        for name, changes in wrong.items():
            wanted = {key: want for key, (_, want) in changes.items()}
            admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, wanted)])
            done.append(f"corrected {name}: {', '.join(sorted(wanted))}")
        return done
    finally:
        admin.close()


def diff(bootstrap: str) -> list[str]:
    """Return one line for each difference between the broker and the table."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, client_id="exportwatch-topics")
    try:
        existing = set(admin.list_topics())
        lines = [f"{t.name}: missing" for t in TOPICS if t.name not in existing]
        wrong = _differences(admin, [t for t in TOPICS if t.name in existing])
        return lines + [
            f"{name}: {key} is {have}, should be {want}"
            for name, changes in wrong.items()
            for key, (have, want) in changes.items()
        ]
    finally:
        admin.close()


def _new(topic: Topic, partitions: int, replicas: int) -> dict[str, object]:
    return {
        "num_partitions": partitions,
        "replication_factor": replicas,
        "configs": settings_of(topic),
    }


def _differences(
    admin: KafkaAdminClient, topics: list[Topic]
) -> dict[str, dict[str, tuple[str | None, str]]]:
    """Map topic name -> setting -> (value on the broker, value in the table), where they differ."""
    if not topics:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    found = _described(admin.describe_configs(resources, config_filter="all"))
    differing: dict[str, dict[str, tuple[str | None, str]]] = {}
    for topic in topics:
        have = found.get(topic.name, {})
        changes = {k: (have.get(k), v) for k, v in settings_of(topic).items() if have.get(k) != v}
        if changes:
            differing[topic.name] = changes
    return differing


def _described(answer: Any) -> Mapping[str, dict[str, str]]:
    topics = answer.get("topic", {})
    return {
        name: {key: found["value"] for key, found in settings.items()}
        for name, settings in topics.items()
    }
