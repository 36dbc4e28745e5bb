"""Short names, groups, colleges, homonyms: what is a unit of a parent and what is not."""

import pytest

from services.enrich.domain.screening import Screener
from tests.unit.enrich.test_screening import SCREENER, USTC, answers
from tests.unit.enrich.test_screening_sounds import of


@pytest.mark.parametrize(
    "name",
    [
        "中科大洋科技发展有限公司",
        "南理工具厂",
        "北理工程公司",
        "哈工程序公司",
        "深圳超算科技有限公司",
    ],
)
def test_a_short_name_inside_another_word_is_no_parent(name):
    assert answers(name) == []


def test_a_short_name_has_units_too():
    assert answers("中科大计算机学院") == [("sub-unit-of", USTC)]
    assert answers("哈工大威海校区") == [("sub-unit-of", "Harbin Institute of Technology")]


def test_a_group_and_a_company_of_one_name_are_two_bodies():
    match = SCREENER.screen("中国移动通信有限公司")[0]

    assert (match.relation, match.list) == ("possible", "CMIC")
    assert "two legal bodies" in match.explanation


def test_an_entry_of_another_list_is_not_joined_without_its_acronym():
    name = "China Aerospace Science and Technology Corporation"
    records = [
        {"id": "1", "list": "CMIC", "name": name, "country": "CN"},
        {"id": "2", "list": "EL", "name": f"{name} (CASC)", "country": "CN"},
    ]

    assert [m.id for m in Screener(records).screen("中国航天科技集团有限公司")] == ["1"]


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("中国科学院", "中国科学院大学"),
        ("四川大学", "四川大学路"),
        ("天津大学", "天津大学生"),
        ("重庆大学", "重庆大学城管理委员会"),
        ("北京大学", "北京大学生体育协会"),
        ("清华大学", "清华大学与某某公司联合体"),
    ],
)
def test_a_longer_name_that_merely_begins_like_a_parent_is_no_unit(listed, name):
    assert of(listed).screen(name) == []


@pytest.mark.parametrize(
    "name",
    ["南京理工大学泰州科技学院", "北京理工大学珠海学院", "天津大学仁爱学院", "四川大学锦江学院"],
)
def test_a_college_run_by_another_body_weighs_less_in_its_own_words(name):
    match = SCREENER.screen(name)[0]

    assert (match.relation, match.score, match.affiliated) == ("sub-unit-of", 0.6, True)
    assert "college" in match.explanation


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "采购中心",
            "国有资产管理处",
            "招标与采购办公室",
            "生命科学学院",
            "城市建设学院",
            "第三研究室",
        ),
        *("网络空间安全学院", "国家重点实验室", "深圳研究院", "（威海）", "望江校区", "门诊部"),
    ],
)
def test_departments_schools_and_campuses_are_units(unit):
    match = of("云海大学").screen(f"云海大学{unit}")[0]

    assert (match.relation, match.affiliated) == ("sub-unit-of", False)
    assert match.score in (0.85, 0.88)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("中国电科13所", "13th"),
        ("中电科第十三研究所", "13th"),
        ("中国电子科技集团有限公司第十三研究所", "13th"),
        ("中国电子科技集团第13所", "13th"),
        ("中国电科第十四研究所", "14th"),
    ],
)
def test_a_numbered_institute_is_known_by_every_name_of_its_group(name, number):
    match = SCREENER.screen(name)[0]

    assert match.relation == "same"
    assert number in match.listed_name


def test_an_institute_without_an_entry_is_a_unit_of_its_listed_group():
    match = SCREENER.screen("中国电子科技集团公司第九十九研究所")[0]

    assert match.relation == "sub-unit-of"
    assert match.listed_name == "China Electronics Technology Group Corporation"


@pytest.mark.parametrize(
    ("listed", "name", "country"),
    [
        ("中山大学", "國立中山大學", None),
        ("中山大学", "中山大學", "TW"),
        ("清华大学", "國立清華大學", None),
        ("清华大学", "清華大學", "TW"),
        ("东北大学", "東北大学", "JP"),
        ("山口大学", "山口大学", "JP"),
        ("南洋理工大学", "南洋理工大學", "SG"),
        ("建国大学", "建國大學", "KR"),
        ("交通大学", "国立交通大学", None),
    ],
)
def test_a_homonym_in_another_country_is_not_the_listed_one(listed, name, country):
    record = {"id": "1", "list": "EL", "name": "Listed", "aliases": [listed], "country": "CN"}

    assert Screener([record], ()).screen(name, country) == []


@pytest.mark.parametrize("name", ["東北大学", "東北大学フロンティア研究所", "清華大學電機系"])
def test_a_homonym_without_a_country_only_proposes(name):
    records = [
        {"id": n, "list": "EL", "name": f"Entry {n}", "aliases": [n], "country": "CN"}
        for n in ("东北大学", "清华大学")
    ]

    assert {m.relation for m in Screener(records, ()).screen(name)} == {"possible"}


def test_a_listed_party_with_its_seat_there_is_found_there():
    record = {"id": "1", "list": "EL", "name": "NSYSU", "aliases": ["中山大學"], "country": "TW"}

    assert Screener([record], ()).screen("中山大學", "TW")[0].relation == "same"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("哈工大（深圳）", "深圳"),
        ("北航软件学院", "软件学院"),
        ("北京理工大学前沿技术研究院（济南）", "前沿技术研究院（济南）"),
        ("哈尔滨工业大学（深圳）计算机学院", "（深圳）计算机学院"),
        ("四川大学—采购中心", "采购中心"),
        ("School of Software, Sichuan University", "School of Software"),
        ("Sichuan University School of Software", "School of Software"),
        ("四川大學 第 3 研究所", "第 3 研究所"),
    ],
)
def test_spans_say_which_words_name_the_unit_and_which_the_parent(name, unit):
    first = SCREENER.screen(name)[0]

    assert first.relation == "sub-unit-of"
    assert name[slice(*first.unit_span)] == unit
    assert name[slice(*first.name_span)].strip("（ ,—") in name.replace(unit, "")


@pytest.mark.parametrize(
    "name", ["北航线路公司", "川大智胜软件股份有限公司", "天大研究", "北航天学院路"]
)
def test_a_two_character_short_name_needs_a_school_behind_it(name):
    assert answers(name) == []


def test_the_runner_up_is_named_with_what_sets_it_apart():
    first = SCREENER.screen("中国电子科技集团公司第十三研究所微电子中心")[0]

    assert "13th Research Institute" in first.listed_name
    assert "is shorter" in first.runner_up
    assert first.explanation.endswith(f"Next: {first.runner_up}.")


def test_a_match_says_by_which_key_it_was_found():
    keys = {
        "四川大学": "exact name",
        "四川大学计算机学院": "longest listed parent",
        "si chuan da xue": "toneless pinyin",
        "Electronic Science and Technology University of China": "words of the name",
        "浪潮集团股份有限公司": "name without legal form",
    }

    assert {name: SCREENER.screen(name)[0].key for name in keys} == keys
