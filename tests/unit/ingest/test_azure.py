"""Azure's activity log and resource logs: three shapes, names in any case, bodies in texts."""

import json
from typing import Any

import pytest

from services.ingest.domain.reading import AccountRead, Ignored
from tests.unit.ingest.account_files import launched, one, readings

SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
H100 = "Standard_ND96isr_H100_v5"
VM = "Microsoft.Compute/virtualMachines/write"
VM_BODY = {"location": "eastus2", "properties": {"hardwareProfile": {"vmSize": H100}}}
SCALE_SET = "Microsoft.Compute/virtualMachineScaleSets/write"


def resource(operation: str) -> str:
    kind = operation.rpartition("/")[0]
    return f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/{kind}/x"


def rest(
    operation: str, body: Any = None, status: str = "Succeeded", answer: Any = None, **more: Any
) -> dict[str, Any]:
    """A record as the REST interface lists it."""
    properties: dict[str, Any] = {"statusCode": "Created"}
    if body is not None:
        properties["requestbody"] = body if isinstance(body, str) else json.dumps(body)
    if answer is not None:
        properties["responseBody"] = json.dumps(answer)
    return {
        "authorization": {"action": operation, "scope": resource(operation)},
        "caller": "zhang.san@example.edu.cn",
        "category": {"value": "Administrative", "localizedValue": "Administrative"},
        "claims": {"name": "San Zhang"},
        "correlationId": "c0000000-0000-4000-8000-000000000001",
        "eventDataId": f"e-{status}",
        "eventName": {"value": "EndRequest"},
        "eventTimestamp": "2024-05-01T08:00:00.1234567Z",
        "operationName": {"value": operation, "localizedValue": "x"},
        "resourceId": resource(operation),
        "status": {"value": status},
        "subStatus": {"value": "Created"},
        "subscriptionId": SUBSCRIPTION,
        "properties": properties,
        **more,
    }


def export(
    operation: str, body: Any = None, result: str = "Start", answer: Any = None, **more: Any
) -> dict[str, Any]:
    """A record as a diagnostic setting exports it."""
    properties: dict[str, Any] = {"entity": "x"}
    if body is not None:
        properties["requestbody"] = json.dumps(body)
    if answer is not None:
        properties["responseBody"] = json.dumps(answer)
    return {
        "time": "2024-05-01T08:00:00Z",
        "resourceId": resource(operation).upper(),
        "operationName": operation.upper(),
        "category": "Administrative",
        "resultType": result,
        "resultSignature": "Started.",
        "callerIpAddress": "203.0.113.17",
        "correlationId": "c0000000-0000-4000-8000-000000000001",
        "identity": {"authorization": {}, "claims": {"name": "San Zhang"}},
        "tenantId": "t",
        "properties": json.dumps(properties),
        **more,
    }


REQUESTS: list[tuple[str, dict[str, Any], dict[str, int | None]]] = [
    (VM, VM_BODY, {H100: 1}),
    (SCALE_SET, {"sku": {"name": H100, "tier": "Standard", "capacity": 16}}, {H100: 16}),
    (
        "Microsoft.Compute/capacityReservationGroups/capacityReservations/write",
        {"sku": {"name": "Standard_NC24ads_A100_v4", "capacity": 5}},
        {"Standard_NC24ads_A100_v4": 5},
    ),
    (
        "Microsoft.ContainerService/managedClusters/agentPools/write",
        {"properties": {"count": 3, "vmSize": "Standard_NC40ads_H100_v5"}},
        {"Standard_NC40ads_H100_v5": 3},
    ),
    (
        "Microsoft.ContainerService/managedClusters/write",
        {
            "properties": {
                "agentPoolProfiles": [
                    {"name": "system", "vmSize": "Standard_D4s_v5", "count": 3},
                    {"name": "gpu", "vmSize": H100, "count": 2},
                ]
            }
        },
        {H100: 2},
    ),
    (
        "Microsoft.Batch/batchAccounts/pools/write",
        {
            "properties": {
                "vmSize": "STANDARD_ND40rs_v2",
                "scaleSettings": {
                    "fixedScale": {"targetDedicatedNodes": 0, "targetLowPriorityNodes": 4}
                },
            }
        },
        {"STANDARD_ND40rs_v2": 4},
    ),
    (
        "Microsoft.MachineLearningServices/workspaces/computes/write",
        {
            "properties": {
                "computeType": "AmlCompute",
                "properties": {
                    "vmSize": H100,
                    "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 4},
                },
            }
        },
        {H100: 4},
    ),
    (
        "Microsoft.MachineLearningServices/workspaces/computes/write",
        {"properties": {"computeType": "ComputeInstance", "properties": {"vmSize": H100}}},
        {H100: 1},
    ),
    (
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/write",
        {"properties": {"instanceType": H100}, "sku": {"name": "Default", "capacity": 2}},
        {H100: 2},
    ),
    (VM, {"properties": {"hardwareProfile": {"vmSize": "Standard_ND999"}}}, {"Standard_ND999": 1}),
]


