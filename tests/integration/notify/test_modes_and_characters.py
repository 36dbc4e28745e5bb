"""What only live may change, and characters that may not stop an alert."""

import pytest

from contracts.envelope import Mode
from contracts.risk import Band
from tests.integration.notify.conftest import CHANNEL
from tests.unit.notify.assessments import assessed, later

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("mode", [Mode.SHADOW, Mode.CANARY, Mode.REPLAY, Mode.BACKFILL])
async def test_only_live_changes_what_people_see_and_its_page_is_not_used_up(bench, slack, mode):
    first = assessed()
    rise = later(first, band=Band.CRITICAL, score=90)
    async with bench.dispatching():
        await bench.feed(first)
        await bench.settled()
        assert await bench.feed(rise, mode=mode) == []
        await bench.settled()
        (root,) = slack.messages(CHANNEL)
        (changed,) = await bench.feed(later(rise))
        await bench.settled()

    assert root.current.text.startswith("HIGH 72")
    assert changed.change == "band_rose"
    assert slack.messages(CHANNEL)[-1].broadcast is True
    ((reason,),) = await bench.rows("SELECT reason FROM notify.inbox WHERE decision = 'held'")
    assert reason == f"mode {mode} changes no alert that people were told of"


async def test_a_live_change_is_never_held_after_the_channel_was_moved(bench, slack):
    first = assessed()
    await bench.feed(first)
    await bench.rows(
        "INSERT INTO notify.destination (id, kind, target, gap, edit_gap, burst, fallback)"
        " VALUES ('slack:COLD', 'slack', 'COLD', 0, 0, 1, '{}') RETURNING 1"
    )
    await bench.rows("UPDATE notify.alert SET rooted = '{slack:COLD}' RETURNING 1")
    (changed,) = await bench.feed(later(first, band=Band.CRITICAL, score=90))

    assert changed.paging is True


async def test_a_nul_in_a_notice_does_not_stop_its_alert(bench, slack, mail):
    async with bench.dispatching():
        await bench.feed(
            assessed(title="a\x00b", subject_line="x\x00y", headline="四川大学\x00 -> A100")
        )
        await bench.settled()

    (root,) = slack.roots(CHANNEL)
    assert root.current.text.startswith("HIGH 72 · 四川大学")
    assert len(mail.mails()) == 2
