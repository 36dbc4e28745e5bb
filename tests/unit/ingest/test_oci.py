"""Oracle Cloud audit events in both spellings; begin and end of an operation are one event."""

import json
import re
from typing import Any

import pytest

from services.ingest.domain.reading import AccountRead, Ignored
from tests.unit.ingest.account_files import launched, one, readings

TENANCY = "ocid1.tenancy.oc1..aaaaexample"


def data(name: str, payload: Any = None, status: str = "200", **more: Any) -> dict[str, Any]:
    return {
        "eventGroupingId": "csid-1/group",
        "eventName": name,
        "compartmentId": "ocid1.compartment.oc1..aaaaexample",
        "compartmentName": "ml",
        "resourceName": "train-1",
        "resourceId": "ocid1.instance.oc1.phx.aaaaexample",
        "availabilityDomain": "Uocm:PHX-AD-1",
        "identity": {
            "principalName": "zhang.san@example.edu.cn",
            "tenantId": TENANCY,
            "ipAddress": "203.0.113.17",
        },
        "request": {"id": "r/1", "action": "POST", "payload": payload},
        "response": {"status": status, "payload": {}},
        **more,
    }


def old(event: str, inner: dict[str, Any], number: str = "1") -> dict[str, Any]:
    """The CloudEvents 0.1 spelling."""
    return {
        "eventType": f"com.oraclecloud.{event}",
        "cloudEventsVersion": "0.1",
        "eventTypeVersion": "2.0",
        "source": "ComputeApi",
        "eventID": number,
        "eventTime": "2024-05-01T08:00:00.123Z",
        "contentType": "application/json",
        "data": inner,
    }


def new(event: str, inner: dict[str, Any], number: str = "1") -> dict[str, Any]:
    """The current spelling, as the logging service carries it."""
    content = {
        "id": number,
        "specversion": "1.0",
        "type": f"com.oraclecloud.{event}",
        "source": "train-1",
        "time": "2024-05-01T08:00:00.123Z",
        "dataschema": "2.0",
        "oracle": {"tenantid": TENANCY},
        "data": inner,
    }
    return {"datetime": 1714550400123, "logContent": content}


def printed(event: str, inner: dict[str, Any], number: str = "1") -> dict[str, Any]:
    """The spelling of Oracle's command line."""

    def hyphens(node: Any) -> Any:
        if not isinstance(node, dict):
            return node
        return {
            re.sub(r"([A-Z])", lambda m: f"-{m[1].lower()}", key): hyphens(each)
            for key, each in node.items()
        }

    return {"data": [hyphens({**old(event, inner), "eventId": number, "eventID": number})]}


REQUESTS: list[tuple[str, str, Any, dict[str, int | None]]] = [
    ("computeApi", "LaunchInstance", {"shape": "BM.GPU.H100.8"}, {"BM.GPU.H100.8": 1}),
    ("ComputeApi", "LaunchInstance", json.dumps({"shape": "VM.GPU3.2"}), {"VM.GPU3.2": 1}),
    ("computeApi", "LaunchInstance", {"shape": "BM.GPU.X900.8"}, {"BM.GPU.X900.8": 1}),
    (
        "computeManagement",
        "CreateClusterNetwork",
        {"instancePools": [{"size": 16, "shape": "BM.GPU4.8"}]},
        {"BM.GPU4.8": 16},
    ),
    (
        "computeApi",
        "CreateComputeCapacityReservation",
        {
            "instanceReservationConfigs": [
                {"instanceShape": "BM.GPU.B200.8", "reservedCount": 4},
                {"instanceShape": "VM.Standard.E4.Flex", "reservedCount": 9},
            ]
        },
        {"BM.GPU.B200.8": 4},
    ),
    (
        "oke",
        "CreateNodePool",
        {"nodeShape": "BM.GPU.A100-v2.8", "nodeConfigDetails": {"size": 2}},
        {"BM.GPU.A100-v2.8": 2},
    ),
    (
        "datascience",
        "CreateNotebookSession",
        {"notebookSessionConfigurationDetails": {"shape": "VM.GPU.A10.2"}},
        {"VM.GPU.A10.2": 1},
    ),
]


@pytest.mark.parametrize("spelling", [old, new, printed])
@pytest.mark.parametrize(("service", "name", "payload", "found"), REQUESTS)
def test_both_spellings_give_shapes_and_numbers(
    spelling: Any, service: str, name: str, payload: Any, found: dict[str, int | None]
) -> None:
    event = one(spelling(f"{service}.{name}", data(name, payload)))

    assert (launched(event), event.kind) == (found, "launch")
    assert (event.account, event.region) == (f"oci:{TENANCY}", "phx")


