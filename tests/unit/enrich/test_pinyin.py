"""Toneless pinyin: characters, words that read differently, everything else untouched."""

import pytest

from contracts.names import fold
from services.enrich.domain.screening.pinyin import readings, syllables


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("重庆大学", "chong qing da xue"),
        ("重点", "zhong dian"),
        ("长沙银行", "chang sha yin hang"),
        ("厦门", "xia men"),
        ("西藏", "xi zang"),
        ("陕西", "shan xi"),
        ("成都", "cheng du"),
        ("绿", "lv"),
    ],
)
def test_a_name_is_read_by_words_first_and_then_by_characters(name: str, spelled: str) -> None:
    assert " ".join(syllables(name)) == spelled


def test_a_character_without_a_reading_stands_for_itself() -> None:
    assert syllables("第54所A") == ("di", "5", "4", "suo", "A")


def test_a_character_has_its_most_frequent_reading_first() -> None:
    assert readings("长")[0] == "chang"
    assert set(readings("长")) >= {"chang", "zhang"}
    assert readings("x") == ()


def test_every_everyday_character_has_a_reading() -> None:
    without = []
    for code in range(0x4E00, 0x9FA6):
        try:
            chr(code).encode("gb2312")
        except UnicodeEncodeError:
            continue
        if not readings(fold(chr(code))):
            without.append(chr(code))
    assert without == []
