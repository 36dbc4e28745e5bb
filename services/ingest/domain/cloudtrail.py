"""AWS CloudTrail: launches, AI use and account life cycle; everything else is not ours.

Shapes: the CloudTrail record contents page and the API references of EC2, Auto Scaling, SageMaker,
EKS, Batch, Organizations and Bedrock. EC2's newer calls are logged in an object of their own name
(`CreateFleetRequest`), with capital field names: names are compared without their case.
"""

import re
from typing import Any

from services.ingest.domain.asks import Ask, Counts, asked, counts_of, to_run
from services.ingest.domain.cloudtrail_table import ANSWERS, ASKS, FAMILY, TEMPLATES
from services.ingest.domain.loose import (
    MOST_TOKENS,
    at,
    first,
    mapping,
    pick,
    text,
    whole,
    word,
)
from services.ingest.domain.told import NO_CAPACITY, NO_TYPE, NOT_OURS, TEMPLATE, Told, of_projects

ACCOUNTS = frozenset({"CreateAccountResult", "CreateAccount", "CreateGovCloudAccount"})
_STARTS = re.compile(r"Create|Run|Request|Start|Purchase|Launch|Update|Modify|Provision|Allocate")
_AI_USE = re.compile(
    r"Invoke|Converse|RetrieveAndGenerate|StartAsyncInvoke|PutUseCase|UpdateProvisioned"
    r"|Create(?:Model|Provisioned|CustomModel|FoundationModelAgreement|InferenceProfile)"
)
_READS = re.compile(r"Describe|List|Get|Delete|Tag|Untag")
_MODELS = (
    *("modelId", "baseModelIdentifier", "modelIdentifier", "model", "baseModelId"),
    *("foundationModelArn", "modelSource.copyFrom"),
)
# A call logged in an object of its own name has at most a dry-run flag or a type beside it.
_WRAPPERS = 2
_TAGS = ("tagSpecificationSet", "TagSpecification", "TagSpecifications", "tags", "Tags")


def is_record(item: dict[str, Any]) -> bool:
    """Return whether an object is a CloudTrail record."""
    return isinstance(item.get("eventName"), str) and isinstance(item.get("eventSource"), str)


def other_file(item: dict[str, Any]) -> str | None:
    """Return why an object that CloudTrail wrote holds no event of ours, None if it is none."""
    if "digestS3Bucket" in item or "digestStartTime" in item:
        return "a digest of CloudTrail: hashes of files, no events"
    return "an insight of CloudTrail: rates, no event" if "insightDetails" in item else None


def told(event: dict[str, Any]) -> Told | str:
    """Read a record, or say why it is none of ours."""
    name = word(event["eventName"]) or "unknown"
    service = event["eventSource"].partition(".")[0]
    if name in ACCOUNTS:
        return _account_created(event, name)
    if service.startswith("bedrock"):
        return _ai_use(event, name, service)
    asks = ASKS.get(name) or ASKS.get(f"{service}:{name}")
    if name in TEMPLATES:
        return TEMPLATE
    # A call we do not know, which may start something, is searched for types.
    if asks is None and (event.get("readOnly") is True or not _STARTS.match(name)):
        return NOT_OURS
    return _launch(event, name, asks or ())


def _launch(event: dict[str, Any], name: str, asks: tuple[Ask, ...]) -> Told | str:
    parameters = _inner(event.get("requestParameters"), f"{name}Request")
    answer = _inner(event.get("responseElements"), f"{name}Response")
    counts = counts_of(ANSWERS.get(name, ()), answer, FAMILY) if answer else {}
    error = event.get("errorCode")
    if not counts and not error:
        refused = _refused(answer)
        counts, error = refused if refused[0] else (counts, None)
    counts = counts or asked(asks, (parameters,), FAMILY)
    running = to_run(counts)
    if not running:
        return NO_CAPACITY if counts else NO_TYPE
    found = _told(event, name, error)
    found.kind, found.counts, found.tags = "launch", running, _tags(parameters)
    return found


def _refused(answer: dict[str, Any]) -> tuple[Counts, Any]:
    """Types of a fleet none of which could be started, and the first error."""
    errors = at(answer, "errorSet")
    path = "launchTemplateAndOverrides.overrides.instanceType"
    counts = counts_of((Ask(path),), errors, FAMILY) if errors else {}
    return counts, first(errors, "errorCode")


def _ai_use(event: dict[str, Any], name: str, service: str) -> Told | str:
    by_token = service == "bedrock-mantle" and not _READS.match(name)
    if not (by_token or _AI_USE.match(name)):
        return NOT_OURS
    parameters = mapping(event.get("requestParameters"))
    model = first(parameters, *_MODELS)
    used = [whole(n, MOST_TOKENS) for n in at(event, "additionalEventData.inputTokens")]
    used += [whole(n, MOST_TOKENS) for n in at(event, "additionalEventData.outputTokens")]
    found = _told(event, name, event.get("errorCode"))
    found.kind, found.models = "ai_use", (model,) if model else ()
    found.tokens = (
        sum(n for n in used if n is not None) if any(n is not None for n in used) else None
    )
    return found


def _account_created(event: dict[str, Any], name: str) -> Told:
    """A call and, later, its result: one event; the account created counts, not the caller's."""
    status = mapping(
        first(event, "serviceEventDetails.createAccountStatus")
        or first(event, "responseElements.createAccountStatus")
    )
    state = text(status.get("state"))
    failed = status.get("failureReason") or "failed" if state == "FAILED" else None
    found = _told(event, name, event.get("errorCode") or failed)
    found.kind = "account_created"
    found.account = text(status.get("accountId"))
    found.key, found.alone = text(status.get("id")), name != "CreateAccountResult"
    found.ended = state != "IN_PROGRESS"
    found.name = status.get("accountName") or first(event, "requestParameters.accountName")
    return found


def _told(event: dict[str, Any], name: str, error: Any) -> Told:
    account = event.get("recipientAccountId") or mapping(event.get("userIdentity")).get("accountId")
    return Told(
        provider="aws",
        operation=name,
        native=text(event.get("eventID")),
        account=text(account),
        when=event.get("eventTime"),
        region=event.get("awsRegion"),
        failed=bool(error),
        error=error,
    )


def _inner(value: Any, name: str) -> dict[str, Any]:
    """Return the parameters, out of the object of the call's own name where EC2 adds one."""
    found = mapping(value)
    if len(found) > _WRAPPERS:
        return found
    for wrapper in (name, "spotFleetRequestConfig"):
        if inner := mapping(pick(found, wrapper)):
            return inner
    return found


def _tags(parameters: dict[str, Any]) -> tuple[Any, ...]:
    """Values of tags that may name a project: lists of key and value, or an object of both."""
    tags: list[Any] = []
    for name in _TAGS:
        for each in at(parameters.get(name), ""):
            tags += at(each, "tags") or at(each, "tag") or [each]
    pairs: list[tuple[Any, Any]] = []
    for tag in map(mapping, tags):
        key = tag.get("key", tag.get("Key"))
        pairs += tag.items() if key is None else [(key, tag.get("value", tag.get("Value")))]
    return of_projects(pairs)
