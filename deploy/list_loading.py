"""Load a screening list into enrich's snapshots and tell the bus."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kafka import KafkaProducer
from kafka.errors import KafkaError

from chassis.clock import utc_now
from chassis.errors import Invalid, Transient, describe
from chassis.postgres import Pool, make_pool
from contracts.envelope import Attributes, Event, Mode
from contracts.ids import root_id
from contracts.lists import ListUpdated
from contracts.topics import LISTS_UPDATED
from contracts.wire import encode
from services.enrich.adapters import snapshots

if TYPE_CHECKING:
    from deploy.local.installation import Installation

T = TypeVar("T")
BUNDLED = Path(__file__).parents[1] / "services" / "enrich" / "data" / "csl_extract.json"
ACKNOWLEDGE_SECONDS = 30


async def load(
    dsn: str, bootstrap: str, path: Path, terms: snapshots.Terms | None = None
) -> ListUpdated:
    """Make a list file the active snapshot; raises Invalid with what to do if it is unfit."""
    try:
        raw = await asyncio.to_thread(path.read_bytes)
    except OSError as exc:
        raise Invalid(f"{path} cannot be read: {exc.strerror}") from None
    updated = await ask(dsn, lambda pool: snapshots.load(pool, raw, path.name, terms=terms))
    await announce(dsn, bootstrap)
    return updated


async def announce(dsn: str, bootstrap: str) -> None:
    """Tell the bus of every set whose active snapshot it was not told of yet."""
    for updated in await ask(dsn, snapshots.unannounced):
        try:
            await asyncio.to_thread(_publish, bootstrap, updated)
        except KafkaError as exc:
            problem = f"{updated.list} is active, but {bootstrap} was not told ({describe(exc)})"
            raise Transient(f"{problem}: the next load or refresh tells it") from None
        await ask(dsn, partial(snapshots.announced, told=updated))


async def ensure(dsn: str, bootstrap: str, path: str | None) -> None:
    """Load the given list; without one, the project's own extract if nothing was ever loaded."""
    if path is not None:
        await load(dsn, bootstrap, Path(path))
    elif not await ask(dsn, snapshots.statuses):
        await load(dsn, bootstrap, BUNDLED)


def ensure_now(installation: "Installation") -> None:
    """Load the project's own extract into a local installation."""
    asyncio.run(ensure(installation.dsn("enrich"), installation.kafka.bootstrap, None))


async def ask(dsn: str, question: Callable[[Pool], Awaitable[T]]) -> T:
    """Put one question to enrich's lists on a short-lived pool."""
    pool = make_pool(dsn, "lists")
    await pool.open()
    try:
        return await question(pool)
    finally:
        await pool.close()


def _publish(bootstrap: str, updated: ListUpdated) -> None:
    cause = root_id("list", updated.list, updated.snapshot)
    attributes = Attributes(
        id=cause,
        source="/exportwatch/lists",
        type=LISTS_UPDATED.type,
        time=utc_now(),
        subject=updated.list,
        mode=Mode.LIVE,
        correlation_id=cause,
    )
    record = encode(LISTS_UPDATED, updated.list, Event(attributes=attributes, data=updated))
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    try:
        sent = producer.send(
            record.topic, key=record.key, value=record.value, headers=list(record.headers)
        )
        sent.get(timeout=ACKNOWLEDGE_SECONDS)
    finally:
        producer.close()
