"""A process that is killed at any point loses no message and shows none twice."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from chassis.clock import utc_now
from chassis.faults import VARIABLE
from deploy.local.fake_slack.faults import Fault, FaultKind
from services.notify.adapters.audit_log import broken_batches
from services.notify.adapters.settling import Settlement, settle
from services.notify.adapters.sweeping import sweep
from services.notify.domain.deliveries import Ending, Outcome
from services.notify.domain.moves import after_call
from tests.integration.notify.conftest import CHANNEL
from tests.unit.notify.assessments import assessed

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
SLACK_ONLY = ("slack_token", "slack_base_url", "slack_channel", "slack_timeout", "settle_margin")


def environment(settings) -> dict[str, str]:
    names = ("kafka_bootstrap", "slack_min_gap", "slack_edit_gap", *SLACK_ONLY)
    values = {name.upper(): str(getattr(settings, name)) for name in names}
    values["SLACK_TOKEN"] = settings.slack_token.get_secret_value()
    values["POSTGRES_DSN"] = settings.postgres_dsn.get_secret_value()
    return {**os.environ, **values}


async def run(environ: dict[str, str]) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.notify.crashing",
        env=environ,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), err.decode()[-2000:]
    return process.returncode, out.decode()


@pytest.mark.parametrize(
    "point", ["after_inbox", "before_claim", "after_claim", "after_request", "before_finish"]
)
async def test_a_kill_at_any_point_leaves_each_message_once(bench, slack, tmp_path, point):
    environ = environment(bench.settings)
    marker = tmp_path / "struck"

    code, before = await run({**environ, VARIABLE: f"{point}:{marker}"})
    assert code == -signal.SIGKILL
    assert marker.exists()
    code, after = await run(environ)

    assert code == 0
    root, page = slack.messages(CHANNEL)
    assert page.thread_ts == root.ts
    assert "stage is now award" in page.current.text.lower()
    assert set(slack.posts_by_delivery().values()) == {1}
    assert set(slack.stats().attempts_by_delivery.values()) == {1}
    # What was published before the kill is published again, unchanged.
    assert set(before.splitlines()) <= set(after.splitlines())
    async with bench.pool.connection() as conn:
        assert await broken_batches(conn) == []


async def test_a_worker_that_stalled_past_its_lease_changes_nothing(bench, slack):
    await bench.feed(assessed())
    ledger = bench.dispatcher()._ledger
    stalled = await ledger.claim("slack")
    await bench.rows("UPDATE notify.delivery SET lease_until = now() - interval '1 s' RETURNING 1")
    await sweep(ledger)
    async with bench.dispatching():
        await bench.settled(kind="slack")

    outcome = Outcome(Ending.SENT, ref="1.0", channel=CHANNEL)
    move = after_call(stalled, outcome, 0.5, ledger.timings["slack"])
    late = await settle(ledger, Settlement.of_call(stalled, outcome, move), utc_now)

    assert late is False
    (root,) = slack.roots(CHANNEL)
    stored = await bench.rows("SELECT provider_ref, fence FROM notify.delivery WHERE state='sent'")
    assert (root.ts, 3) in stored


async def test_a_stop_finishes_the_call_in_hand(bench, slack):
    slow = Fault(kind=FaultKind.DELAY, seconds=0.6, after_commit=True, method="chat.postMessage")
    slack.set_fault(slow)
    await bench.feed(assessed())
    async with bench.dispatching():
        await asyncio.to_thread(slack.wait_for_messages, 1)

    assert (await bench.states())["sent"] == ["root"]


async def test_the_audit_cannot_be_changed_by_the_service_and_shows_a_change(bench):
    await bench.feed(assessed())
    rights = await bench.rows(
        "SELECT has_table_privilege('exportwatch_notify', t, r) FROM"
        " unnest(ARRAY['notify.alert_event', 'notify.audit_batch']) t,"
        " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) r"
    )
    assert {right for (right,) in rights} == {False}
    await bench.rows("UPDATE notify.alert_event SET body = body || ' ' RETURNING 1")
    async with bench.pool.connection() as conn:
        assert await broken_batches(conn) == [1]
