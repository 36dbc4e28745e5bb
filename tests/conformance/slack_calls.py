"""What the conformance tests of the fake Slack call it with."""

import asyncio
from collections.abc import Awaitable

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata
from slack_sdk.web.async_client import AsyncWebClient

from deploy.local.fake_slack.client import FakeSlackControl
from deploy.local.fake_slack.serving import DEFAULT_TOKEN

ALERTS, FALLBACK = "C0EXPORTALERTS", "C0FALLBACK"


def client(fake: FakeSlackControl, token=DEFAULT_TOKEN, timeout: int = 5) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=fake.api_url, retry_handlers=[], timeout=timeout)


def named(delivery: str) -> Metadata:
    return Metadata("export_alert", {"delivery_id": delivery})


async def error_of(call: Awaitable) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def raw_post(url: str, **body) -> httpx.Response:
    """Send what the SDK would not."""
    headers = {"Authorization": f"Bearer {DEFAULT_TOKEN}"} | body.pop("headers", {})
    return await asyncio.to_thread(httpx.post, url, headers=headers, trust_env=False, **body)
