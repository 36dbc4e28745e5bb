"""What goes wrong with which mail, at which step of the SMTP conversation."""

import threading
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Step(StrEnum):
    """Where in the conversation a fault strikes."""

    RCPT = "rcpt"
    DATA = "data"  # after the final dot


class MailFaultKind(StrEnum):
    """What can go wrong."""

    REFUSE = "refuse"  # answer `code`
    DROP = "drop"  # cut the connection without an answer
    DELAY = "delay"  # answer after `seconds`


class MailFault(BaseModel):
    """One fault; the first one that fits is used."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: MailFaultKind
    step: Step = Step.DATA
    address: str | None = None
    code: int = Field(default=451, ge=400, le=599)
    reply: str = "4.3.0 refused on demand"
    seconds: float = Field(default=1.0, ge=0)
    kept: bool = Field(default=False, description="whether the mail arrives nevertheless")
    times: int | None = Field(default=1, ge=1, description="null: until it is cleared")

    def fits(self, step: Step, addresses: list[str]) -> bool:
        """Whether the fault is meant for this step with these recipients."""
        return self.step is step and (self.address is None or self.address in addresses)


class MailFaults:
    """The queue of faults; SMTP and HTTP run in two threads."""

    def __init__(self) -> None:
        """Start without faults."""
        self._lock = threading.Lock()
        self._waiting: list[MailFault] = []

    def waiting(self) -> list[MailFault]:
        """Return the faults that have not struck yet."""
        with self._lock:
            return list(self._waiting)

    def add(self, fault: MailFault) -> None:
        """Queue a fault behind those that wait already."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        with self._lock:
            self._waiting.clear()

    def draw(self, step: Step, addresses: list[str]) -> MailFault | None:
        """Take the fault that strikes now, if one does."""
        with self._lock:
            for index, fault in enumerate(self._waiting):
                if not fault.fits(step, addresses):
                    continue
                if fault.times == 1:
                    del self._waiting[index]
                elif fault.times is not None:
                    left = fault.model_copy(update={"times": fault.times - 1})
                    self._waiting[index] = left
                return fault
        return None
