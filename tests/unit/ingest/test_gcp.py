"""Google Cloud audit logs: machines, attached accelerators, TPUs, Vertex AI and projects."""

import base64
import json
from typing import Any

import pytest

from services.ingest.domain.reading import AccountRead, Ignored, read
from tests.unit.ingest.account_files import SOURCE, launched, one, readings

ZONE = "projects/demo-1/zones/us-central1-a"


def entry(
    method: str, request: Any = None, service: str = "compute", **more: Any
) -> dict[str, Any]:
    payload = {
        "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
        "status": {},
        "authenticationInfo": {"principalEmail": "zhang.san@example.edu.cn"},
        "requestMetadata": {"callerIp": "203.0.113.17"},
        "serviceName": f"{service}.googleapis.com",
        "methodName": method,
        "resourceName": f"{ZONE}/instances/train-1",
        "request": request or {},
        **more.pop("payload", {}),
    }
    return {
        "protoPayload": payload,
        "insertId": f"insert-{method}",
        "resource": {
            "type": "gce_instance",
            "labels": {"project_id": "demo-1", "zone": "us-central1-a", "instance_id": "1"},
        },
        "timestamp": "2024-05-01T08:00:00.123456789Z",
        "severity": "NOTICE",
        "logName": "projects/demo-1/logs/cloudaudit.googleapis.com%2Factivity",
        **more,
    }


def machine(kind: str, **guest: int) -> dict[str, Any]:
    listed = [
        {
            "acceleratorType": f"{ZONE}/acceleratorTypes/{name.replace('_', '-')}",
            "acceleratorCount": number,
        }
        for name, number in guest.items()
    ]
    found: dict[str, Any] = {"machineType": f"{ZONE}/machineTypes/{kind}"}
    return found | ({"guestAccelerators": listed} if listed else {})


POOL = {
    "machineType": "a2-highgpu-8g",
    "acceleratorType": "NVIDIA_TESLA_A100",
    "acceleratorCount": 8,
}
T4 = {"machineType": "n1-standard-8", "acceleratorType": "NVIDIA_TESLA_T4", "acceleratorCount": 2}
VERTEX = "google.cloud.aiplatform.v1.JobService.CreateCustomJob"
REQUESTS: list[tuple[str, dict[str, Any], dict[str, int | None]]] = [
    ("v1.compute.instances.insert", machine("a3-highgpu-8g"), {"a3-highgpu-8g": 1}),
    ("beta.compute.instances.insert", machine("a3-highgpu-8g"), {"a3-highgpu-8g": 1}),
    (
        "v1.compute.instances.insert",
        machine("n1-standard-16", nvidia_tesla_t4=4),
        {"nvidia-tesla-t4": 4},
    ),
    (
        "v1.compute.instances.insert",
        machine("a2-highgpu-1g", nvidia_tesla_a100=1),
        {"a2-highgpu-1g": 1},
    ),
    (
        "v1.compute.instances.bulkInsert",
        {"count": "16", "instanceProperties": machine("a3-megagpu-8g")},
        {"a3-megagpu-8g": 16},
    ),
    (
        "compute.regionInstances.bulkInsert",
        {"count": "3", "instanceProperties": machine("n1-standard-8", nvidia_tesla_v100=2)},
        {"nvidia-tesla-v100": 6},
    ),
    (
        "v1.compute.instances.setMachineType",
        machine("a2-ultragpu-8g"),
        {"a2-ultragpu-8g": 1},
    ),
    (
        "v1.compute.reservations.insert",
        {"specificReservation": {"count": "4", "instanceProperties": machine("a3-highgpu-8g")}},
        {"a3-highgpu-8g": 4},
    ),
    (
        "v1.compute.futureReservations.insert",
        {
            "specificSkuProperties": {
                "totalCount": 9,
                "instanceProperties": machine("a4-highgpu-8g"),
            }
        },
        {"a4-highgpu-8g": 9},
    ),
    (
        "google.cloud.tpu.v2.Tpu.CreateNode",
        {"node": {"acceleratorType": "v5p-128"}},
        {"v5p-128": 1},
    ),
    (
        "google.cloud.tpu.v2alpha1.Tpu.CreateQueuedResource",
        {
            "queuedResource": {
                "tpu": {
                    "nodeSpec": [
                        {
                            "node": {"acceleratorType": "v5litepod-16"},
                            "multiNodeParams": {"nodeCount": 4},
                        }
                    ]
                }
            }
        },
        {"v5litepod-16": 4},
    ),
    (
        "google.cloud.tpu.v2.Tpu.CreateNode",
        {"node": {"acceleratorConfig": {"type": "V5P", "topology": "2x2x4"}}},
        {"tpu-v5p": 16},
    ),
    (
        VERTEX,
        {
            "customJob": {
                "jobSpec": {
                    "workerPoolSpecs": [
                        {"machineSpec": POOL, "replicaCount": "1"},
                        {"machineSpec": POOL, "replicaCount": 3},
                        {"machineSpec": T4, "replicaCount": 2},
                        {"machineSpec": {"machineType": "n1-standard-4"}, "replicaCount": 9},
                    ]
                }
            }
        },
        {"a2-highgpu-8g": 4, "nvidia-tesla-t4": 4},
    ),
    (
        "google.cloud.aiplatform.v1beta1.EndpointService.DeployModel",
        {"deployedModel": {"dedicatedResources": {"machineSpec": T4, "minReplicaCount": 2}}},
        {"nvidia-tesla-t4": 4},
    ),
    (
        "google.container.v1.ClusterManager.CreateNodePool",
        {"nodePool": {"initialNodeCount": 2, "config": {"machineType": "a3-highgpu-8g"}}},
        {"a3-highgpu-8g": 2},
    ),
    ("v1.compute.instances.insert", machine("a5-ultragpu-8g"), {"a5-ultragpu-8g": 1}),
    (
        "v1.compute.instances.bulkInsert",
        {
            "count": 2,
            "instanceFlexibilityPolicy": {
                "instanceSelections": {"best": {"machineTypes": ["a3-highgpu-8g"]}}
            },
        },
        {"a3-highgpu-8g": None},
    ),
]


