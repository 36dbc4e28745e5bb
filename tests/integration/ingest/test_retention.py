"""Retention: what has aged leaves the vault, what is unsettled or came again lately stays."""

from datetime import UTC, datetime

import psycopg
import pytest

from chassis.errors import Transient
from services.ingest.adapters.pruning import BUNDLE, Pruner
from services.ingest.domain.source import SourceInfo
from tests.integration.ingest.conftest import Station
from tests.integration.ingest.test_vault_and_bus import notice

pytestmark = pytest.mark.integration

SOURCE = SourceInfo(datetime(2024, 4, 1, tzinfo=UTC), file="notice.txt")
AGE = """
    UPDATE ingest.{0} SET {1} = {1} - make_interval(days => %s)
"""


async def aged(station: Station, database: str, days: int) -> None:
    """Make everything the vault holds older; only the owner can."""
    columns = (("raw", "kept_at"), ("raw", "settled_at"), ("receipt", "received_at"))
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as conn:
        for table, column in columns:
            await conn.execute(AGE.format(table, column), (days,))


async def counts(station: Station) -> tuple[int, ...]:
    found = []
    async with station.pool.connection() as conn:
        for table in ("raw", "receipt", "outcome"):
            counted = await conn.execute(f"SELECT count(*) FROM ingest.{table}")  # noqa: S608
            row = await counted.fetchone()
            found.append(int(row[0]) if row else -1)
    return tuple(found)


async def test_what_is_older_than_the_retention_leaves_with_its_receipts_and_outcomes(
    station: Station, database: str
) -> None:
    await station.intake.accept(notice()[0], SOURCE)
    await station.intake.accept(b"x", SOURCE)
    await aged(station, database, 500)
    now = SourceInfo(datetime.now(UTC))
    await station.intake.accept(notice()[0], now)

    assert await Pruner(station.pool, 499).prune() == 2
    assert await counts(station) == (1, 1, 1)
    assert await Pruner(station.pool, 499).prune() == 0


async def test_nothing_leaves_before_its_time_or_with_a_retention_of_zero(
    station: Station, database: str
) -> None:
    now = SourceInfo(datetime.now(UTC))
    await station.intake.accept(notice()[0], now)
    await aged(station, database, 500)

    assert await Pruner(station.pool, 501).prune() == 0
    assert await Pruner(station.pool, 0).prune() == 0
    assert await counts(station) == (1, 1, 1)


async def test_what_was_never_settled_stays_however_old(station: Station, database: str) -> None:
    with pytest.raises(Transient):
        await station.away.accept(notice()[0], SOURCE)
    await aged(station, database, 5000)

    assert await Pruner(station.pool, 400).prune() == 0
    assert await station.intake.sweep(0) == 1


async def test_what_came_again_lately_stays(station: Station, database: str) -> None:
    raw, _ = notice()
    await station.intake.accept(raw, SOURCE)
    await aged(station, database, 500)
    await station.intake.accept(raw, SourceInfo(datetime.now(UTC)))

    assert await Pruner(station.pool, 400).prune() == 0


async def test_the_database_keeps_a_year_whatever_it_is_asked(
    station: Station, database: str
) -> None:
    await station.intake.accept(notice()[0], SourceInfo(datetime.now(UTC)))
    await aged(station, database, 300)
    assert await Pruner(station.pool, 1).prune() == 0


async def test_the_services_own_role_still_cannot_delete_evidence(own_dsn: str) -> None:
    async with await psycopg.AsyncConnection.connect(own_dsn, autocommit=True) as conn:
        for table in ("raw", "receipt", "outcome", "source", "source_test"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await conn.execute(f"DELETE FROM ingest.{table}")  # noqa: S608


async def test_many_files_leave_in_bundles(station: Station, database: str) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as conn:
        await conn.execute(
            "INSERT INTO ingest.raw (sha256, bytes, source, provenance, mode, received_at, kept_at,"
            " settled_at) SELECT lpad(to_hex(n), 64, '0'), '', 'cli', 'reposter', 'live', now(),"
            " now() - interval '900 days', now() - interval '900 days'"
            " FROM generate_series(1, %s) AS n",
            (2 * BUNDLE + 1,),
        )
    assert await Pruner(station.pool, 400).prune() == 2 * BUNDLE + 1
