"""Owners of an account holder: companies are told from persons, for only those become parties."""

import json
from datetime import UTC, datetime

import pytest

from contracts.topics import SIGNUP_TYPE
from services.ingest.domain.reading import AccountRead, read
from services.ingest.domain.source import SourceInfo

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))


def is_person(name: str, **more: str) -> bool:
    event = {
        "specversion": "1.0",
        "type": SIGNUP_TYPE,
        "source": "https://signups.example/aws",
        "id": "1",
        "time": "2024-05-01T00:00:00Z",
        "data": {"account_id": "1", "beneficial_owners": [{"name": name, **more}]},
    }
    (reading,) = read(json.dumps(event).encode(), SOURCE)
    assert isinstance(reading, AccountRead)
    assert reading.data.signup is not None
    return reading.data.signup.owners[0].person


@pytest.mark.parametrize(
    "name",
    [
        "Example Intelligent Computing (Hangzhou) Co., Ltd.",
        "Cedar Example Holdings, Inc.",
        "示例智能科技有限公司",
        "示例投资中心（有限合伙）",
        "示例大学",
    ],
)
def test_a_name_with_a_legal_form_is_a_company(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize("name", ["Owner One (synthetic)", "Maria Sa", "John Co", "张三"])
def test_a_persons_name_is_a_persons(name: str) -> None:
    assert is_person(name)


def test_what_the_sender_says_counts() -> None:
    assert not is_person("Foo", kind="organisation")
