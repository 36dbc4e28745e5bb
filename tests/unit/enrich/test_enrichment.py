"""The five cases of the reference story, in our own words, and account events."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.parties import Role, Snapshot
from contracts.tenders import TextFact
from services.enrich.domain.freshness import Freshness, Limits
from services.enrich.domain.screening.screener import MAX_NAME
from tests.unit.enrich.notices import AWARD, FORM, enriched, enricher, kinds, notice, party

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_shenzhen_university_seeks_a100_and_h100_on_aws_through_yunda() -> None:
    result = enriched(
        "租用亚马逊云科技（AWS）海外区域的 GPU 云服务器，搭载英伟达（NVIDIA）A100 与 H100 计算卡，"
        "由成交供应商负责账号开通、代付。" + FORM,
        stage=AWARD,
        buyer=party(Role.BUYER, "深圳大学"),
        suppliers=(party(Role.SUPPLIER, "云达科技有限公司"),),
    )
    assert [(c.name, c.count) for c in result.chips] == [("A100", None), ("H100", None)]
    assert all(c.classification.paragraph == "3A090.a" for c in result.chips)
    assert [(c.name, c.supply) for c in result.clouds] == [("AWS", "us")]
    assert {"compute_rental", "overseas_access", "reseller"} <= kinds(result)
    assert not any(p.matches for p in result.parties)  # yunda is a part of Hyundai
    assert [p.nexus.value for p in result.parties] == ["yes", "yes"]


def test_zhejiang_lab_seeks_aws_as_alibaba_cloud_is_not_enough() -> None:
    result = enriched(
        "面向 GeoGPT 的训练与推理，采购亚马逊云（AWS）云计算服务一年。现有阿里云资源不能满足需求。"
        + FORM,
        buyer=party(Role.BUYER, "之江实验室"),
    )
    assert [(c.name, c.insufficient) for c in result.clouds] == [
        ("AWS", False),
        ("Alibaba Cloud", True),
    ]
    assert "ai_training" in kinds(result)
    assert result.ai_services == ()  # GeoGPT is the buyer's own


def test_sichuan_university_buys_azure_openai_tokens_and_is_listed() -> None:
    result = enriched(
        "采购微软 Azure OpenAI 服务的 Token（令牌）额度，服务期一年。" + FORM,
        stage=AWARD,
        buyer=party(Role.BUYER, "四川大学"),
        suppliers=(party(Role.SUPPLIER, "四川省学东科技有限公司"),),
    )
    assert [s.name for s in result.ai_services] == ["Azure OpenAI"]
    assert [c.name for c in result.clouds] == ["Azure"]
    assert result.chips == ()
    assert "tokens" in kinds(result)
    buyer, supplier = result.parties
    assert [(m.list, m.relation) for m in buyer.matches] == [("EL", "same")]
    assert supplier.matches == ()


def test_the_suzhou_institute_of_ustc_rents_four_thousand_a100() -> None:
    result = enriched(
        "租用云服务器500台，每台配置8张 NVIDIA A100 计算卡，用于科研计算。" + FORM,
        buyer=party(Role.BUYER, "中国科学技术大学苏州高等研究院"),
    )
    (chip,) = result.chips
    assert (chip.count, chip.count_sentence) == (4000, "500 servers x 8 A100 = 4,000")
    assert result.clouds == ()
    assert [m.relation for m in result.parties[0].matches] == ["sub-unit-of"]


def test_an_overseas_account_reaches_claude() -> None:
    result = enriched(
        "采购海外亚马逊云（AWS）账号服务，用于调用 Claude 3 大模型开展研究。" + FORM,
        buyer=party(Role.BUYER, "国家集成电路设计自动化技术创新中心"),
    )
    assert [s.name for s in result.ai_services] == ["Claude 3"]
    assert [c.name for c in result.clouds] == ["AWS"]
    assert "overseas_access" in kinds(result)


def test_curtains_of_a_listed_university_seek_nothing() -> None:
    text = "遮光窗帘1070套" + FORM
    result = enriched(text, buyer=party(Role.BUYER, "哈尔滨工业大学"))
    assert result.parties[0].matches[0].list == "EL"
    assert (result.chips, result.clouds, result.ai_services) == ((), (), ())


def test_the_text_does_not_travel_on() -> None:
    assert not hasattr(enriched("采购A100 GPU").tender, "text")


def test_a_title_that_the_text_lacks_is_read_as_well() -> None:
    received = notice("供应商：某公司\n服务内容：A100 GPU").model_copy(
        update={"title": TextFact(value="Azure OpenAI服务采购", quote="Azure OpenAI服务采购")}
    )
    result = enricher().tender(received, date(2024, 5, 1))
    (service,) = result.ai_services
    assert (service.name, service.evidence.start, service.evidence.how) == (
        "Azure OpenAI",
        None,
        "title",
    )
    chip = result.chips[0].evidence
    assert received.text[chip.start : chip.end] == chip.quote


def test_the_same_notice_gives_the_same_result() -> None:
    received = notice("采购8张A100 GPU，阿里云无法满足" + FORM, buyer=party(Role.BUYER, "四川大学"))
    first, second = (enricher().tender(received, date(2024, 5, 1)) for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()


@pytest.mark.parametrize(
    ("hours", "buyer", "screened"),
    [
        (1, "四川大学", "complete"),
        (47, "深圳大学", "complete"),
        (49, "四川大学", "provisional"),
        (49, "深圳大学", "not_screened"),
    ],
)
def test_a_clear_on_a_stale_list_is_no_clear(hours: int, buyer: str, screened: str) -> None:
    snapshot = Snapshot(id="s", list_date=None, loaded_at=NOW - timedelta(hours=hours), parties=1)
    fresh = Freshness.of(snapshot, NOW, Limits())
    received = notice("采购A100 GPU" + FORM, buyer=party(Role.BUYER, buyer))
    result = enricher().at(fresh).tender(received, date(2024, 5, 1))
    assert result.screened == screened
    assert (result.screening_note is None) == (screened == "complete")


def test_a_name_too_long_to_screen_is_never_clear() -> None:
    received = notice("采购" + FORM, buyer=party(Role.BUYER, "长" * (MAX_NAME + 1)))
    assert enricher().tender(received, date(2024, 5, 1)).screened == "not_screened"


def test_a_later_check_makes_lists_fresh_again() -> None:
    snapshot = Snapshot(
        id="s", list_date=None, loaded_at=NOW - timedelta(days=30), checked_at=NOW, parties=1
    )
    assert not Freshness.of(snapshot, NOW, Limits()).stale


def test_without_any_list_nothing_is_screened() -> None:
    fresh = Freshness.of(None, NOW, Limits())
    assert (fresh.stale, fresh.failed, fresh.screened(hit=False)) == (True, True, "not_screened")
