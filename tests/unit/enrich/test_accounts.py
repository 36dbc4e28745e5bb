"""Account events: accelerators, supply, models, and the parties of a sign-up."""

from datetime import UTC, date, datetime

import pytest

from contracts.accounts import AccountReceived, InstanceRequest, Owner, SignUp
from contracts.ids import account_matter, root_id
from contracts.parties import Party, Role
from services.enrich.domain.freshness import Freshness, Limits
from tests.unit.enrich.notices import SOURCE, enricher

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def account(kind: str = "launch", **fields) -> AccountReceived:
    given = {
        "event": root_id("event", kind),
        "matter": account_matter("aws:111122223333"),
        "account": "aws:111122223333",
        "provider": "aws",
        "native_id": "1",
        "kind": kind,
        "operation": "RunInstances",
        "occurred": datetime(2024, 4, 2, 3, 20, tzinfo=UTC),
        "source": SOURCE,
    }
    return AccountReceived(**(given | fields))


def test_a_launch_names_nobody_who_could_be_unscreened() -> None:
    stale = Freshness.of(None, NOW, Limits())
    assert enricher().at(stale).account(account(), date(2024, 4, 2)).screened == "complete"


def test_a_launch_is_mapped_to_its_accelerators() -> None:
    received = account(
        instances=(
            InstanceRequest(instance_type="p4d.24xlarge", count=2),
            InstanceRequest(instance_type="t3.micro", count=1),
            InstanceRequest(instance_type="p9x.96xlarge", count=1),
        )
    )
    result = enricher().account(received, date(2024, 4, 2))
    assert [(a.chip, a.total, a.unmapped) for a in result.accelerators] == [
        ("A100", 16, False),
        (None, None, True),
    ]
    assert result.supply == "us"


@pytest.mark.parametrize(
    ("provider", "region", "supply"),
    [
        ("aws", "cn-north-1", "us_china_region"),
        ("aws", "us-east-1", "us"),
        ("azure", "chinaeast2", "us_china_region"),
        ("gcp", "asia-east1", "us"),
        ("alibaba", None, "domestic"),
        ("unknown", None, "unknown"),
    ],
)
def test_supply_is_that_of_provider_and_region(provider: str, region, supply: str) -> None:
    received = account(provider=provider, region=region)
    assert enricher().account(received, date(2024, 4, 2)).supply == supply


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5"),
        ("anthropic.claude-3-haiku-20240307-v1:0", "Claude 3"),
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-opus", "Claude 3"),
        ("gpt-4o", "GPT-4o"),
        ("gpt-4", "GPT-4"),
        ("meta.llama3-70b-instruct-v1:0", "Llama"),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", "Claude 4"),
        ("anthropic.claude-haiku-4-5-20251001-v1:0", "Claude 4"),
        ("anthropic.claude-v2:1", "Claude"),
        ("amazon.titan-text-express-v1", "Amazon Titan"),
        ("amazon.nova-pro-v1:0", "Amazon Nova"),
        ("gpt-35-turbo", "GPT-3.5"),
        ("o1", "OpenAI o1"),
        ("text-embedding-3-large", "OpenAI"),
        ("gemini-2.5-flash", "Gemini"),
        ("us.deepseek.r1-v1:0", "DeepSeek"),
    ],
)
def test_model_ids_are_named_as_catalogued(model: str, name: str) -> None:
    result = enricher().account(account("ai_use", ai_models=(model,)), date(2024, 4, 2))
    assert [s.name for s in result.ai_services] == ["Amazon Bedrock", name]


@pytest.mark.parametrize(
    ("provider", "operation", "service"),
    [
        ("aws", "Converse", "Amazon Bedrock"),
        ("azure", "Microsoft.CognitiveServices/accounts/write", "Azure OpenAI"),
        ("azure", "ChatCompletions_Create", "Azure OpenAI"),
        ("gcp", "google.cloud.aiplatform.v1.EndpointService.CreateEndpoint", "Vertex AI"),
        ("gcp", "google.ai.generativelanguage.v1.GenerativeService.GenerateContent", "Gemini"),
        ("oci", "com.oraclecloud.generativeaiinference.Chat", "OCI Generative AI"),
    ],
)
def test_the_platform_is_a_service_whatever_model_it_runs(
    provider: str, operation: str, service: str
) -> None:
    received = account("ai_use", provider=provider, operation=operation, ai_models=("no-name-1",))
    result = enricher().account(received, date(2024, 4, 2))
    assert [(s.name, s.supply) for s in result.ai_services] == [
        (service, "us"),
        ("no-name-1", "us"),
    ]


