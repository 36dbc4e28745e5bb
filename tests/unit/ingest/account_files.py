"""Files of account events for the tests, in the shapes that vendors document."""

import json
from datetime import UTC, datetime
from typing import Any

from contracts.accounts import AccountReceived
from services.ingest.domain.reading import AccountRead, Reading, read
from services.ingest.domain.source import SourceInfo

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))
AWS_ACCOUNT = "111122223333"


def readings(*values: Any) -> tuple[Reading, ...]:
    """Read one JSON value, or several as lines of one file."""
    return read("\n".join(json.dumps(value) for value in values).encode(), SOURCE)


def one(*values: Any) -> AccountReceived:
    """Return the first record's event, which must be one."""
    reading = readings(*values)[0]
    assert isinstance(reading, AccountRead), reading
    return reading.data


def launched(event: AccountReceived) -> dict[str, int | None]:
    """Return type -> number of instances."""
    return {each.instance_type: each.count for each in event.instances}


def trail(name: str, service: str = "ec2", **more: Any) -> dict[str, Any]:
    """Return a CloudTrail record of an API call."""
    return {
        "eventVersion": "1.10",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROAEXAMPLE:zhang.san@example.edu.cn",
            "arn": f"arn:aws:sts::{AWS_ACCOUNT}:assumed-role/ml/zhang.san@example.edu.cn",
            "accountId": AWS_ACCOUNT,
        },
        "eventTime": "2024-05-01T08:00:00Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-west-2",
        "sourceIPAddress": "203.0.113.17",
        "requestParameters": {},
        "responseElements": None,
        "requestID": "00000000-0000-4000-8000-0000000000aa",
        "eventID": f"00000000-0000-4000-8000-{name}",
        "readOnly": False,
        "eventType": "AwsApiCall",
        "recipientAccountId": AWS_ACCOUNT,
        **more,
    }
