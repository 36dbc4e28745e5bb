"""From a Kafka record to a typed event, or to the reason why not."""

from collections.abc import Callable
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from chassis.errors import Invalid
from chassis.messages import Received
from contracts.topics import Topic
from contracts.wire import attributes_of


class ConsumerRecord(Protocol):
    """The parts of a consumed record that a stage uses."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Any


Decode = Callable[[ConsumerRecord], Received[Any]]


def decoder(source: Topic) -> Decode:
    """Return the decoder of a topic; it raises Invalid with what is wrong, never the payload."""
    if source.data is None:
        raise ValueError(f"{source.name} carries no event")
    parse = TypeAdapter(source.data).validate_json

    def decode(record: ConsumerRecord) -> Received[Any]:
        if record.value is None:
            raise Invalid("record without a value", "tombstone")
        try:
            attributes = attributes_of(record.headers)
            data = parse(record.value)
        except ValidationError as exc:
            raise Invalid(_where(exc)) from None
        if attributes.type != source.type:
            raise Invalid(f"type {attributes.type} on a topic of {source.type}", "wrong_type")
        return Received(attributes, data, record.topic, record.partition, record.offset)

    return decode


def _where(exc: ValidationError) -> str:
    """Field and message of the first errors; the input itself may hold personal data."""
    errors = exc.errors(include_input=False, include_url=False)
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'value'}: {e['msg']}" for e in errors[:5])