@pytest.mark.parametrize("shape", [rest, export])
@pytest.mark.parametrize(("operation", "body", "found"), REQUESTS)
def test_both_shapes_give_types_and_numbers(
    shape: Any, operation: str, body: dict[str, Any], found: dict[str, int | None]
) -> None:
    event = one(shape(operation, body))

    assert (launched(event), event.kind, event.operation) == (found, "launch", operation)
    assert event.account == f"azure:{SUBSCRIPTION}"


@pytest.mark.parametrize("holder", ["records", "value"])
def test_start_accept_and_success_of_one_operation_are_one_event(holder: str) -> None:
    answer = {"properties": {"provisioningState": "Succeeded"}}
    records = [
        export(VM, VM_BODY, "Start"),
        export(VM, None, "Accept", {"properties": {"hardwareProfile": {"vmSize": H100}}}),
        export(VM, None, "Success", answer),
    ]

    found = [r.data for r in readings({holder: records}) if isinstance(r, AccountRead)]

    assert (len(found), len({e.event for e in found})) == (3, 1)
    assert {(e.attempted_only, e.uncertain, e.region) for e in found} == {(False, (), "eastus2")}
    assert launched(found[2]) == {H100: 1}


@pytest.mark.parametrize("turn", [1, -1])
def test_a_failure_makes_the_operation_an_attempt_whichever_record_comes_first(turn: int) -> None:
    refused = {"error": {"code": "OperationNotAllowed", "message": "quota, ask a@b.cn"}}
    failure = rest(VM, None, "Failed")
    failure["properties"]["statusMessage"] = json.dumps(refused)
    records = [rest(VM, VM_BODY, "Started"), failure]

    event = one(*records[::turn])

    assert (event.attempted_only, event.error) == (True, "OperationNotAllowed")
    assert launched(event) == {H100: 1}
    assert "a@b.cn" not in event.model_dump_json()


def test_a_start_alone_says_that_its_outcome_is_open() -> None:
    assert one(export(VM, VM_BODY, "Start")).uncertain == ("outcome",)


def test_two_machines_of_one_deployment_are_two_events() -> None:
    other = export(VM, VM_BODY) | {"resourceId": resource(VM).upper() + "2"}

    found = [
        r.data.event for r in readings(export(VM, VM_BODY), other) if isinstance(r, AccountRead)
    ]

    assert len(set(found)) == 2


def test_the_shape_of_log_analytics_is_read() -> None:
    record = {
        "TimeGenerated": "2024-05-01T08:00:00Z",
        "OperationNameValue": "MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE",
        "ActivityStatusValue": "Success",
        "CorrelationId": "c1",
        "SubscriptionId": SUBSCRIPTION,
        "_ResourceId": resource(VM),
        "Properties": json.dumps({"requestbody": json.dumps(VM_BODY)}),
    }

    event = one(record)

    assert (launched(event), event.account) == ({H100: 1}, f"azure:{SUBSCRIPTION}")


def test_a_body_that_azure_cut_off_still_names_its_type() -> None:
    event = one(rest(VM, json.dumps(VM_BODY)[:-2]))

    assert (launched(event), event.uncertain) == ({H100: None}, ("requestbody",))


