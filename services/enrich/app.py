"""Put enrich together: lists, catalogues, stages, health."""

from datetime import timedelta
from pathlib import Path

import faust

from chassis.clock import utc_now
from chassis.health import schema_check
from chassis.host import build_host
from chassis.postgres import make_pool
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.adapters.seen import PostgresMemory
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from services.enrich.handlers import Enriching
from services.enrich.settings import EnrichSettings
from services.enrich.stage import SERVICE, stages

MIGRATIONS = Path(__file__).parent / "migrations"


def build_app(settings: EnrichSettings) -> faust.App:
    """Return the worker of enrich."""
    pool = make_pool(settings.postgres_dsn.get_secret_value(), SERVICE)
    limits = Limits(
        timedelta(hours=settings.list_alarm_hours), timedelta(days=settings.list_fail_days)
    )
    watch = ListWatch(pool, Catalogue.bundled(), utc_now, limits)
    return build_host(
        SERVICE,
        settings,
        stages=stages(Enriching(watch, PostgresMemory(pool), utc_now), watch.gate),
        pool=pool,
        readiness=(schema_check(pool, SERVICE, MIGRATIONS), watch.stale),
    )
