import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.names import bare_key, evasion_marks, fold, name_key, tokens

NAMES = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "第十三五四百研究所院（）()盖章公章本级有限公司集团大学 .,&'Co\u200b\u202e\u0301國電"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("國立中山大學", "国立中山大学"),
        ("中国電子科技集団公司第十研究所", "中国电子科技集团公司第10研究所"),
        ("四川大学（盖章）", "四川大学"),
        ("四川大学(公章)", "四川大学"),
        ("某某市教育局（本级）", "某某市教育局"),
        ("四川大学盖章", "四川大学"),
        ("四\u200b川\u202e大学", "四川大学"),
        ("第十三研究所", "第13研究所"),
        ("五十四所", "54所"),
        ("第七七一研究所", "第771研究所"),
        ("第一百〇二研究所", "第102研究所"),
        ("三一重工", "三一重工"),
        ("ＵＳＴＣ", "ustc"),
        ("浪潮（北京）电子信息产业有限公司", "浪潮北京电子信息产业有限公司"),
        ("Xi’an Huawei Technologies Co., Ltd.", "xian huawei technologies co ltd"),
        ("Huawei Investment & Holding", "huawei investment and holding"),
        ("Acme S.A.", "acme sa"),
        ("Télécom", "telecom"),
        ("四 川 大 学", "四川大学"),
        ("", ""),
        ("（）", ""),
    ],
)
def test_keys_of_names(text, key):
    assert name_key(text) == key


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Inspur Group Co., Ltd.", "inspur"),
        ("浪潮集团有限公司", "浪潮"),
        ("浪潮电子信息产业股份有限公司", "浪潮电子信息产业"),
        ("中国人民解放军国防科技大学", "国防科技大学"),
        ("四川大学", "四川大学"),
        ("有限公司", "有限公司"),
        ("Co., Ltd.", "co"),
    ],
)
def test_legal_forms_weigh_nothing(text, bare):
    assert bare_key(text) == bare


def test_ganzhi_and_numbers_that_are_none_stay():
    assert name_key("十十所") == "十十所"
    assert name_key("第5十三所") == "第5十三所"


def test_tokens_are_the_words_that_are_not_chinese():
    assert tokens("华为 Huawei Cloud（深圳）") == ("huawei", "cloud")


def test_invisible_and_private_characters_are_reported_once():
    marks = evasion_marks("四\u200b川\u200b大\u202e学\ue000")

    assert marks == (
        "U+200B ZERO WIDTH SPACE",
        "U+202E RIGHT-TO-LEFT OVERRIDE",
        "U+E000 PRIVATE USE",
    )
    assert evasion_marks("四川大学 Sichuan University") == ()


@given(NAMES)
def test_folding_and_keys_are_idempotent(text):
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)
    assert name_key(fold(text)) == name_key(text)


@given(NAMES)
def test_results_are_bounded_and_visible(text):
    assert len(name_key(text)) <= 20 * len(text)  # U+FDFA alone becomes 18 characters
    assert len(bare_key(text)) <= len(name_key(text))
    assert evasion_marks(fold(text).encode("ascii", "ignore").decode()) == ()


@pytest.mark.parametrize(
    "piece", ["(", "第", "十", "a.", " 大", "\u200b", "（盖章）", "公司", "'", "\ufdfa"]
)
def test_ten_thousand_characters_take_no_time(piece):
    started = time.perf_counter()

    bare_key(piece * (10_000 // len(piece)))

    assert time.perf_counter() - started < 1.0
