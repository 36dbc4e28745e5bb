"""Notify on a real database, with the fake Slack and the mail sink."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from psycopg import AsyncConnection

from chassis.clock import utc_now
from chassis.migrate import migrate
from chassis.postgres import Pool, make_pool
from contracts.alerts import AlertChanged
from contracts.envelope import Mode
from contracts.risk import RiskAssessed
from deploy.local.fake_slack.client import FakeSlackControl
from deploy.local.fake_slack.serving import DEFAULT_TOKEN, running_fake_slack
from deploy.local.mail_sink.client import MailSinkControl
from deploy.local.mail_sink.serving import Options, running_mail_sink
from services.notify.adapters.dispatcher import Dispatcher
from services.notify.adapters.places import receivers_of
from services.notify.adapters.store import PostgresStore
from services.notify.app import MIGRATIONS, dispatcher_of, load_routes
from services.notify.handlers import AlertHandler, Desk
from services.notify.settings import NotifySettings
from tests.unit.notify.assessments import received

CHANNEL = "C0EXPORTALERTS"


class Bench:
    """Notify without Kafka: feed assessments, run dispatchers, look at the receivers."""

    def __init__(self, dsn: str, settings: NotifySettings, pool: Pool) -> None:
        self.dsn, self.settings, self.pool = dsn, settings, pool
        routes = load_routes(settings.routes_path)
        self.receivers = receivers_of(settings, routes)
        self.destinations = {d.id: d for each in self.receivers.values() for d in each}
        store = PostgresStore(pool, self.destinations)
        desk = Desk(routes, self.receivers, gather_seconds=settings.gather_seconds)
        self.handler = AlertHandler(store, desk, utc_now)

    def dispatcher(self) -> Dispatcher:
        return dispatcher_of(self.settings, self.pool)

    async def feed(self, *data: RiskAssessed, mode: Mode = Mode.LIVE) -> list[AlertChanged]:
        out = await self.handler([received(each, mode) for each in data])
        return [AlertChanged.model_validate_json(each.record.value) for each in out]

    @contextlib.asynccontextmanager
    async def dispatching(self, replicas: int = 1) -> AsyncIterator[None]:
        places = tuple(self.destinations.values())
        tasks = [asyncio.create_task(self.dispatcher().run(places)) for _ in range(replicas)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def rows(self, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
        async with await AsyncConnection.connect(self.dsn, autocommit=True) as conn:
            return await (await conn.execute(statement, arguments)).fetchall()

    async def states(self, kind: str = "slack") -> dict[str, list[str]]:
        """Kinds of deliveries by state."""
        found: dict[str, list[str]] = {}
        statement = "SELECT state, kind FROM notify.delivery WHERE destination LIKE %s ORDER BY seq"
        for state, delivery in await self.rows(statement, f"{kind}:%"):
            found.setdefault(state, []).append(delivery)
        return found

    async def settled(self, seconds: float = 10.0, kind: str = "%") -> None:
        """Wait until nothing is pending, sending or unknown."""
        statement = (
            "SELECT count(*) FROM notify.delivery WHERE destination LIKE %s"
            " AND state IN ('pending', 'sending', 'unknown', 'parked')"
        )
        await until(lambda: self.rows(statement, f"{kind}:%"), lambda r: r[0][0] == 0, seconds)


async def until(ask: Callable[[], Any], reached: Callable[[Any], bool], seconds: float = 10) -> Any:
    """Ask again and again until the answer is right; fail with the last answer."""
    answer = None
    try:
        async with asyncio.timeout(seconds):
            while not reached(answer := await ask()):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not reached in {seconds} s: {answer}") from None
    return answer


@pytest.fixture(scope="session")
def slack_server():
    with running_fake_slack() as control:
        yield control


@pytest.fixture
def slack(slack_server: FakeSlackControl) -> FakeSlackControl:
    slack_server.set_pacing(False)
    slack_server.reset()
    return slack_server


@pytest.fixture(scope="session")
def mail_server(tmp_path_factory: pytest.TempPathFactory):
    with running_mail_sink(Options(tmp_path_factory.mktemp("mails"))) as control:
        yield control


@pytest.fixture
def mail(mail_server: MailSinkControl) -> MailSinkControl:
    mail_server.reset()
    return mail_server


@pytest.fixture
def settings(database: str, slack: FakeSlackControl, mail: MailSinkControl) -> NotifySettings:
    return NotifySettings.model_validate(
        {
            "kafka_bootstrap": "127.0.0.1:1",
            "postgres_dsn": database,
            "slack_token": DEFAULT_TOKEN,
            "slack_base_url": slack.api_url,
            "slack_channel": CHANNEL,
            "slack_timeout": 1.0,
            "settle_margin": 0.2,
            "gather_seconds": 0,
            "slack_min_gap": 0,
            "slack_edit_gap": 0,
            "smtp_host": "127.0.0.1",
            "smtp_port": mail.smtp_port,
            "smtp_tls": "none",
            "smtp_timeout": 1.0,
            "mail_from": "exportwatch@alerts.example",
            "mail_to": "lead@alerts.example, oncall@alerts.example",
        }
    )


@pytest.fixture
async def bench(database: str, settings: NotifySettings) -> AsyncIterator[Bench]:
    await migrate(database, "notify", Path(MIGRATIONS))
    pool = make_pool(database, "notify-test", 8)
    await pool.open()
    yield Bench(database, settings, pool)
    await pool.close()
