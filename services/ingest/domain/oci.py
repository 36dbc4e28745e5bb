"""Oracle Cloud audit events: CloudEvents 0.1, the current spelling, and the command line's.

Shapes: "Contents of an audit log event" and the references of Compute, Container Engine, Data
Science and Generative AI. An operation is told at its begin and at its end: one event.
"""

import re
from typing import Any

from services.ingest.domain.asks import Ask, Counts, Family, asked, to_run
from services.ingest.domain.loose import at, first, mapping, text, whole, word
from services.ingest.domain.told import NO_TYPE, NOT_OURS, NOTHING, TEMPLATE, Told, of_projects

FAMILY = Family(
    re.compile(r"(?:bm|vm)\.gpu"),
    frozenset({"shape", "shapename", "instanceshape", "instanceshapename", "nodeshape"}),
)
_DEPLOYED = "modelDeploymentConfigurationDetails.modelConfigurationDetails"
# What each operation asks for, from the payload of its request or the details beside it.
ASKS: dict[str, tuple[Ask, ...]] = {
    "launchinstance": (Ask("shape", each=1),),
    "updateinstance": (Ask("shape", each=1),),
    "createinstancepool": (Ask("shape", "", ("size",)),),
    "updateinstancepool": (Ask("shape", "", ("size",)),),
    "createclusternetwork": (Ask("shape", "instancePools", ("size",)),),
    "createcomputecapacityreservation": (
        Ask("instanceShape", "instanceReservationConfigs", ("reservedCount",)),
    ),
    "createnodepool": (Ask("nodeShape", "", ("nodeConfigDetails.size", "size")),),
    "createnotebooksession": (Ask("shape", "notebookSessionConfigurationDetails", each=1),),
    "createjob": (Ask("shapeName", "jobInfrastructureConfigurationDetails", each=1),),
    "createmodeldeployment": (
        Ask("instanceConfiguration.instanceShapeName", _DEPLOYED, ("scalingPolicy.instanceCount",)),
    ),
}
TEMPLATES = frozenset({"createinstanceconfiguration"})
_PREFIX = "com.oraclecloud."
_STAGES = (".begin", ".end")
_STARTS = re.compile(r"launch|create|update|start|change")
_READS = re.compile(r"list|get|delete|change")
_CREATED = re.compile(r"ocid1\.(?:compartment|tenancy)\.", re.IGNORECASE)
_REGION = 3
_DEEP = 12
_HYPHEN = re.compile(r"-([a-z])")
HTTP_ERROR = 400


def is_record(item: dict[str, Any]) -> bool:
    """Return whether an object is an audit event."""
    kind = item.get("eventType") or item.get("type") or item.get("event-type")
    return isinstance(kind, str) and kind.lower().startswith(_PREFIX) and "data" in item


def told(event: dict[str, Any]) -> Told | str:
    """Read an event, or say why it is none of ours."""
    event = _camel(event) if "event-type" in event else event
    kind = text(event.get("eventType") or event.get("type")) or ""
    stage = next((s for s in _STAGES if kind.lower().endswith(s)), "")
    operation = word(kind[: len(kind) - len(stage)]) or "unknown"
    name = operation.lower().rpartition(".")[2]
    data = mapping(event.get("data"))
    if name == "createcompartment":
        return _compartment(event, data, operation, stage)
    if "generativeai" in operation.lower():
        return NOT_OURS if _READS.match(name) else _ai_use(event, data, operation, stage)
    if name in TEMPLATES:
        return TEMPLATE
    asks = ASKS.get(name, ())
    if not asks and not _STARTS.match(name):
        return NOT_OURS
    counts = _counts(asks, data)
    if not counts and not asks:
        return NO_TYPE
    found = _event(event, data, operation, stage)
    found.counts, found.kind = counts, "launch" if counts else NOTHING
    return found


def _camel(node: Any, depth: int = 0) -> Any:
    """Oracle's command line prints event-type for eventType, all the way down."""
    if depth > _DEEP:
        return node
    if isinstance(node, list):
        return [_camel(each, depth + 1) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        _HYPHEN.sub(lambda found: found[1].upper(), key): _camel(each, depth + 1)
        for key, each in node.items()
    }


def _counts(asks: tuple[Ask, ...], data: dict[str, Any]) -> Counts:
    roots = [
        mapping(first(data, path))
        for path in (
            "request.payload",
            "stateChange.current",
            "additionalDetails",
            "response.payload",
        )
    ]
    return to_run(asked(asks, roots, FAMILY))


def _ai_use(event: dict[str, Any], data: dict[str, Any], operation: str, stage: str) -> Told:
    found = _event(event, data, operation, stage)
    body = mapping(first(data, "request.payload")) or mapping(data.get("additionalDetails"))
    model = first(body, "servingMode.modelId", "modelId", "baseModelId")
    found.kind, found.models = "ai_use", (model,) if model else ()
    return found


def _compartment(event: dict[str, Any], data: dict[str, Any], operation: str, stage: str) -> Told:
    """A compartment created: it is the account; the begin may not know its id."""
    found = _event(event, data, operation, stage)
    named = (text(data.get("resourceId")), text(first(data, "response.payload.id")))
    created = next((each for each in named if each and _CREATED.match(each)), None)
    found.kind, found.account, found.alone = "account_created", created, created is None
    found.name = first(data, "request.payload.name") or data.get("resourceName")
    return found


def _event(event: dict[str, Any], data: dict[str, Any], operation: str, stage: str) -> Told:
    status = whole(first(data, "response.status")) or 0
    group = text(data.get("eventGroupingId")) or text(first(data, "request.id"))
    tenancy = first(data, "identity.tenantId") or first(event, "oracle.tenantid")
    tags = mapping(data.get("freeformTags"))
    for each in at(data, "definedTags"):
        for space in mapping(each).values():
            tags = tags | mapping(space)
    return Told(
        provider="oci",
        operation=operation,
        native=text(event.get("eventID") or event.get("eventId") or event.get("id")),
        account=text(tenancy) or text(data.get("compartmentId")),
        when=event.get("eventTime") or event.get("time"),
        key=f"{group}/{operation}".lower() if group and stage else None,
        region=_region(data),
        failed=status >= HTTP_ERROR,
        error=first(data, "response.payload.code") or f"HTTP-{status}",
        ended=stage != ".begin" or status >= HTTP_ERROR,
        tags=of_projects(tags.items()),
    )


def _region(data: dict[str, Any]) -> str | None:
    """The region stands fourth in the id of the resource: ocid1.instance.oc1.phx.x."""
    parts = (text(data.get("resourceId"), 300) or "").split(".")
    return (parts[_REGION] if len(parts) > _REGION else None) or text(
        data.get("availabilityDomain")
    )
