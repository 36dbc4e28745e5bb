"""The Faust worker that hosts a service: life cycle, signals, health pages, background work."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import faust
import structlog
from aiohttp import web
from faust.app.base import BootStrategy
from mode import Service

from chassis import health, logs, metrics
from chassis.errors import Misconfigured, Transient, describe
from chassis.postgres import Pool
from chassis.retry import backoff
from chassis.settings import ServiceSettings
from chassis.stage import Stage, StageSpec

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]


class _Boot(BootStrategy):
    # The stages have clients of their own; with Faust's a dead broker would end the worker.
    enable_kafka_consumer = False
    enable_kafka_producer = False
    enable_web = False


class _Host(faust.App):
    BootStrategy = _Boot


class Resources(Service):
    """Opens the pool first and closes it last; its opening does not wait for the database."""

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self._pool = pool

    async def on_start(self) -> None:
        """Open the pool; readiness, not start-up, tells whether the database answers."""
        await self._pool.open(wait=False)

    async def on_stop(self) -> None:
        """Close the pool within two seconds."""
        with contextlib.suppress(Exception):
            await self._pool.close(timeout=2.0)


class Background(Service):
    """Runs one coroutine for the life of the worker, again after a passing fault."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work

    @Service.task
    async def _run(self) -> None:
        delays = backoff()
        while not self.should_stop:
            try:
                await self._work()
            except (Transient, OSError) as exc:
                log.warning("background work interrupted", error=describe(exc))
            await self.sleep(next(delays))


class HealthPages(Service):
    """Serves /livez, /readyz, /metrics and POST /resume on a port of its own."""

    def __init__(
        self, settings: ServiceSettings, stages: Sequence[Stage], checks: Sequence[health.Check]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._stages = stages
        self._checks = checks
        self._runner: web.AppRunner | None = None

    async def on_start(self) -> None:
        """Listen; a taken port is a misconfiguration and ends the worker with its name."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/livez", self._live),
                web.get("/readyz", self._ready),
                web.get("/metrics", self._metrics),
                web.post("/resume", self._resume),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.health_host, self._settings.health_port)
        await site.start()

    async def on_stop(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()

    async def _live(self, _: web.Request) -> web.Response:
        status, body = health.liveness([s.vitals for s in self._stages])
        return web.json_response(body, status=status)

    async def _ready(self, _: web.Request) -> web.Response:
        status, body = await health.readiness([s.vitals for s in self._stages], self._checks)
        return web.json_response(body, status=status)

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), content_type="text/plain")

    async def _resume(self, request: web.Request) -> web.Response:
        # A page another site makes a browser send has an Origin; an operator's tool has none.
        if "Origin" in request.headers:
            return web.json_response({"resumed": False}, status=403)
        for stage in self._stages:
            stage.resume()
        log.warning("resumed by the operator")
        return web.json_response({"resumed": True})


def build_host(  # noqa: PLR0913  one composition call, read by its keywords
    service: str,
    settings: ServiceSettings,
    *,
    stages: Sequence[StageSpec],
    pool: Pool | None = None,
    background: Sequence[Work] = (),
    readiness: Sequence[health.Check] = (),
) -> faust.App:
    """Return the Faust app that runs a service's stages and background work."""
    # Faust insists on a folder of its own and makes only its last part.
    data = Path(settings.data_dir) / f"exportwatch-{service}"
    data.parent.mkdir(parents=True, exist_ok=True)
    app = _Host(
        service,
        broker=f"kafka://{settings.kafka_bootstrap.split(',')[0]}",
        datadir=str(data),
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=False,
        logging_config=logs.set_up(service, settings.log_level),
        worker_redirect_stdouts=False,
    )
    running = [Stage(settings.kafka_bootstrap, spec) for spec in stages]
    broker = health.broker_check(settings.kafka_bootstrap)
    services: list[Any] = [Resources(pool)] if pool else []
    services += [HealthPages(settings, running, (*readiness, broker)), *running]
    services += [Background(work) for work in background]
    for each in services:
        app.service(each)
    return app


def run(app: faust.App) -> None:
    """Run the worker until SIGTERM or SIGINT; the exit code is 1 if it crashed."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = faust.Worker(app, loop=loop, loglevel="warn", quiet=True, debug=False)
    worker.spinner = None  # it would write terminal codes into the log
    worker.execute_from_commandline()


def main(build: Callable[[Any], faust.App], settings: type[ServiceSettings], environ: Any) -> None:
    """What a service's __main__ does: read settings, build, run; misconfigured exits with 2."""
    try:
        app = build(settings.from_env(environ))
    except Misconfigured as exc:
        print(f"cannot start: {exc}", file=sys.stderr)
        raise SystemExit(2) from None
    run(app)
