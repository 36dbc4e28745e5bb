"""The composition root of ingest: webhook, folder and sweep around one intake."""

import asyncio
import contextlib
import logging.config
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette

from chassis import logs
from chassis.clock import utc_now
from chassis.errors import Transient, describe
from chassis.health import broker_check, schema_check
from chassis.postgres import Pool, make_pool
from chassis.retry import backoff
from services.ingest.adapters import drop, folder, maildir
from services.ingest.adapters.drop import Drop, DropFolder
from services.ingest.adapters.files import Marks
from services.ingest.adapters.folder import FolderWatch, Inbox
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.maildir import Mailbox, MailDrop
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.adapters.pages import Beat, health_app
from services.ingest.adapters.producer import KafkaPublisher
from services.ingest.adapters.pruning import PRUNE_SECONDS, Pruner
from services.ingest.adapters.signatures import secrets_of, senders_of
from services.ingest.adapters.source_watch import WATCH_SECONDS, SourceWatch
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.adapters.vault import PostgresVault
from services.ingest.adapters.webhook import Limits, Senders, Webhook
from services.ingest.settings import IngestSettings

log = structlog.get_logger()

MIGRATIONS = Path(__file__).with_name("migrations")
# Younger rows are probably still in the hands of the request that brought them.
SWEEP_AGE_SECONDS = 10.0
GRACE_SECONDS = 3
PULSE_SECONDS = 30.0
MIB = 1024 * 1024

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Parts:
    """An intake with what must be opened and closed around it."""

    intake: Intake
    pool: Pool
    publisher: KafkaPublisher

    async def open(self) -> None:
        """Open the pool; nothing waits for a database or a broker that is away."""
        await self.pool.open(wait=False)

    async def close(self) -> None:
        """Close both within four seconds."""
        await self.publisher.close()
        with contextlib.suppress(Exception):
            await self.pool.close(timeout=2.0)


def build_intake(settings: IngestSettings) -> Parts:
    """Return the intake that the service and the command line share."""
    pool = make_pool(settings.postgres_dsn.get_secret_value(), "ingest")
    publisher = KafkaPublisher(settings.kafka_bootstrap)
    vault = PostgresVault(pool, settings.database_deadline)
    matters = PostgresMatters(pool, settings.database_deadline)
    return Parts(Intake(vault, matters, publisher), pool, publisher)


@contextlib.asynccontextmanager
async def intake(settings: IngestSettings) -> AsyncIterator[Intake]:
    """An open intake, for commands: `async with intake(settings) as it: await it.accept(...)`."""
    parts = build_intake(settings)
    await parts.open()
    try:
        yield parts.intake
    finally:
        await parts.close()


async def serve(settings: IngestSettings) -> None:
    """Run until SIGTERM or SIGINT; ends within ten seconds whatever is away."""
    logging.config.dictConfig(logs.set_up("ingest", settings.log_level))
    parts = build_intake(settings)
    senders = _senders(settings)
    loops = _loops(settings, parts)
    checks = [
        schema_check(parts.pool, "ingest", MIGRATIONS),
        broker_check(settings.kafka_bootstrap),
    ]
    health = health_app([beat for beat, _, _ in loops], checks)
    servers = [_server(health, settings.health_host, settings.health_port)]
    if settings.webhook_port:  # 0 is off, not "any port"
        webhook = Webhook(parts.intake, senders, utc_now).app()
        servers.append(_server(webhook, settings.webhook_host, settings.webhook_port))
    await parts.open()
    try:
        await _until_stopped(servers, [_for_ever(*loop) for loop in loops])
    finally:
        await parts.close()


def _senders(settings: IngestSettings) -> Senders:
    shared, named = (
        secret.get_secret_value() if secret else None
        for secret in (settings.webhook_secrets, settings.webhook_senders)
    )
    limits = Limits(settings.webhook_per_minute, settings.webhook_mib_per_minute * MIB)
    trust, mode = settings.webhook_provenance, settings.intake_mode
    return Senders(secrets_of(shared), trust, mode, senders_of(named), limits)


def _loops(settings: IngestSettings, parts: Parts) -> list[tuple[Beat, Work, float]]:
    sweep = lambda: parts.intake.sweep(SWEEP_AGE_SECONDS)  # noqa: E731  read once, below
    sources = PostgresSources(parts.pool, settings.database_deadline)
    pruner = Pruner(parts.pool, settings.vault_keep_days, settings.database_deadline)
    loops: list[tuple[Beat, Work, float]] = [
        (Beat("sweep"), sweep, settings.sweep_seconds),
        (Beat("sources"), SourceWatch(sources, utc_now).look, WATCH_SECONDS),
        (Beat("retention"), pruner.prune, PRUNE_SECONDS),
    ]
    return loops + _ways_in(settings, parts, sources)


def _ways_in(
    settings: IngestSettings, parts: Parts, sources: PostgresSources
) -> list[tuple[Beat, Work, float]]:
    it, mode = parts.intake, settings.intake_mode
    ways: list[tuple[Beat, Work, float]] = []
    if settings.inbox_folder:
        inbox = Inbox(settings.inbox_folder, settings.inbox_provenance, mode)
        watch = FolderWatch(it, inbox, utc_now, Marks(parts.pool, "folder"))
        ways.append((Beat("folder"), watch.look, folder.POLL_SECONDS))
    if settings.drop_folder:
        place = Drop(settings.drop_folder, settings.drop_waits_for_success, mode)
        reader = DropFolder(it, sources, place, utc_now, Marks(parts.pool, drop.WAY))
        ways.append((Beat("drop"), reader.look, drop.POLL_SECONDS))
    if settings.mail_folder:
        box = Mailbox(settings.mail_folder, mode)
        taker = MailDrop(it, sources, box, utc_now)
        ways.append((Beat("mail"), taker.look, maildir.POLL_SECONDS))
    return ways


async def _for_ever(beat: Beat, work: Work, seconds: float) -> None:
    """Do the work again and again; what is away is waited for, a bug is logged and tried again."""
    delays = backoff()
    while True:
        try:
            await work()
            beat.moved()
            delays = backoff()
            wait = seconds
        except (Transient, OSError) as exc:
            log.warning("waiting", work=beat.stage, error=describe(exc))
            beat.moved("retrying", describe(exc))
            wait = next(delays)
        except Exception as exc:
            log.exception("work failed", work=beat.stage)
            beat.moved("failing", describe(exc))
            wait = seconds
        await _rest(beat, wait)


async def _rest(beat: Beat, seconds: float) -> None:
    """Wait with a pulse: work that comes round once an hour is not stuck in between."""
    while seconds > 0:
        await asyncio.sleep(min(seconds, PULSE_SECONDS))
        seconds -= PULSE_SECONDS
        beat.moved(beat.phase, beat.detail)


async def _until_stopped(servers: list[uvicorn.Server], loops: list[Awaitable[None]]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serving = [asyncio.ensure_future(server.serve()) for server in servers]
    working = [asyncio.ensure_future(loop) for loop in loops]
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait([waiting, *serving], return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.should_exit = True
    for task in (waiting, *working):
        task.cancel()
    await asyncio.wait([*serving, *working], timeout=GRACE_SECONDS + 1)
    for task in serving:
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Two servers share the process: the signals belong to it."""
        yield


def _server(app: Starlette, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=64,  # each may hold a body of 5 MiB
        h11_max_incomplete_event_size=32 * 1024,
    )
    return _Server(config)