def test_the_shape_may_stand_in_the_details_beside_an_empty_request() -> None:
    inner = data("LaunchInstance", None, additionalDetails={"shape": "BM.GPU4.8"})

    assert launched(one(old("computeApi.LaunchInstance.begin", inner))) == {"BM.GPU4.8": 1}


@pytest.mark.parametrize("spelling", [old, new])
@pytest.mark.parametrize("turn", [1, -1])
def test_begin_and_end_are_one_event(spelling: Any, turn: int) -> None:
    begin = data("LaunchInstance", {"shape": "BM.GPU.H100.8"})
    pair = [
        spelling("computeApi.LaunchInstance.begin", begin, "1"),
        spelling("computeApi.LaunchInstance.end", data("LaunchInstance"), "2"),
    ]

    found = [r.data for r in readings(pair[::turn]) if isinstance(r, AccountRead)]

    assert (len(found), len({e.event for e in found})) == (2, 1)
    assert {(e.attempted_only, e.uncertain) for e in found} == {(False, ())}
    assert launched(found[1]) == {"BM.GPU.H100.8": 1}


def test_an_end_that_failed_makes_the_operation_an_attempt() -> None:
    begin = old(
        "computeapi.launchinstance.begin", data("LaunchInstance", {"shape": "BM.GPU.H100.8"})
    )
    answer = {"status": "500", "payload": {"code": "InternalError", "message": "Out of capacity."}}
    end = old("computeapi.launchinstance.end", data("LaunchInstance", response=answer), "2")

    event = one(begin, end)

    assert (event.attempted_only, event.error) == (True, "InternalError")
    assert one(begin).uncertain == ("outcome",)


def test_a_chat_and_a_dedicated_cluster_are_use_of_ai() -> None:
    chat = data("Chat", {"servingMode": {"modelId": "meta.llama-3.1-405b-instruct"}})

    used = one(new("generativeaiinference.Chat", chat))
    cluster = one(old("generativeai.CreateDedicatedAiCluster.begin", data("x", {"unitCount": 2})))

    assert (used.kind, used.ai_models) == ("ai_use", ("meta.llama-3.1-405b-instruct",))
    assert cluster.kind == "ai_use"


@pytest.mark.parametrize("turn", [1, -1])
def test_a_new_compartment_is_the_account(turn: int) -> None:
    made = "ocid1.compartment.oc1..bbbbexample"
    inner = data("CreateCompartment", {"name": "szu-hpc"}, resourceId="")
    pair = [
        old("identityControlPlane.CreateCompartment.begin", inner),
        old("identityControlPlane.CreateCompartment.end", inner | {"resourceId": made}, "2"),
    ]

    event = one(*pair[::turn])

    assert (event.kind, event.account) == ("account_created", f"oci:{made}")
    assert event.account_name == "szu-hpc"


@pytest.mark.parametrize(
    ("event", "payload", "why"),
    [
        ("computeApi.LaunchInstance", {"shape": "VM.Standard.E4.Flex"}, "no accelerator"),
        ("computeManagement.CreateInstanceConfiguration", {"shape": "BM.GPU4.8"}, "template"),
        ("computeApi.GetInstance", None, "no accelerator"),
        ("generativeai.ListModels", None, "no accelerator"),
        ("objectstorage.CreateBucket", {"name": "x"}, "type"),
    ],
)
def test_what_starts_nothing_of_ours_is_ignored_and_says_why(
    event: str, payload: Any, why: str
) -> None:
    (reading,) = readings(old(event, data("x", payload)))

    assert isinstance(reading, Ignored)
    assert why in reading.reason


@pytest.mark.parametrize("value", [None, [], "x", 5, {"request": 5, "identity": []}])
def test_data_of_a_wrong_type_does_not_stop_the_reading(value: Any) -> None:
    (reading,) = readings(old("computeApi.LaunchInstance", value))

    assert isinstance(reading, Ignored)


def test_no_name_or_address_of_the_caller_travels() -> None:
    inner = data("LaunchInstance", {"shape": "BM.GPU4.8"})
    printed = one(new("computeApi.LaunchInstance", inner)).model_dump_json()

    assert [x for x in ("zhang.san", "203.0.113") if x in printed] == []
