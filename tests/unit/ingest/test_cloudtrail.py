"""CloudTrail: every way to accelerators, models and sub-accounts, in the shapes AWS documents."""

import gzip
import json
from typing import Any

import pytest

from services.ingest.domain.reading import AccountRead, Ignored, Quarantined, read
from tests.unit.ingest.account_files import SOURCE, launched, one, readings, trail

P5, P4 = "p5.48xlarge", "p4d.24xlarge"


def items(*values: Any) -> dict[str, Any]:
    return {"items": list(values)}


LAUNCHES: list[tuple[str, str, dict[str, Any], dict[str, int | None]]] = [
    (
        "RunInstances",
        "ec2",
        {"instanceType": P4, "instancesSet": items({"minCount": 1, "maxCount": 4})},
        {P4: 4},
    ),
    (
        "RunInstances",
        "ec2",
        {"instanceType": {"value": P4}, "instancesSet": items({"minCount": "2", "maxCount": "2"})},
        {P4: 2},
    ),
    (
        "RequestSpotInstances",
        "ec2",
        {"instanceCount": 3, "launchSpecification": {"instanceType": "g5.48xlarge"}},
        {"g5.48xlarge": 3},
    ),
    (
        "RequestSpotFleet",
        "ec2",
        {
            "spotFleetRequestConfig": {
                "targetCapacity": 6,
                "launchSpecifications": [{"instanceType": P4}, {"instanceType": P4}],
            }
        },
        {P4: 6},
    ),
    (
        "RequestSpotFleet",
        "ec2",
        {
            "spotFleetRequestConfig": {
                "targetCapacity": 6,
                "launchSpecifications": [{"instanceType": P4}, {"instanceType": P5}],
            }
        },
        {P4: None, P5: None},
    ),
    (
        "RequestSpotFleet",
        "ec2",
        {
            "spotFleetRequestConfig": {
                "targetCapacity": 96,
                "launchSpecifications": [{"instanceType": P4, "weightedCapacity": 8}],
            }
        },
        {P4: None},
    ),
    (
        "CreateAutoScalingGroup",
        "autoscaling",
        {
            "autoScalingGroupName": "train",
            "minSize": 0,
            "maxSize": 16,
            "desiredCapacity": 8,
            "mixedInstancesPolicy": {"launchTemplate": {"overrides": [{"instanceType": P5}]}},
        },
        {P5: 8},
    ),
    (
        "CreateAutoScalingGroup",
        "autoscaling",
        {
            "desiredCapacity": 2,
            "mixedInstancesPolicy": {
                "launchTemplate": {
                    "overrides": [
                        {
                            "instanceRequirements": {
                                "acceleratorNames": ["h100"],
                                "acceleratorCount": {"min": 8, "max": 8},
                            }
                        }
                    ]
                }
            },
        },
        {"accelerator:h100": 16},
    ),
    (
        "ModifyInstanceAttribute",
        "ec2",
        {"instanceId": "i-0123456789abcdef0", "instanceType": {"value": P4}},
        {P4: 1},
    ),
    (
        "ModifyInstanceAttribute",
        "ec2",
        {"instanceId": "i-0123456789abcdef0", "attribute": "instanceType", "value": P4},
        {P4: 1},
    ),
    (
        "CreateTrainingJob",
        "sagemaker",
        {"resourceConfig": {"instanceType": "ml.p4d.24xlarge", "instanceCount": 3}},
        {"ml.p4d.24xlarge": 3},
    ),
    (
        "CreateTrainingJob",
        "sagemaker",
        {
            "resourceConfig": {
                "instanceGroups": [
                    {"instanceType": "ml.p4d.24xlarge", "instanceCount": 2},
                    {"instanceType": "ml.c5.xlarge", "instanceCount": 1},
                ]
            }
        },
        {"ml.p4d.24xlarge": 2},
    ),
    (
        "CreateEndpointConfig",
        "sagemaker",
        {"productionVariants": [{"instanceType": "ml.g5.12xlarge", "initialInstanceCount": 2}]},
        {"ml.g5.12xlarge": 2},
    ),
    (
        "CreateNotebookInstance",
        "sagemaker",
        {"notebookInstanceName": "n", "instanceType": "ml.p3.2xlarge"},
        {"ml.p3.2xlarge": 1},
    ),
    (
        "CreateCluster",
        "sagemaker",
        {"instanceGroups": [{"instanceType": "ml.p5.48xlarge", "instanceCount": 16}]},
        {"ml.p5.48xlarge": 16},
    ),
    (
        "CreateCapacityReservation",
        "ec2",
        {"CreateCapacityReservationRequest": {"InstanceType": P5, "InstanceCount": 4}},
        {P5: 4},
    ),
    (
        "CreateNodegroup",
        "eks",
        {"instanceTypes": [P4], "scalingConfig": {"minSize": 1, "desiredSize": 2, "maxSize": 9}},
        {P4: 2},
    ),
    (
        "CreateNodegroup",
        "eks",
        {"instanceTypes": ["g5.xlarge", "m5.large"], "scalingConfig": {"desiredSize": 2}},
        {"g5.xlarge": None},
    ),
    (
        "CreateComputeEnvironment",
        "batch",
        {"computeResources": {"instanceTypes": ["p4d", "optimal"], "maxvCpus": 256}},
        {"p4d": None},
    ),
    ("CreateFleet", "gamelift", {"eC2InstanceType": "g5.2xlarge"}, {"g5.2xlarge": None}),
    ("RunInstances", "ec2", {"instanceType": "p9.48xlarge"}, {"p9.48xlarge": None}),
    (
        "StartSomethingNew",
        "newservice",
        {"settings": {"nodes": [{"InstanceType": "trn2.48xlarge"}]}},
        {"trn2.48xlarge": None},
    ),
]


