"""The fake Slack lists, threads and edits messages as Slack's documentation says."""

import pytest
from slack_sdk.models.blocks import HeaderBlock

from deploy.local.fake_slack.serving import running_fake_slack
from tests.conformance.slack_calls import ALERTS, client, error_of, named


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


class TestReading:
    async def test_the_payload_of_metadata_needs_include_all_metadata(self, slack):
        await slack.chat_postMessage(channel=ALERTS, text="x", metadata=named("d1"))

        without = await slack.conversations_history(channel=ALERTS)
        full = await slack.conversations_history(channel=ALERTS, include_all_metadata=True)

        assert without["messages"][0]["metadata"] == {"event_type": "export_alert"}
        assert full["messages"][0]["metadata"]["event_payload"] == {"delivery_id": "d1"}

    async def test_history_pages_by_cursor(self, slack):
        for number in range(5):
            await slack.chat_postMessage(channel=ALERTS, text=str(number))

        pages = []
        async for answer in await slack.conversations_history(channel=ALERTS, limit=2):
            pages.append([message["text"] for message in answer["messages"]])

        assert pages == [["4", "3"], ["2", "1"], ["0"]]
        bad = slack.conversations_history(channel=ALERTS, cursor="nonsense")
        assert await error_of(bad) == "invalid_cursor"

    async def test_oldest_and_latest_exclude_themselves_unless_inclusive(self, slack):
        stamps = [
            (await slack.chat_postMessage(channel=ALERTS, text=str(n)))["ts"] for n in range(3)
        ]
        window = {"channel": ALERTS, "oldest": stamps[0], "latest": stamps[2]}

        between = await slack.conversations_history(**window)
        all_three = await slack.conversations_history(**window, inclusive=True)

        assert [m["text"] for m in between["messages"]] == ["1"]
        assert [m["text"] for m in all_three["messages"]] == ["2", "1", "0"]
        bad = slack.conversations_history(channel=ALERTS, oldest="yesterday")
        assert await error_of(bad) == "invalid_ts_oldest"

    async def test_replies_stay_in_the_thread_unless_broadcast(self, slack):
        root = (await slack.chat_postMessage(channel=ALERTS, text="root"))["ts"]
        await slack.chat_postMessage(channel=ALERTS, text="quiet", thread_ts=root)
        await slack.chat_postMessage(
            channel=ALERTS, text="loud", thread_ts=root, reply_broadcast=True
        )

        history = (await slack.conversations_history(channel=ALERTS))["messages"]
        thread = (await slack.conversations_replies(channel=ALERTS, ts=root))["messages"]

        assert [m["text"] for m in history] == ["loud", "root"]
        assert history[0]["subtype"] == "thread_broadcast"
        assert history[1]["reply_count"] == 2
        assert [m["text"] for m in thread] == ["root", "quiet", "loud"]

    async def test_the_root_is_on_the_first_page_of_replies_only(self, slack):
        root = (await slack.chat_postMessage(channel=ALERTS, text="root"))["ts"]
        for number in range(3):
            await slack.chat_postMessage(channel=ALERTS, text=str(number), thread_ts=root)

        pages = []
        async for answer in await slack.conversations_replies(channel=ALERTS, ts=root, limit=2):
            pages.append([message["text"] for message in answer["messages"]])

        assert pages == [["root", "0"], ["1", "2"]]

    async def test_a_thread_that_does_not_exist_is_refused(self, slack):
        assert (
            await error_of(slack.conversations_replies(channel=ALERTS, ts="1.000001"))
            == "thread_not_found"
        )
        call = slack.chat_postMessage(channel=ALERTS, text="x", thread_ts="1.000001")
        assert await error_of(call) == "thread_not_found"


class TestEditing:
    async def test_an_edit_keeps_ts_and_metadata_and_is_remembered(self, fake, slack):
        ts = (await slack.chat_postMessage(channel=ALERTS, text="one", metadata=named("d1")))["ts"]

        answer = await slack.chat_update(channel=ALERTS, ts=ts, text="two")

        assert (answer["ts"], answer["text"]) == (ts, "two")
        assert answer["message"]["edited"]["user"]
        message = fake.messages(ALERTS)[0]
        assert [version.text for version in message.versions] == ["one", "two"]
        assert message.current.metadata == message.edits[0].metadata

    async def test_text_without_blocks_removes_the_blocks(self, slack):
        ts = (
            await slack.chat_postMessage(
                channel=ALERTS, text="one", blocks=[HeaderBlock(text="one")]
            )
        )["ts"]

        header = {"type": "header", "text": {"type": "plain_text", "text": "two"}}
        kept = await slack.api_call(
            "chat.update", json={"channel": ALERTS, "ts": ts, "blocks": [header]}
        )
        removed = await slack.chat_update(channel=ALERTS, ts=ts, text="three")

        assert kept["message"]["blocks"][0]["text"]["text"] == "two"
        assert "edited" not in kept["message"]
        assert "blocks" not in removed["message"]

    async def test_an_edit_of_nothing_of_ours_is_refused(self, fake, slack):
        said = fake.say(ALERTS, "a person speaks")

        unknown = slack.chat_update(channel=ALERTS, ts="1.000001", text="x")
        foreign = slack.chat_update(channel=ALERTS, ts=said.ts, text="x")

        assert await error_of(unknown) == "message_not_found"
        assert await error_of(foreign) == "cant_update_message"

    async def test_the_text_of_an_edit_is_limited_in_escaped_bytes(self, slack):
        ts = (await slack.chat_postMessage(channel=ALERTS, text="x" * 9000))["ts"]

        await slack.chat_update(channel=ALERTS, ts=ts, text="x" * 4000)

        for text in ("x" * 4001, "告" * 1334, "&" * 801):
            call = slack.chat_update(channel=ALERTS, ts=ts, text=text)
            assert await error_of(call) == "msg_too_long"
