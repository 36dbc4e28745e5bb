"""The fake Slack fails on demand, keeps what it took and shows it to a person."""

import asyncio
import time

import aiohttp
import httpx
import pytest
from slack_sdk.errors import SlackApiError

from deploy.local.fake_slack.faults import Fault, FaultKind
from deploy.local.fake_slack.serving import Options, running_fake_slack
from tests.conformance.slack_calls import ALERTS, FALLBACK, client, error_of, named, raw_post


@pytest.fixture(scope="module")
def served():
    with running_fake_slack() as control:
        yield control


@pytest.fixture
def fake(served):
    served.set_pacing(False)
    served.reset()
    return served


@pytest.fixture
def slack(fake):
    return client(fake)


class TestFaults:
    @pytest.mark.parametrize("after_commit", [False, True])
    async def test_a_dropped_connection_is_one_attempt(self, fake, slack, after_commit):
        fault = Fault(method="chat.postMessage", kind=FaultKind.DROP, after_commit=after_commit)
        fake.set_fault(fault)

        with pytest.raises(aiohttp.ServerDisconnectedError):
            await slack.chat_postMessage(channel=ALERTS, text="x", metadata=named("d1"))

        assert fake.posts_by_delivery() == ({"d1": 1} if after_commit else {})
        assert fake.stats().attempts_by_delivery == {"d1": 1}
        await slack.chat_postMessage(channel=ALERTS, text="works again")

    async def test_a_delay_past_the_time_out_leaves_the_message(self, fake):
        fake.set_fault(Fault(kind=FaultKind.DELAY, after_commit=True, seconds=3))

        with pytest.raises(asyncio.TimeoutError):
            await client(fake, timeout=1).chat_postMessage(channel=ALERTS, text="x")

        assert len(fake.messages(ALERTS)) == 1

    async def test_429_tells_when_to_come_back(self, fake, slack):
        fake.set_fault(Fault(kind=FaultKind.RATE_LIMITED, seconds=7))

        with pytest.raises(SlackApiError) as caught:
            await slack.chat_postMessage(channel=ALERTS, text="x")

        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
        assert caught.value.response["error"] == "ratelimited"
        assert fake.messages() == []

    async def test_500_and_html_are_not_slack_answers(self, fake, slack):
        fake.set_fault(
            Fault(kind=FaultKind.HTTP_ERROR, status=503, after_commit=True),
            Fault(kind=FaultKind.HTML),
        )

        for status in (503, 200):
            with pytest.raises(SlackApiError) as caught:
                await slack.chat_postMessage(channel=ALERTS, text="x")
            assert caught.value.response.status_code == status
        assert len(fake.messages()) == 1

    async def test_an_internal_error_may_have_posted(self, fake, slack):
        fake.set_fault(Fault(kind=FaultKind.ERROR, error="internal_error", after_commit=True))

        assert await error_of(slack.chat_postMessage(channel=ALERTS, text="x")) == "internal_error"
        assert len(fake.messages()) == 1

    async def test_faults_come_in_order_for_their_method_and_channel(self, fake, slack):
        fake.set_fault(
            Fault(kind=FaultKind.THROUGH, method="chat.postMessage", channel=ALERTS),
            Fault(kind=FaultKind.ERROR, error="token_revoked", channel=ALERTS, times=2),
        )

        await slack.chat_postMessage(channel=FALLBACK, text="other channel")
        await slack.chat_postMessage(channel=ALERTS, text="let through")
        outcomes = [await error_of(slack.conversations_info(channel=ALERTS)) for _ in range(2)]

        assert outcomes == ["token_revoked"] * 2
        assert fake.faults() == []

    async def test_a_probability_hits_some_calls_until_it_is_cleared(self, fake, slack):
        fake.set_fault(Fault(kind=FaultKind.ERROR, probability=0.5, times=None))
        failed = 0
        for _ in range(40):
            try:
                await slack.auth_test()
            except SlackApiError:
                failed += 1
        fake.clear_faults()

        assert 8 < failed < 32
        assert (await slack.auth_test())["ok"]

    async def test_history_may_lag_and_be_rate_limited(self, fake, slack):
        await slack.chat_postMessage(channel=ALERTS, text="x")
        fake.set_fault(
            Fault(method="conversations.history", kind=FaultKind.LAG, seconds=60),
            Fault(method="conversations.history", kind=FaultKind.RATE_LIMITED),
        )

        lagging = await slack.conversations_history(channel=ALERTS)

        assert lagging["messages"] == []
        assert await error_of(slack.conversations_history(channel=ALERTS)) == "ratelimited"
        assert len((await slack.conversations_history(channel=ALERTS))["messages"]) == 1

    async def test_pacing_refuses_a_flood_and_lets_another_channel_pass(self, fake, slack):
        fake.set_pacing(True)
        for _ in range(4):
            await slack.chat_postMessage(channel=ALERTS, text="x")

        with pytest.raises(SlackApiError) as caught:
            await slack.chat_postMessage(channel=ALERTS, text="x")

        assert caught.value.response.headers["Retry-After"] == "1"
        await slack.chat_postMessage(channel=FALLBACK, text="x")
        assert fake.stats().most_posts_in_a_second[ALERTS] <= 4

    async def test_a_wrong_fault_is_told_so(self, fake):
        response = await raw_post(f"{fake.url}/control/faults", json={"kind": "explode"})

        assert response.status_code == 422
        assert "kind" in response.json()["error"]