@pytest.mark.parametrize(("name", "service", "parameters", "found"), LAUNCHES)
def test_a_request_is_read_with_its_types_and_numbers(
    name: str, service: str, parameters: dict[str, Any], found: dict[str, int | None]
) -> None:
    event = one(trail(name, service, requestParameters=parameters))

    assert launched(event) == found
    assert (event.kind, event.operation, event.attempted_only) == ("launch", name, False)
    assert (event.account, event.region) == ("aws:111122223333", "us-west-2")


def fleet(response: dict[str, Any]) -> dict[str, Any]:
    overrides = [{"InstanceType": P5, "tag": 1}, {"InstanceType": P4, "tag": 2}]
    request = {
        "LaunchTemplateConfigs": {"Overrides": overrides, "tag": 1},
        "TargetCapacitySpecification": {"TotalTargetCapacity": 2},
        "Type": "instant",
    }
    return trail(
        "CreateFleet",
        requestParameters={"CreateFleetRequest": request},
        responseElements={"CreateFleetResponse": response},
    )


def test_a_fleet_counts_what_was_started_not_what_was_allowed() -> None:
    started = {"item": {"instanceIds": {"item": ["i-1", "i-2"]}, "instanceType": P4}}
    refused = {
        "item": {
            "errorCode": "InsufficientInstanceCapacity",
            "launchTemplateAndOverrides": {"overrides": {"instanceType": P5}},
        }
    }

    event = one(fleet({"fleetInstanceSet": started, "errorSet": refused}))

    assert (launched(event), event.attempted_only) == ({P4: 2}, False)


def test_a_fleet_with_errors_alone_was_only_attempted() -> None:
    refused = [
        {
            "errorCode": "InsufficientInstanceCapacity",
            "launchTemplateAndOverrides": {"overrides": {"instanceType": kind}},
        }
        for kind in (P5, P4)
    ]

    event = one(fleet({"errorSet": {"item": refused}, "fleetInstanceSet": ""}))

    assert set(launched(event)) == {P5, P4}
    assert (event.attempted_only, event.error) == (True, "InsufficientInstanceCapacity")


def test_a_fleet_of_one_type_that_answers_with_no_instances_counts_its_target() -> None:
    request = {
        "LaunchTemplateConfigs": {"Overrides": {"InstanceType": P5, "tag": 1}, "tag": 1},
        "TargetCapacitySpecification": {"TotalTargetCapacity": 12},
        "Type": "maintain",
    }
    event = trail(
        "CreateFleet",
        requestParameters={"CreateFleetRequest": request},
        responseElements={"CreateFleetResponse": {"fleetId": "fleet-1"}},
    )

    assert launched(one(event)) == {P5: 12}


