"""Posts to Slack and reads back what it has: one call a delivery, no retries of its own."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from services.notify.adapters import slack_endings
from services.notify.adapters.hosts import is_private
from services.notify.domain import slack_message
from services.notify.domain.deliveries import Claimed, Ending, Found, Kind, Outcome, ReadBack, Rung

log = structlog.get_logger()

NETWORK = (aiohttp.ClientError, SlackClientError, TimeoutError, OSError)
KEEP_ALIVE = 30.0
CONNECT = 3.0
# Slack's clock and ours may differ by this much.
CLOCK_SLACK = 120.0
PAGE, PAGES = 200, 5


class SlackReceiver:
    """Delivers to Slack channels. Its HTTP session opens with the first call."""

    kind = "slack"

    def __init__(self, token: str, base_url: str, timeout: float, mention: str | None) -> None:
        """Take the bot token; `mention` is `here`, a user id or a user group id."""
        self._token = token
        self._base_url = base_url
        self._timeout = timeout
        self._mention = mention
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._bot: str | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
        self._session = self._client = None

    async def deliver(self, claimed: Claimed) -> Outcome:
        """Post or edit, once, and say how it ended; never raises for what Slack does."""
        if claimed.kind in (Kind.EDIT, Kind.NOTE) and claimed.thread is None:
            return Outcome(Ending.HOPELESS, error="no first message to hang on")
        try:
            arguments = self._arguments(claimed)
        except Exception:
            if claimed.rung is Rung.TEXT:
                raise
            log.exception("message cannot be rendered, going one rung down", rung=claimed.rung)
            return Outcome(Ending.FORMAT, error="render")
        method = "chat.update" if claimed.kind is Kind.EDIT else "chat.postMessage"
        try:
            answer = await self.client().api_call(method, json=arguments)
        except SlackApiError as exc:
            return slack_endings.of_api_error(exc)
        except NETWORK as exc:
            return slack_endings.of_network_error(exc)
        return Outcome(Ending.SENT, ref=answer["ts"], channel=answer["channel"], status=200)

    async def read_back(self, doubtful: Sequence[Claimed]) -> dict[UUID, ReadBack]:
        """Look for deliveries (all of one channel) by their metadata; an edit is safe to repeat."""
        found: dict[UUID, ReadBack] = {}
        pages: dict[str | None, ReadBack | dict[str, str]] = {}
        for each in doubtful:
            if each.kind is Kind.EDIT:
                found[each.id] = ReadBack(Found.ABSENT)
                continue
            # A reply stands in its thread; without one it was posted as a message of its own.
            thread = None if each.kind is Kind.ROOT else each.thread
            if thread not in pages:
                oldest = min(d.started for d in doubtful) - CLOCK_SLACK
                pages[thread] = await self._known(each.target, thread, oldest)
            found[each.id] = _verdict(pages[thread], each.id)
        return found

    def client(self) -> AsyncWebClient:
        """Return the client; it needs a running loop."""
        if self._client is None:
            total = aiohttp.ClientTimeout(total=self._timeout, connect=min(CONNECT, self._timeout))
            connector = aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE)
            self._session = aiohttp.ClientSession(connector=connector, timeout=total)
            self._client = AsyncWebClient(
                self._token,
                base_url=self._base_url,
                timeout=max(1, round(self._timeout)),
                session=self._session,
                # The SDK's own would post twice after a dropped connection.
                retry_handlers=[],
            )
            if is_private(urlsplit(self._base_url).hostname or ""):
                # The SDK sends even loopback traffic to the environment's proxy.
                self._client.proxy = None
        return self._client

    def _arguments(self, claimed: Claimed) -> dict[str, Any]:
        content = claimed.content
        if claimed.resent:
            content = content.model_copy(update={"why": f"possible duplicate; {content.why}"})
        arguments = slack_message.render(claimed.kind, content, claimed.rung, self._mention)
        arguments["channel"] = claimed.target
        if claimed.kind is Kind.EDIT:
            # Edited metadata would replace the id that a read-back looks for.
            return {**arguments, "ts": claimed.thread}
        arguments["metadata"] = slack_message.metadata(claimed.id)
        arguments["mrkdwn"] = False
        if claimed.kind is not Kind.ROOT and claimed.thread:
            arguments["thread_ts"] = claimed.thread
            arguments["reply_broadcast"] = claimed.kind is Kind.PAGE
        return arguments

    async def _known(
        self, channel: str, thread: str | None, oldest: float
    ) -> ReadBack | dict[str, str]:
        """Return ts by delivery id, of our own messages, or why they cannot be read."""
        try:
            return await asyncio.wait_for(self._pages(channel, thread, oldest), self._timeout * 2)
        except SlackApiError as exc:
            outcome = slack_endings.of_api_error(exc)
            if outcome.ending in (Ending.WAIT, Ending.UNKNOWN):
                return ReadBack(Found.LATER, error=outcome.error, retry_after=outcome.retry_after)
            if outcome.ending is Ending.LOST_ROOT:
                return {}
            return ReadBack(Found.UNREADABLE, error=outcome.error)
        except NETWORK as exc:
            return ReadBack(Found.LATER, error=type(exc).__name__, retry_after=5.0)

    async def _pages(self, channel: str, thread: str | None, oldest: float) -> Any:
        if self._bot is None:
            self._bot = (await self.client().auth_test())["bot_id"]
        known: dict[str, str] = {}
        cursor: str | None = None
        for _ in range(PAGES):
            arguments: dict[str, Any] = {
                "channel": channel,
                "oldest": f"{oldest:.6f}",
                "limit": PAGE,
                "include_all_metadata": True,
            }
            if cursor:
                arguments["cursor"] = cursor
            if thread:
                answer = await self.client().conversations_replies(ts=thread, **arguments)
            else:
                answer = await self.client().conversations_history(**arguments)
            known |= _deliveries(answer["messages"], self._bot)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return known
        return ReadBack(Found.UNREADABLE, error="too many messages since")


def _deliveries(messages: Sequence[dict[str, Any]], bot: str | None) -> dict[str, str]:
    found = {}
    for message in messages:
        data = message.get("metadata") or {}
        delivery = (data.get("event_payload") or {}).get("delivery_id")
        ours = message.get("bot_id") == bot and data.get("event_type") == slack_message.EVENT_TYPE
        if ours and isinstance(delivery, str):
            found[delivery] = str(message["ts"])
    return found


def _verdict(known: ReadBack | dict[str, str], delivery: UUID) -> ReadBack:
    if isinstance(known, ReadBack):
        return known
    ts = known.get(str(delivery))
    return ReadBack(Found.THERE, ref=ts) if ts else ReadBack(Found.ABSENT)
