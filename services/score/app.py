"""The composition root of score: everything is built here, in reading order."""

from pathlib import Path

import faust

from chassis.clock import utc_now
from chassis.errors import Misconfigured
from chassis.health import schema_check
from chassis.host import build_host
from chassis.postgres import make_pool
from services.score.adapters.postgres_store import PostgresStore
from services.score.domain.policy import Policy
from services.score.handlers import Assess
from services.score.settings import ScoreSettings
from services.score.stage import stages

MIGRATIONS = Path(__file__).with_name("migrations")


def load_policy(path: Path) -> Policy:
    """Read policy.toml; raises Misconfigured with what to change."""
    try:
        return Policy.parse(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise Misconfigured(f"POLICY_PATH={path} cannot be read: {exc.strerror}") from None


def build_app(settings: ScoreSettings) -> faust.App:
    """Return the worker of score."""
    policy = load_policy(settings.policy_path)
    pool = make_pool(settings.postgres_dsn.get_secret_value(), "score")
    store = PostgresStore(pool, settings.database_deadline)
    return build_host(
        "score",
        settings,
        stages=stages(Assess(store, policy, utc_now)),
        pool=pool,
        readiness=[schema_check(pool, "score", MIGRATIONS)],
    )
