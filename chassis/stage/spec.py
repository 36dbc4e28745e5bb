"""What a stage is told: where it reads, what it does, and the numbers it works by."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from chassis.messages import Handler
from contracts.topics import DEAD_LETTERS, Topic

Gate = Callable[[], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Tuning:
    """Numbers of a stage; seconds unless named otherwise. Measured in docs/performance.md."""

    max_poll_records: int = 500
    batch_bytes: int = 256 * 1024
    # Below max.message.bytes (1,048,588) with room for the headers.
    max_record_bytes: int = 900_000
    session_timeout: float = 10.0
    # After a stall this long a stage proves that it is still a member before it publishes.
    lease: float = 8.0
    revoke_wait: float = 10.0
    stop_wait: float = 4.0
    close_wait: float = 2.0
    commit_every: float = 0.1
    tries: int = 3
    parked_in_a_row: int = 20
    healthy_after: float = 30.0


@dataclass(frozen=True, slots=True)
class StageSpec:
    """One input topic of a service and the handler of its events.

    `gate` is asked between batches: None lets the stage go on, a text makes it hold (partitions
    paused, group membership kept) and says why.
    """

    service: str
    source: Topic
    handle: Handler[Any]
    gate: Gate | None = None
    tuning: Tuning = field(default_factory=Tuning)

    @property
    def group(self) -> str:
        """Consumer group: one per input topic, or two stages would rebalance each other."""
        return f"{self.service}-{self.source.name}"

    @property
    def dead_letters(self) -> Topic:
        """Where this service parks what it cannot process."""
        return DEAD_LETTERS[self.service]
