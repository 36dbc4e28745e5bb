"""Companies that carry a listed company's brand are related to it, never the same."""

import pytest

from services.enrich.domain.screening import Screener

HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
HUAWEI = "Huawei Technologies Co., Ltd."
DAHUA = "Dahua Technology"
LISTED = Screener(
    {"id": str(number), "list": "EL", "name": name, "country": "CN"}
    for number, name in enumerate(
        (HIKVISION, HUAWEI, DAHUA, "IFLYTEK", "Megvii Technology", "DJI", "Sugon")
    )
)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("海康威视（上海）有限公司", HIKVISION),
        ("杭州海康威视科技有限公司", HIKVISION),
        ("安徽科大讯飞医疗信息技术有限公司", "IFLYTEK"),
        ("北京旷视科技（南京）有限公司", "Megvii Technology"),
        ("海康威视上海分公司", HIKVISION),
        # A brand of two characters, but all the rest of the name is the same.
        ("华为技术（上海）有限公司", HUAWEI),
        ("浙江大华技术（北京）有限公司", DAHUA),
        ("中科曙光（天津）有限公司", "Sugon"),
    ],
)
def test_a_company_that_adds_a_place_or_trade_to_the_brand_is_affiliated(name, listed):
    match = LISTED.screen(name)[0]

    assert (match.relation, match.listed_name, match.affiliated) == ("sub-unit-of", listed, True)
    assert match.score < 0.7  # below an alert: it may be a legal body of its own
    assert "check who owns it" in match.explanation


@pytest.mark.parametrize("name", ["上海大华建设有限公司", "深圳市大疆软件有限公司"])
def test_a_short_brand_alone_only_proposes(name):
    match = LISTED.screen(name)[0]

    assert (match.relation, match.affiliated) == ("possible", False)
    assert "unrelated companies may bear so short a brand" in match.explanation


@pytest.mark.parametrize(
    "name",
    [
        # Another word of its own follows, or the brand stands inside another word.
        "大疆百旺科技有限公司",
        "海康威视讯达文化有限公司",
        "北京新海康威视科技有限公司",
        # No company, and a company with nothing but trades in its name.
        "海康威视路小学",
        "数字技术（杭州）有限公司",
        "曙光医疗有限公司",
    ],
)
def test_a_name_with_words_of_its_own_carries_no_brand(name):
    assert LISTED.screen(name) == []


def test_a_brand_that_many_listed_companies_begin_with_is_of_none():
    aviation = ("AVIC Jonhon Optronic Technology Co., Ltd.", "AVIC Heavy Machinery Company Limited")
    records = [{"id": name, "list": "CMIC", "name": name, "country": "CN"} for name in aviation]

    assert Screener(records[:1]).screen("中航光电（厦门）有限公司")[0].relation == "sub-unit-of"
    assert Screener(records).screen("中航信息技术有限公司") == []
