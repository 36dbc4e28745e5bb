"""Names typed with wrong characters of the right sound, and names typed in pinyin."""

import pytest

from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.sounds import sound, spelled
from tests.unit.enrich.test_screening import SCREENER, USTC

HIT = "Harbin Institute of Technology"
NUAA = "Nanjing University of Aeronautics and Astronautics"


def of(*names, kind=None):
    """A screener with one entry for each name, known by that name only."""
    return Screener(
        [
            {"id": str(at), "list": "EL", "name": f"Entry {at}", "aliases": [name], "type": kind}
            for at, name in enumerate(names)
        ],
        (),
    )


@pytest.mark.parametrize(
    ("name", "listed_name"),
    [
        ("哈尔滨工叶大学", HIT),
        ("哈尔宾工业大学", HIT),
        ("哈尔滨工业大雪", HIT),
        ("中国科学技数大学", USTC),
        ("四川大雪", "Sichuan University"),
        ("浪潮集团有线公司", "Inspur Group Co., Ltd."),
        ("中国电子科技集团公司第十四研究锁", None),
    ],
)
def test_a_wrong_character_of_the_right_sound_is_a_typing_error(name, listed_name):
    first = SCREENER.screen(name)[0]

    assert first.relation == "same"
    assert 0.7 <= first.score < 0.9
    assert listed_name in (None, first.listed_name)
    assert "toneless pinyin" in first.explanation


@pytest.mark.parametrize(
    ("listed", "typed"),
    [
        ("陕西理工大学", "山西理工大学"),
        ("济南大学", "暨南大学"),
        ("太原师范学院", "太远师范学院"),
        ("上海电气科学研究所", "上海电器科学研究所"),
        ("黄河水利科学研究院", "黄河水力科学研究院"),
        ("福州工业学院", "抚州工业学院"),
        ("深圳市大疆创新科技有限公司", "深圳市大江创新科技有限公司"),
        ("华为技术有限公司", "华威技术有限公司"),
        ("北京第七机械厂", "北京第期机械厂"),
        ("北大", "背大"),
    ],
)
def test_a_name_of_the_same_sound_that_may_be_anothers_only_proposes(listed, typed):
    assert all((m.relation, m.score < 0.7) == ("possible", True) for m in of(listed).screen(typed))


@pytest.mark.parametrize(
    ("listed", "typed"),
    [
        ("哈尔滨工业大学", "哈尔滨工程大学"),
        ("中国电子科技集团公司第十三研究所", "中国电子科技集团公司第十四研究所"),
        (
            "中国航天科技集团公司第九研究院第七七一研究所",
            "中国航天科技集团公司第九研究院第七七二研究所",
        ),
        ("北京理工大学", "南京理工大学"),
        ("四川大学", "四川大学生"),
    ],
)
def test_a_name_of_another_sound_or_number_does_not_match(listed, typed):
    assert of(listed).screen(typed) == []


def test_three_wrong_characters_are_another_name():
    assert of("哈尔滨工业大学").screen("哈尔宾工叶大雪")[0].relation == "possible"


def test_a_known_name_is_never_taken_for_a_mistyped_one():
    names = of("陕西师范大学", "山西师范大学").screen("山西师范大学")

    assert [m.listed_name for m in names] == ["Entry 1"]


@pytest.mark.parametrize(
    "name",
    [
        "haerbin gongye daxue",
        "Haerbin Gongye Daxue",
        "HAERBINGONGYEDAXUE",
        "hā'ěrbīn gōngyè dàxué",
        "ha1 er3 bin1 gong1 ye4 da4 xue2",
        "ha er bin gong ye da xue",
    ],
)
def test_a_name_typed_in_pinyin_is_the_same_however_it_is_spaced(name):
    first = SCREENER.screen(name)[0]

    assert (first.relation, first.listed_name, first.score) == ("same", HIT, 0.8)
    assert "toneless pinyin" in first.explanation


@pytest.mark.parametrize("typed", ["lüse", "lvse", "lu:se", "lyuse", "lǜsè", "luse"])
def test_every_way_to_type_the_umlaut_is_one(typed):
    assert of("绿色能源研究院").screen(f"{typed} nengyuan yanjiuyuan")[0].score == 0.8


@pytest.mark.parametrize(
    ("listed", "typed"),
    [
        ("重庆大学", "chongqing daxue"),
        ("长沙理工大学", "changsha ligong daxue"),
        ("长春光学研究所", "changchun guangxue yanjiusuo"),
        ("厦门大学", "xiamen daxue"),
        ("中国银行股份有限公司", "zhongguo yinhang"),
        (
            "中国电子科技集团公司第五十四研究所",
            "zhongguo dianzi keji jituan gongsi di 54 yanjiusuo",
        ),
        (
            "中国电子科技集团公司第五十四研究所",
            "zhongguo dianzi keji jituan gongsi diwushisi yanjiusuo",
        ),
    ],
)
def test_characters_of_several_readings_are_read_as_in_the_name(listed, typed):
    assert of(listed).screen(typed)[0].relation == "same"


def test_pinyin_that_several_listed_names_have_only_proposes():
    found = of("陕西理工大学", "山西理工大学").screen("shanxi ligong daxue")

    assert [m.relation for m in found] == ["possible", "possible"]


@pytest.mark.parametrize("typed", ["beihang", "zhongkeda", "shanghai", "daxue", "Li Ning"])
def test_short_pinyin_decides_nothing(typed):
    assert all(m.relation == "possible" for m in of("北航", "中科大", "上海").screen(typed))


@pytest.mark.parametrize(
    "name",
    [
        "南京航空行天大学计算机学院",
        "nanjing hangkong hangtian daxue jisuanji xueyuan",
        "Nanjing Hangkong Hangtian Daxue Suzhou Yanjiuyuan",
    ],
)
def test_units_of_a_parent_by_sound_weigh_less(name):
    first = SCREENER.screen(name)[0]

    assert (first.relation, first.listed_name, first.score) == ("sub-unit-of", NUAA, 0.75)


@pytest.mark.parametrize(
    "name", ["sichuandaxuelu", "zhongguokexueyuandaxue", "tianjindaxuesheng chuangye", "四穿大学路"]
)
def test_what_follows_a_parent_by_sound_must_be_a_unit(name):
    assert all(m.relation == "possible" for m in SCREENER.screen(name))


def test_keys_by_sound():
    assert sound("绿色") == spelled("lv se") == spelled("luse") == "luse"
    assert spelled("di 14 yanjiusuo") == sound("14所")
