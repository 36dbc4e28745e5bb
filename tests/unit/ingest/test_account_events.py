"""CloudTrail and sign-ups: what is ours, whose account it is, and what never travels."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.ids import account_matter
from contracts.topics import SIGNUP_TYPE
from services.ingest.domain.reading import AccountRead, Ignored, Quarantined, read
from services.ingest.domain.source import SourceInfo
from services.ingest.handlers import account_event
from tests.unit.ingest import test_azure as azure

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))
P4 = {"instanceType": "p4d.24xlarge", "instancesSet": {"items": [{"minCount": 1, "maxCount": 4}]}}


def trail(name: str, source: str = "ec2.amazonaws.com", **more: Any) -> dict[str, Any]:
    return {
        "eventID": f"id-{name}",
        "eventName": name,
        "eventSource": source,
        "eventTime": "2024-05-01T00:00:00Z",
        "recipientAccountId": "111122223333",
        **more,
    }


def one(value: Any) -> Any:
    (reading,) = read(json.dumps(value).encode(), SOURCE)
    return reading


def instances(value: Any) -> dict[str, int | None]:
    return {i.instance_type: i.count for i in one(value).data.instances}


def test_what_was_started_counts_before_what_was_asked_for() -> None:
    started = {"instancesSet": {"items": [{"instanceType": "p4d.24xlarge"}] * 2}}

    asked = trail("RunInstances", requestParameters=P4)
    answered = trail("RunInstances", requestParameters=P4, responseElements=started)

    assert (instances(asked), instances(answered)) == ({"p4d.24xlarge": 4}, {"p4d.24xlarge": 2})


@pytest.mark.parametrize(
    ("name", "parameters", "found"),
    [
        ("RunInstances", {"instanceType": {"value": "p5.48xlarge"}}, {"p5.48xlarge": None}),
        (
            "CreateTrainingJob",
            {"resourceConfig": {"instanceType": "ml.p4d.24xlarge", "instanceCount": 3}},
            {"ml.p4d.24xlarge": 3},
        ),
        (
            "CreateFleet",
            {"CreateFleetRequest": {"x": {"Overrides": [{"InstanceType": "p5.48xlarge"}]}}},
            {"p5.48xlarge": None},
        ),
        (
            "CreateAutoScalingGroup",
            {"mixedInstancesPolicy": {"overrides": [{"instanceType": "p5.48xlarge"}]}},
            {"p5.48xlarge": None},
        ),
        ("CreateNodegroup", {"instanceTypes": ["g5.xlarge", "m5.large"]}, {"g5.xlarge": None}),
    ],
)
def test_every_way_to_launch_accelerators_is_read(
    name: str, parameters: dict[str, Any], found: dict[str, int | None]
) -> None:
    assert instances(trail(name, requestParameters=parameters)) == found


@pytest.mark.parametrize(
    "event",
    [
        trail("RunInstances", requestParameters={"instanceType": "t3.micro"}),
        trail("DescribeInstances", requestParameters=P4),
        trail("RunInstances", requestParameters=None),
    ],
)
def test_what_is_about_no_accelerator_is_ignored(event: dict[str, Any]) -> None:
    assert isinstance(one(event), Ignored)


def test_a_refused_launch_and_a_refused_model_call_are_attempts() -> None:
    launch = one(trail("RunInstances", requestParameters=P4, errorCode="InstanceLimitExceeded"))
    call = one(trail("InvokeModel", "bedrock.amazonaws.com", errorCode="AccessDenied"))

    assert (launch.data.attempted_only, launch.data.error) == (True, "InstanceLimitExceeded")
    assert (call.data.kind, call.data.attempted_only) == ("ai_use", True)


def test_the_account_created_counts_not_the_one_that_created_it() -> None:
    status = {"createAccountStatus": {"accountId": "999900001111", "state": "SUCCEEDED"}}

    data = one(trail("CreateAccountResult", serviceEventDetails=status)).data

    assert (data.account, data.matter) == ("aws:999900001111", account_matter("aws:999900001111"))


def signup(number: str = "1", **data: Any) -> dict[str, Any]:
    given = {"account_id": "42", "legal_name": "Example Ltd", "provider": "AWS", **data}
    envelope = {"specversion": "1.0", "type": SIGNUP_TYPE, "source": "/crm", "id": number}
    return {**envelope, "time": "2024-05-01T00:00:00Z", "data": given}


def test_contact_data_of_a_sign_up_stays_in_the_vault() -> None:
    event = signup(
        email="zhang.san@example.edu.cn",
        phone="13812345678",
        signup_ip="203.0.113.7",
        payment={"means": "card", "issuer_country": "HK", "last4": "4242"},
    )

    reading = one(event)
    printed = reading.data.model_dump_json()

    assert reading.data.signup.email_domain == "example.edu.cn"
    assert [x for x in ("zhang", "13812345678", "203.0.113.7", "4242") if x in printed] == []
    assert "email" not in reading.data.signup.missing


def test_a_batch_gives_one_reading_each_and_a_bad_one_spoils_no_other() -> None:
    batch = [signup("1"), {**signup("2"), "data": "x"}, signup("3"), 5]

    readings = read(json.dumps(batch).encode(), SOURCE)

    kinds = [AccountRead, Quarantined, AccountRead, Quarantined]
    assert [type(r) for r in readings] == kinds
    assert [r.record for r in readings] == [1, 2, 3, 4]


def test_without_an_account_the_event_stands_for_itself() -> None:
    assert one(signup("7", account_id=None)).data.account == "aws:none:7"


def test_an_unknown_provider_says_so() -> None:
    assert one(signup(provider="Example Cloud")).data.provider == "unknown"


def test_the_same_event_has_one_id_whatever_file_it_came_in() -> None:
    alone = read(json.dumps(signup()).encode(), SOURCE)[0]
    batch = read(json.dumps([signup("0"), signup()]).encode(), SOURCE)[1]

    ids = {account_event(r, SOURCE).attributes.id for r in (alone, batch)}  # type: ignore[arg-type]

    assert len(ids) == 1


def test_an_operation_that_fails_in_a_later_file_is_told_again_as_the_same_event() -> None:
    started = one(azure.rest(azure.VM, azure.VM_BODY, "Started"))
    failed = one(azure.rest(azure.VM, azure.VM_BODY, "Failed"))

    first, again = (account_event(reading, SOURCE) for reading in (started, failed))

    assert first.data.event == again.data.event
    assert first.attributes.id != again.attributes.id
