"""An intake on the real PostgreSQL under ingest's own role, and the real Kafka."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chassis.migrate import login_role, migrate
from chassis.postgres import Pool, make_pool
from deploy import topics
from deploy.local.kafka import KafkaBroker
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.adapters.producer import KafkaPublisher
from services.ingest.adapters.vault import PostgresVault

MIGRATIONS = Path(__file__).parents[3] / "services" / "ingest" / "migrations"


@dataclass
class Station:
    """The parts of a running ingest; `away` has the same vault and a broker that is not there."""

    pool: Pool
    intake: Intake
    away: Intake
    bootstrap: str
    dsn: str


@pytest.fixture
async def own_dsn(database: str) -> str:
    """The DSN of the login role that the service itself uses."""
    await migrate(database, "ingest", MIGRATIONS)
    role = login_role("ingest")
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"ALTER ROLE {role} LOGIN PASSWORD 'test'")
    return make_conninfo(database, user=role, password="test")


@pytest.fixture
async def station(own_dsn: str, kafka: KafkaBroker, free_port: int) -> AsyncIterator[Station]:
    """Both intakes over one vault."""
    topics.apply(kafka.bootstrap)
    pool = make_pool(own_dsn, "ingest-test")
    await pool.open(wait=True)
    publishers = [
        KafkaPublisher(kafka.bootstrap),
        KafkaPublisher(f"127.0.0.1:{free_port}", deadline=0.5),
    ]
    intakes = [Intake(PostgresVault(pool), PostgresMatters(pool), each) for each in publishers]
    try:
        yield Station(pool, *intakes, kafka.bootstrap, own_dsn)
    finally:
        for each in publishers:
            await each.close()
        await pool.close()
