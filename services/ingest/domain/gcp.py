"""Google Cloud audit logs: machines, TPUs, Vertex AI and projects.

Shapes: LogEntry with AuditLog, the Compute Engine, Cloud TPU, GKE, Vertex AI and Resource Manager
references. Methods come with and without version and package: only their last words count. The
first and last entry of a long operation are one event.
"""

import re
from math import prod
from typing import Any

from services.ingest.domain.asks import Ask, Attached, Counts, Family, asked, to_run
from services.ingest.domain.loose import MOST_TOKENS, at, first, mapping, text, whole, word
from services.ingest.domain.told import NO_TYPE, NOT_OURS, NOTHING, TEMPLATE, Told, of_projects

FAMILY = Family(
    re.compile(r"[ag]\d|ct\d|tpu|nvidia[-_]|v\d[a-z]*-\d"),
    frozenset({"machinetype", "machinetypes", "machinetypeuri", "acceleratortype"}),
)
_GUEST = Attached("guestAccelerators", "acceleratorType", ("acceleratorCount",))
_SPEC = Attached("machineSpec", "acceleratorType", ("acceleratorCount",))
_NODE = Attached("config.accelerators", "acceleratorType", ("acceleratorCount",))
_CORES = ("multiNodeParams.nodeCount", "multisliceParams.nodeCount")


def _machine(path: str = "", *capacity: str) -> tuple[Ask, ...]:
    return (Ask("machineType", path, (), capacity, each=1, attached=_GUEST),)


def _pools(path: str, count: str) -> tuple[Ask, ...]:
    return (Ask("machineSpec.machineType", path, (count,), each=1, attached=_SPEC),)


def _nodes(path: str) -> tuple[Ask, ...]:
    return (Ask("config.machineType", path, ("initialNodeCount",), attached=_NODE),)


_BULK = _machine("instanceProperties", "count")
# What each method asks for, from its request.
ASKS: dict[str, tuple[Ask, ...]] = {
    "instances.insert": _machine(),
    "instances.setmachinetype": _machine(),
    "instances.setmachineresources": _machine(),
    "instances.update": _machine(),
    "instances.bulkinsert": _BULK,
    "regioninstances.bulkinsert": _BULK,
    "reservations.insert": _machine(
        "specificReservation.instanceProperties", "specificReservation.count"
    ),
    "futurereservations.insert": _machine(
        "specificSkuProperties.instanceProperties", "specificSkuProperties.totalCount"
    ),
    "createnode": (Ask("acceleratorType", "node", each=1),),
    "createqueuedresource": (
        Ask("node.acceleratorType", "queuedResource.tpu.nodeSpec", _CORES, each=1),
    ),
    "createnodepool": _nodes("nodePool"),
    "clustermanager.createcluster": _nodes("cluster.nodePools"),
    "createcustomjob": _pools("customJob.jobSpec.workerPoolSpecs", "replicaCount"),
    "createtrainingpipeline": _pools(
        "trainingPipeline.trainingTaskInputs.workerPoolSpecs", "replicaCount"
    ),
    "createhyperparametertuningjob": _pools(
        "hyperparameterTuningJob.trialJobSpec.workerPoolSpecs", "replicaCount"
    ),
    "deploymodel": _pools("deployedModel.dedicatedResources", "minReplicaCount"),
    "createbatchpredictionjob": _pools(
        "batchPredictionJob.dedicatedResources", "startingReplicaCount"
    ),
    "createpersistentresource": _pools("persistentResource.resourcePools", "replicaCount"),
    "notebookservice.createinstance": (
        Ask("machineType", "instance", each=1),
        Ask("gceSetup.machineType", "instance", each=1),
    ),
}
TEMPLATES = frozenset({"instancetemplates.insert", "regioninstancetemplates.insert"})
PROJECTS = frozenset({"createproject", "projects.create"})
_AI_SERVICES = ("aiplatform.googleapis.com", "generativelanguage.googleapis.com")
_AI_USE = re.compile(
    r"(?:\w*predict|\w*generatecontent|\w*embedcontents?|chatcompletions"
    r"|createtuningjob|createendpoint|deploymodel|deploypublishermodel|deploy)$"
)
_STARTS = re.compile(r"(?:\w+\.)?(?:insert|create|deploy|set|update|start|bulk|run|patch|resize)")
_MODEL = re.compile(r"(?:^|/)models/([\w.@:-]{2,100})")
_PROJECT = re.compile(r"(?:^|/)projects/([^/]{1,63})(?:/|$)")
# google.rpc.Code
_CODES = {
    **{1: "CANCELLED", 2: "UNKNOWN", 3: "INVALID_ARGUMENT", 4: "DEADLINE_EXCEEDED"},
    **{5: "NOT_FOUND", 6: "ALREADY_EXISTS", 7: "PERMISSION_DENIED", 8: "RESOURCE_EXHAUSTED"},
    **{9: "FAILED_PRECONDITION", 10: "ABORTED", 13: "INTERNAL", 14: "UNAVAILABLE"},
}


def is_record(item: dict[str, Any]) -> bool:
    """Return whether an object is an audit log entry."""
    return isinstance(item.get("protoPayload"), dict)


