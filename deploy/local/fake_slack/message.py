"""What the fake remembers of one Slack message, and how Slack would show it."""

from typing import Any

from pydantic import BaseModel, ConfigDict

Json = dict[str, Any]

TEAM_ID = "T0FAKETEAM"
APP_ID = "A0FAKEAPP"
BOT_ID = "B0FAKEBOT"
BOT_USER_ID = "U0FAKEBOT"


class Version(BaseModel):
    """The content of a message between two edits."""

    model_config = ConfigDict(hide_input_in_errors=True)

    text: str = ""
    blocks: list[Json] = []
    metadata: Json | None = None
    at: float
    edited_flag: bool = False


class Message(BaseModel):
    """One message with every version it ever had, oldest first."""

    model_config = ConfigDict(hide_input_in_errors=True)

    channel: str
    ts: str
    user: str = BOT_USER_ID
    bot_id: str | None = BOT_ID
    thread_ts: str | None = None
    broadcast: bool = False
    client_msg_id: str | None = None
    versions: list[Version]

    @property
    def current(self) -> Version:
        """The version that people see now."""
        return self.versions[-1]

    @property
    def edits(self) -> list[Version]:
        """The versions that were replaced, oldest first."""
        return self.versions[:-1]

    @property
    def is_reply(self) -> bool:
        """Whether the message lives in a thread below another one."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def micros(self) -> int:
        """The timestamp as a number that compares."""
        return int(self.ts.replace(".", ""))

    @property
    def in_history(self) -> bool:
        """Whether `conversations.history` lists it: replies only when broadcast."""
        return not self.is_reply or self.broadcast

    @property
    def delivery_id(self) -> str | None:
        """The delivery named in the metadata of the post itself; an edit does not change it."""
        payload = (self.versions[0].metadata or {}).get("event_payload") or {}
        found = payload.get("delivery_id")
        return found if isinstance(found, str) else None

    def as_slack(self, *, full_metadata: bool) -> Json:
        """Return the message object of Slack's answers."""
        shown: Json = {
            "type": "message",
            "user": self.user,
            "team": TEAM_ID,
            "text": self.current.text,
            "ts": self.ts,
        }
        if self.bot_id is not None:
            shown |= {"bot_id": self.bot_id, "app_id": APP_ID}
        if self.current.blocks:
            shown["blocks"] = self.current.blocks
        if self.current.metadata:
            shown["metadata"] = _shown_metadata(self.current.metadata, full=full_metadata)
        if self.client_msg_id:
            shown["client_msg_id"] = self.client_msg_id
        if self.thread_ts is not None:
            shown |= {"thread_ts": self.thread_ts, "parent_user_id": BOT_USER_ID}
        if self.broadcast:
            shown["subtype"] = "thread_broadcast"
        if self.current.edited_flag:
            shown["edited"] = {"user": self.user, "ts": f"{self.current.at:.6f}"}
        return shown


def thread_summary(root: Message, replies: list[Message]) -> Json:
    """Return the fields that Slack adds to a root message once it has replies."""
    users = sorted({reply.user for reply in replies})
    return {
        "thread_ts": root.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": True,
    }


def _shown_metadata(metadata: Json, *, full: bool) -> Json:
    # Slack names the event to everybody but gives the payload only to who asks for it.
    return metadata if full else {"event_type": metadata["event_type"]}
