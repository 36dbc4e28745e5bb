"""Records of vendors: out of their envelopes, then read by the vendor whose shape they have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.topics import SIGNUP_TYPE
from services.ingest.domain import azure, bedrock_logs, cloudtrail, gcp, oci, signups
from services.ingest.domain.cloud_events import decoded, structured
from services.ingest.domain.loose import mapping, word
from services.ingest.domain.told import Told

_DEEP = 4
# Lists of records that vendors' files and answers hold.
_LISTS = ("Records", "records", "entries", "Events", "logEvents", "value", "data")
# Fields in which carriers wrap a record: EventBridge, CloudWatch Logs, lookup-events, CloudTrail
# Lake, SNS, OCI Logging.
_INNER = ("detail", "message", "CloudTrailEvent", "eventData", "eventJson", "Message", "logContent")


@dataclass(frozen=True, slots=True)
class Vendor:
    """How to recognise and to read the records of one vendor's log."""

    format: str
    is_record: Callable[[dict[str, Any]], bool]
    told: Callable[[dict[str, Any]], Told | str]


VENDORS = (
    Vendor("cloudtrail", cloudtrail.is_record, cloudtrail.told),
    Vendor("gcp-audit", gcp.is_record, gcp.told),
    Vendor("azure-activity", azure.is_record, azure.told),
    Vendor("oci-audit", oci.is_record, oci.told),
    Vendor("bedrock-log", bedrock_logs.is_record, bedrock_logs.told),
)


def vendor_of(item: dict[str, Any]) -> Vendor | None:
    """Return the vendor whose shape a record has."""
    return next((each for each in VENDORS if each.is_record(item)), None)


def is_signup(item: dict[str, Any]) -> bool:
    """Return whether a CloudEvent is a sign-up, by its type or by what its data holds."""
    if item.get("type") == SIGNUP_TYPE:
        return True
    return "specversion" in item and signups.has_shape(mapping(item.get("data")))


def why_ignored(item: dict[str, Any]) -> str | None:
    """Return why an object of a known carrier holds nothing of ours, None if nobody knows it."""
    if reason := cloudtrail.other_file(item):
        return reason
    if "specversion" in item and "type" in item:
        kind = (word(item["type"]) or "unknown")[:80]
        return f"CloudEvents type {kind}: its data has none of the shapes we read"
    return None


def opened(value: Any, depth: int = 0) -> list[Any] | None:
    """Return the vendor's records inside a value, None if it holds none in any envelope.

    Records that are of no vendor stand as they are: a bad one spoils no other.
    """
    if isinstance(value, list):
        return _all(value, depth) if depth <= _DEEP else None
    if not isinstance(value, dict) or depth > _DEEP:
        return None
    if vendor_of(value) or cloudtrail.other_file(value):
        return [value]
    event = structured(value)
    if signups.has_shape(event) and "account_id" in event:
        return [{"type": SIGNUP_TYPE, "data": event}]
    return [event] if is_signup(event) else _listed(event, depth) or _unwrapped(event, depth)


def _listed(value: dict[str, Any], depth: int) -> list[Any] | None:
    lists = (value[name] for name in _LISTS if isinstance(value.get(name), list))
    return next((found for each in lists if (found := _all(each, depth))), None)


def _all(values: list[Any], depth: int) -> list[Any] | None:
    found = [opened(each, depth + 1) for each in values]
    if all(each is None for each in found):
        return None
    return [
        inner
        for each, given in zip(found, values, strict=True)
        for inner in (each if each is not None else [given])
    ]


def _unwrapped(value: dict[str, Any], depth: int) -> list[Any] | None:
    inner: list[Any] = [mapping(value[name]) for name in _INNER if value.get(name)]
    # CloudEvents, and the schema of Event Grid.
    if "specversion" in value or "eventType" in value:
        data = value.get("data")
        inner.append(data if isinstance(data, list) else mapping(data))
    message = mapping(value.get("message")) or value
    if "messageId" in message or "message_id" in message or "subscription" in value:
        inner += decoded(message.get("data"))
    for each in inner:
        if each and (found := opened(each, depth + 1)) is not None:
            return found
    return None