def told(entry: dict[str, Any]) -> Told | str:
    """Read an entry, or say why it is none of ours."""
    payload = entry["protoPayload"]
    operation = word(payload.get("methodName")) or "unknown"
    words = operation.lower().split(".")
    names = (".".join(words[-2:]), words[-1])
    request = mapping(payload.get("request"))
    if any(name in PROJECTS for name in names):
        return _project_created(entry, operation, request)
    if any(name in TEMPLATES for name in names):
        return TEMPLATE
    asks = next((ASKS[name] for name in names if name in ASKS), None)
    counts = _counts(asks, request) if asks or _STARTS.match(names[0]) else {}
    if counts:
        found = _entry(entry, operation, "launch")
        found.counts = counts
        return found
    if payload.get("serviceName") in _AI_SERVICES and _AI_USE.match(names[1]):
        return _ai_use(entry, operation, request)
    # The last entry of an operation repeats no request, but says how it ended.
    return _entry(entry, operation, NOTHING) if asks and entry.get("operation") else _why(names)


def _why(names: tuple[str, ...]) -> str:
    return NO_TYPE if _STARTS.match(names[0]) else NOT_OURS


def _counts(asks: tuple[Ask, ...] | None, request: dict[str, Any]) -> Counts:
    return _topologies(request) or to_run(asked(asks or (), (request,), FAMILY))


def _topologies(request: dict[str, Any]) -> Counts:
    """TPU slices asked for by shape, e.g. V5P and 2x2x4: the sides give the number of chips."""
    found: Counts = {}
    for path, more in (("node", ()), ("queuedResource.tpu.nodeSpec", _CORES)):
        for node in at(request, path):
            config = mapping(first(node, "acceleratorConfig", "node.acceleratorConfig"))
            kind = word(config.get("type"))
            sides = [whole(side) for side in (text(config.get("topology")) or "").split("x")]
            slices = next((n for p in more if (n := whole(first(node, p)))), 1)
            if kind:
                chips = None if None in sides else prod(side or 0 for side in sides) * slices
                found[f"tpu-{kind.lower().replace('_', '-')}"] = chips or None
    return found


def _ai_use(entry: dict[str, Any], operation: str, request: dict[str, Any]) -> Told:
    payload = entry["protoPayload"]
    found = _entry(entry, operation, "ai_use")
    places = [
        first(request, "model", "tuningJob.baseModel", "publisherModelName", "deployedModel.model"),
        first(request, "endpoint", "name"),
        payload.get("resourceName"),
    ]
    # A version stands behind an @, which in our texts only an address of mail has.
    named = [
        match[1].replace("@", "-")
        for place in places
        if (match := _MODEL.search(text(place) or ""))
    ]
    bare = text(first(request, "tuningJob.baseModel"))
    found.models = tuple(named[:1] or ([bare] if bare else []))
    found.tokens = whole(first(payload, "response.usageMetadata.totalTokenCount"), MOST_TOKENS)
    return found


def _project_created(entry: dict[str, Any], operation: str, request: dict[str, Any]) -> Told:
    payload = entry["protoPayload"]
    named = _PROJECT.search(text(payload.get("resourceName")) or "")
    found = _entry(entry, operation, "account_created")
    answer = first(payload, "response.projectId")
    created = first(request, "project.projectId", "projectId") or answer
    found.account = text(created) or (named[1] if named else found.account)
    display = text(first(request, "project.displayName", "project.name")) or ""
    found.name = display.removeprefix("projects/")
    return found


def _entry(entry: dict[str, Any], operation: str, kind: str) -> Told:
    payload, long = entry["protoPayload"], mapping(entry.get("operation"))
    failed, error = _failure(payload)
    one_of = text(long.get("id"))
    resource = text(payload.get("resourceName"), 1000)
    labels = mapping(first(entry, "resource.labels"))
    tags = mapping(first(payload, "request.labels"))
    return Told(
        provider="gcp",
        operation=operation,
        native=text(entry.get("insertId")),
        account=_account(entry, resource, labels),
        when=entry.get("timestamp") or entry.get("receiveTimestamp"),
        kind=kind,
        key=f"{one_of}/{operation.rpartition('.')[2]}/{resource}".lower() if one_of else None,
        region=first(labels, "zone", "location", "region"),
        failed=failed,
        error=error,
        ended=failed or not long or bool(long.get("last")) or not long.get("first"),
        tags=of_projects(tags.items()),
    )


def _failure(payload: dict[str, Any]) -> tuple[bool, Any]:
    status = mapping(payload.get("status"))
    code = whole(status.get("code"))
    reason = first(payload, "response.error.errors.reason", "response.error.errors.code")
    if not code and not first(payload, "response.error"):
        return False, None
    return True, word(reason) or _CODES.get(code or 2, f"CODE-{code}")


def _account(entry: dict[str, Any], resource: str | None, labels: dict[str, Any]) -> str | None:
    if stated := text(labels.get("project_id")):
        return stated
    for place in (resource, text(entry.get("logName"))):
        if place and (named := _PROJECT.search(place)):
            return named[1]
    return None
