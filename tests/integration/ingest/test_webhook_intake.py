"""The signed webhook over the real vault and bus: what is taken, what is refused, and how."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from contracts.tenders import Provenance
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.signatures import sign
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.adapters.webhook import BODY_LIMIT, Limits, Senders, Webhook
from services.ingest.domain.register import NewSource
from tests.integration.ingest.conftest import Station
from tests.integration.ingest.test_vault_and_bus import notice

pytestmark = pytest.mark.integration

NOW = datetime(2024, 4, 1, 8, 0, tzinfo=UTC)
OLD, NEW = b"o" * 32, b"n" * 32


def headers(body: bytes, key: bytes = NEW, age: int = 0) -> dict[str, str]:
    message, stamp = f"msg_{uuid4().hex}", int(NOW.timestamp()) - age
    return {
        "webhook-id": message,
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(key, message, stamp, body),
    }


def client_of(
    intake: Intake, keys: tuple[bytes, ...] = (NEW, OLD), senders: Senders | None = None
) -> httpx.AsyncClient:
    app = Webhook(intake, senders or Senders(keys), lambda: NOW).app()
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ingest")


@pytest.fixture
async def client(station: Station) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(station.intake) as opened:
        yield opened


@pytest.mark.parametrize("key", [NEW, OLD], ids=["new", "old"])
async def test_a_signed_notice_is_accepted_under_either_secret(
    client: httpx.AsyncClient, key: bytes
) -> None:
    raw, _ = notice()

    answer = await client.post("/v1/notices", content=raw, headers=headers(raw, key))

    assert answer.status_code == 202
    assert [o["status"] for o in answer.json()["outcomes"]] == ["published"]


async def test_a_repeat_is_accepted_and_named_a_duplicate(client: httpx.AsyncClient) -> None:
    raw, _ = notice()
    for _ in range(2):
        answer = await client.post("/v1/notices", content=raw, headers=headers(raw))

    assert answer.status_code == 202
    assert answer.json()["outcomes"][0]["status"] == "duplicate"


async def test_a_wrong_or_missing_or_old_signature_is_refused_and_nothing_is_kept(
    client: httpx.AsyncClient, station: Station
) -> None:
    raw, _ = notice()
    refused = [headers(raw, b"x" * 32), headers(b"other"), {}, headers(raw, age=301)]
    refused.append(headers(raw, age=-301))

    for each in refused:
        answer = await client.post("/v1/notices", content=raw, headers=each)
        assert answer.status_code == 401

    async with station.pool.connection() as conn:
        row = await (await conn.execute("SELECT count(*) FROM ingest.raw")).fetchone()
    assert row == (0,)


async def test_no_secret_means_no_way_in(station: Station) -> None:
    raw, _ = notice()
    async with client_of(station.intake, ()) as closed:
        answer = await closed.post("/v1/notices", content=raw, headers=headers(raw))

    assert answer.status_code == 503


async def test_a_body_over_the_limit_is_refused_while_reading(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent <= 2 * BODY_LIMIT:
            sent += 65536
            yield b"x" * 65536

    answer = await client.post("/v1/notices", content=endless(), headers=headers(b""))

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"Records": [', b'{"a": 1}'])
async def test_json_that_is_deep_broken_or_of_no_known_shape_is_a_bad_request(
    client: httpx.AsyncClient, body: bytes
) -> None:
    answer = await client.post("/v1/events", content=body, headers=headers(body))

    assert answer.status_code == 400
    assert answer.json()["outcomes"][0]["status"] == "quarantined"


async def test_without_the_broker_the_sender_is_told_when_to_come_back(station: Station) -> None:
    raw, _ = notice()
    async with client_of(station.away) as client:
        answer = await client.post("/v1/notices", content=raw, headers=headers(raw))

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert await station.intake.vault.left() == 1


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("szu-1.html", "szu-1.html"),
        ("../../etc/passwd", "passwd"),
        ("C:\\inbox\\a.html", "a.html"),
        ("%E4%B8%AD%E6%A0%87.html", "中标.html"),
        ("", None),
    ],
)
async def test_the_name_of_a_file_is_noted_without_folders(
    client: httpx.AsyncClient, station: Station, stated: str, kept: str | None
) -> None:
    raw, _ = notice()
    await client.post("/v1/notices", content=raw, headers={**headers(raw), "x-file-name": stated})

    async with station.pool.connection() as conn:
        row = await (await conn.execute("SELECT file FROM ingest.raw")).fetchone()
    assert row == (kept,)


async def kept(station: Station) -> list[tuple[str, str, str]]:
    query = "SELECT source, provenance, mode FROM ingest.raw ORDER BY source"
    async with station.pool.connection() as conn:
        return await (await conn.execute(query)).fetchall()


async def test_the_secret_names_the_source_and_an_unregistered_sender_is_an_unverified_upload(
    station: Station,
) -> None:
    portal = NewSource("gd-portal", "team", Provenance.OFFICIAL_PORTAL, None, "ann")
    await PostgresSources(station.pool).add(portal)
    named = {"gd-portal": (b"p" * 32,), "stranger": (b"s" * 32, b"t" * 32)}
    senders = Senders((NEW,), Provenance.REPOSTER, named=named)
    async with client_of(station.intake, senders=senders) as client:
        for key in (b"p" * 32, b"t" * 32, NEW):
            raw, _ = notice()
            answer = await client.post("/v1/notices", content=raw, headers=headers(raw, key))
            assert answer.status_code == 202

    assert await kept(station) == [
        ("gd-portal", "official_portal", "shadow"),
        ("stranger", "unverified_upload", "live"),
        ("webhook", "reposter", "live"),
    ]


async def test_a_batch_is_answered_record_by_record(client: httpx.AsyncClient) -> None:
    text = notice()[0].decode()
    batch = "\n".join(
        json.dumps(item, ensure_ascii=False)
        for item in (
            {"title": "中标公告", "content": text},
            {"a": 1},
            {"title": "中标公告", "content": text + "x"},
        )
    ).encode()

    answer = await client.post("/v1/notices", content=batch, headers=headers(batch))

    assert answer.status_code == 202
    assert [o["status"] for o in answer.json()["outcomes"]] == [
        "published",
        "quarantined",
        "published",
    ]


async def test_a_sender_over_its_share_is_told_when_to_come_back_and_others_are_not_touched(
    station: Station,
) -> None:
    named = {"noisy": (b"n" * 32,), "quiet": (b"q" * 32,)}
    senders = Senders((), named=named, limits=Limits(requests=2))
    raw, _ = notice()
    async with client_of(station.intake, senders=senders) as client:
        noisy = [
            await client.post("/v1/notices", content=raw, headers=headers(raw, b"n" * 32))
            for _ in range(3)
        ]
        quiet = await client.post("/v1/notices", content=raw, headers=headers(raw, b"q" * 32))

    assert [answer.status_code for answer in noisy] == [202, 202, 429]
    assert noisy[2].headers["retry-after"] == "30"
    assert quiet.status_code == 202


async def test_large_bodies_use_up_a_share_too(station: Station) -> None:
    raw = notice()[0] + b" " * 1000
    senders = Senders((NEW,), limits=Limits(bytes=1500))
    async with client_of(station.intake, senders=senders) as client:
        answers = [
            await client.post("/v1/notices", content=raw, headers=headers(raw)) for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [202, 429]
