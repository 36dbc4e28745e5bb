import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.enrich.test_screening import SCREENER


def spotted(text):
    return [span.text for span in SCREENER.spot(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("采购人：四川大学（盖章）", ["四川大学"]),
        ("由中國科學技術大學蘇州高等研究院委託", ["中國科學技術大學"]),
        ("供应商为浪潮（北京）电子信息产业有限公司。", ["浪潮（北京）电子信息产业有限公司"]),
        ("buyer: Inspur Group Co., Ltd.", ["Inspur Group Co., Ltd"]),
        ("the SICHUAN  UNIVERSITY campus", ["SICHUAN  UNIVERSITY"]),
        ("采购单位USTC。", ["USTC"]),
        ("河北航天北航道", []),
        ("（北航）", ["北航"]),
        ("西安电子科技大学与杭州电子科技大学", []),
        ("國立中山大學", []),
        ("Sichuan University of Science and Engineering", []),
        ("Sichuan，University", []),
        ("Sichuan 四川 University", []),
        ("Hyundai and Obaidullah, yundas of baidu", []),
        ("", []),
    ],
)
def test_names_in_running_text(text, found):
    assert spotted(text) == found


def test_a_span_names_every_entry_of_the_name():
    (span,) = SCREENER.spot("中标人：浪潮集团有限公司")

    assert {party.list for party in span.parties} == {"EL", "CMIC"}


@given(st.text(max_size=100), st.sampled_from(["四川大学", "Sichuan University", "ＵＳＴＣ"]))
def test_offsets_refer_to_the_text_itself(before, name):
    text = f"{before}。{name}。"

    assert all(text[span.start : span.end] == span.text for span in SCREENER.spot(text))
    assert SCREENER.spot(text)[-1].text == name


def test_long_text_takes_no_time():
    text = "采购人：四川大学，Inspur Group Co., Ltd. 华为云 云服务器 " * 5000
    started = time.perf_counter()

    assert len(SCREENER.spot(text)) >= 10_000
    assert time.perf_counter() - started < 3.0
