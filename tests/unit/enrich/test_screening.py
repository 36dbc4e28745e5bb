import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening import Screener
from tests.unit.enrich.test_aliases import EXTRACT

OTHERS = [
    {"id": "v1", "list": "SDN", "name": "HYUNDAI STAR", "type": "Vessel", "aliases": []},
    {"id": "p1", "list": "DPL", "name": "Obaidullah Khan", "type": "Individual"},
    {"id": "n1", "list": "EL", "name": "Address 01", "aliases": []},
    {"id": "e1", "list": "EL", "name": "Some Works", "aliases": ["13th Institute", "SWK"]},
    {"id": "x1", "list": "ours", "name": "云海智算科技有限公司", "aliases": [], "country": "CN"},
]
SCREENER = Screener([*parse_list(EXTRACT), *OTHERS])
USTC = "University of Science and Technology of China"


def answers(name, country=None):
    return [(m.relation, m.listed_name) for m in SCREENER.screen(name, country)]


@pytest.mark.parametrize(
    ("name", "listed_name"),
    [
        ("四川大学", "Sichuan University"),
        ("四川大學", "Sichuan University"),
        ("四川大学（盖章）", "Sichuan University"),
        ("四川大学（本级）", "Sichuan University"),
        ("四\u200b川大学", "Sichuan University"),
        ("中科大", USTC),
        ("USTC", USTC),
        ("university of science & technology of china", USTC),
        ("哈尔滨工业大学", "Harbin Institute of Technology"),
        ("哈尔滨工程大学", "Harbin Engineering University"),
        ("哈工大", "Harbin Institute of Technology"),
        ("国防科技大学", "National University of Defense Technology (NUDT)"),
        (
            "National University of Defense Technology",
            "National University of Defense Technology (NUDT)",
        ),
        ("中国人民解放军国防科技大学", "National University of Defense Technology (NUDT)"),
        ("國家超級計算深圳中心", "National Supercomputing Center Shenzhen"),
        ("浪潮集團有限公司", "Inspur Group Co., Ltd."),
        ("浪潮电子信息产业有限公司", "Inspur Electronic Information Industry Co., Ltd."),
        ("Inspur Group", "Inspur Group Co., Ltd."),
        (
            "中国電子科技集団公司第十四研究所",
            "China Electronics Technology Group Corporation 14th Research Institute (CETC 14)",
        ),
        (
            "中国电科14所",
            "China Electronics Technology Group Corporation 14th Research Institute (CETC 14)",
        ),
        ("中山大学", "Sun Yat-Sen University"),
    ],
)
def test_a_listed_name_is_the_same_in_every_spelling(name, listed_name):
    assert answers(name)[0] == ("same", listed_name)


@pytest.mark.parametrize(
    ("name", "listed_name"),
    [
        ("中国科学技术大学苏州高等研究院", USTC),
        ("USTC Suzhou Institute", USTC),
        (f"{USTC}, Suzhou Institute for Advanced Research", USTC),
        ("哈尔滨工业大学（深圳）", "Harbin Institute of Technology"),
        ("哈尔滨工业大学(威海)", "Harbin Institute of Technology"),
        ("哈尔滨工业大学深圳校区", "Harbin Institute of Technology"),
        ("北航杭州创新研究院", "Beijing University of Aeronautics and Astronautics (BUAA)"),
        (
            "School of Software, Beihang University",
            "Beijing University of Aeronautics and Astronautics (BUAA)",
        ),
        ("四川大学生命科学学院", "Sichuan University"),
        ("浪潮集团有限公司北京分公司", "Inspur Group Co., Ltd."),
    ],
)
def test_a_unit_of_a_listed_parent_is_never_the_parent_itself(name, listed_name):
    first = SCREENER.screen(name)[0]

    assert (first.relation, first.listed_name) == ("sub-unit-of", listed_name)
    assert not first.affiliated
    assert first.score < 0.9


@pytest.mark.parametrize(
    "name",
    [
        "四川大学华西医院",
        "天津大学仁爱学院",
        "电子科技大学成都学院",
        "四川大学附属中学",
        "四川大学出版社有限责任公司",
    ],
)
def test_affiliated_bodies_weigh_less_and_say_so(name):
    first = SCREENER.screen(name)[0]

    assert first.relation == "sub-unit-of"
    assert first.affiliated
    assert first.score == 0.6
    assert "legal body of its own" in first.explanation


@pytest.mark.parametrize(
    "name",
    [
        *(
            "之江实验室",
            "深圳大学",
            "清华大学",
            "云达科技",
            "Yunda Technology Ltd Co",
            "Yunda",
            "Baidu",
        ),
        *("百度", "國立中山大學", "国立中山大学", "National Sun Yat-sen University", "東北大学"),
        *("西安电子科技大学", "杭州电子科技大学", "华北理工大学", "合肥先进计算中心"),
        *("天津大学生创业中心", "四川大学路社区服务中心", "Tianjin University of Technology"),
        *("Sichuan University of Science and Engineering", "哈尔滨理工大学", "北京工业大学"),
        *("Address 01", "13800138000", "(){}[]", "", "   ", "有限公司", "Co., Ltd.", "大学"),
        *("<p>四川大学</p>", "\ue000\ue001", "\u202e\u202c", "四川大学" * 2500, "\x00"),
    ],
)
def test_others_and_bad_input_match_nothing(name):
    assert answers(name) == []


