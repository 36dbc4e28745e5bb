"""Events survive the wire: attributes in headers, data as JSON, unknown words read as unknown."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pydantic import ValidationError

from contracts.alerts import AlertChanged
from contracts.envelope import Attributes, Event, Mode
from contracts.topics import ALERTS_CHANGED, TOPICS
from contracts.wire import attributes_of, caused, encode

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def _attributes(**more):
    base = {
        "id": uuid4(),
        "source": "/test",
        "type": ALERTS_CHANGED.type,
        "time": NOW,
        "subject": "matter",
        "mode": Mode.LIVE,
        "correlation_id": uuid4(),
        "traceparent": TRACE,
    }
    return Attributes(**(base | more))


def _event():
    data = AlertChanged(
        alert=uuid4(),
        matter=uuid4(),
        revision=1,
        version=1,
        state="open",
        urgency="now",
        first_line="四川大学",
        change="opened",
        paging=True,
        at=NOW,
    )
    return Event(attributes=_attributes(), data=data)


def test_what_is_encoded_is_read_again():
    event = _event()

    record = encode(ALERTS_CHANGED, "key", event)

    assert attributes_of(record.headers) == event.attributes
    assert AlertChanged.model_validate_json(record.value) == event.data
    assert dict(record.headers)["ce_specversion"] == b"1.0"


def test_a_consumer_that_ignores_headers_still_reads_json():
    assert json.loads(encode(ALERTS_CHANGED, "key", _event()).value)["first_line"] == "四川大学"


def test_a_missing_attribute_is_named():
    headers = [h for h in encode(ALERTS_CHANGED, "key", _event()).headers if h[0] != "ce_mode"]

    with pytest.raises(ValidationError, match="mode"):
        attributes_of(headers)


def test_an_unknown_mode_reads_as_unknown():
    headers = dict(encode(ALERTS_CHANGED, "key", _event()).headers) | {"ce_mode": b"dreaming"}

    assert attributes_of(headers.items()).mode == Mode.UNKNOWN


def test_what_is_caused_inherits_mode_correlation_and_trace():
    cause = _attributes(mode=Mode.BACKFILL)

    effect = caused(cause, ALERTS_CHANGED, id=uuid4(), source="/x", time=NOW)

    assert (effect.mode, effect.correlation_id) == (Mode.BACKFILL, cause.correlation_id)
    assert effect.traceparent.split("-")[1] == TRACE.split("-")[1]
    assert effect.traceparent != TRACE


@pytest.mark.parametrize("topic", [t for t in TOPICS if t.data], ids=lambda t: t.name)
def test_every_nullable_field_may_be_left_out(topic):
    """Null fields are not written, so each needs a default."""
    schema = topic.data.model_json_schema()
    for model in (schema, *schema.get("$defs", {}).values()):
        for name in model.get("required", ()):
            options = model["properties"][name].get("anyOf", ())
            assert {"type": "null"} not in options, f"{model.get('title')}.{name}"
