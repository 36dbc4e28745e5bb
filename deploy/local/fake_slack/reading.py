"""Cuts a list of messages to the window and the page that a reader asked for."""

import base64
import binascii
import re
from dataclasses import dataclass

from deploy.local.fake_slack.message import Json, Message
from deploy.local.fake_slack.refusal import Refused

TS = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?")


@dataclass(frozen=True)
class Window:
    """Timestamps in microseconds, and the page inside them."""

    oldest: int | None
    latest: int | None
    inclusive: bool
    limit: int
    cursor: int | None

    def holds(self, micros: int) -> bool:
        """Whether a message of this time lies between oldest and latest."""
        if micros in (self.oldest, self.latest):
            return self.inclusive
        after = self.oldest is None or micros > self.oldest
        return after and (self.latest is None or micros < self.latest)


def micros_of(ts: str, error: str) -> int:
    """Read a Slack timestamp, or refuse with the error of the argument it came in."""
    match = TS.fullmatch(ts)
    if match is None:
        raise Refused(error)
    return int(match[1]) * 1_000_000 + int((match[2] or "").ljust(6, "0"))


def window_of(arguments: Json, default: int, most: int) -> Window:
    """Read the paging arguments that history and replies share."""
    oldest, latest = arguments.get("oldest"), arguments.get("latest")
    return Window(
        oldest=micros_of(str(oldest), "invalid_ts_oldest") if oldest else None,
        latest=micros_of(str(latest), "invalid_ts_latest") if latest else None,
        inclusive=is_true(arguments.get("inclusive")),
        limit=_limit(arguments.get("limit"), default, most),
        cursor=_read_cursor(str(arguments["cursor"])) if arguments.get("cursor") else None,
    )


def is_true(value: object) -> bool:
    """Read a flag as Slack does: JSON true, or 1 and true in a form or query."""
    return str(value).lower() in {"1", "true"}


def page(ordered: list[Message], cursor: int | None, limit: int) -> tuple[list[Message], Json]:
    """Return one page of an ordered list and the paging fields of the answer."""
    start = 0
    if cursor is not None:
        times = [message.micros for message in ordered]
        # The message that the cursor names may have left the window; then nothing is left.
        start = times.index(cursor) if cursor in times else len(ordered)
    rest = ordered[start + limit :]
    fields: Json = {"has_more": bool(rest)}
    if rest:
        fields["response_metadata"] = {"next_cursor": _write_cursor(rest[0].ts)}
    return ordered[start : start + limit], fields


def _limit(given: object, default: int, most: int) -> int:
    text = str(given or default)
    # Slack takes what it can of a limit that is too large instead of refusing the call.
    return max(1, min(int(text), most)) if text.isdecimal() else default


def _write_cursor(ts: str) -> str:
    return base64.b64encode(f"next_ts:{ts.replace('.', '')}".encode()).decode()


def _read_cursor(cursor: str) -> int:
    try:
        label, _, micros = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refused("invalid_cursor") from error
    if label != "next_ts" or not micros.isdecimal():
        raise Refused("invalid_cursor")
    return int(micros)