def test_confusable_universities_each_find_only_themselves():
    assert len(SCREENER.screen("哈尔滨工业大学")) == len(SCREENER.screen("哈尔滨工程大学")) == 1


def test_numbered_institutes_must_agree():
    names = ["771", "772", "773"]
    found = [answers(f"中国航天科技集团公司第九研究院第{n}研究所")[0] for n in names]

    assert [relation for relation, _ in found] == ["same", "same", "sub-unit-of"]
    assert "771" in found[0][1]
    assert "772" in found[1][1]
    assert found[2][1] == "China Aerospace Science and Technology Corporation"


def test_the_longest_listed_parent_wins():
    name = "中国电子科技集团公司第十三研究所微电子中心"

    assert {listed for _, listed in answers(name)} == {
        "China Electronics Technology Group Corporation 13th Research Institute (CETC 13)"
    }


def test_a_homonym_elsewhere_is_told_apart_by_seat_and_script():
    assert answers("中山大學", "TW") == []
    assert answers("中山大學", "CN") == [("same", "Sun Yat-Sen University")]
    assert answers("中山大學")[0][0] == "possible"
    assert [m.list for m in SCREENER.screen("中山大学")] == ["UVL"]


def test_one_name_on_several_lists_matches_each():
    assert [m.list for m in SCREENER.screen("浪潮集团有限公司")] == ["EL", "CMIC"]


def test_names_that_many_answer_to_only_propose():
    assert ("possible", "Some Works") in answers("13th Institute")
    assert {relation for relation, _ in answers("13th Institute")} == {"possible"}
    assert answers("SWK") == [("possible", "Some Works")]
    assert answers("Obaidullah Khan") == [("possible", "Obaidullah Khan")]
    assert answers("HYUNDAI STAR") == [("possible", "HYUNDAI STAR")]


def test_unconfirmed_rows_only_propose():
    match = SCREENER.screen("北京智谱未来科技有限公司")[0]

    assert match.relation == "possible"
    assert "confirmation" in match.explanation


def test_english_words_match_in_any_order_and_all_of_them():
    match = SCREENER.screen("Electronic Science and Technology University of China")[0]

    assert (match.relation, match.score) == ("same", 0.9)
    assert answers("Electronic Science and Technology University") == []


def test_a_match_carries_what_a_reader_needs():
    match = SCREENER.screen("中国科学技术大学苏州高等研究院")[0]

    assert match.party.citation == "89 FR 41888"
    assert match.alias == "中国科学技术大学"
    assert match.query == "中国科学技术大学苏州高等研究院"
    assert "苏州高等研究院" in match.explanation


@pytest.mark.parametrize(
    "spelling",
    ["EL", "Entity List (EL) - Bureau of Industry and Security", "us_bis_entity", "us_trade_csl"],
)
def test_bundled_names_join_in_every_spelling_of_the_list(spelling):
    record = {"id": "7", "list": spelling, "name": "SICHUAN UNIVERSITY", "country": "cn"}

    (match,) = Screener([record]).screen("四川大学")

    assert (match.id, match.relation) == ("7", "same")


def test_a_city_in_brackets_keeps_companies_apart():
    record = {
        "id": "7",
        "list": "EL",
        "name": "Inspur (Beijing) Electronic Information Industry Co., Ltd.",
    }
    screener = Screener([record])

    assert screener.screen("浪潮电子信息产业股份有限公司") == []
    assert screener.screen("浪潮（北京）电子信息产业有限公司")[0].relation == "same"


def test_aliases_can_be_left_out():
    found = Screener(parse_list(EXTRACT), aliases=()).screen("四川大学")
    assert {match.relation for match in found} <= {"possible"}


@given(st.text(max_size=80))
def test_any_text_gets_an_answer_and_the_same_one_twice(text):
    assert SCREENER.screen(text) == SCREENER.screen(text)


@given(st.text(alphabet=" \t\u3000\u200b（）()。，", max_size=10))
def test_a_change_around_the_name_never_changes_the_answer(noise):
    plain = [(m.id, m.relation, m.score) for m in SCREENER.screen("四川大学")]

    assert [
        (m.id, m.relation, m.score) for m in SCREENER.screen(f"{noise}四川大学{noise}")
    ] == plain


def test_screening_is_fast():
    started = time.perf_counter()

    for _ in range(2000):
        SCREENER.screen("中国科学技术大学苏州高等研究院")

    assert time.perf_counter() - started < 2.0