@pytest.mark.parametrize(("method", "request_", "found"), REQUESTS)
def test_a_request_is_read_with_its_types_and_numbers(
    method: str, request_: dict[str, Any], found: dict[str, int | None]
) -> None:
    event = one(entry(method, request_))

    assert (launched(event), event.kind, event.operation) == (found, "launch", method)
    assert (event.account, event.region, event.uncertain) == ("gcp:demo-1", "us-central1-a", ())


OPERATION = {"id": "operation-1", "producer": "compute.googleapis.com"}
FIRST = entry(
    "v1.compute.instances.insert",
    machine("a3-highgpu-8g"),
    operation=OPERATION | {"first": True},
)
LAST = entry("v1.compute.instances.insert", operation=OPERATION | {"last": True}, insertId="i2")


@pytest.mark.parametrize("turn", [1, -1])
def test_first_and_last_entry_are_one_event(turn: int) -> None:
    found = [r.data for r in readings([FIRST, LAST][::turn]) if isinstance(r, AccountRead)]

    assert (len(found), len({e.event for e in found})) == (2, 1)
    assert {(e.attempted_only, e.uncertain) for e in found} == {(False, ())}
    assert found[0].event == one(FIRST).event


def test_a_last_entry_with_an_error_makes_the_operation_an_attempt() -> None:
    status = {"code": 8, "message": "quota of zhang.san@example.edu.cn"}
    failed = entry(
        "v1.compute.instances.insert",
        operation=OPERATION | {"last": True},
        payload={"status": status},
    )

    event = one(FIRST, failed)

    assert (event.attempted_only, event.error) == (True, "RESOURCE_EXHAUSTED")


def test_one_that_came_alone_says_what_is_open() -> None:
    assert one(FIRST).uncertain == ("outcome",)
    assert isinstance(readings(LAST)[0], Ignored)


