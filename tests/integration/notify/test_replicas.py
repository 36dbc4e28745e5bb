"""Two replicas of the handler at once: one alert, one plan, one order."""

import asyncio

import pytest

from contracts.ids import alert_id
from contracts.risk import Band
from services.notify.adapters.audit_log import broken_batches
from services.notify.adapters.history import alert_history
from services.notify.adapters.ledger import Ledger
from services.notify.domain.deliveries import Destination
from tests.integration.notify.conftest import CHANNEL, Bench
from tests.unit.notify.assessments import assessed, later

pytestmark = pytest.mark.integration

MATTERS = 25


async def test_the_same_inputs_on_two_replicas_plan_once_and_publish_the_same(bench, slack):
    other = Bench(bench.dsn, bench.settings, bench.pool)
    data = [assessed(f"m{n}") for n in range(MATTERS)]
    one, two = await asyncio.gather(bench.feed(*data), other.feed(*reversed(data)))

    assert sorted(one, key=str) == sorted(two, key=str)
    assert await bench.rows("SELECT count(*) FROM notify.alert") == [(MATTERS,)]
    assert await bench.rows("SELECT count(*) FROM notify.delivery") == [(MATTERS * 3,)]


async def test_replicas_that_name_their_destinations_in_any_order_do_not_wait_for_each_other(bench):
    places = [Destination(f"mail:{n}", "mail", f"{n}@alerts.example") for n in range(200)]
    ledgers = [Ledger(bench.pool, name, {}) for name in ("one", "two")]

    for _ in range(5):
        orders = (places, places[::-1])
        await asyncio.gather(*(one.refresh(way) for one, way in zip(ledgers, orders, strict=True)))

    assert await bench.rows("SELECT count(*) FROM notify.destination") == [(len(places),)]


async def test_revisions_that_race_end_at_the_newest(bench, slack):
    other = Bench(bench.dsn, bench.settings, bench.pool)
    first = [assessed(f"m{n}") for n in range(MATTERS)]
    second = [later(each, band=Band.CRITICAL, score=90) for each in first]
    feeds = [
        bench.feed(each) if number % 2 else other.feed(each)
        for pair in zip(second, first, strict=True)
        for number, each in enumerate(pair)
    ]
    await asyncio.gather(*feeds)
    async with bench.dispatching(replicas=2):
        await bench.settled(30)

    scores = await bench.rows("SELECT DISTINCT revision, score FROM notify.alert")
    assert scores == [(2, 90)]
    roots = slack.roots(CHANNEL)
    assert len(roots) == MATTERS
    assert all(root.current.text.startswith("CRITICAL 90") for root in roots)
    async with bench.pool.connection() as conn:
        assert await broken_batches(conn) == []


async def test_history_tells_why_somebody_was_told_or_not(bench, slack):
    first = assessed()
    async with bench.dispatching():
        await bench.feed(first, assessed("quiet", band=Band.LOW, score=30))
        await bench.feed(later(first, score=71))
        await bench.settled()

    told = "\n".join(await alert_history(bench.dsn, alert_id(first.matter)))
    assert "route medium-and-above" in told
    assert "only pages are sent" in told
    assert "root to slack:C0EXPORTALERTS: sent" in told
    quiet = "\n".join(await alert_history(bench.dsn, alert_id(assessed("quiet").matter)))
    assert "not_opened (band low opens no alert)" in quiet