@pytest.mark.parametrize("shape", [rest, export])
def test_an_openai_account_and_a_deployment_are_use_of_ai(shape: Any) -> None:
    account = shape("Microsoft.CognitiveServices/accounts/write", {"kind": "OpenAI"})
    model = {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}
    body = {"sku": {"name": "Standard", "capacity": 120}, "properties": {"model": model}}
    deployment = shape("Microsoft.CognitiveServices/accounts/deployments/write", body)

    assert (one(account).kind, one(account).ai_models) == ("ai_use", ())
    assert (one(deployment).kind, one(deployment).ai_models) == ("ai_use", ("gpt-4o",))


def test_a_speech_account_is_not_ours_also_where_its_success_does_not_say_so() -> None:
    name = "Microsoft.CognitiveServices/accounts/write"
    records = [export(name, {"kind": "SpeechServices"}), export(name, None, "Success")]

    assert [type(r) for r in readings({"records": records})] == [Ignored, Ignored]
    assert one(export(name, None, "Success")).uncertain == ("service",)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_new_subscription_is_the_account(turn: int) -> None:
    name = "Microsoft.Subscription/aliases/write"
    body = {"properties": {"displayName": "szu-hpc", "workload": "Production"}}
    answer = {"properties": {"subscriptionId": "99999999-0000-0000-0000-000000000000"}}
    own = {"resourceId": "/providers/Microsoft.Subscription/aliases/x", "subscriptionId": ""}
    records = [rest(name, body, "Started", **own), rest(name, None, "Succeeded", answer, **own)]

    event = one(*records[::turn])

    assert (event.kind, event.account) == (
        "account_created",
        "azure:99999999-0000-0000-0000-000000000000",
    )
    assert (event.account_name, event.uncertain) == ("szu-hpc", ())


def diagnostic(category: str, operation: str, **properties: Any) -> dict[str, Any]:
    place = resource("Microsoft.CognitiveServices/accounts/write").upper()
    return {
        "time": "2024-05-01T08:00:00.0000000Z",
        "resourceId": place,
        "category": category,
        "operationName": operation,
        "callerIPAddress": "203.0.113.***",
        "correlationId": "call-1",
        "location": "eastus",
        "resultSignature": "200",
        "properties": json.dumps(properties),
    }


def test_a_call_and_its_usage_are_one_event_with_tokens() -> None:
    call = diagnostic("RequestResponse", "ChatCompletions_Create", modelName="gpt-4o")
    usage = diagnostic(
        "AzureOpenAIRequestUsage", "ChatCompletions_Create", promptTokens=900, generatedTokens=100
    )

    event = one({"records": [call, usage]})

    assert (event.kind, event.ai_models, event.tokens) == ("ai_use", ("gpt-4o",), 1000)
    assert (event.account, event.region) == (f"azure:{SUBSCRIPTION}", "eastus")


@pytest.mark.parametrize(
    "record",
    [
        rest(VM, {"properties": {"hardwareProfile": {"vmSize": "Standard_D4s_v5"}}}),
        rest("Microsoft.Compute/virtualMachines/delete"),
        rest("Microsoft.Storage/storageAccounts/write", {"sku": {"name": "Standard_LRS"}}),
        rest(SCALE_SET, {"sku": {"name": H100, "capacity": 0}}),
        diagnostic("RequestResponse", "SpeechToText"),
    ],
)
def test_what_is_about_no_accelerator_is_ignored_with_a_reason(record: dict[str, Any]) -> None:
    (reading,) = readings(record)

    assert isinstance(reading, Ignored)
    assert reading.reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("properties", "{"),
        ("properties", 5),
        ("status", None),
        ("eventTimestamp", {}),
        ("correlationId", ["x"]),
        ("resourceId", 7),
        ("category", 1),
    ],
)
def test_a_wrong_type_in_any_field_does_not_stop_the_reading(field: str, value: Any) -> None:
    (reading,) = readings(rest(VM, VM_BODY) | {field: value})

    assert isinstance(reading, AccountRead) or field == "properties"


def test_no_name_or_address_of_the_caller_travels() -> None:
    printed = "".join(one(shape(VM, VM_BODY)).model_dump_json() for shape in (rest, export))

    assert [x for x in ("zhang.san", "San Zhang", "203.0.113") if x in printed] == []


def test_no_letter_that_cannot_be_stored_comes_out_of_a_body_in_a_text() -> None:
    body = VM_BODY | {"tags": {"project": "a\x00b\ud800"}}

    assert one(rest(VM, body)).project_tags == ("a\ufffdb\ufffd",)
