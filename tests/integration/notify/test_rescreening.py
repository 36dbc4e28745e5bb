"""What a change of the lists touches is told in one message, edited as more of it comes in."""

import pytest

from contracts.envelope import Mode
from contracts.ids import alert_id
from contracts.risk import Band, Urgency
from services.notify.adapters.history import list_change
from services.notify.domain.rescreened import parent_alert
from tests.integration.notify.conftest import CHANNEL
from tests.unit.notify.assessments import assessed, later, received
from tests.unit.notify.rescreenings import again, lists, touched

pytestmark = pytest.mark.integration

PARENT = parent_alert(lists(), Mode.LIVE)


async def test_many_matters_give_one_message_and_one_mail_to_each(bench, slack, mail):
    async with bench.dispatching():
        changed = await bench.feed(*(touched(f"m{n}") for n in range(12)))
        await bench.settled()
        (root,) = slack.roots(CHANNEL)
        await bench.feed(touched("running", resources_running=True))
        await bench.settled()
        (edited,) = slack.roots(CHANNEL)
        mails = mail.mails()
        texts = [each.text for each in mails]

    assert len(changed) == 13
    assert [c.alert for c in changed if c.paging] == [PARENT]
    assert "touches 12 matters · 12 open" in root.current.text
    assert "and 2 more" in root.current.text
    assert "touches 13 matters · 1 running, 12 open" in edited.current.text
    assert edited.current.text.index("Running") < edited.current.text.index("Open:")
    assert len(slack.messages(CHANNEL)) == 1
    # A mail cannot be edited: a second one tells what came in since.
    assert ["touches 13 matters" in text for text in texts] == [False, False, True, True]
    rows = await bench.rows("SELECT count(*) FROM notify.alert WHERE state = 'open'")
    assert rows == [(14,)]


async def test_what_comes_in_while_the_message_waits_is_in_it(bench, slack, mail):
    await bench.feed(touched("a", band=Band.MEDIUM, score=45))
    await bench.feed(touched("b"))
    await bench.feed(touched("c", band=Band.CRITICAL, score=90, urgency=Urgency.NOW))
    waiting = await bench.rows("SELECT kind, severity FROM notify.delivery ORDER BY seq")
    async with bench.dispatching():
        await bench.settled()
        (root,) = slack.messages(CHANNEL)

    assert waiting == [("root", 4)] * 3
    assert root.current.text.startswith("CRITICAL 90")
    assert "touches 3 matters" in root.current.text
    assert "broadcast" in str(root.current.blocks)
    assert ["touches 3 matters" in each.text for each in mail.mails()] == [True, True]


async def test_a_known_alert_is_edited_and_noted_and_only_the_parent_pages(bench, slack):
    before = assessed("known", band=Band.MEDIUM, score=50, parties=())
    async with bench.dispatching():
        await bench.feed(before)
        await bench.settled()
        await bench.feed(again(before, band=Band.CRITICAL, score=90))
        await bench.settled()
        child, parent = slack.roots(CHANNEL)
        thread = [m for m in slack.messages(CHANNEL) if m not in (child, parent)]

    assert child.current.text.startswith("CRITICAL 90")
    assert parent.current.text.startswith("CRITICAL 90 · List change csl of 2026-11-02")
    assert [m.broadcast for m in thread] == [False]
    assert "list change: sichuan university added" in thread[0].current.text.lower()


async def test_a_rise_within_one_change_pages_again_in_its_thread(bench, slack):
    async with bench.dispatching():
        await bench.feed(touched("a"))
        await bench.settled()
        await bench.feed(touched("b", band=Band.CRITICAL, score=95, urgency=Urgency.NOW))
        await bench.settled()
        root, page = slack.messages(CHANNEL)

    assert page.broadcast is True
    assert root.current.text.startswith("CRITICAL 95")


async def test_a_disposed_matter_that_the_lists_raise_is_open_again(bench, slack):
    before = assessed("known", band=Band.MEDIUM, score=50, parties=())
    await bench.feed(before)
    await bench.rows("UPDATE notify.alert SET state = 'disposed' RETURNING 1")
    await bench.feed(again(before, band=Band.HIGH, score=70))

    states = dict(await bench.rows("SELECT id, state FROM notify.alert"))
    assert states[alert_id(before.matter)] == "open"


async def test_removals_and_matters_of_no_weight_tell_nobody(bench, slack):
    before = assessed("known")
    async with bench.dispatching():
        await bench.feed(before)
        await bench.settled()
        await bench.feed(
            again(before, "removed", diff="two", band=Band.MEDIUM, score=50, parties=()),
            touched("innocent", diff="two", band=Band.LOW, score=20),
        )
        await bench.settled()
        messages = slack.messages(CHANNEL)
        states = await bench.rows("SELECT DISTINCT state FROM notify.alert")

    assert len(messages) == 2  # the alert itself, and the quiet note below it
    assert messages[1].broadcast is False
    assert states == [("open",)]


async def test_a_redelivered_batch_publishes_the_same_and_plans_nothing(bench, slack):
    batch = [received(touched("a")), received(touched("b"))]
    first = await bench.handler(batch)
    planned = await bench.rows("SELECT count(*) FROM notify.delivery")

    again_ = await bench.handler(batch)

    key = [(out.record.topic, out.record.key, out.record.value) for out in first]
    assert {(o.record.topic, o.record.key, o.record.value) for o in again_} == set(key)
    assert await bench.rows("SELECT count(*) FROM notify.delivery") == planned


async def test_backfill_is_kept_and_told_to_nobody(bench, slack):
    changed = await bench.feed(touched("old"), mode=Mode.BACKFILL)
    assert not any(c.paging for c in changed)
    assert await bench.rows("SELECT count(*) FROM notify.delivery") == [(0,)]


async def test_what_happens_to_the_matter_afterwards_pages_by_itself(bench, slack):
    first = touched("m")
    await bench.feed(first)
    (changed,) = await bench.feed(later(first, stage="award", rescreening=None))
    assert (changed.paging, changed.change) == (True, "stage")


async def test_the_alert_of_a_list_change_names_every_matter_when_asked(bench, slack):
    await bench.feed(*(touched(f"m{n}") for n in range(12)))

    for name in (str(PARENT), f"exw-{PARENT.hex[:8]}"):
        alert, lines = await list_change(bench.dsn, name)
        assert alert == PARENT
        assert lines[0].startswith("HIGH 72 · List change csl of 2026-11-02 touches 12 matters")
        assert len(lines) == 13
    assert await list_change(bench.dsn, str(alert_id(touched("m1").matter))) is None
