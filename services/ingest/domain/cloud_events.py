"""CloudEvents 1.0 in the forms that arrive as JSON: structured, base64 data, and binary noted down.

Binary mode puts the attributes into headers `ce-...` (HTTP) or `ce_...` (Kafka); tools that keep
such a message as one JSON object put them beside the data, or under `headers` or `attributes`.
"""

import base64
from typing import Any

from services.ingest.domain.json_records import Broken, documents
from services.ingest.domain.loose import mapping

_MARKS = ("ce_", "ce-")
_BODIES = ("data", "body", "value", "payload")


def structured(value: dict[str, Any]) -> dict[str, Any]:
    """Return the event in structured mode with its data plain; anything else as it is."""
    event = value if "specversion" in value else _noted_down(value)
    if "data_base64" in event and "data" not in event:
        found = decoded(event["data_base64"])
        return {**event, "data": found[0] if len(found) == 1 else found}
    return event


def decoded(printed: Any) -> list[Any]:
    """Return the JSON documents inside a base64 text, none if it holds no such thing."""
    if not isinstance(printed, str):
        return []
    try:
        plain = base64.b64decode(printed, validate=True).decode("utf-8")
    except ValueError:
        return []
    return [each for each in documents(plain) if not isinstance(each, Broken)]


def _noted_down(value: dict[str, Any]) -> dict[str, Any]:
    for holder in (value, mapping(value.get("headers")), mapping(value.get("attributes"))):
        given = {
            key[len("ce_") :].lower(): each
            for key, each in holder.items()
            if key[: len("ce_")].lower() in _MARKS
        }
        if "id" in given and "source" in given:
            body = next((value[name] for name in _BODIES if name in value), None)
            return {"specversion": "1.0", **given, "data": body}
    return value