class TestKeeping:
    async def test_the_journal_survives_a_kill_in_the_middle_of_a_line(self, tmp_path):
        journal = tmp_path / "slack.jsonl"
        with running_fake_slack(Options(journal=journal)) as fake:
            slack = client(fake)
            ts = (await slack.chat_postMessage(channel=ALERTS, text="one"))["ts"]
            await slack.chat_update(channel=ALERTS, ts=ts, text="two")
        with journal.open("a") as half:
            half.write('{"channel": "C0EX')

        with running_fake_slack(Options(journal=journal)) as fake:
            later = (await client(fake).chat_postMessage(channel=ALERTS, text="three"))["ts"]
            texts = [[v.text for v in m.versions] for m in fake.messages(ALERTS)]

        assert texts == [["one", "two"], ["three"]]
        assert later > ts

    async def test_the_page_shows_messages_and_never_their_markup(self, fake, slack):
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "*bold* <!channel>"}}
        hostile = {"type": "text", "text": "<script>alert(1)</script>", "style": {"bold": True}}
        rich = {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [hostile]}],
        }
        first = await slack.chat_postMessage(channel=ALERTS, text="v1")
        await slack.chat_update(channel=ALERTS, ts=first["ts"], text="v2", blocks=[section, rich])
        await slack.chat_postMessage(channel=ALERTS, text="a reply", thread_ts=first["ts"])
        await slack.chat_postMessage(channel=ALERTS, text="<javascript:alert(1)|click>")

        page = await asyncio.to_thread(httpx.get, fake.url + "/")

        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<strong>bold</strong>" in page.text
        assert "&lt;script&gt;" in page.text
        assert "<script" not in page.text
        assert 'href="javascript' not in page.text
        assert page.text.index("click") < page.text.index("a reply")
        assert "1 earlier version" in page.text

    def test_answers_on_a_kept_connection_are_not_held_back(self, fake):
        started = time.monotonic()

        for _ in range(50):
            fake.faults()

        # With Nagle's delay each answer takes 40 ms, two seconds in all.
        assert time.monotonic() - started < 1.5

    def test_waiting_for_messages_ends(self, fake):
        started = time.monotonic()

        with pytest.raises(TimeoutError):
            fake.wait_for_messages(1, seconds=0.2)

        assert time.monotonic() - started < 3
