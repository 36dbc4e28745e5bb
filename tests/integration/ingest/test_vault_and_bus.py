"""Kept before anything else, published once in effect, whatever is away or dies in between."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from kafka import KafkaConsumer

from chassis.errors import Invalid, Transient
from contracts.envelope import Mode
from contracts.tenders import TenderReceived
from contracts.topics import ACCOUNTS_RECEIVED, TENDERS_RECEIVED
from contracts.wire import attributes_of
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.domain.source import SourceInfo
from tests.integration.ingest.conftest import Station

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
SOURCE = SourceInfo(datetime(2024, 4, 1, tzinfo=UTC), file="notice.txt")


def notice(kind: str = "中标公告", number: str | None = None) -> tuple[bytes, str]:
    number = number or f"TEST-{uuid4().hex[:10]}"
    text = (
        f"示例大学云平台服务{number}{kind}\n项目编号：{number}\n项目名称：云平台服务{number}\n"
        "采购人：示例大学\n供应商名称：示例云科技有限公司\n中标金额：19.9804万元\n公告时间：2024-03-21\n"
    )
    return text.encode(), number


def on_topic(bootstrap: str, ids: set[str], topic: str = TENDERS_RECEIVED.name) -> list:
    """Records with these event ids, in order, once the topic has been read to its end."""
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=3000,
    )
    try:
        return [r for r in consumer if dict(r.headers)["ce_id"].decode() in ids]
    finally:
        consumer.close()


async def test_a_notice_is_published_under_its_matter_and_a_repeat_is_a_duplicate(
    station: Station,
) -> None:
    raw, number = notice()

    first = (await station.intake.accept(raw, SOURCE))[0]
    repeat = (await station.intake.accept(raw, SOURCE))[0]

    assert (first.status, repeat.status, repeat.reason) == ("published", "duplicate", "same_bytes")
    records = await asyncio.to_thread(on_topic, station.bootstrap, {str(first.event)})
    assert len(records) == 1
    data = TenderReceived.model_validate_json(records[0].value)
    attributes = attributes_of(records[0].headers)
    assert records[0].key.decode() == str(data.matter)
    assert attributes.correlation_id == attributes.id == first.event
    assert data.project_number is not None
    assert data.project_number.value == number


async def test_again_publishes_the_same_event_id(station: Station) -> None:
    raw, _ = notice()
    first = (await station.intake.accept(raw, SOURCE))[0]

    again = (await station.intake.accept(raw, SOURCE, again=True))[0]

    assert (again.status, again.event) == ("published", first.event)
    records = await asyncio.to_thread(on_topic, station.bootstrap, {str(first.event)})
    assert len(records) == 2


async def test_bytes_kept_while_the_broker_is_away_are_published_by_the_sweep(
    station: Station,
) -> None:
    raw, _ = notice()
    with pytest.raises(Transient, match="Kafka"):
        await station.away.accept(raw, SOURCE)
    assert await station.intake.vault.left() == 1

    swept = await station.intake.sweep(older_than=0)

    assert (swept, await station.intake.vault.left()) == (1, 0)
    assert (await station.intake.accept(raw, SOURCE))[0].status == "duplicate"


async def test_a_duplicate_that_is_not_yet_published_is_published_now(station: Station) -> None:
    raw, _ = notice()
    with pytest.raises(Transient):
        await station.away.accept(raw, SOURCE)

    assert (await station.intake.accept(raw, SOURCE))[0].status == "published"
    assert await station.intake.vault.left() == 0


KILLED = """
import asyncio, sys
from pathlib import Path
from datetime import UTC, datetime
from chassis.postgres import make_pool
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.adapters.producer import KafkaPublisher
from services.ingest.adapters.vault import PostgresVault
from services.ingest.domain.source import SourceInfo

async def main():
    pool = make_pool(sys.argv[1], "killed")
    await pool.open(wait=True)
    intake = Intake(PostgresVault(pool), PostgresMatters(pool), KafkaPublisher(sys.argv[2]))
    await intake.accept(Path(sys.argv[3]).read_bytes(), SourceInfo(datetime.now(UTC)))

asyncio.run(main())
"""


async def test_a_process_killed_between_vault_and_bus_loses_nothing(
    station: Station, tmp_path: Path
) -> None:
    raw, _ = notice()
    file = tmp_path / "notice.txt"
    file.write_bytes(raw)
    died = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KILLED, station.dsn, station.bootstrap, str(file)],
        cwd=ROOT,
        env={**os.environ, "EXPORTWATCH_FAULT": f"after_vault:{tmp_path / 'marker'}"},
        check=False,
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL
    assert await station.intake.vault.left() == 1

    await station.intake.sweep(older_than=0)

    found = (await station.intake.accept(raw, SOURCE))[0]
    records = await asyncio.to_thread(on_topic, station.bootstrap, {str(found.event)})
    assert len(records) == 1


async def test_the_notices_of_one_project_share_a_matter_in_any_order(station: Station) -> None:
    award, number = notice()
    tender, _ = notice("公开招标公告", number)

    found = [(await station.intake.accept(raw, SOURCE))[0] for raw in (award, tender)]

    records = await asyncio.to_thread(on_topic, station.bootstrap, {str(o.event) for o in found})
    assert len(records) == 2
    assert len({record.key for record in records}) == 1


async def test_replicas_that_claim_at_once_agree_on_the_matter(station: Station) -> None:
    numbers = [f"number:buyer|{uuid4()}" for _ in range(10)]
    shared = [(number, f"title:buyer|{number}") for number in numbers] * 4
    index = PostgresMatters(station.pool)

    matters = await asyncio.gather(*(index.claim(ids) for ids in shared))

    by_identity = {
        ids: {m for i, m in zip(shared, matters, strict=True) if i == ids} for ids in shared
    }
    assert {len(found) for found in by_identity.values()} == {1}


async def test_what_cannot_be_read_is_listed_with_a_reason_and_can_be_read_again(
    station: Station,
) -> None:
    raw = b'{"Records": ["' + uuid4().hex.encode()

    outcome = (await station.intake.accept(raw, SOURCE))[0]

    assert (outcome.status, outcome.reason) == ("quarantined", "truncated")
    row = (await station.intake.vault.quarantined())[0]
    assert (row.reason, row.file) == ("truncated", "notice.txt")
    assert (await station.intake.retry(row.sha256[:12]))[0].status == "quarantined"
    with pytest.raises(Invalid):
        await station.intake.retry("not a hash")


async def test_the_service_can_neither_change_a_receipt_nor_delete_bytes(station: Station) -> None:
    for statement in ("DELETE FROM ingest.raw", "UPDATE ingest.receipt SET source = 'x'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with station.pool.connection() as conn:
                await conn.execute(statement)


async def test_an_account_event_in_two_files_is_one_event(station: Station) -> None:
    raw = (ROOT / "examples" / "accounts" / "szu-launch.json").read_bytes()
    info = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC), mode=Mode.DEMO)

    first = await station.intake.accept(raw, info)
    spaced = await station.intake.accept(raw + b"\n", info)

    published = [o for o in first if o.status == "published"]
    assert published
    assert [o.reason for o in spaced if o.event == published[0].event] == ["same_event"]
    ids = {str(published[0].event)}
    records = await asyncio.to_thread(on_topic, station.bootstrap, ids, ACCOUNTS_RECEIVED.name)
    assert len(records) == 1
