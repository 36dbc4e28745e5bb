"""CloudEvents 1.0 in Kafka binary mode: attributes as `ce_*` headers, plain JSON as the value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from contracts.envelope import Attributes, Contract, Event
from contracts.topics import Topic

Headers = tuple[tuple[str, bytes], ...]
D = TypeVar("D", bound=Contract)

_CONSTANT: Headers = (("ce_specversion", b"1.0"), ("content-type", b"application/json"))
_TRACEPARENT = re.compile(r"(?P<head>[0-9a-f]{2}-[0-9a-f]{32})-[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})")
ATTRIBUTE_HEADERS = {
    "id": "ce_id",
    "source": "ce_source",
    "type": "ce_type",
    "time": "ce_time",
    "subject": "ce_subject",
    "mode": "ce_mode",
    "correlation_id": "ce_correlationid",
    "traceparent": "traceparent",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands on a topic, without its position."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


def encode(topic: Topic, key: str, event: Event[Any]) -> Record:
    """Return the record that carries `event` on `topic` under `key`."""
    attributes = event.attributes
    dumped = attributes.model_dump(mode="json", exclude_none=True)
    headers = tuple(
        (header, str(dumped[n]).encode()) for n, header in ATTRIBUTE_HEADERS.items() if n in dumped
    )
    schema = ("ce_dataschema", f"schemas/{topic.event}.json".encode())
    value = event.data.model_dump_json(exclude_none=True).encode()
    return Record(topic.name, key.encode(), value, (*headers, schema, *_CONSTANT))


def attributes_of(headers: Iterable[tuple[str, bytes]]) -> Attributes:
    """Read the CloudEvents attributes from headers; pydantic's error names what lacks."""
    given: Mapping[str, bytes] = dict(headers)
    return Attributes.model_validate(
        {
            name: given[header].decode("utf-8", "replace")
            for name, header in ATTRIBUTE_HEADERS.items()
            if header in given
        }
    )


def caused(cause: Attributes, topic: Topic, *, id: UUID, source: str, time: datetime) -> Attributes:
    """Attributes of an event that `cause` led to: it inherits mode, subject, correlation and trace.

    The span of the trace is derived from the new id, so that a replay writes the same header.
    """
    trace = cause.traceparent
    if trace and (parts := _TRACEPARENT.fullmatch(trace)):
        trace = f"{parts['head']}-{id.hex[:16]}-{parts['flags']}"
    return Attributes(
        id=id,
        source=source,
        type=topic.type,
        time=time,
        subject=cause.subject,
        mode=cause.mode,
        correlation_id=cause.correlation_id,
        traceparent=trace,
    )
