"""What became of an alert: its changes, and the decisions of people."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import OPEN, Contract, OpenEnum
from contracts.risk import Band, Urgency


class AlertState(OpenEnum):
    """Life of an alert: open until a person decides; `closed` needs a disposition."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DISPOSED = "disposed"
    UNKNOWN = "unknown"


class AlertChanged(Contract):
    """An alert was opened or changed; `paging` tells whether a new visible message goes out."""

    alert: UUID = Field(description="uuid5(matter, 'alert')")
    matter: UUID
    revision: int = Field(description="Revision of the assessment that led here")
    version: int = Field(ge=1, description="Version of the alert itself")
    state: AlertState
    band: Band | None = None
    previous_band: Band | None = None
    score: int | None = None
    urgency: Urgency
    first_line: str
    change: str = Field(
        description="Why: opened, band_rose, listed_party, linked_account, edited, ..."
    )
    paging: bool
    route: str | None = None
    receivers: tuple[str, ...] = ()
    at: datetime


class AlertDisposed(Contract):
    """A person decided on an alert (policy 6). Nothing a machine writes overwrites it."""

    alert: UUID
    matter: UUID
    determination: Annotated[Literal["true", "false", "unresolved", "unknown"], OPEN]
    reason: str
    action: str
    second_person: bool = False
    due: datetime | None = None
    at: datetime
