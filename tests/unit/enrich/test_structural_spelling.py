"""Proper names in Wade-Giles, compounds in two halves, and what else spells one word two ways."""

import pytest

from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.structural.stems import stems
from services.enrich.domain.screening.structural.wade_giles import wade_giles

FILLER = (
    "Peking University",
    "Institute of Psychology, Chinese Academy of Sciences",
    "Nanjing Software Trading Co., Ltd.",
    "University of Science and Technology of China",
    "Harbin Pump Works",
)


def proposed(name: str, *listed: str) -> list[str]:
    records = [
        {"id": str(at), "list": "EL", "name": one, "country": "CN", "type": "Entity"}
        for at, one in enumerate((*listed, *FILLER))
    ]
    return [found.listed_name for found in Screener(records, aliases=()).screen(name)]


@pytest.mark.parametrize(
    ("pinyin", "older"),
    [
        *(("xin", "hsin"), ("zhu", "chu"), ("guo", "kuo"), ("duo", "to"), ("zi", "tzu")),
        *(("qing", "ching"), ("ren", "jen"), ("gong", "kung"), ("nan", "nan"), ("lv", "lu")),
    ],
)
def test_syllables_are_spelled_as_wade_and_giles_did(pinyin: str, older: str) -> None:
    assert wade_giles(pinyin) == older


def test_a_proper_name_in_wade_giles_is_read() -> None:
    assert proposed("景文科技大学", "Ching Wen University of Science and Technology")[:1] == [
        "Ching Wen University of Science and Technology"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Micro-Electronics Institute", "Microelectronics Institute"),
        ("Geological Survey", "Geology Survey"),
        ("Std. Parts Ind.", "Standard Parts Industry"),
    ],
)
def test_spellings_of_one_word_have_the_same_stems(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_technology_and_technological_are_two_words() -> None:
    """They tell 西安理工大学 from 西安工业大学."""
    assert stems("University of Technology") != stems("Technological University")


def test_a_word_used_early_is_free_for_a_better_reading() -> None:
    wanted = "Academy of Mathematics and Systems Science"
    assert proposed("中国科学院数学与系统科学研究院", wanted)[:1] == [wanted]


def test_what_a_list_says_of_the_parent_is_no_part_of_the_name() -> None:
    wanted = "Guangzhou Tongguang Technology Co., Ltd. (a subordinate institute of CETC-7)"
    assert proposed("广州通广科技有限公司", wanted)[:1] == [wanted]


def test_a_company_whose_trade_mark_explains_nothing_is_not_proposed() -> None:
    assert proposed("翎徽（南京）软件有限公司") == []
