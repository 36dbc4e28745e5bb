"""What the handler needs from the world: one transaction around what it remembers."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from contracts.risk import RiskAssessed
from contracts.wire import Record
from services.notify.domain.alerts import Alert, Decision
from services.notify.domain.audit import AlertEvent
from services.notify.domain.deliveries import Planned
from services.notify.domain.rescreened import Child


@dataclass(frozen=True, slots=True)
class Taken:
    """An input to remember: its event id and topic, the hash of its data, the alert it is about.

    `parent` is the alert of the list change that led to it, if one did.
    """

    event: UUID
    topic: str
    payload: str
    alert: UUID
    parent: UUID | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What was known before a batch: inputs already handled with their outputs, and alerts.

    `seen` is the newest revision per alert id, alerts that were never opened included; `newest`
    the last record published for an alert.
    """

    handled: Mapping[UUID, tuple[Record, ...]]
    alerts: Mapping[UUID, Alert]
    seen: Mapping[UUID, int]
    newest: Mapping[UUID, Record]
    children: Mapping[UUID, Mapping[UUID, Child]] = field(default_factory=dict)
    """Per alert of a list change: the matters it tells of so far."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one new input led to; `alert` is None where no alert exists or nothing changed.

    With `children` it is about the alert of a list change, which has no input of its own.
    """

    taken: Taken
    assessed: RiskAssessed
    decision: Decision
    alert: Alert | None = None
    first_line: str = ""
    route: str = ""
    deliveries: tuple[Planned, ...] = ()
    events: tuple[AlertEvent, ...] = ()
    output: Record | None = None
    children: tuple[Child, ...] = ()


class Unit(Protocol):
    """One transaction; the alerts of the batch are locked from `recall` until it ends."""

    async def recall(self, batch: Sequence[Taken]) -> Past:
        """Lock the alerts of a batch and return what is known."""
        ...

    async def keep(self, results: Sequence[Result]) -> None:
        """Store inbox, alerts, plan, audit and outputs."""
        ...


class Store(Protocol):
    """Opens transactions; what fails inside leaves nothing behind. Raises Transient."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """Return the context of one transaction."""
        ...
