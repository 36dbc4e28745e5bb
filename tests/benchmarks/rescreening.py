"""A list that changes by fifty entries against 100,000 names seen: from the diff to the bus."""

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from chassis.migrate import migrate
from chassis.postgres import Pool, make_pool, transaction
from contracts.envelope import Attributes, Mode
from contracts.ids import root_id
from contracts.parties import Party, Role
from contracts.tenders import Source, TenderReceived
from contracts.topics import TENDERS_RECEIVED
from contracts.wire import Record
from deploy.list_loading import BUNDLED
from deploy.local.postgres import PostgresServer
from services.enrich.adapters import rescreening_jobs, snapshots
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.adapters.rescreener import Rescreener
from services.enrich.adapters.seen import PostgresMemory
from services.enrich.app import MIGRATIONS
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from services.enrich.domain.screening import Screener
from services.enrich.handlers import enriched

NAMES, CHANGED, BATCH = 100_000, 50, 500
NOW = datetime.now(UTC)
TEXT = "采购8张NVIDIA A100 GPU算力服务，部署在亚马逊云AWS。" * 20
PLACES = ("北京", "四川", "浙江", "广东", "湖北", "陕西")
KINDS = ("理工大学", "信息技术有限公司", "第一中学", "人民医院", "计算技术研究所")


def table() -> str:
    """Return the seconds of remembering and of re-screening, and what was enriched anew."""
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer(Path(folder) / "data", durable=False)
        server.start()
        try:
            return asyncio.run(_measured(server.dsn()))
        finally:
            server.stop()


async def _measured(dsn: str) -> str:
    await migrate(dsn, "enrich", MIGRATIONS)
    pool = make_pool(dsn, "bench")
    await pool.open()
    published: list[Record] = []

    async def publish(records: Sequence[Record]) -> None:
        published.extend(records)

    clock = lambda: datetime.now(UTC)  # noqa: E731
    watch = ListWatch(pool, Catalogue.bundled(), clock, Limits())
    rescreener = Rescreener(pool, watch, Screener, publish, clock)
    try:
        await snapshots.load(pool, _list([]), "list.json")
        await rescreener.catch_up()
        remembering = await _remember(pool, watch)
        await snapshots.load(pool, _list(_names()[:: NAMES // CHANGED]), "list.json")
        began = time.perf_counter()
        await rescreener.catch_up()
        seconds = time.perf_counter() - began
        (newest, *_) = await rescreening_jobs.progress(pool)
    finally:
        await watch.close()
        await pool.close()
    return _rows(remembering, seconds, newest, published)


def _rows(remembering: float, seconds: float, newest, published: list[Record]) -> str:  # type: ignore[no-untyped-def]
    return "\n".join(
        [
            "| what | figure |",
            "| --- | --- |",
            f"| names seen | {newest.names:,} |",
            f"| entries added | {CHANGED} |",
            f"| events enriched anew | {len(published):,} |",
            f"| seconds, of which up to 5 until the replica is on the new list | {seconds:.1f} |",
            f"| remembering a batch of {BATCH} events, milliseconds | {remembering * 1000:.0f} |",
        ]
    )


async def _remember(pool: Pool, watch: ListWatch) -> float:
    """Remember every name, one event each; return the mean seconds of a batch."""
    enricher = await watch.current()
    names, spent = _names(), 0.0
    template = enriched(enricher, *_event("示例大学", 0)).seen
    memory = PostgresMemory(pool)
    for first in range(0, NAMES, BATCH):
        batch = []
        for number in range(first, first + BATCH):
            attributes, data = _event(names[number], number)
            noted = (type(template.names[0])(root_id("name", names[number]), names[number], "CN"),)
            batch.append(
                type(template)(
                    attributes, data, template.snapshot, template.screened, noted, frozenset()
                )
            )
        began = time.perf_counter()
        await memory.remember(batch)
        spent += time.perf_counter() - began
    async with transaction(pool, 60) as conn:
        await conn.execute("ANALYZE enrich.received_event, enrich.seen_name, enrich.sighting")
    return spent / (NAMES / BATCH)


def _names() -> list[str]:
    return [f"{PLACES[n % len(PLACES)]}示例{n:06d}{KINDS[n % len(KINDS)]}" for n in range(NAMES)]


def _event(name: str, number: int) -> tuple[Attributes, TenderReceived]:
    matter = root_id("bench", str(number))
    source = Source(name="bench", format="html", sha256="0" * 64, received_at=NOW)
    data = TenderReceived(
        notice=matter,
        matter=matter,
        source=source,
        text=TEXT,
        buyer=Party(role=Role.BUYER, name=name),
    )
    attributes = Attributes(
        id=root_id("cause", str(number)),
        source="/exportwatch/ingest",
        type=TENDERS_RECEIVED.type,
        time=NOW,
        subject=str(matter),
        mode=Mode.LIVE,
        correlation_id=matter,
    )
    return attributes, data


def _list(added: Sequence[str]) -> bytes:
    document = json.loads(BUNDLED.read_bytes())
    listed = next(r for r in document["results"] if "(EL)" in r["source"])
    document["results"] += [
        listed | {"id": f"bench-{name}", "name": name, "alt_names": []} for name in added
    ]
    document["total"] = len(document["results"])
    return json.dumps(document).encode()
