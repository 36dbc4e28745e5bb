"""Counts what the fake received and answered, also what it did not keep."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable

from pydantic import BaseModel

from deploy.local.fake_slack.message import Json


class Stats(BaseModel):
    """The answer of GET /control/stats."""

    calls: dict[str, int]
    answers: dict[str, dict[str, int]]
    faults: dict[str, dict[str, int]]
    attempts_by_delivery: dict[str, int]
    most_posts_in_a_second: dict[str, int]


class Statistics:
    """Running counts since the start or the last reset."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start at zero."""
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Forget all counts."""
        self._calls: Counter[str] = Counter()
        self._answers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._faults: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._attempts: Counter[str] = Counter()
        self._recent: defaultdict[str, deque[float]] = defaultdict(deque)
        self._most: Counter[str] = Counter()

    def called(self, method: str, arguments: Json) -> None:
        """Count a call that was received, whatever becomes of it."""
        self._calls[method] += 1
        metadata = arguments.get("metadata")
        payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
        if method == "chat.postMessage" and isinstance(payload, dict):
            self._attempts[str(payload.get("delivery_id"))] += 1

    def answered(self, method: str, outcome: str) -> None:
        """Count an answer as ok, as an error code or as an HTTP status."""
        self._answers[method][outcome] += 1

    def struck(self, method: str, fault: str) -> None:
        """Count a fault that was asked for and happened."""
        self._faults[method][fault] += 1

    def posted(self, channel: str) -> None:
        """Keep the greatest number of posts that one second of a channel saw."""
        now, recent = self._clock(), self._recent[channel]
        recent.append(now)
        while recent[0] <= now - 1:
            recent.popleft()
        self._most[channel] = max(self._most[channel], len(recent))

    def snapshot(self) -> Stats:
        """Return the counts so far."""
        return Stats(
            calls=dict(self._calls),
            answers={method: dict(counts) for method, counts in self._answers.items()},
            faults={method: dict(counts) for method, counts in self._faults.items()},
            attempts_by_delivery=dict(self._attempts),
            most_posts_in_a_second=dict(self._most),
        )
