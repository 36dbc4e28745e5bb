"""Messages keep to the receiver's pace, and a broken receiver's grave ones go elsewhere."""

import asyncio
import time

import pytest

from chassis.errors import Transient
from contracts.risk import Band
from deploy.local.fake_slack.faults import Fault, FaultKind
from tests.integration.notify.conftest import CHANNEL, Bench, until
from tests.unit.notify.assessments import assessed, later

pytestmark = pytest.mark.integration

POST = "chat.postMessage"
SLACK_FIRST = """
[receivers.slack]
kind = "slack"
fallback = ["mail"]
[receivers.mail]
kind = "mail"
[[routes]]
name = "all"
receivers = ["slack"]
"""


def changed(bench: Bench, **changes) -> Bench:
    """The same installation with other settings."""
    return Bench(bench.dsn, bench.settings.model_copy(update=changes), bench.pool)


async def test_a_burst_goes_out_at_once_and_the_rest_at_a_pace_slack_takes(bench, slack):
    slack.set_pacing(True)
    paced = changed(bench, slack_min_gap=1.0, slack_burst=3)
    await paced.feed(*(assessed(f"m{n}") for n in range(5)))
    began = time.monotonic()
    async with paced.dispatching(replicas=2):
        await paced.settled(kind="slack")
    took = time.monotonic() - began

    assert len(slack.roots(CHANNEL)) == 5
    assert slack.stats().answers[POST] == {"ok": 5}
    assert 1.9 <= took < 4


async def test_the_gravest_goes_first(bench, slack):
    low = [assessed(f"m{n}", band=Band.MEDIUM, score=45) for n in range(5)]
    await bench.feed(*low, assessed("grave", band=Band.CRITICAL, score=95))
    async with bench.dispatching():
        await bench.settled(kind="slack")

    assert slack.roots(CHANNEL)[0].current.text.startswith("CRITICAL 95")


async def test_a_high_alert_for_a_broken_channel_goes_to_the_fallback(bench, slack, mail, tmp_path):
    routes = tmp_path / "routes.toml"
    routes.write_text(SLACK_FIRST, encoding="utf-8")
    only = changed(bench, routes_path=routes)
    slack.set_fault(Fault(kind=FaultKind.ERROR, error="is_archived", times=None))
    await only.feed(assessed("grave"), assessed("calm", band=Band.MEDIUM, score=45))
    async with only.dispatching():
        await asyncio.to_thread(mail.wait_for_mails, 2)
        # Also what is planned while the channel is known to be broken.
        await only.feed(assessed("grave two"))
        await asyncio.to_thread(mail.wait_for_mails, 4)
    slack.clear_faults()

    assert {m.text[:4] for m in mail.mails()} == {"HIGH"}
    assert len(mail.copies()) == 4
    reasons = await only.rows("SELECT reason FROM notify.delivery WHERE destination LIKE 'mail:%%'")
    assert all("in place of slack:" in reason for (reason,) in reasons)


async def test_random_faults_on_two_replicas_lose_and_double_nothing(bench, slack):
    usual = {"method": POST, "times": None, "probability": 0.06}
    slack.set_fault(
        Fault(kind=FaultKind.DROP, **usual),
        Fault(kind=FaultKind.DROP, after_commit=True, **usual),
        Fault(kind=FaultKind.HTTP_ERROR, status=503, after_commit=True, **usual),
        Fault(kind=FaultKind.ERROR, error="internal_error", after_commit=True, **usual),
        Fault(kind=FaultKind.RATE_LIMITED, seconds=1, **(usual | {"probability": 0.02})),
    )
    async with bench.dispatching(replicas=2):
        for number in range(40):
            first = assessed(f"m{number}")
            await bench.feed(first, later(first, score=80, band=Band.CRITICAL))
        await bench.settled(60, kind="slack")
    slack.clear_faults()

    posts = slack.posts_by_delivery()
    assert len(slack.roots(CHANNEL)) == 40
    assert len(posts) == 80
    assert set(posts.values()) == {1}
    assert all(root.current.text.startswith("CRITICAL 80") for root in slack.roots(CHANNEL))


async def test_a_database_that_went_away_is_waited_for(bench, slack):
    async with bench.dispatching():
        await bench.feed(assessed("before"))
        await bench.settled()
        await bench.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await until(lambda: _fed(bench), bool)
        await bench.settled()

    assert len(slack.roots(CHANNEL)) == 2


async def _fed(bench: Bench) -> bool:
    try:
        await bench.feed(assessed("after"))
    except Transient:
        return False
    return True
