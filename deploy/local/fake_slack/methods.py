"""The Web API methods that the fake answers, each a function of one call."""

from collections.abc import Callable
from dataclasses import dataclass

from deploy.local.fake_slack import arguments as reading_arguments
from deploy.local.fake_slack import limits
from deploy.local.fake_slack.message import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_ID,
    Json,
    Message,
    thread_summary,
)
from deploy.local.fake_slack.reading import is_true, page, window_of
from deploy.local.fake_slack.refusal import Refused
from deploy.local.fake_slack.workspace import Change, Draft, Workspace


@dataclass(frozen=True)
class Call:
    """What a method needs to answer; a read shows nothing newer than `visible_until`."""

    workspace: Workspace
    arguments: Json
    visible_until: float
    rejected_blocks: frozenset[str] = frozenset()

    @property
    def channel(self) -> str:
        """The channel id that the call is about."""
        return self.workspace.channel_id(self.arguments.get("channel"))

    def shows(self, message: Message) -> bool:
        """Whether a read that lags behind sees this message yet."""
        return message.micros <= self.visible_until * 1_000_000


def post_message(call: Call) -> Json:
    """Answer chat.postMessage."""
    channel, given = call.channel, call.arguments
    blocks, metadata = _content(call)
    text = _text(given)
    if not text and not blocks and not given.get("attachments"):
        raise Refused("no_text")
    draft = Draft(
        text=limits.cut_text(text or ""),
        blocks=blocks or [],
        metadata=metadata or None,
        thread_ts=str(given["thread_ts"]) if given.get("thread_ts") else None,
        broadcast=is_true(given.get("reply_broadcast")),
        client_msg_id=given.get("client_msg_id"),
    )
    message = call.workspace.post(channel, draft)
    shown = message.as_slack(full_metadata=True)
    return {"ok": True, "channel": channel, "ts": message.ts, "message": shown}


def update(call: Call) -> Json:
    """Answer chat.update."""
    channel, given = call.channel, call.arguments
    blocks, metadata = _content(call)
    text = _text(given)
    if text is None and blocks is None:
        raise Refused("no_text")
    limits.check_update_text(text or "")
    change = Change(text=text, blocks=blocks, metadata=metadata)
    message = call.workspace.update(channel, str(given.get("ts", "")), change)
    shown = message.as_slack(full_metadata=True)
    return {"ok": True, "channel": channel, "ts": message.ts, "text": shown["text"]} | {
        "message": shown
    }


def history(call: Call) -> Json:
    """Answer conversations.history: roots and broadcast replies, newest first."""
    window = window_of(call.arguments, default=100, most=999)
    listed = call.workspace.messages(call.channel)
    found = [m for m in listed if m.in_history and call.shows(m) and window.holds(m.micros)]
    messages, paging = page(found[::-1], window.cursor, window.limit)
    return {"ok": True, "messages": _listed(call, messages), "pin_count": 0} | paging


def replies(call: Call) -> Json:
    """Answer conversations.replies: the root counts as the first item of the first page."""
    window = window_of(call.arguments, default=1000, most=1000)
    start = call.workspace.find(call.channel, str(call.arguments.get("ts", "")))
    if start is None or not call.shows(start):
        raise Refused("thread_not_found")
    # Given the ts of a reply, Slack returns this reply alone (slackapi/bolt-python#783).
    below = [] if start.is_reply else call.workspace.replies(start)
    found = [m for m in below if call.shows(m) and window.holds(m.micros)]
    messages, paging = page([start, *found], window.cursor, window.limit)
    return {"ok": True, "messages": _listed(call, messages)} | paging


def conversation_info(call: Call) -> Json:
    """Answer conversations.info."""
    channel = call.channel
    about = {
        "id": channel,
        "name": call.workspace.names[channel],
        "is_channel": True,
        "is_private": False,
        "is_archived": False,
        "is_member": True,
        "context_team_id": TEAM_ID,
    }
    return {"ok": True, "channel": about}


def auth_test(call: Call) -> Json:
    """Answer auth.test."""
    return {
        "ok": True,
        "url": "https://fake-workspace.slack.com/",
        "team": "Fake workspace",
        "user": "exportwatch",
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


METHODS: dict[str, Callable[[Call], Json]] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": conversation_info,
    "auth.test": auth_test,
}
READS = frozenset({"conversations.history", "conversations.replies"})


def _text(arguments: Json) -> str | None:
    text = arguments.get("text")
    return None if text is None else str(text)


def _content(call: Call) -> tuple[list[Json] | None, Json | None]:
    blocks = reading_arguments.object_list(call.arguments, "blocks", "invalid_blocks_format")
    metadata = reading_arguments.mapping(call.arguments, "metadata", "invalid_metadata_format")
    limits.check_blocks(blocks or [], call.rejected_blocks)
    if metadata:
        limits.check_metadata(metadata)
    return blocks, metadata


def _listed(call: Call, messages: list[Message]) -> list[Json]:
    full = is_true(call.arguments.get("include_all_metadata"))
    return [_with_thread(call, message, full=full) for message in messages]


def _with_thread(call: Call, message: Message, *, full: bool) -> Json:
    shown = message.as_slack(full_metadata=full)
    below = [] if message.is_reply else call.workspace.replies(message)
    return shown | thread_summary(message, below) if below else shown
