"""The state behind the fake: channels, messages, threads and edits."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from deploy.local.fake_slack.journal import Journal
from deploy.local.fake_slack.message import BOT_ID, BOT_USER_ID, Json, Message, Version
from deploy.local.fake_slack.refusal import Refused

Clock = Callable[[], float]


@dataclass(frozen=True)
class Draft:
    """A message that passed every check and has no timestamp yet."""

    text: str
    blocks: list[Json]
    metadata: Json | None
    thread_ts: str | None = None
    broadcast: bool = False
    client_msg_id: str | None = None
    user: str = BOT_USER_ID
    bot_id: str | None = BOT_ID


@dataclass(frozen=True)
class Change:
    """An edit: None keeps what the message has."""

    text: str | None
    blocks: list[Json] | None
    metadata: Json | None


class Workspace:
    """Channels by id, and in each channel the messages by ts in the order of posting."""

    def __init__(
        self,
        channels: Mapping[str, str],
        clock: Clock,
        journal: Journal | None = None,
        *,
        any_channel: bool = False,
    ) -> None:
        """Start from the journal if there is one."""
        self._configured = dict(channels)
        self._any_channel = any_channel
        self._clock = clock
        self._journal = journal
        self.names: dict[str, str] = dict(channels)
        self._messages: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}
        for message in journal.messages() if journal else ():
            self.names.setdefault(message.channel, message.channel)
            self._remember(message)

    def channel_id(self, given: object) -> str:
        """Find a channel by id, by name or by #name."""
        if not isinstance(given, str) or not given:
            raise Refused("channel_not_found")
        wanted = given.removeprefix("#")
        for channel, name in self.names.items():
            if wanted in (channel, name):
                return channel
        if not self._any_channel:
            raise Refused("channel_not_found")
        self.names[wanted] = wanted
        return wanted

    def messages(self, channel: str) -> list[Message]:
        """Return all messages of a channel, oldest first."""
        return list(self._messages.get(channel, {}).values())

    def all_messages(self) -> Iterable[Message]:
        """Return the messages of every channel."""
        return itertools.chain.from_iterable(of.values() for of in self._messages.values())

    def find(self, channel: str, ts: str) -> Message | None:
        """Return one message, if there is one with this ts."""
        return self._messages.get(channel, {}).get(ts)

    def replies(self, root: Message) -> list[Message]:
        """Return the thread below a message, oldest first."""
        below = self._threads.get((root.channel, root.ts), ())
        return [self._messages[root.channel][ts] for ts in below]

    def post(self, channel: str, draft: Draft) -> Message:
        """Add a message at the next free timestamp of its channel."""
        if draft.thread_ts is not None and self.find(channel, draft.thread_ts) is None:
            raise Refused("thread_not_found")
        message = Message(
            channel=channel,
            ts=self._next_ts(channel),
            user=draft.user,
            bot_id=draft.bot_id,
            thread_ts=draft.thread_ts,
            broadcast=draft.broadcast and draft.thread_ts is not None,
            client_msg_id=draft.client_msg_id,
            versions=[self._version(draft.text, draft.blocks, draft.metadata)],
        )
        self._keep(message)
        return message

    def update(self, channel: str, ts: str, change: Change) -> Message:
        """Replace the content of a message of our own."""
        message = self.find(channel, ts)
        if message is None:
            raise Refused("message_not_found")
        if message.bot_id != BOT_ID:
            raise Refused("cant_update_message")
        edited = message.model_copy(
            update={"versions": [*message.versions, self._edited(message.current, change)]}
        )
        self._keep(edited)
        return edited

    def reset(self) -> None:
        """Forget every message and every channel that was made on the way."""
        if self._journal is not None:
            self._journal.record_reset()
        self._messages.clear()
        self._threads.clear()
        self.names = dict(self._configured)

    def _edited(self, before: Version, change: Change) -> Version:
        # Text without blocks removes the blocks; nothing else is dropped by leaving it out.
        kept = before.blocks if change.text is None else []
        blocks = kept if change.blocks is None else change.blocks
        metadata = before.metadata if change.metadata is None else change.metadata or None
        version = self._version(
            before.text if change.text is None else change.text, blocks, metadata
        )
        # Slack shows "(edited)" only on messages that are rendered from their text.
        return version.model_copy(update={"edited_flag": not blocks})

    def _version(self, text: str, blocks: list[Json], metadata: Json | None) -> Version:
        return Version(text=text, blocks=blocks, metadata=metadata, at=self._clock())

    def _keep(self, message: Message) -> None:
        if self._journal is not None:
            self._journal.record(message)
        self._remember(message)

    def _remember(self, message: Message) -> None:
        known = self._messages.setdefault(message.channel, {})
        if message.is_reply and message.ts not in known:
            thread = (message.channel, message.thread_ts or "")
            self._threads.setdefault(thread, []).append(message.ts)
        known[message.ts] = message

    def _next_ts(self, channel: str) -> str:
        micros = int(self._clock() * 1_000_000)
        newest = next(reversed(self._messages.get(channel, {})), None)
        if newest is not None:
            # The clock may stand still or go back; a ts never does.
            micros = max(micros, self._messages[channel][newest].micros + 1)
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
