"""The fake Slack answers the real slack_sdk as Slack's documentation says."""

import asyncio
import json

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import AlertBlock, HeaderBlock, SectionBlock

from deploy.local.fake_slack.message import BOT_ID
from deploy.local.fake_slack.serving import Options, running_fake_slack
from tests.conformance.slack_calls import ALERTS, client, error_of, named, raw_post


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


class TestPosting:
    async def test_a_post_answers_channel_ts_and_message(self, slack):
        answer = await slack.chat_postMessage(channel=ALERTS, text="hi", metadata=named("d1"))

        assert answer["ok"] is True
        assert answer["channel"] == ALERTS
        assert answer["message"]["ts"] == answer["ts"]
        assert answer["message"]["bot_id"] == BOT_ID
        assert answer["message"]["metadata"]["event_payload"] == {"delivery_id": "d1"}

    async def test_ts_are_unique_and_increase(self, slack):
        posts = [slack.chat_postMessage(channel=ALERTS, text=str(n)) for n in range(20)]

        stamps = [answer["ts"] for answer in await asyncio.gather(*posts)]

        assert len(set(stamps)) == 20
        history = await slack.conversations_history(channel=ALERTS)
        assert [m["ts"] for m in history["messages"]] == sorted(stamps, reverse=True)

    async def test_a_form_body_works_like_a_json_body(self, fake):
        response = await raw_post(
            f"{fake.api_url}chat.postMessage",
            data={
                "channel": "#export-alerts",
                "text": "form",
                "blocks": '[{"type": "divider"}]',
                "metadata": '{"event_type": "e", "event_payload": {"delivery_id": "f"}}',
            },
        )

        assert response.json()["message"]["blocks"] == [{"type": "divider"}]
        assert fake.posts_by_delivery() == {"f": 1}

    async def test_unknown_channel_bad_token_and_no_text_are_refused(self, fake, slack):
        assert await error_of(slack.chat_postMessage(channel="C0", text="x")) == "channel_not_found"
        assert (
            await error_of(slack.api_call("chat.postMessage", json={"channel": ALERTS}))
            == "no_text"
        )
        assert await error_of(client(fake, "xoxb-no").auth_test()) == "invalid_auth"
        assert await error_of(client(fake, None).auth_test()) == "not_authed"
        assert await error_of(slack.api_call("chat.nonsense")) == "unknown_method"

    async def test_who_am_i_and_channel_info(self, slack):
        assert (await slack.auth_test())["bot_id"] == BOT_ID
        info = await slack.conversations_info(channel=ALERTS)
        assert info["channel"]["name"] == "export-alerts"
        assert info["channel"]["is_member"] is True

    async def test_a_lone_surrogate_is_taken_like_any_hostile_text(self, fake):
        response = await raw_post(
            f"{fake.api_url}chat.postMessage",
            content=json.dumps({"channel": ALERTS, "text": "a\ud800b\u0000<!channel>"}),
            headers={"Content-Type": "application/json"},
        )

        assert response.json()["message"]["text"] == "a?b\u0000<!channel>"

    async def test_any_channel_makes_channels_on_demand(self):
        with running_fake_slack(Options(any_channel=True)) as fake:
            answer = await client(fake).chat_postMessage(channel="C9NEW", text="x")

            assert answer["channel"] == "C9NEW"


class TestLimits:
    async def test_text_is_cut_at_40000(self, slack):
        answer = await slack.chat_postMessage(channel=ALERTS, text="x" * 50_000)

        assert len(answer["message"]["text"]) == 40_000

    @pytest.mark.parametrize(
        ("blocks", "where"),
        [
            ([{"type": "divider"}] * 51, "/blocks"),
            ([{"type": "nonsense"}], "/blocks/0/type"),
            ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "text/text"),
            ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text"),
            ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "text/text"),
            ([{"type": "section"}], "/blocks/0"),
            ([{"type": "context", "elements": []}], "/blocks/0/elements"),
            ([{"type": "divider", "block_id": "a"}] * 2, "unique"),
        ],
    )
    async def test_blocks_over_a_limit_are_invalid(self, slack, blocks, where):
        with pytest.raises(SlackApiError) as caught:
            await slack.chat_postMessage(channel=ALERTS, text="x", blocks=blocks)

        assert caught.value.response["error"] == "invalid_blocks"
        assert where in caught.value.response["response_metadata"]["messages"][0]

    async def test_all_blocks_together_may_be_too_long(self, slack):
        blocks = [SectionBlock(text="x" * 3000) for _ in range(5)]

        call = slack.chat_postMessage(channel=ALERTS, text="x", blocks=blocks)

        assert await error_of(call) == "msg_blocks_too_long"

    async def test_an_older_workspace_may_not_know_a_block(self, fake, slack):
        fake.reject_blocks(["alert"])
        alert = AlertBlock(text="x", level="error")

        call = slack.chat_postMessage(channel=ALERTS, text="x", blocks=[alert])

        assert await error_of(call) == "invalid_blocks"
        await slack.chat_postMessage(channel=ALERTS, text="x", blocks=[HeaderBlock(text="x")])

    @pytest.mark.parametrize(
        ("metadata", "error"),
        [
            ({"event_type": "x"}, "invalid_metadata_format"),
            ({"event_type": "x", "event_payload": {"a": None}}, "invalid_metadata_schema"),
            ({"event_type": "x", "event_payload": {"a": "x" * 9000}}, "metadata_too_large"),
        ],
    )
    async def test_metadata_is_checked(self, slack, metadata, error):
        call = slack.chat_postMessage(channel=ALERTS, text="x", metadata=metadata)

        assert await error_of(call) == error
