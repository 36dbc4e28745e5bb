"""The structural tier: Chinese names against entries that have only English ones."""

import time
from typing import Any

import pytest

from services.enrich.domain.screening import Match, Screener

NAMES = (
    "Nanjing Bailian Laser Technology Co., Ltd.",
    "Shenyang Institute of Applied Ecology",
    "Fujian Nanwei Precision Instrument Factory",
    "Xuzhou University of Technology",
    "State Key Laboratory of Tropical Crop Biology",
    "No. 13 Research Institute of Marine Engineering",
    "Harbin Bai Lian Trading Company",
    "Kashgar Agricultural University",
)


def record(at: int, name: str, **more: Any) -> dict[str, Any]:
    return {"id": str(at), "list": "EL", "name": name, "country": "CN", "type": "Entity", **more}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener([record(at, name) for at, name in enumerate(NAMES)], aliases=())


def first(screener: Screener, name: str) -> Match | None:
    found = screener.screen(name)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("南京百炼激光科技有限公司", NAMES[0]),
        ("沈阳应用生态研究所", NAMES[1]),
        ("徐州工程学院", NAMES[3]),
        ("热带作物生物学国家重点实验室", NAMES[4]),
        ("第十三海洋工程研究所", NAMES[5]),
        ("哈尔滨百炼贸易公司", NAMES[6]),
        ("喀什农业大学", NAMES[7]),
    ],
)
def test_a_chinese_name_finds_the_entry_that_has_only_an_english_one(
    screener: Screener, chinese: str, english: str
) -> None:
    found = first(screener, chinese)
    assert found is not None
    assert found.listed_name == english
    assert found.relation == "possible"


@pytest.mark.parametrize("chinese", ["南京百炼激光科技有限公司", "沈阳应用生态研究所"])
def test_a_proposal_never_reaches_the_score_of_an_alert(screener: Screener, chinese: str) -> None:
    assert all(0 < found.score < 0.70 for found in screener.screen(chinese))


def test_the_explanation_names_the_pairs_and_what_is_left_over(screener: Screener) -> None:
    found = first(screener, "沈阳应用生态研究所")
    assert found is not None
    assert "沈阳 = shenyang" in found.explanation
    assert "生态 = ecology" in found.explanation
    assert "unexplained there: nothing; here: nothing" in found.explanation


@pytest.mark.parametrize(
    "chinese",
    [
        "北京应用生态研究所",  # another place
        "沈阳应用物理研究所",  # another field
        "南京百灵食品有限公司",  # another firm
        "第十四海洋工程研究所",  # another number
        "沈阳市第一中学",
        "福建省农业厅",
    ],
)
def test_another_organisation_is_not_proposed(screener: Screener, chinese: str) -> None:
    assert screener.screen(chinese) == []


def test_the_time_for_a_long_text_is_bounded(screener: Screener) -> None:
    started = time.process_time()
    screener.screen("南京百炼激光科技有限公司沈阳应用生态研究所" * 47)
    assert time.process_time() - started < 0.2


def test_entries_without_organisations_or_with_a_chinese_name_are_not_proposed() -> None:
    screener = Screener(
        [
            record(1, "Shenyang Institute of Applied Ecology", type="Individual"),
            record(2, "Shenyang Institute of Applied Ecology", aliases=["沈阳生态所"]),
        ],
        aliases=(),
    )
    assert screener.screen("沈阳应用生态研究所") == []


def test_a_company_is_proposed_although_its_listed_name_leaves_out_its_seat(
    screener: Screener,
) -> None:
    """A city and a legal form are left over: enough doubt for an institution, not for a brand."""
    found = first(screener, "广州南京百炼激光科技有限公司")
    assert found is not None
    assert found.listed_name == NAMES[0]
