"""Composes notify: the stage that plans deliveries and the dispatcher that makes them."""

import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import faust

from chassis.clock import utc_now
from chassis.errors import Misconfigured
from chassis.health import schema_check
from chassis.host import build_host
from chassis.postgres import Pool, make_pool
from services.notify.adapters.dispatcher import Dispatcher
from services.notify.adapters.ledger import Ledger
from services.notify.adapters.places import channels_of, receivers_of
from services.notify.adapters.store import PostgresStore
from services.notify.adapters.wake import Wake
from services.notify.domain.deliveries import Destination
from services.notify.domain.moves import Timing
from services.notify.domain.route_reading import read_routes
from services.notify.domain.routing import Routes
from services.notify.handlers import AlertHandler, Desk
from services.notify.settings import NotifySettings
from services.notify.stage import stage_of

MIGRATIONS = Path(__file__).parent / "migrations"
POOL_SIZE = 6
# Room for the finish after a call that took its whole time-out.
LEASE_SPARE = 3.0


def build_app(settings: NotifySettings) -> faust.App:
    """Return the worker of notify; raises Misconfigured saying what to set."""
    pool = make_pool(settings.postgres_dsn.get_secret_value(), "notify", POOL_SIZE)
    routes = load_routes(settings.routes_path)
    receivers = receivers_of(settings, routes)
    destinations = {d.id: d for each in receivers.values() for d in each}
    store = PostgresStore(pool, destinations, settings.database_deadline)
    handler = AlertHandler(
        store, Desk(routes, receivers, settings.console_url, settings.gather_seconds), utc_now
    )
    dispatcher = dispatcher_of(settings, pool)
    # The console, Slack's buttons and the escalation clock will be further background work.
    return build_host(
        "notify",
        settings,
        stages=[stage_of(handler)],
        pool=pool,
        background=[_always(dispatcher, tuple(destinations.values()))],
        readiness=[schema_check(pool, "notify", MIGRATIONS)],
    )


def dispatcher_of(settings: NotifySettings, pool: Pool) -> Dispatcher:
    """Return the dispatcher of this process."""
    ledger = Ledger(pool, f"{socket.gethostname()}:{os.getpid()}", timings_of(settings))
    wake = Wake(settings.postgres_dsn.get_secret_value())
    return Dispatcher(ledger, channels_of(settings), wake, utc_now)


def load_routes(path: Path) -> Routes:
    """Read the routes file; raises Misconfigured."""
    try:
        return read_routes(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise Misconfigured(f"ROUTES_PATH={path} cannot be read: {exc.strerror}") from None


def timings_of(settings: NotifySettings) -> dict[str, Timing]:
    """Return the deadlines by kind; a mail has two steps with a time-out each."""
    slack, margin = settings.slack_timeout, settings.settle_margin
    mail = settings.smtp_timeout * 2
    return {
        "slack": Timing(slack, margin, lease=slack + margin + LEASE_SPARE),
        "mail": Timing(mail, margin, lease=mail + margin + LEASE_SPARE),
    }


def _always(
    dispatcher: Dispatcher, destinations: tuple[Destination, ...]
) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        await dispatcher.run(destinations)

    return work
