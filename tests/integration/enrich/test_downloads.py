"""Refreshing lists from a publisher: a server of our own that behaves well and badly."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from kafka import KafkaConsumer

from chassis.errors import Invalid, Misconfigured, Transient
from chassis.postgres import Pool
from contracts.topics import LISTS_UPDATED
from deploy import topics
from deploy.list_download import DownloadSettings, fetch
from deploy.list_refreshing import Outcome, Source, refresh
from deploy.local.kafka import KafkaBroker
from services.enrich.adapters import snapshots
from services.enrich.adapters.downloads import Mark
from tests.integration.enrich.conftest import csl, names

pytestmark = pytest.mark.integration

SETTINGS = DownloadSettings(lists_most_mb=1, lists_fetch_seconds=5)


class Publisher:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.body = csl(names(30))
        self.etag: str | None = '"one"'
        self.status = 200
        self.missing = 0
        self.location = ""
        self.asked: list[str | None] = []
        self.url = ""


class _Handler(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        site = self.publisher
        site.asked.append(self.headers.get("if-none-match"))
        if site.etag and self.headers.get("if-none-match") == site.etag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(site.status)
        if site.location:
            self.send_header("location", site.location)
        if site.etag:
            self.send_header("etag", site.etag)
        self.send_header("content-length", str(len(site.body) + site.missing))
        self.end_headers()
        self.wfile.write(site.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    site = Publisher()
    handler = type("Handler", (_Handler,), {"publisher": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}/consolidated.json"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def outcome(
    database: str, kafka: KafkaBroker, publisher: Publisher, list_set: str | None = "csl"
) -> Outcome:
    topics.apply(kafka.bootstrap)
    sources = {"csl": Source(publisher.url, list_set)}
    (found,) = await refresh((database, kafka.bootstrap), sources, SETTINGS)
    return found


async def test_a_list_is_fetched_once_and_then_only_asked_for(
    pool: Pool, database: str, kafka: KafkaBroker, publisher: Publisher
) -> None:
    first = await outcome(database, kafka, publisher)
    assert (first.list_set, first.result) == ("csl", "loaded")
    (before,) = await snapshots.statuses(pool)
    second = await outcome(database, kafka, publisher)
    (after,) = await snapshots.statuses(pool)
    assert second.result == "unchanged"
    assert publisher.asked == [None, '"one"']
    assert after.snapshot.checked_at and before.snapshot.checked_at  # noqa: PT018
    assert after.snapshot.checked_at > before.snapshot.checked_at
    publisher.body, publisher.etag = csl(names(31)), '"two"'
    third = await outcome(database, kafka, publisher)
    assert third.updated is not None
    assert (third.result, third.updated.added) == ("loaded", 1)


async def test_a_list_loaded_by_hand_meanwhile_is_fetched_again(
    pool: Pool, database: str, kafka: KafkaBroker, publisher: Publisher
) -> None:
    await outcome(database, kafka, publisher)
    await snapshots.load(pool, csl(names(40)), "by-hand.json")
    assert (await outcome(database, kafka, publisher)).result == "loaded"
    assert publisher.asked == [None, None]


async def test_an_unfit_list_is_refused_and_kept_from_the_next_question(
    pool: Pool, database: str, kafka: KafkaBroker, publisher: Publisher
) -> None:
    good = await outcome(database, kafka, publisher)
    publisher.body, publisher.etag = csl(names(3)), '"bad"'
    refused = await outcome(database, kafka, publisher)
    assert refused.result == "refused"
    assert "shrank" in refused.detail
    (status,) = await snapshots.statuses(pool)
    assert good.updated is not None
    assert status.snapshot.id == good.updated.snapshot
    assert status.refusals == 1
    publisher.body, publisher.etag = csl(names(32)), '"good"'
    assert (await outcome(database, kafka, publisher)).result == "loaded"
    assert publisher.asked == [None, '"one"', '"one"']


async def test_what_was_loaded_is_told_to_the_bus_once(
    pool: Pool, database: str, kafka: KafkaBroker, publisher: Publisher
) -> None:
    publisher.body = csl([f"Told Institute {n}" for n in range(25)])
    loaded = await outcome(database, kafka, publisher, None)
    await outcome(database, kafka, publisher, None)
    assert loaded.updated is not None
    consumer = KafkaConsumer(
        LISTS_UPDATED.name,
        bootstrap_servers=kafka.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=3000,
    )
    values = [record.value.decode() for record in consumer]
    consumer.close()
    assert sum(loaded.updated.snapshot in value for value in values) == 1
    assert await snapshots.unannounced(pool) == []


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"missing": 100}, Transient, "cannot be read"),
        ({"status": 503}, Transient, "answers 503"),
        ({"status": 404}, Invalid, "no such file"),
        ({"body": b"x" * 1_000_001}, Invalid, "larger than 1 MB"),
        ({"status": 302, "location": "http://example.org/list"}, Misconfigured, "https only"),
        ({"status": 302, "location": "/again"}, Invalid, "redirects for ever"),
    ],
)
async def test_a_publisher_that_fails_gets_a_clear_sentence(
    publisher: Publisher, change: dict[str, object], error: type[Exception], says: str
) -> None:
    for name, value in change.items():
        setattr(publisher, name, value)
    with pytest.raises(error, match=says):
        await fetch(publisher.url, Mark(), SETTINGS)


async def test_a_publisher_that_is_silent_does_not_hold_the_refresh() -> None:
    server = await asyncio.start_server(
        lambda _reader, _writer: asyncio.Event().wait(), "127.0.0.1"
    )
    port = server.sockets[0].getsockname()[1]
    quick = DownloadSettings(lists_fetch_seconds=0.3)
    with pytest.raises(Transient, match="within 0.3 s"):
        await fetch(f"http://127.0.0.1:{port}/x", Mark(), quick)
    server.close()


async def test_an_address_without_encryption_is_refused_and_its_key_not_repeated() -> None:
    with pytest.raises(Misconfigured, match="https only") as refused:
        await fetch("http://example.org/list?api_key=secret", Mark(), SETTINGS)
    assert "secret" not in str(refused.value)


def test_the_official_address_is_the_default_and_none_turns_it_off() -> None:
    address = DownloadSettings.from_env({}).addresses["csl"]
    assert address.startswith("https://data.trade.gov/")
    assert address.endswith("/consolidated.json")
    assert DownloadSettings.from_env({"LISTS_CSL_URL": "none"}).addresses == {}
