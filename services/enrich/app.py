"""Put enrich together: lists, catalogues, stages, health."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import faust

from chassis.clock import utc_now
from chassis.health import schema_check
from chassis.host import Work, build_host
from chassis.postgres import make_pool
from chassis.stage.outlet import Outlet
from services.enrich.adapters.english_scorer import scorer_of
from services.enrich.adapters.list_watch import ListWatch
from services.enrich.adapters.rescreener import Rescreener
from services.enrich.adapters.seen import PostgresMemory
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.freshness import Limits
from services.enrich.domain.screening import Screener
from services.enrich.handlers import Enriching, Rescreen
from services.enrich.settings import EnrichSettings
from services.enrich.stage import SERVICE, stages

MIGRATIONS = Path(__file__).parent / "migrations"


def build_app(settings: EnrichSettings) -> faust.App:
    """Return the worker of enrich."""
    pool = make_pool(settings.postgres_dsn.get_secret_value(), SERVICE)
    limits = Limits(
        timedelta(hours=settings.list_alarm_hours), timedelta(days=settings.list_fail_days)
    )
    scorer = scorer_of(settings.english_scorer)
    watch = ListWatch(pool, Catalogue.bundled(), utc_now, limits, scorer)
    enriching = Enriching(watch, PostgresMemory(pool), utc_now)
    outlet = Outlet(settings.kafka_bootstrap, f"{SERVICE}-rescreening", utc_now)
    rescreener = Rescreener(pool, watch, partial(Screener, scorer=scorer), outlet.publish, utc_now)
    return build_host(
        SERVICE,
        settings,
        stages=stages(enriching, Rescreen(rescreener), watch.gate),
        pool=pool,
        background=[_rescreening(rescreener, outlet, settings.seen_keep_days)],
        readiness=(schema_check(pool, SERVICE, MIGRATIONS), watch.stale),
    )


def _rescreening(rescreener: Rescreener, outlet: Outlet, keep_days: float) -> Work:
    async def work() -> None:
        try:
            await rescreener.run(keep_days)
        finally:
            await outlet.close()

    return work
