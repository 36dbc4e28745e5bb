"""The real Kafka and PostgreSQL, started when a test first asks and shared by the whole run."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from deploy.local import ports
from deploy.local.kafka import KafkaBroker
from deploy.local.postgres import PostgresServer

# A deadline judges the machine, not the code: speed is measured by the benchmarks.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """A running broker at `kafka.bootstrap`. Make topics of your own, never stop it."""
    broker = KafkaBroker(tmp_path_factory.mktemp("kafka") / "data")
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A running server without fsync; take `database` for a place of your own. Never stop it."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres") / "data", durable=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    """The superuser's DSN of an empty database that is dropped after the test."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(postgres.dsn(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield postgres.dsn(dbname=name)
        finally:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            admin.execute(drop.format(sql.Identifier(name)))


@pytest.fixture
def free_port() -> int:
    """A loopback port on which nothing listens."""
    return ports.free_port()