def test_a_launch_uses_no_ai_service() -> None:
    assert enricher().account(account(), date(2024, 4, 2)).ai_services == ()


def test_a_sign_up_is_screened_in_both_its_names() -> None:
    signup = SignUp(
        legal_name="Yunda Technology Ltd Co",
        legal_name_native="云达科技有限公司",
        country="CN",
        hq_country="CN",
        reseller="Yunda Technology Ltd Co",
        declared_end_users=("四川大学 Sichuan University",),
        owners=(Owner(name="Owner One", person=True, country="CN", percent=100),),
    )
    result = enricher().account(account("signup", signup=signup), date(2024, 3, 25))
    roles = {p.party.role: p for p in result.parties}
    assert set(roles) == {Role.ACCOUNT_HOLDER, Role.RESELLER, Role.END_USER}
    assert roles[Role.ACCOUNT_HOLDER].matches == ()
    assert roles[Role.ACCOUNT_HOLDER].nexus.value == "yes"
    end_user = roles[Role.END_USER]
    assert (end_user.party.name, end_user.party.name_en) == ("四川大学", "Sichuan University")
    assert end_user.matches[0].list == "EL"


def test_a_parent_in_china_is_nexus_of_a_subsidiary_elsewhere() -> None:
    parent = Party(role=Role.PARENT, name="Example Computing (Hangzhou) Co., Ltd.", country="CN")
    signup = SignUp(legal_name="Straits Data Pte. Ltd.", country="SG", ultimate_parent=parent)
    result = enricher().account(account("signup", signup=signup), date(2024, 5, 3))
    holder = next(p for p in result.parties if p.party.role == Role.ACCOUNT_HOLDER)
    assert holder.nexus.value == "yes"
    assert "ultimate parent in CN" in holder.nexus.reason


def test_an_american_holder_with_its_parent_and_itself_as_end_user_has_no_nexus() -> None:
    signup = SignUp(
        legal_name="Cedar Robotics, Inc.",
        country="US",
        hq_country="US",
        ultimate_parent=Party(role=Role.PARENT, name="Cedar Holdings, Inc.", country="US"),
        declared_end_users=("Cedar Robotics Inc",),
    )
    result = enricher().account(account("signup", signup=signup), date(2024, 5, 3))
    assert [p.nexus.value for p in result.parties] == ["no", "no", "no"]


def test_shares_of_one_country_add_up_to_control() -> None:
    owners = tuple(Owner(name=f"P{n}", person=True, country="CN", percent=25) for n in range(2))
    signup = SignUp(legal_name="Example Ltd", country="MY", owners=owners)
    result = enricher().account(account("signup", signup=signup), date(2024, 5, 3))
    assert result.parties[0].nexus.value == "yes"
    assert "50 %" in result.parties[0].nexus.reason
    assert all(p.party.role != Role.OWNER for p in result.parties)  # no list names these persons


def test_the_name_of_a_new_account_is_screened_and_one_on_no_list_is_nobody() -> None:
    def parties(name: str):
        received = account("account_created", account_name=name)
        return enricher().account(received, date(2024, 5, 3)).parties

    (holder,) = parties("Sichuan University")
    assert (holder.party.role, holder.matches[0].list) == (Role.ACCOUNT_HOLDER, "EL")
    assert parties("sandbox-3") == ()


def test_the_name_of_a_new_account_on_stale_lists_is_not_called_screened() -> None:
    stale = enricher().at(Freshness.of(None, NOW, Limits()))
    named = account("account_created", account_name="sandbox-3")
    assert stale.account(named, date(2024, 5, 3)).screened != "complete"
