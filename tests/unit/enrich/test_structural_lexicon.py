"""The bundled words of organisation names, and how names fall into them."""

from itertools import pairwise
from typing import Any

import pytest

from services.enrich.data.translations import load_translations
from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.structural.lexicon import lexicon
from services.enrich.domain.screening.structural.parts import cut
from services.enrich.domain.screening.structural.stems import stems


def test_no_chinese_word_stands_twice() -> None:
    words = [one.word for one in load_translations()]
    assert len(words) == len(set(words))


def test_no_translation_stands_twice_at_its_word() -> None:
    twice = [one.word for one in load_translations() if len(one.phrases) != len(set(one.phrases))]
    assert twice == []


def test_each_theme_is_sorted() -> None:
    """Words run up within a theme and start again at the next: fewer descents than themes."""
    words = [one.word for one in load_translations()]
    descents = sum(after < before for before, after in pairwise(words))
    assert descents < 20


def test_every_word_has_a_phrase_and_every_phrase_a_weighty_word() -> None:
    assert [word.text for word in lexicon().values() if not all(word.phrases)] == []
    assert len(lexicon()) > 4000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Institute of Electronic Sciences", "Inst of Electronics Science"),
        ("No. 13 Factory", "13th Factory"),
        ("Thirteenth Factory", "13 Factory"),
        ("Research Centre for Defence", "research center for defense"),
        ("People's Hospital", "Peoples Hospital"),
    ],
)
def test_spellings_and_inflections_have_the_same_stems(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("南京百炼激光科技有限公司", ["南京", "百炼", "激光科技", "有限公司"]),
        ("西安工业大学", ["西安工业大学"]),
        ("沈阳应用生态研究所", ["沈阳", "应用", "生态", "研究所"]),
    ],
)
def test_a_name_falls_into_the_fewest_words(name: str, pieces: list[str]) -> None:
    found = [name[start:end] for start, end, _ in cut(name, lexicon())]
    assert "".join(found) == name
    assert [piece for piece in pieces if piece in found or len(piece) > 3] == pieces


def possible(name: str, *listed: str, **more: Any) -> list[str]:
    records = [
        {"id": str(at), "list": "EL", "name": one, "country": "CN", "type": "Entity", **more}
        for at, one in enumerate(listed)
    ]
    return [found.listed_name for found in Screener(records, aliases=()).screen(name)]


FILLER = (
    "Xi'an University of Technology",
    "Xi'an Polytechnic University",
    "Xi'an Technological University",
    "Peking University",
    "Tianjin University",
    "Institute of Chemistry",
    "Chengdu Power Plant",
    "Shenzhen Yidian Trading Co., Ltd.",
    "China Railway 18th Bureau Group",
    "China Railway 19th Bureau Group",
)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("西安理工大学", "Xi'an University of Technology"),
        ("西安工程大学", "Xi'an Polytechnic University"),
        ("西安工业大学", "Xi'an Technological University"),
        ("北京大学", "Peking University"),
        ("中国科学院化学研究所", "Institute of Chemistry"),
        ("中铁十八局集团有限公司", "China Railway 18th Bureau Group"),
    ],
)
def test_a_known_whole_name_is_told_from_its_neighbours(chinese: str, english: str) -> None:
    assert possible(chinese, *FILLER)[:1] == [english]


@pytest.mark.parametrize("chinese", ["天津工业大学", "北京科技大学", "西安外国语大学"])
def test_a_known_whole_name_that_is_not_listed_proposes_nothing(chinese: str) -> None:
    assert possible(chinese, *FILLER) == []


def test_an_entry_seated_elsewhere_is_not_proposed_on_a_partial_likeness() -> None:
    assert possible("成都机械电厂设备公司", "Power Plant Company", country="RU") == []


def test_an_acronym_in_brackets_neither_counts_nor_breaks_the_explanation() -> None:
    listed = "National Supercomputing Center Guangzhou (NSCC-GZ)"
    assert possible("国家超级计算广州中心", listed, *FILLER) == [listed]


def test_a_place_in_brackets_counts() -> None:
    assert possible("国家超级计算广州中心", "NATIONAL SUPERCOMPUTING CENTER (JINAN)", *FILLER) == []
