"""The board can ask what became of every matter's messages."""

import pytest

from contracts.risk import Band
from deploy.local.fake_slack.faults import Fault, FaultKind
from services.notify.adapters.status import delivery_states, open_deliveries
from tests.integration.notify.conftest import until
from tests.unit.notify.assessments import assessed, later, matter

pytestmark = pytest.mark.integration


async def test_a_told_matter_shows_both_channels_as_sent(bench):
    await bench.feed(assessed("told"), assessed("quiet", band=Band.LOW, score=25))
    before = await delivery_states(bench.dsn)
    waiting = await open_deliveries(bench.dsn)
    async with bench.dispatching():
        await bench.settled()

    assert before == {matter("told"): {"slack": "pending", "mail": "pending"}}
    assert waiting == 3
    assert await delivery_states(bench.dsn) == {matter("told"): {"slack": "sent", "mail": "sent"}}
    assert await open_deliveries(bench.dsn) == 0


async def test_the_worst_message_of_a_channel_is_what_shows(bench):
    first = assessed("twice")
    async with bench.dispatching():
        await bench.feed(first)
        await bench.settled()
    await bench.feed(later(first, band=Band.CRITICAL, score=90))

    states = await delivery_states(bench.dsn)
    assert states == {matter("twice"): {"slack": "pending", "mail": "pending"}}


async def test_a_broken_channel_shows_as_parked_and_stays_open(bench, slack):
    slack.set_fault(Fault(kind=FaultKind.ERROR, method="chat.postMessage", error="not_in_channel"))
    async with bench.dispatching():
        await bench.feed(assessed("parked"))
        await until(
            lambda: delivery_states(bench.dsn),
            lambda found: found.get(matter("parked")) == {"slack": "parked", "mail": "sent"},
        )

    assert await open_deliveries(bench.dsn) == 1
