"""AWS CloudTrail: launches, AI use and account life cycle; everything else is not ours."""

import re
from typing import Any

from contracts.accounts import AccountReceived, InstanceRequest
from contracts.ids import account_matter, root_id
from contracts.tenders import Source
from services.ingest.domain.masking import COVER, mask
from services.ingest.domain.moments import moment

LAUNCHES = {
    "RunInstances",
    "CreateFleet",
    "RequestSpotFleet",
    "RequestSpotInstances",
    "CreateCapacityReservation",
    "PurchaseCapacityBlock",
    "CreateTrainingJob",
    "CreateProcessingJob",
    "CreateEndpointConfig",
    "CreateAutoScalingGroup",
    "UpdateAutoScalingGroup",
    "CreateNodegroup",
    "ModifyInstanceAttribute",
}
AI_USE = {"InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream"}
ACCOUNTS = {"CreateAccountResult", "CreateAccount"}
# Families with accelerators (reference: AWS instance types); the rest is filtered out, counted.
_ACCELERATED = re.compile(r"^(?:ml\.)?(?:p\d|g\d|trn\d|inf\d|dl\d|vt\d)")


def account_of(event: dict[str, Any], source: Source) -> AccountReceived | None:
    """Return the account event, or None if it is about neither accelerators, AI nor accounts."""
    name = event["eventName"]
    parameters = event.get("requestParameters") or {}
    response = event.get("responseElements") or {}
    instances = _instances(parameters, response) if name in LAUNCHES else ()
    model = parameters.get("modelId") if name in AI_USE else None
    if not (instances or name in AI_USE or name in ACCOUNTS):
        return None
    error = event.get("errorCode") or _failure(event)
    return AccountReceived(
        **_identity(event),
        kind="launch" if instances else "ai_use" if name in AI_USE else "account_created",
        operation=name,
        occurred=moment(event["eventTime"]),
        region=event.get("awsRegion"),
        instances=instances,
        ai_models=(str(model),) if model else (),
        attempted_only=bool(error),
        error=error,
        project_tags=_tags(parameters),
        source=source,
    )


def _identity(event: dict[str, Any]) -> dict[str, Any]:
    """Which event of which account this is; the vendor's own id makes it one event in any file."""
    account, native = f"aws:{_account(event)}", str(event["eventID"])
    return {
        "event": root_id("account-event", "aws", native),
        "matter": account_matter(account),
        "account": account,
        "provider": "aws",
        "native_id": native,
    }


def _failure(event: dict[str, Any]) -> str | None:
    """Why an account was not created: the result event carries no errorCode."""
    status = (event.get("serviceEventDetails") or {}).get("createAccountStatus") or {}
    return str(status.get("failureReason") or "FAILED") if status.get("state") == "FAILED" else None


def _account(event: dict[str, Any]) -> str:
    """The account created, else the one the event was recorded in, else the caller's."""
    status = (event.get("serviceEventDetails") or {}).get("createAccountStatus") or {}
    found = (
        status.get("accountId")
        or event.get("recipientAccountId")
        or (event.get("userIdentity") or {}).get("accountId")
    )
    return str(found) if found else f"none:{event['eventID']}"


def _instances(parameters: dict[str, Any], response: dict[str, Any]) -> tuple[InstanceRequest, ...]:
    counts: dict[str, int | None] = {}
    for kind, count in (*_started(response), *_asked(parameters)):
        if _ACCELERATED.match(kind) and kind not in counts:
            counts[kind] = count
    return tuple(InstanceRequest(instance_type=k, count=n) for k, n in counts.items())


def _started(response: dict[str, Any]) -> list[tuple[str, int]]:
    """What the response says was started: the strongest count."""
    items = ((response.get("instancesSet") or {}).get("items")) or []
    kinds = [str(i["instanceType"]) for i in items if i.get("instanceType")]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def _asked(parameters: dict[str, Any]) -> list[tuple[str, int | None]]:
    """What the request asked for: its own type, overrides, resource configurations."""
    found: list[tuple[str, int | None]] = []
    kind = _kind(parameters.get("instanceType"))
    items = ((parameters.get("instancesSet") or {}).get("items")) or [{}]
    count = parameters.get("instanceCount") or items[0].get("maxCount") or items[0].get("minCount")
    if kind:
        found.append((kind, int(count) if count else None))
    for node in _walk(parameters):
        inner = _kind(node.get("instanceType") or node.get("InstanceType"))
        listed = node.get("instanceTypes")
        if isinstance(listed, list):
            found += [(kind, None) for kind in listed if isinstance(kind, str)]
        if inner:
            number = node.get("instanceCount") or node.get("initialInstanceCount")
            found.append((inner, int(number) if number else None))
    return found


def _kind(value: Any) -> str | None:
    """instanceType is a text, or an object that holds it."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("instanceType")
    return value if isinstance(value, str) else None


def _walk(node: Any, depth: int = 0) -> list[dict[str, Any]]:
    if depth > 8:  # noqa: PLR2004  no request of AWS nests deeper
        return []
    if isinstance(node, list):
        return [found for each in node for found in _walk(each, depth + 1)]
    if isinstance(node, dict):
        return [node, *(found for each in node.values() for found in _walk(each, depth + 1))]
    return []


def _tags(parameters: dict[str, Any]) -> tuple[str, ...]:
    """Values of tags that may name a project."""
    items = ((parameters.get("tagSpecificationSet") or {}).get("items")) or []
    tags = [tag for item in items for tag in item.get("tags") or []]
    named = [
        str(t.get("value"))
        for t in tags
        if re.search("project|tender|customer", str(t.get("key")), re.I)
    ]
    # A tag is free text: one that holds a person's address names no project.
    return tuple(v for v in named if v and v != "None" and COVER not in mask(v))
