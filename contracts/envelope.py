"""The CloudEvents envelope around every event, and the frozen base of everything published."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

NAMESPACE = UUID("9f0c5c4e-6f0b-5a34-9d3e-7d0b6d1f5a10")
"""Root of every derived id (uuid5); changing it would change every id ever published."""


class Contract(BaseModel):
    """Frozen base: unknown fields are ignored, inputs are never printed in errors."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class OpenEnum(StrEnum):
    """An enum that maps a value it does not know to its member `unknown`."""

    @classmethod
    def _missing_(cls, value: object) -> "OpenEnum":
        return cls("unknown")


class Mode(OpenEnum):
    """Why an event flows; only `live` pages people (demo pages the demo receivers)."""

    LIVE = "live"
    BACKFILL = "backfill"
    REPLAY = "replay"
    CANARY = "canary"
    DEMO = "demo"
    SHADOW = "shadow"
    UNKNOWN = "unknown"


class Attributes(Contract):
    """CloudEvents 1.0 attributes, carried as Kafka headers `ce_*` in binary mode.

    `id` is derived (uuid5 of the cause and what else the output depends on), `time` is the
    production time in UTC, `subject` the matter or list the event is about.
    """

    id: UUID
    source: str = Field(
        description="Publishing service as a URI reference, e.g. /exportwatch/enrich"
    )
    type: str = Field(description="Event type, e.g. org.exportwatch.risk.assessed.v1")
    time: datetime
    subject: str
    mode: Mode
    correlation_id: UUID = Field(description="Id of the first event of the causal chain")
    traceparent: str | None = Field(default=None, description="W3C trace context")


D = TypeVar("D", bound=Contract)


class Event(Contract, Generic[D]):
    """One event: attributes for the headers, data for the record's value."""

    attributes: Attributes
    data: D


def personal(description: str) -> Any:
    """Field that holds personal data: never part of a key, a log line or a score."""
    return Field(default=None, description=description, json_schema_extra={"x-personal-data": True})


def _or_unknown(value: Any, known: ValidatorFunctionWrapHandler) -> Any:
    try:
        return known(value)
    except ValidationError:
        if isinstance(value, str):
            return "unknown"
        raise


OPEN = WrapValidator(_or_unknown)
"""Opens a Literal that has "unknown": a word from a newer publisher reads as "unknown"."""