def test_a_capacity_block_says_in_its_response_what_was_bought() -> None:
    bought = {"capacityReservation": {"instanceType": P5, "totalInstanceCount": 4}}
    event = trail(
        "PurchaseCapacityBlock",
        requestParameters={"PurchaseCapacityBlockRequest": {"CapacityBlockOfferingId": "cb-1"}},
        responseElements={"PurchaseCapacityBlockResponse": bought},
    )

    assert launched(one(event)) == {P5: 4}


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (
            trail(
                "CreateLaunchTemplate",
                requestParameters={
                    "CreateLaunchTemplateRequest": {"LaunchTemplateData": {"InstanceType": P5}}
                },
            ),
            "template",
        ),
        (
            trail(
                "UpdateAutoScalingGroup",
                "autoscaling",
                requestParameters={
                    "desiredCapacity": 0,
                    "mixedInstancesPolicy": {
                        "launchTemplate": {"overrides": [{"instanceType": P5}]}
                    },
                },
            ),
            "no capacity",
        ),
        (
            trail("SetDesiredCapacity", "autoscaling", requestParameters={"desiredCapacity": 4}),
            "type",
        ),
        (
            trail(
                "StartInstances",
                requestParameters={"instancesSet": items({"instanceId": "i-1"})},
                responseElements={"instancesSet": items({"instanceId": "i-1"})},
            ),
            "type",
        ),
        (trail("RunInstances", requestParameters={"instanceType": "m7i.large"}), "type"),
        (trail("CreateCluster", "ecs", requestParameters={"clusterName": "web"}), "type"),
        (trail("DescribeInstances", readOnly=True), "no accelerator"),
        (trail("ListFoundationModels", "bedrock"), "no accelerator"),
        ({"awsAccountId": "1", "digestS3Bucket": "b", "logFiles": []}, "digest"),
        (
            {"eventVersion": "1.09", "eventType": "AwsCloudTrailInsight", "insightDetails": {}},
            "insight",
        ),
    ],
)
def test_what_starts_nothing_of_ours_is_ignored_and_says_why(
    event: dict[str, Any], why: str
) -> None:
    (reading,) = readings(event)

    assert isinstance(reading, Ignored)
    assert (why in reading.reason, reading.kind) == (True, "account")


@pytest.mark.parametrize(
    ("name", "service", "parameters", "models"),
    [
        ("InvokeModel", "bedrock", {"modelId": "us.anthropic.claude-3-haiku-20240307-v1:0"}, 1),
        ("InvokeModelWithResponseStream", "bedrock-runtime", {"modelId": "meta.llama3-70b"}, 1),
        ("Converse", "bedrock", {"modelId": "arn:aws:bedrock:us-east-1::foundation-model/x"}, 1),
        ("ConverseStream", "bedrock", {"modelId": "amazon.titan-text-express-v1"}, 1),
        ("CreateModelCustomizationJob", "bedrock", {"baseModelIdentifier": "cohere.command"}, 1),
        ("CreateProvisionedModelThroughput", "bedrock", {"modelId": "anthropic.claude-v2"}, 1),
        ("CreateInference", "bedrock-mantle", {"model": "openai.gpt-oss-120b"}, 1),
        ("InvokeAgent", "bedrock", {"agentId": "A"}, 0),
    ],
)
def test_use_of_a_model_is_read_with_the_models_id(
    name: str, service: str, parameters: dict[str, Any], models: int
) -> None:
    event = one(trail(name, service, readOnly=True, requestParameters=parameters))

    assert event.kind == "ai_use"
    assert event.ai_models == tuple(parameters.values())[:models]


def test_tokens_that_cloudtrail_notes_are_added_up() -> None:
    used = {"inputTokens": 120, "outputTokens": 30}
    event = trail("Converse", "bedrock", additionalEventData=used)

    assert one(event).tokens == 150


def status(state: str, **more: Any) -> dict[str, Any]:
    named = {"id": "car-example1", "accountName": "szu-hpc", "state": state}
    return {"createAccountStatus": named | more}


CALL = trail("CreateAccount", "organizations", responseElements=status("IN_PROGRESS"))
RESULT = trail(
    "CreateAccountResult",
    "organizations",
    eventType="AwsServiceEvent",
    serviceEventDetails=status("SUCCEEDED", accountId="999900001111"),
)


@pytest.mark.parametrize("order", [(CALL, RESULT), (RESULT, CALL)])
def test_the_call_and_its_result_are_one_event_of_the_account_created(
    order: tuple[Any, ...],
) -> None:
    events = [r.data for r in readings({"Records": list(order)}) if isinstance(r, AccountRead)]

    assert {e.event for e in events} == {one(RESULT).event}
    assert {(e.account, e.kind, e.uncertain) for e in events} == {
        ("aws:999900001111", "account_created", ())
    }
    assert (events[0].account_name, events[0].project_tags) == ("szu-hpc", ())


