"""An assessment becomes a Slack thread and mails, on a real database."""

import asyncio
import time

import pytest

from contracts.envelope import Mode
from contracts.risk import Band, Urgency
from tests.integration.notify.conftest import CHANNEL, until
from tests.unit.notify.assessments import assessed, later

pytestmark = pytest.mark.integration


async def test_an_alert_is_one_root_that_is_edited_with_its_history_in_the_thread(bench, slack):
    first = assessed(band=Band.MEDIUM, score=45, stage="planning")
    ended = later(first, band=Band.LOW, score=30, stage="cancelled", ended=True)
    async with bench.dispatching():
        await bench.feed(first)
        await bench.settled()
        (changed,) = await bench.feed(ended)
        await bench.settled()

    (root,) = slack.roots(CHANNEL)
    (note,) = [m for m in slack.messages(CHANNEL) if m.is_reply]
    assert changed.change == "edited"
    assert changed.paging is False
    assert root.current.text.startswith("LOW 30 · 四川大学")
    assert [v.text[:9] for v in root.edits] == ["MEDIUM 45"]
    assert note.thread_ts == root.ts
    assert note.broadcast is False
    assert "band medium -&gt; low" in note.current.text.lower()
    assert "ended without a deal" in note.current.text


async def test_a_paging_change_edits_the_root_and_sends_a_new_visible_message(bench, slack, mail):
    first = assessed()
    async with bench.dispatching():
        await bench.feed(first)
        await bench.settled()
        await bench.feed(later(first, band=Band.CRITICAL, score=90, stage="award"))
        await bench.settled()

    root, page = slack.messages(CHANNEL)
    assert root.current.text.startswith("CRITICAL 90")
    assert page.broadcast is True
    assert page.thread_ts == root.ts
    assert "band rose from high to critical" in page.current.text.lower()
    opened, paged = mail.mails("oncall@alerts.example")
    assert paged.in_reply_to == opened.message_id
    assert paged.subject == opened.subject
    assert len(mail.mails("lead@alerts.example")) == 2


async def test_nothing_is_sent_for_low_bands_backfill_and_older_revisions(bench, slack, mail):
    async with bench.dispatching():
        await bench.feed(assessed("low", band=Band.LOW, score=25))
        await bench.feed(assessed("old"), mode=Mode.BACKFILL)
        await bench.feed(assessed("two", revision=2))
        await bench.settled()
        assert await bench.feed(assessed("two", revision=1, band=Band.CRITICAL)) == []
        await bench.settled()

    assert len(slack.messages(CHANNEL)) == 1
    assert len(mail.mails()) == 2
    decided = await bench.rows("SELECT decision, reason FROM notify.inbox ORDER BY received_at")
    assert [d for d, _ in decided] == ["not_opened", "opened", "opened", "ignored"]
    assert all(reason for _, reason in decided)
    (event,) = await bench.rows(
        "SELECT body FROM notify.alert_event WHERE type = 'opened' ORDER BY batch LIMIT 1"
    )
    assert "mode backfill never pages" in event[0]


async def test_a_live_change_shows_an_alert_that_backfill_opened(bench, slack):
    first = assessed()
    async with bench.dispatching():
        await bench.feed(first, mode=Mode.BACKFILL)
        (changed,) = await bench.feed(later(first, score=73))
        await bench.settled()

    assert changed.paging is True
    assert len(slack.roots(CHANNEL)) == 1


async def test_a_repeated_input_publishes_the_same_and_plans_nothing(bench, slack):
    first = assessed()
    once = await bench.feed(first)
    newer = await bench.feed(later(first, band=Band.CRITICAL, score=85))
    again = await bench.feed(first)
    async with bench.dispatching():
        await bench.settled()

    assert again == [*once, *newer]
    assert len(slack.messages(CHANNEL)) == 2


async def test_edits_that_wait_are_folded_into_the_newest(bench, slack):
    states = [assessed(revision=n, score=60 + n, evidence_hash=str(n)) for n in range(1, 6)]
    await bench.feed(*states)
    async with bench.dispatching():
        await bench.settled()

    (root,) = slack.roots(CHANNEL)
    assert root.current.text.startswith("HIGH 65")
    assert len(root.versions) == 2
    assert (await bench.states())["coalesced"] == ["edit"] * 3


async def test_only_urgency_now_mentions_people(bench, slack):
    async with bench.dispatching():
        await bench.feed(assessed("calm"), assessed("now", urgency=Urgency.NOW))
        await bench.settled()

    mentions = ["broadcast" in str(m.current.blocks) for m in slack.roots(CHANNEL)]
    assert sorted(mentions) == [False, True]


async def test_from_commit_to_slack_takes_less_than_a_tenth_of_a_second(bench, slack):
    took = []
    async with bench.dispatching():
        await bench.feed(assessed("warm-up"))
        await bench.settled()
        for number in range(10):
            await bench.feed(assessed(f"m{number}"))
            began = time.monotonic()
            await until(
                lambda: asyncio.to_thread(slack.roots, CHANNEL),
                lambda found, wanted=number + 2: len(found) >= wanted,
            )
            took.append(time.monotonic() - began)
            await bench.settled()
    print(f"commit to Slack, median {sorted(took)[5] * 1000:.0f} ms, worst {max(took) * 1000:.0f}")
    assert sorted(took)[5] < 0.1


async def test_two_dispatchers_send_nothing_twice(bench, slack, mail):
    async with bench.dispatching(replicas=2):
        for number in range(30):
            first = assessed(f"m{number}")
            await bench.feed(first, later(first, band=Band.CRITICAL, score=88))
        await bench.settled(30)

    assert set(slack.posts_by_delivery().values()) == {1}
    assert len(slack.roots(CHANNEL)) == 30
    assert set(mail.copies().values()) == {1}


async def test_no_text_or_number_of_a_notice_can_keep_an_alert_back(bench, slack):
    hostile = assessed(
        headline="\x00<!channel>\u202e" + "x" * 90,
        subject_line="a\x00b\r\nBcc: all@example.com",
        title="\x00",
        stage="award\x00",
        evidence_hash="h\x00",
        total_accelerators=10**30,
        unknowns=("\x00" * 50,),
    )
    async with bench.dispatching():
        await bench.feed(hostile)
        await bench.settled()
        await bench.feed(later(hostile, total_accelerators=10**31))
        await bench.settled()

    root, page = slack.messages(CHANNEL)
    assert "<!channel>" not in root.current.text + page.current.text
    assert set(await bench.states("mail")) == {"sent"}
