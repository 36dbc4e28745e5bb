"""The worker itself: holds without a list, enriches under its own role, stops on SIGTERM."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from kafka import KafkaConsumer, KafkaProducer
from psycopg.conninfo import make_conninfo

from chassis.migrate import login_role, migrate
from chassis.postgres import make_pool
from contracts.envelope import Attributes, Event, Mode
from contracts.ids import root_id
from contracts.parties import Role
from contracts.tenders import TenderEnriched
from contracts.topics import TENDERS_ENRICHED, TENDERS_RECEIVED
from contracts.wire import encode
from deploy import topics
from deploy.local.kafka import KafkaBroker
from services.enrich.adapters import snapshots
from services.enrich.data.bundle import list_extract
from tests.unit.enrich.notices import notice, party

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
HOLDING = "no screening list was ever loaded"


@pytest.fixture
def own_dsn(database: str) -> str:
    asyncio.run(migrate(database, "enrich", ROOT / "services" / "enrich" / "migrations"))
    role = login_role("enrich")
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"ALTER ROLE {role} LOGIN PASSWORD 'test'")
    return make_conninfo(database, user=role, password="test")


@pytest.fixture
def worker(
    kafka: KafkaBroker, own_dsn: str, free_port: int, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    topics.apply(kafka.bootstrap)
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP": kafka.bootstrap,
        "POSTGRES_DSN": own_dsn,
        "HEALTH_PORT": str(free_port),
        "DATA_DIR": str(tmp_path),
    }
    process = subprocess.Popen([sys.executable, "-m", "services.enrich"], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def ready(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()
    except OSError as away:
        return str(away)


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.2)


async def load_extract(dsn: str) -> None:
    pool = make_pool(dsn, "enrich-test")
    await pool.open(wait=True)
    try:
        await snapshots.load(pool, list_extract(), "csl_extract.json")
    finally:
        await pool.close()


def send(bootstrap: str) -> str:
    data = notice("采购8张NVIDIA A100 GPU", buyer=party(Role.BUYER, "四川大学"))
    cause = root_id("worker test", str(datetime.now(UTC)))
    attributes = Attributes(
        id=cause,
        source="/exportwatch/ingest",
        type=TENDERS_RECEIVED.type,
        time=datetime.now(UTC),
        subject=str(data.matter),
        mode=Mode.DEMO,
        correlation_id=cause,
    )
    record = encode(TENDERS_RECEIVED, str(data.matter), Event(attributes=attributes, data=data))
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    producer.send(record.topic, key=record.key, value=record.value, headers=list(record.headers))
    producer.close()
    return str(cause)


def test_events_wait_for_the_first_list_and_are_then_enriched(
    kafka: KafkaBroker, own_dsn: str, worker: subprocess.Popen[bytes], free_port: int
) -> None:
    cause = send(kafka.bootstrap)
    until(lambda: HOLDING in ready(free_port))
    asyncio.run(load_extract(own_dsn))
    consumer = KafkaConsumer(
        TENDERS_ENRICHED.name,
        bootstrap_servers=kafka.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=60_000,
    )
    record = next(r for r in consumer if dict(r.headers)["ce_correlationid"].decode() == cause)
    consumer.close()
    data = TenderEnriched.model_validate_json(record.value)
    assert [(chip.name, chip.count) for chip in data.chips] == [("A100", 8)]
    assert data.parties[0].matches[0].list == "EL"
    assert data.screened == "complete"
    until(lambda: '"ready": true' in ready(free_port))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
