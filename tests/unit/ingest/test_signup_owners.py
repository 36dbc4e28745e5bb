"""Sign-ups: companies are told from persons, contacts stay behind, times have a zone."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.accounts import SignUp
from contracts.topics import SIGNUP_TYPE
from services.ingest.domain.reading import AccountRead, read
from services.ingest.domain.source import SourceInfo

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))


def signup(**data: Any) -> SignUp:
    event = {
        "specversion": "1.0",
        "type": SIGNUP_TYPE,
        "source": "https://signups.example/aws",
        "id": "1",
        "time": "2024-05-01T00:00:00Z",
        "data": {"account_id": "1", **data},
    }
    (reading,) = read(json.dumps(event).encode(), SOURCE)
    assert isinstance(reading, AccountRead)
    assert reading.data.signup is not None
    return reading.data.signup


def is_person(name: str, **more: str) -> bool:
    return signup(beneficial_owners=[{"name": name, **more}]).owners[0].person


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


@pytest.mark.parametrize(
    "stated", [{"email": "Li.Si@Example.COM"}, {"email_domain": "a@example.com"}]
)
def test_of_an_address_only_the_domain_is_kept(stated: dict[str, str]) -> None:
    assert signup(**stated).email_domain == "example.com"


def test_contacts_in_free_text_are_covered() -> None:
    found = signup(declared_end_use="训练，联系 13812345678", declared_end_users=["x@example.com"])

    assert "13812345678" not in found.model_dump_json()
    assert "x@" not in found.model_dump_json()


def test_a_time_without_a_zone_is_utc() -> None:
    created = signup(created_at="2024-05-03T08:05:00").created_at

    assert created == datetime(2024, 5, 3, 8, 5, tzinfo=UTC)


def test_the_registration_code_carries_its_check() -> None:
    found = signup(registration_id={"scheme": "CN-USCC", "id": "91350100M000100Y44"}).registration

    assert found is not None
    assert found.valid is False
