"""Azure: the activity log in its REST, export and Log Analytics shapes, and Azure OpenAI's logs.

Shapes: "Azure activity log event schema" and the resource references of the providers named. Names
come in any case, bodies as JSON inside a text, and one operation as two or more records.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.ingest.domain.asks import Ask, Counts, Family, asked, kind_of, to_run
from services.ingest.domain.loose import MOST_TOKENS, first, mapping, pick, text, whole, word
from services.ingest.domain.told import NO_TYPE, NOT_OURS, NOTHING, SERVICE, Told, of_projects

FAMILY = Family(
    re.compile(r"(?:standard_|basic_|low_priority_)?n[a-z]{1,3}\d"),
    frozenset({"vmsize", "instancetype"}),
)
_SKU = (Ask("name", "sku", ("capacity",)),)
_FIXED = "properties.scaleSettings.fixedScale"
# What each operation asks for, from the body of its request.
ASKS: dict[str, tuple[Ask, ...]] = {
    "Microsoft.Compute/virtualMachines/write": (Ask("properties.hardwareProfile.vmSize", each=1),),
    "Microsoft.Compute/virtualMachineScaleSets/write": _SKU,
    "Microsoft.Compute/capacityReservationGroups/capacityReservations/write": _SKU,
    "Microsoft.ContainerService/managedClusters/write": (
        Ask("vmSize", "properties.agentPoolProfiles", ("count",)),
    ),
    "Microsoft.ContainerService/managedClusters/agentPools/write": (
        Ask("vmSize", "properties", ("count",)),
    ),
    "Microsoft.Batch/batchAccounts/pools/write": (
        Ask(
            "properties.vmSize",
            "",
            (f"{_FIXED}.targetDedicatedNodes+{_FIXED}.targetLowPriorityNodes",),
        ),
    ),
    "Microsoft.MachineLearningServices/workspaces/computes/write": (
        Ask("vmSize", "properties.properties", ("scaleSettings.maxNodeCount",), each=1),
    ),
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/write": (
        Ask("properties.instanceType", "", ("sku.capacity", "properties.instanceCount")),
    ),
}
_ACCOUNT = "Microsoft.CognitiveServices/accounts/write"
_DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments/write"
_SERVERLESS = "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints/write"
_SUBSCRIPTION = "Microsoft.Subscription/aliases/write"
_NAMES = {name.lower(): name for name in (*ASKS, _ACCOUNT, _DEPLOYMENT, _SERVERLESS, _SUBSCRIPTION)}
_OPERATION = ("operationName", "operationNameValue", "OperationName", "OperationNameValue")
_WRITES = re.compile(r"(?:write|action|start)$", re.IGNORECASE)
_TYPED = re.compile(r"\"(?:vmSize|instanceType)\"\s*:\s*\"([^\"]{2,100})\"", re.IGNORECASE)
_OF_SUBSCRIPTION = re.compile(r"/subscriptions/([0-9a-f-]{8,64})(?:/|$)", re.IGNORECASE)
_ENDS = {"succeeded": False, "success": False, "failed": True, "failure": True, "canceled": True}
_AI_KINDS = frozenset({"openai", "aiservices"})
_USAGE = ("RequestResponse", "AzureOpenAIRequestUsage", "Audit")
_CALLS = re.compile(r"complet|embed|image|response|chat|audio|realtime|assist|infer|message", re.I)
_TOKENS = (
    ("totalTokens", "total_tokens"),
    ("promptTokens", "inputTokens", "prompt_tokens", "processedPromptTokens"),
    ("generatedTokens", "completionTokens", "outputTokens", "completion_tokens"),
)
HTTP_ERROR = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the activity log: its operation, the body, and what ended how."""

    item: dict[str, Any]
    operation: str
    properties: dict[str, Any]
    body: dict[str, Any]
    answer: dict[str, Any]


def is_record(item: dict[str, Any]) -> bool:
    """Return whether an object is a record of the activity log or of a resource log."""
    return any(name in item for name in _OPERATION) and (
        pick(item, "resourceId") is not None or pick(item, "correlationId") is not None
    )


def told(item: dict[str, Any]) -> Told | str:
    """Read a record, or say why it is none of ours."""
    named = next(item[name] for name in _OPERATION if name in item)
    operation = word(pick(named, "value") if isinstance(named, dict) else named) or "unknown"
    if text(pick(item, "category")) in _USAGE:
        return _usage(item, operation)
    properties = mapping(pick(item, "properties"))
    entry = Entry(
        item,
        _NAMES.get(operation.lower(), operation),
        properties,
        mapping(pick(properties, "requestbody")),
        mapping(pick(properties, "responseBody")),
    )
    read = _READERS.get(entry.operation)
    if read:
        return read(entry)
    return _launch(entry) if _WRITES.search(operation) else NOT_OURS


def _launch(entry: Entry) -> Told | str:
    asks = ASKS.get(entry.operation, ())
    counts = to_run(asked(asks, (entry.body, entry.answer), FAMILY))
    cut = {} if counts or entry.body else _cut(entry)
    if not counts and not cut and not asks:
        return NO_TYPE
    found = _entry(entry, "launch" if counts or cut else NOTHING)
    found.counts = counts or cut
    found.uncertain = ("requestbody",) if cut else ()
    return found