@pytest.mark.parametrize(
    ("method", "resource", "request_", "models"),
    [
        (
            "google.cloud.aiplatform.v1.PredictionService.GenerateContent",
            "projects/1/locations/us-central1/publishers/google/models/gemini-1.5-pro-002",
            {"model": "publishers/google/models/gemini-1.5-pro-002"},
            ("gemini-1.5-pro-002",),
        ),
        (
            "google.cloud.aiplatform.v1beta1.PredictionService.StreamGenerateContent",
            "projects/1/locations/us-central1/publishers/google/models/gemini-2.0-flash",
            {},
            ("gemini-2.0-flash",),
        ),
        (
            "google.cloud.aiplatform.v1.PredictionService.RawPredict",
            "projects/1/locations/us-east5/publishers/anthropic/models/claude-3-5-sonnet@20240620",
            {},
            ("claude-3-5-sonnet-20240620",),
        ),
        ("google.cloud.aiplatform.v1.PredictionService.Predict", "projects/1/endpoints/7", {}, ()),
        ("google.cloud.aiplatform.v1.EndpointService.CreateEndpoint", "projects/1", {}, ()),
        (
            "google.cloud.aiplatform.v1.GenAiTuningService.CreateTuningJob",
            "projects/1",
            {"tuningJob": {"baseModel": "gemini-1.5-flash-002"}},
            ("gemini-1.5-flash-002",),
        ),
    ],
)
def test_use_of_vertex_is_read_with_the_model(
    method: str, resource: str, request_: dict[str, Any], models: tuple[str, ...]
) -> None:
    event = one(entry(method, request_, "aiplatform", payload={"resourceName": resource}))

    assert (event.kind, event.ai_models, event.account) == ("ai_use", models, "gcp:demo-1")


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("CreateProject", {"project": {"projectId": "szu-hpc-1", "name": "szu hpc"}}),
        (
            "google.cloud.resourcemanager.v3.Projects.CreateProject",
            {"project": {"projectId": "szu-hpc-1", "displayName": "szu hpc"}},
        ),
    ],
)
def test_a_new_project_is_the_account(method: str, request_: dict[str, Any]) -> None:
    event = one(entry(method, request_, "cloudresourcemanager"))

    assert (event.kind, event.account) == ("account_created", "gcp:szu-hpc-1")
    assert event.account_name == "szu hpc"


PLAIN = entry("v1.compute.instances.insert", machine("a3-highgpu-8g"))
ENCODED = base64.b64encode(json.dumps(PLAIN).encode()).decode()


@pytest.mark.parametrize(
    "file",
    [
        {"entries": [PLAIN]},
        {"message": {"data": ENCODED, "messageId": "1"}, "subscription": "projects/p/s"},
        {"data": ENCODED, "messageId": "1", "attributes": {}},
        {
            "specversion": "1.0",
            "type": "google.cloud.audit.log.v1.written",
            "source": "//cloudaudit.googleapis.com/projects/p/logs/activity",
            "id": "1",
            "data": PLAIN,
        },
        {"specversion": "1.0", "type": "x", "source": "/x", "id": "1", "data_base64": ENCODED},
    ],
)
def test_the_envelope_does_not_matter(file: dict[str, Any]) -> None:
    assert one(file).event == one(PLAIN).event


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (entry("v1.compute.instances.insert", machine("n2-standard-8")), "type"),
        (
            entry("v1.compute.instanceTemplates.insert", {"properties": machine("a3-highgpu-8g")}),
            "template",
        ),
        (entry("v1.compute.instanceGroupManagers.resize", {"size": "8"}), "type"),
        (entry("v1.compute.instances.list"), "no accelerator"),
        (entry(VERTEX, {"customJob": {}}, "aiplatform"), "type"),
    ],
)
def test_what_starts_nothing_of_ours_is_ignored_and_says_why(
    record: dict[str, Any], why: str
) -> None:
    (reading,) = readings(record)

    assert isinstance(reading, Ignored)
    assert why in reading.reason


@pytest.mark.parametrize(
    "field", ["request", "status", "resourceName", "methodName", "serviceName"]
)
@pytest.mark.parametrize("value", [None, [], "x", 10**30, {"a": {"b": [1]}}])
def test_a_wrong_type_in_any_field_does_not_stop_the_reading(field: str, value: Any) -> None:
    record = entry("v1.compute.instances.insert", machine("a3-highgpu-8g"), payload={field: value})

    (reading,) = readings(record)

    assert isinstance(reading, AccountRead) or field in ("request", "methodName")


def test_no_name_or_address_of_the_caller_travels() -> None:
    printed = one(PLAIN).model_dump_json()

    assert [x for x in ("zhang.san", "203.0.113") if x in printed] == []


def test_a_file_of_lines_is_read_line_by_line() -> None:
    lines = "\n".join(json.dumps(each) for each in (FIRST, LAST, PLAIN)) + "\n"

    assert [type(r) for r in read(lines.encode(), SOURCE)] == [AccountRead] * 3
