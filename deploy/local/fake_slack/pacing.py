"""Slack's rate limits as token buckets, for runs that want to feel them."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """So many calls a second on average, and so many at once."""

    per_second: float
    burst: int
    per_channel: bool


# docs.slack.dev/apis/web-api/rate-limits; the bursts are ours, Slack does not name them.
LIMITS = {
    "chat.postMessage": Limit(per_second=1, burst=4, per_channel=True),
    "chat.update": Limit(per_second=50 / 60, burst=50, per_channel=False),
    "conversations.history": Limit(per_second=50 / 60, burst=50, per_channel=False),
    "conversations.replies": Limit(per_second=50 / 60, burst=50, per_channel=False),
}


class Pacing:
    """One bucket per method, or per method and channel; off unless enabled."""

    def __init__(self, clock: Callable[[], float], *, enabled: bool) -> None:
        """Start with full buckets."""
        self._clock = clock
        self.enabled = enabled
        self._buckets: dict[tuple[str, str | None], tuple[float, float]] = {}

    def seconds_to_wait(self, method: str, channel: str | None) -> int:
        """Return 0 and count the call, or the whole seconds until one will be accepted."""
        limit = LIMITS.get(method)
        if not self.enabled or limit is None:
            return 0
        key = (method, channel if limit.per_channel else None)
        now = self._clock()
        tokens, since = self._buckets.get(key, (float(limit.burst), now))
        tokens = min(limit.burst, tokens + (now - since) * limit.per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        return 0 if allowed else max(1, math.ceil((1 - tokens) / limit.per_second))

    def reset(self) -> None:
        """Fill all buckets."""
        self._buckets.clear()