def _cut(entry: Entry) -> Counts:
    """Azure cuts long bodies off: the type still stands in what is left, the number may not."""
    printed = text(pick(entry.properties, "requestbody"), 100_000) or ""
    kinds = (kind_of(each) for each in _TYPED.findall(printed))
    return {kind: None for kind in kinds if kind and FAMILY.has(kind)}


def _ai_account(entry: Entry) -> Told | str:
    kind = text(first(entry.body, "kind") or first(entry.answer, "kind"))
    if kind is None:
        found = _entry(entry, "ai_use")
        found.uncertain = (SERVICE,)
        return found
    return _entry(entry, "ai_use" if kind.lower() in _AI_KINDS else NOTHING)


def _deployment(entry: Entry) -> Told | str:
    found = _entry(entry, "ai_use")
    bodies = (entry.body, entry.answer)
    path = "properties.modelSettings.modelId"
    names = [first(body, "properties.model.name", path) for body in bodies]
    found.models = tuple(name for name in names if name)[:1]
    return found


def _subscription(entry: Entry) -> Told | str:
    """A subscription created: its id stands in the answer only."""
    found = _entry(entry, "account_created")
    path = "properties.subscriptionId"
    created = text(first(entry.answer, path) or first(entry.body, path))
    found.account, found.alone = created, created is None
    found.name = first(entry.body, "properties.displayName")
    return found


_READERS: dict[str, Callable[[Entry], Told | str]] = {
    _ACCOUNT: _ai_account,
    _DEPLOYMENT: _deployment,
    _SERVERLESS: _deployment,
    _SUBSCRIPTION: _subscription,
}


def _entry(entry: Entry, kind: str) -> Told:
    item, resource = entry.item, _resource(entry.item)
    ended = _ENDS.get(_status(item).lower())
    correlation = text(pick(item, "correlationId"))
    place = (
        first(entry.body, "location") or first(entry.answer, "location") or pick(item, "location")
    )
    tags = mapping(first(entry.body, "tags"))
    return Told(
        provider="azure",
        operation=entry.operation,
        native=correlation or text(pick(item, "eventDataId")),
        account=_account(item, resource),
        when=_when(item),
        kind=kind,
        key=f"{correlation}/{entry.operation}/{resource}".lower() if correlation else None,
        region=(text(place) or "").replace(" ", "").lower(),
        failed=bool(ended),
        error=_error(entry) if ended else None,
        ended=ended is not None,
        tags=of_projects(tags.items()),
    )


def _usage(item: dict[str, Any], operation: str) -> Told | str:
    """A call of a model as Azure OpenAI's resource logs tell it: one record, or two of one call."""
    resource = _resource(item)
    properties = mapping(pick(item, "properties"))
    model = first(properties, "modelName", "modelDeploymentName", "deploymentName")
    if "/microsoft.cognitiveservices/" not in resource.lower() or not (
        model or _CALLS.search(operation)
    ):
        return NOT_OURS
    status = whole(pick(item, "resultSignature")) or whole(pick(item, "resultType")) or 0
    correlation = text(pick(item, "correlationId"))
    return Told(
        provider="azure",
        operation=operation,
        native=correlation or text(pick(item, "eventId")),
        account=_account(item, resource),
        when=_when(item),
        kind="ai_use",
        key=f"{correlation}/{resource}".lower() if correlation else None,
        region=(text(pick(item, "location")) or "").replace(" ", "").lower(),
        models=(model,) if model else (),
        tokens=_tokens(properties),
        failed=status >= HTTP_ERROR,
        error=f"HTTP-{status}",
    )


def _tokens(properties: dict[str, Any]) -> int | None:
    total, asked, answered = (whole(first(properties, *names), MOST_TOKENS) for names in _TOKENS)
    parts = [number for number in (asked, answered) if number is not None]
    return total if total is not None else sum(parts) if parts else None


def _resource(item: dict[str, Any]) -> str:
    return (
        text(pick(item, "resourceId") or pick(item, "resourceUri") or item.get("_ResourceId"), 1000)
        or ""
    )


def _account(item: dict[str, Any], resource: str) -> str | None:
    named = _OF_SUBSCRIPTION.search(resource)
    stated = text(pick(item, "subscriptionId")) or (named[1] if named else None)
    return stated.lower() if stated else None


def _when(item: dict[str, Any]) -> Any:
    names = ("eventTimestamp", "time", "TimeGenerated", "submissionTimestamp")
    return next((value for name in names if (value := pick(item, name)) is not None), None)


def _status(item: dict[str, Any]) -> str:
    names = ("status", "resultType", "ActivityStatusValue", "ActivityStatus")
    given = next((value for name in names if (value := pick(item, name)) is not None), "")
    return text(pick(given, "value") if isinstance(given, dict) else given) or ""


def _error(entry: Entry) -> Any:
    message = mapping(pick(entry.properties, "statusMessage"))
    code = first(message, "error.code", "code") or first(entry.answer, "error.code")
    given = code or pick(entry.properties, "statusCode") or pick(entry.item, "resultSignature")
    return given or first(entry.item, "subStatus.value")
