"""Sign-ups: every proposed-rule field, what is missing, what is malformed, and the envelopes."""

import base64
import json
from typing import Any

import pytest

from contracts.topics import SIGNUP_TYPE
from services.ingest.domain.reading import AccountRead, Ignored
from tests.unit.ingest.account_files import one, readings

FULL: dict[str, Any] = {
    "account_id": "222233334444",
    "legal_name": "Straits Example Data Pte. Ltd.",
    "legal_name_native": "海峡示例数据私人有限公司",
    "country": "sg",
    "address": "1 Example Quay, Singapore",
    "registration_id": {"scheme": "SG-UEN", "id": "000000000X"},
    "hq_country": "CN",
    "ultimate_parent": {"name": "Example Computing (Hangzhou) Co., Ltd.", "country": "CN"},
    "beneficial_owners": [{"name": "Owner One", "nationality": "CN", "percent": "60 %"}],
    "email": "cloud@straits-data.example",
    "phone": "+65 0000 0015",
    "payment": {"means": "card", "source": "third party", "issuer_country": "HK", "last4": "0000"},
    "signup_ip": "203.0.113.201",
    "ip_country": "CN",
    "reseller_id": "Example Reseller",
    "declared_end_use": "Training for SZU-2024-CS-0317",
    "declared_end_users": ["深圳大学"],
    "attestation": {"not_d5_hq": "true", "signed_by": "Owner One", "date": "2024-05-03"},
    "created_at": "2024-05-03T08:05:00Z",
}


def event(data: Any, **more: Any) -> dict[str, Any]:
    envelope = {
        "specversion": "1.0",
        "id": "signup-1",
        "source": "https://signups.example/aws",
        "type": SIGNUP_TYPE,
        "time": "2024-05-03T08:05:00Z",
        "data": data,
    }
    return envelope | more


def test_every_stated_field_is_read() -> None:
    found = one(event(FULL))
    signup = found.signup

    assert signup is not None
    assert (found.kind, found.account, found.uncertain) == ("signup", "aws:222233334444", ())
    assert (signup.country, signup.hq_country, signup.ip_country) == ("SG", "CN", "CN")
    assert signup.ultimate_parent is not None
    assert (signup.owners[0].name, signup.owners[0].percent) == ("Owner One", 60.0)
    assert (signup.payment_means, signup.payment_country) == ("card", "HK")
    assert (signup.reseller, signup.declared_end_users) == ("Example Reseller", ("深圳大学",))
    assert (signup.attested_not_d5_hq, str(signup.attestation_date)) == (True, "2024-05-03")
    assert (found.project_tags, signup.missing) == (("SZU-2024-CS-0317",), ())


def test_what_the_proposed_rule_asks_for_and_is_not_given_is_listed() -> None:
    signup = one(event({"account_id": "1", "legal_name": "A", "payment": {"means": "card"}})).signup

    assert signup is not None
    assert signup.missing == (
        *("address", "payment_source", "email", "phone", "signup_ip", "beneficial_owners"),
    )


@pytest.mark.parametrize(
    ("field", "value", "unsure"),
    [
        ("legal_name", {"x": 1}, "legal_name"),
        ("country", ["CN"], "country"),
        ("payment", 5, "payment"),
        ("attestation", [1], "attestation"),
        ("beneficial_owners", True, "beneficial_owners"),
        ("beneficial_owners", [{}], "beneficial_owners"),
        ("created_at", "yesterday", "created_at"),
        ("created_at", 10**300, "created_at"),
        ("ultimate_parent", "Example Holdings", None),
        ("registration_id", "91350100M000100Y43", None),
        ("declared_end_users", "深圳大学", None),
    ],
)
def test_a_malformed_field_is_absent_and_the_event_is_told(
    field: str, value: Any, unsure: str | None
) -> None:
    found = one(event(FULL | {field: value}))

    assert found.uncertain == ((unsure,) if unsure else ())
    assert found.account == "aws:222233334444"


@pytest.mark.parametrize("percent", [-5, 101, "most", [], 10**40, True])
def test_an_absurd_share_is_unknown(percent: Any) -> None:
    owners = [{"name": "Example Holdings Ltd", "nationality": "CN", "percent": percent}]
    signup = one(event(FULL | {"beneficial_owners": owners})).signup

    assert signup is not None
    assert signup.owners[0].percent is None


ENCODED = base64.b64encode(json.dumps(FULL).encode()).decode()
BARE = {key: value for key, value in event(FULL).items() if key != "data"}


@pytest.mark.parametrize(
    "file",
    [
        event(FULL),
        [event(FULL)],
        event(json.dumps(FULL)),
        BARE | {"data_base64": ENCODED},
        {f"ce_{name}": value for name, value in BARE.items()} | {"data": FULL},
        {"headers": {f"ce-{name}": value for name, value in BARE.items()}, "body": FULL},
        event(FULL, type="com.example.crm.account.opened"),
        {"specversion": "1.0", "type": "x", "source": "/bus", "id": "9", "data": event(FULL)},
    ],
)
def test_the_form_of_the_event_does_not_matter(file: Any) -> None:
    assert one(file).event == one(event(FULL)).event


def test_the_account_may_stand_in_the_subject() -> None:
    data = {key: value for key, value in FULL.items() if key != "account_id"}

    assert one(event(data, subject="777788889999")).account == "aws:777788889999"
    assert one(event(data, subject="San Zhang <a@b.cn>")).account == "aws:none:signup-1"


def test_a_sign_up_without_an_envelope_is_told_and_says_what_it_lacks() -> None:
    assert one(FULL).uncertain == ("native_id",)
    assert one(FULL).account == "unknown:222233334444"


@pytest.mark.parametrize("data", [{"colour": "red"}, None, "text", [1, 2]])
def test_an_event_of_an_unknown_type_is_ignored_and_says_so(data: Any) -> None:
    (reading,) = readings(event(data, type="com.example.paint.v1"))

    assert isinstance(reading, Ignored)
    assert "com.example.paint.v1" in reading.reason


def test_one_sender_and_id_is_one_event_and_another_sender_is_another() -> None:
    again, other = event(FULL | {"country": "MY"}), event(FULL, source="https://other.example/aws")

    found = [
        r.data.event for r in readings([event(FULL), again, other]) if isinstance(r, AccountRead)
    ]

    assert (found[0] == found[1], found[0] == found[2]) == (True, False)


def test_contacts_cards_and_signers_stay_behind() -> None:
    given = {"payment": FULL["payment"] | {"last4": "4242"}, "phone": "+65 6123 4567"}
    signer = {"attestation": {"not_d5_hq": True, "signed_by": "Si Li"}}

    printed = one(event(FULL | given | signer)).model_dump_json()

    hidden = ("cloud@", "6123", "203.0.113", "4242", "third party", "Si Li")
    assert [text for text in hidden if text in printed] == []
