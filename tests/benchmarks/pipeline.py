"""Notices and account events per second through all services, from vault to assessment."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition

from contracts.topics import RISK_ASSESSED
from deploy import feeding
from tests.e2e.running import Running, running
from tests.e2e.traffic import innocent, tender_and_account

EVENTS = 2000


def table() -> str:
    """Feed notices, then account events, and time until the last assessment."""
    today = datetime.now(UTC)
    notices = [innocent(n, today) for n in range(EVENTS)]
    accounts = [tender_and_account(n, today)[1] for n in range(EVENTS)]
    rows = ["| what | events/s, vault to assessment |", "| --- | --- |"]
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "run") as run:
        for name, inputs in (("notices", notices), ("account events", accounts)):
            files = Path(folder) / name
            files.mkdir()
            for each in inputs:
                (files / each.name).write_bytes(each.raw)
            rows.append(f"| {name} | {_rate(run, files, len(inputs)):,.0f} |")
    return "\n".join(rows)


def _rate(run: Running, files: Path, count: int) -> float:
    consumer = KafkaConsumer(bootstrap_servers=run.installation.kafka.bootstrap)
    parts = [TopicPartition(RISK_ASSESSED.name, p) for p in range(12)]

    def assessed() -> int:
        return int(sum(consumer.end_offsets(parts).values()))

    before, began = assessed(), time.perf_counter()
    how = feeding.How(run.installation.dsn("ingest"), run.installation.kafka.bootstrap)
    asyncio.run(feeding.feed([files], how))
    assert run.until(lambda: assessed() - before >= count, 300)
    return count / (time.perf_counter() - began)


if __name__ == "__main__":
    print(table())
