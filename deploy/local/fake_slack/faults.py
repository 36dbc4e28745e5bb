"""Faults on demand: what goes wrong with which call, how often and at which moment."""

import random
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

ANY_METHOD = "*"


class FaultKind(StrEnum):
    """What can go wrong."""

    THROUGH = "through"  # nothing: lets a call through that comes before the faulty one
    DROP = "drop"  # the connection is cut without an answer
    DELAY = "delay"  # the answer comes after `seconds`
    RATE_LIMITED = "rate_limited"  # HTTP 429 with Retry-After: `seconds`
    HTTP_ERROR = "http_error"  # HTTP `status` with a body that is not JSON
    HTML = "html"  # HTTP 200 with a page instead of JSON
    ERROR = "error"  # ok: false with code `error`
    LAG = "lag"  # a read does not show the last `seconds`


class Fault(BaseModel):
    """One fault; the first one that fits a call is used."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: FaultKind
    method: str = ANY_METHOD
    channel: str | None = None
    after_commit: bool = False
    times: int | None = Field(default=1, ge=1, description="null: until it is cleared")
    probability: float = Field(default=1.0, gt=0, le=1)
    seconds: float = Field(default=1.0, ge=0)
    error: str = "internal_error"
    status: int = Field(default=500, ge=400, le=599)

    def fits(self, method: str, channel: str | None) -> bool:
        """Whether this fault is meant for such a call."""
        return self.method in (ANY_METHOD, method) and self.channel in (None, channel)


class Faults:
    """The queue of faults; seeded, so that a failing run can be repeated."""

    def __init__(self, seed: int = 0) -> None:
        """Start without faults."""
        self._random = random.Random(seed)  # noqa: S311 - chooses faults, not secrets
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Queue a fault behind those that wait already."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        self.waiting.clear()

    def draw(self, method: str, channel: str | None) -> Fault | None:
        """Take the fault that hits this call, if one does."""
        for index, fault in enumerate(self.waiting):
            if not fault.fits(method, channel):
                continue
            if fault.probability < 1 and self._random.random() >= fault.probability:
                continue
            self._use_up(index, fault)
            return None if fault.kind is FaultKind.THROUGH else fault
        return None

    def _use_up(self, index: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self.waiting[index] = fault.model_copy(update={"times": fault.times - 1})
        else:
            del self.waiting[index]
