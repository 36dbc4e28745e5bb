"""The sweep goes on past what a bug of ours keeps from being taken in."""

import contextlib
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis.errors import Transient
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.adapters.producer import KafkaPublisher
from services.ingest.adapters.vault import PostgresVault
from services.ingest.domain.source import SourceInfo
from tests.integration.ingest.conftest import Station

pytestmark = pytest.mark.integration

SOURCE = SourceInfo(datetime(2024, 4, 1, tzinfo=UTC), file="notice.txt")


class Faulty:
    """An index of matters with a bug that one buyer brings to light."""

    def __init__(self, index: PostgresMatters, buyer: str) -> None:
        self._index = index
        self._buyer = buyer

    async def claim(self, identities: Sequence[str]) -> UUID:
        if any(self._buyer in identity for identity in identities):
            raise ZeroDivisionError("a bug")
        return await self._index.claim(identities)


def notice(buyer: str) -> bytes:
    return f"云平台服务中标公告\n采购人：{buyer}\n项目编号：{buyer}-2024-01\n".encode()


async def test_one_that_fails_is_quarantined_and_the_next_is_published(station: Station) -> None:
    bad, good = notice("坏例大学"), notice("好例大学")
    for raw in (bad, good):
        with contextlib.suppress(Transient):
            await station.away.accept(raw, SOURCE)
    publisher = KafkaPublisher(station.bootstrap)
    faulty = Faulty(PostgresMatters(station.pool), "坏例")
    vault = PostgresVault(station.pool)

    swept = await Intake(vault, faulty, publisher).sweep(0)
    await publisher.close()

    first, second = [await vault.outcomes(hashlib.sha256(raw).hexdigest()) for raw in (bad, good)]
    assert swept == 2
    assert [(o.status, o.reason) for o in first] == [("quarantined", "reader_failed")]
    assert [o.status for o in second] == ["published"]
    assert "坏例" not in first[0].message


async def test_after_the_mending_a_retry_publishes_it(station: Station) -> None:
    raw = notice("修例大学")
    with contextlib.suppress(Transient):
        await station.away.accept(raw, SOURCE)
    faulty = Faulty(PostgresMatters(station.pool), "修例")
    publisher = KafkaPublisher(station.bootstrap)
    await Intake(PostgresVault(station.pool), faulty, publisher).sweep(0)
    await publisher.close()

    (outcome,) = await station.intake.retry(hashlib.sha256(raw).hexdigest()[:12])

    assert outcome.status == "published"
