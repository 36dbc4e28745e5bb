"""Parties: screened, with nexus and military names, and never by script or person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.parties import Identifier, Party, Role
from services.enrich.domain.jurisdiction import Jurisdiction, jurisdiction
from services.enrich.domain.nexus import Seat, nexus
from tests.unit.enrich.notices import FORM, enriched, enricher, party

MAINLAND = Seat(Jurisdiction("CN", ("政府采购", "采购人")))
TAIWAN = Seat(Jurisdiction("TW", ("新台币",)))


def buyer(name: str, **fields) -> Party:
    return party(Role.BUYER, name, **fields)


def test_a_listed_buyer_is_cited() -> None:
    result = enriched(f"四川大学采购{FORM}", buyer=buyer("四川大学"))
    (screened,) = result.parties
    match = screened.matches[0]
    assert (match.list, match.relation, match.listed_name) == ("EL", "same", "Sichuan University")
    assert match.citation is not None
    assert "77 FR 58006" in match.citation
    assert match.licence_requirement
    assert match.licence_policy
    assert str(match.snapshot_date) == "2026-07-31"
    assert screened.party.name_en == "Sichuan University"
    assert screened.nexus.value == "yes"


def test_an_institute_of_a_listed_university_is_a_unit_of_it() -> None:
    result = enriched(FORM, buyer=buyer("中国科学技术大学苏州高等研究院"))
    match = result.parties[0].matches[0]
    assert (match.list, match.relation) == ("EL", "sub-unit-of")
    assert "presumption of denial" in (match.licence_policy or "").lower()


def test_buyers_on_no_list_stay_without_match() -> None:
    result = enriched(
        FORM,
        buyer=buyer("深圳大学"),
        suppliers=(party(Role.SUPPLIER, "云达科技有限公司"),),
        agency=party(Role.AGENCY, "示例招标代理（深圳）有限公司"),
    )
    assert [p.matches for p in result.parties] == [(), (), ()]
    assert [p.party.role for p in result.parties] == [Role.BUYER, Role.SUPPLIER, Role.AGENCY]
    assert [p.party.name_en for p in result.parties][:2] == [
        "Shenzhen University",
        "Yunda Technology",
    ]
    assert {p.nexus.value for p in result.parties} == {"yes"}


@pytest.mark.parametrize(
    ("name", "fields", "seat", "value"),
    [
        ("北辰示例大学", {}, MAINLAND, "yes"),
        ("示例科技有限公司", {}, MAINLAND, "yes"),
        ("示例科技有限公司", {}, Seat(), "unknown"),  # a Chinese name alone is no nexus
        ("國立中山大學", {}, TAIWAN, "no"),
        ("Example Pte. Ltd.", {"country": "SG"}, Seat(), "unknown"),
        ("Example Inc.", {"country": "US"}, Seat(linked=(("headquarters", "US"),)), "no"),
        ("Example Pte. Ltd.", {"country": "SG"}, Seat(linked=(("headquarters", "CN"),)), "yes"),
        ("Example Sdn Bhd", {"country": "MY"}, Seat(linked=(("headquarters", None),)), "unknown"),
        ("Example Ltd", {"country": "HK"}, Seat(), "yes"),
        ("Example (Hong Kong) Ltd", {}, Seat(), "yes"),
        ("Example Inc.", {}, MAINLAND, "unknown"),
        ("東北大学", {"country": "JP"}, Seat(), "unknown"),
    ],
)
def test_nexus_has_a_reason_that_is_no_script(name, fields, seat, value) -> None:
    found = nexus(Party(role=Role.BUYER, name=name, **fields), seat)
    assert found.value == value
    assert found.reason


def test_a_credit_code_is_nexus_unless_it_is_wrong() -> None:
    code = Identifier(scheme="CN-USCC", id="91000000MA0000001R")
    name = "Example Trading"
    assert nexus(Party(role=Role.SUPPLIER, name=name, identifiers=(code,)), Seat()).value == "yes"
    wrong = code.model_copy(update={"valid": False})
    assert (
        nexus(Party(role=Role.SUPPLIER, name=name, identifiers=(wrong,)), Seat()).value == "unknown"
    )


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("政府采购 采购人：某大学 人民币", "CN"),
        ("標案名稱 預算金額 新臺幣 國立中山大學", "TW"),
        ("入札公告 国立大学法人東北大学", "JP"),
        ("招標 港幣 香港特別行政區政府", "HK"),
        ("Invitation to tender", None),
        ("采购", None),
    ],
)
def test_the_rules_of_a_notice_are_read_from_its_form(text: str, country: str | None) -> None:
    assert jurisdiction(text).country == country


def test_a_university_of_the_same_name_in_taiwan_is_not_the_listed_one() -> None:
    text = "國立中山大學採購雲端運算服務，預算新臺幣100萬元"
    (screened,) = enriched(text, buyer=buyer("國立中山大學")).parties
    assert screened.nexus.value == "no"
    assert not [m for m in screened.matches if m.relation in ("same", "sub-unit-of")]


@pytest.mark.parametrize(
    "name",
    [
        "国防科技大学",
        "中国人民解放军某部队",
        "海军工程大学",
        "军事科学院",
        "空军军医大学",
        "武警某总队",
    ],
)
def test_military_names_are_marked(name: str) -> None:
    (screened,) = enriched(FORM, buyer=buyer(name)).parties
    assert screened.military is not None


@pytest.mark.parametrize(
    "name", ["某市国防教育中心", "深圳大学", "某区退役军人事务局", "军事博物馆"]
)
def test_civil_names_are_not(name: str) -> None:
    (screened,) = enriched(FORM, buyer=buyer(name)).parties
    assert screened.military is None


def test_military_words_in_the_text_are_no_military_party() -> None:
    result = enriched("国防教育课程" + FORM, buyer=buyer("北辰示例大学"))
    assert result.parties[0].military is None


def test_invisible_characters_in_a_name_are_marked() -> None:
    result = enriched(FORM, buyer=buyer("四川\u200b大学"))
    assert result.parties[0].evasion_marks
    assert result.parties[0].matches[0].relation == "same"


def test_a_party_named_twice_in_a_role_is_judged_once() -> None:
    twice = (party(Role.SUPPLIER, "云达科技有限公司"),) * 2
    assert len(enriched(FORM, suppliers=twice).parties) == 1


@given(st.sampled_from(["张伟", "王芳", "Smith", "Иванов", "田中"]))
def test_a_persons_name_in_the_text_changes_nothing(person: str) -> None:
    first = enriched("联系人：█████，采购A100 GPU" + FORM, buyer=buyer("北辰示例大学"))
    second = enriched(f"联系人：{person}，采购A100 GPU" + FORM, buyer=buyer("北辰示例大学"))
    assert first.parties == second.parties
    assert [c.name for c in first.chips] == [c.name for c in second.chips]


def test_a_listed_name_in_the_text_is_only_mentioned() -> None:
    text = "服务器须与四川大学现有平台兼容" + FORM
    buyer_, mentioned = enriched(text, buyer=buyer("北辰示例大学")).parties
    assert (buyer_.party.role, mentioned.party.role) == (Role.BUYER, Role.MENTIONED)
    assert mentioned.party.name == "四川大学"
    assert mentioned.matches[0].list == "EL"
    assert mentioned.party.evidence is not None
    assert "四川大学" in mentioned.party.evidence.quote


def test_a_partys_own_name_in_the_text_is_no_mention() -> None:
    name = "中国科学技术大学苏州高等研究院"
    assert len(enriched(f"{name}采购" + FORM, buyer=buyer(name)).parties) == 1


def test_the_law_date_is_that_of_the_notice() -> None:
    text = "采购A800 GPU 8张"
    assert enriched(text, as_of=date(2023, 11, 1)).chips[0].classification.paragraph == "none"
    assert enriched(text, as_of=date(2023, 12, 1)).chips[0].classification.controlled


def test_the_catalogue_version_names_its_content() -> None:
    assert len(enricher().catalogue.version) == 12
    assert enriched(FORM).catalogue_version == enricher().catalogue.version