@pytest.mark.parametrize("name", ["****", "HIDDEN_DUE_TO_SECURITY_REASONS"])
def test_a_name_that_aws_hides_is_no_name(name: str) -> None:
    event = one(trail("CreateAccount", "organizations", requestParameters={"accountName": name}))

    assert event.account_name is None


def test_the_call_alone_says_that_its_outcome_is_open() -> None:
    event = one(CALL)

    assert (event.account.startswith("aws:none:"), event.uncertain) == (True, ("outcome",))


def test_an_account_that_could_not_be_created_was_only_attempted() -> None:
    failed = {"serviceEventDetails": status("FAILED", failureReason="EMAIL_ALREADY_EXISTS")}
    event = one(trail("CreateAccountResult", "organizations", **failed))

    assert (event.attempted_only, event.error) == (True, "EMAIL_ALREADY_EXISTS")


RUN = trail("RunInstances", requestParameters={"instanceType": P4})


@pytest.mark.parametrize(
    "file",
    [
        json.dumps(RUN).encode(),
        gzip.compress(json.dumps({"Records": [RUN]}).encode()),
        json.dumps([RUN]).encode(),
        json.dumps({"version": "0", "detail-type": "AWS API Call", "detail": RUN}).encode(),
        json.dumps({"Events": [{"EventId": "1", "CloudTrailEvent": json.dumps(RUN)}]}).encode(),
        json.dumps({"eventJson": json.dumps(RUN)}).encode() + b"\n",
        json.dumps(
            {"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "message": json.dumps(RUN)}]}
        ).encode(),
        json.dumps({"Type": "Notification", "Message": json.dumps({"detail": RUN})}).encode(),
        json.dumps(
            {"specversion": "1.0", "type": "x", "source": "/x", "id": "1", "data": RUN}
        ).encode(),
        b"\xef\xbb\xbf" + json.dumps(RUN, indent=2).encode(),
    ],
)
def test_the_envelope_does_not_matter(file: bytes) -> None:
    (reading,) = read(file, SOURCE)

    assert isinstance(reading, AccountRead)
    assert reading.data.event == one(RUN).event


def test_lines_are_records_and_a_broken_line_spoils_no_other() -> None:
    lines = [json.dumps(RUN), '{"eventName": "RunInst', json.dumps(RUN | {"eventID": "2"})]

    found = read("\n".join(lines).encode(), SOURCE)

    assert [type(r) for r in found] == [AccountRead, Quarantined, AccountRead]
    assert [r.record for r in found] == [1, 2, 3]


def test_documents_without_a_line_end_between_them_are_records_too() -> None:
    assert len(read((json.dumps(RUN) * 3).encode(), SOURCE)) == 3


@pytest.mark.parametrize(
    ("field", "value", "unsure"),
    [
        ("eventTime", "yesterday", "occurred"),
        ("eventTime", 10**400, "occurred"),
        ("eventTime", None, "occurred"),
        ("eventID", {"x": 1}, "native_id"),
        ("awsRegion", ["x"], None),
        ("userIdentity", "root", None),
        ("responseElements", "null", None),
        ("recipientAccountId", {}, None),
    ],
)
def test_a_malformed_field_is_absent_and_the_event_is_told(
    field: str, value: Any, unsure: str | None
) -> None:
    event = one(RUN | {field: value})

    assert launched(event) == {P4: None}
    assert event.uncertain == ((unsure,) if unsure else ())


@pytest.mark.parametrize("count", [-1, 10**12, "many", 1.5, True, [], {}])
def test_an_absurd_number_is_unknown(count: Any) -> None:
    asked = {"instanceType": P4, "instancesSet": items({"maxCount": count})}

    assert launched(one(trail("RunInstances", requestParameters=asked))) == {P4: None}


def test_no_name_or_address_of_the_caller_travels() -> None:
    tagged = {
        "instanceType": P4,
        "tagSpecificationSet": items(
            {
                "tags": [
                    {"key": "Project", "value": "SZU-1"},
                    {"key": "project-owner", "value": "a@b.cn"},
                ]
            }
        ),
    }
    printed = one(trail("RunInstances", requestParameters=tagged)).model_dump_json()

    assert [x for x in ("zhang.san", "203.0.113.17", "a@b.cn") if x in printed] == []
    assert "SZU-1" in printed
