"""What tells a proposal from a sister institution, and what is listed beside a proposal."""

import pytest

from services.enrich.domain.screening import Match, Screener
from services.enrich.domain.screening.structural.sentence import WEAKER

NAMES = (
    "Guangxi Academy of Sciences",
    "State Key Laboratory of Molecular Developmental Biology",
    "Kashgar Agricultural University",
    "Kashgar Agricultural Machinery University",
    "Kashgar Normal University",
    "Shenyang Institute of Applied Ecology (China)",
    "Quanzhou Xinmu Network Technology Group Co., Ltd.",
    "Changzhou Netvane Microelectronics Co., Ltd.",
    "Tianjin Institute of Industrial Catalysis",
)
ONE_WORD = pytest.mark.xfail(
    strict=True, reason="one field more or less on one side is not told from a loose translation"
)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(
        [
            {"id": str(at), "list": "EL", "name": name, "country": "CN", "type": "Entity"}
            for at, name in enumerate(NAMES)
        ],
        aliases=(),
    )


def proposed(screener: Screener, name: str) -> list[Match]:
    return [match for match in screener.screen(name) if match.relation == "possible"]


@pytest.mark.parametrize(
    "chinese",
    [
        pytest.param("广西农业科学院", marks=ONE_WORD),
        pytest.param("分子生物学国家重点实验室", marks=ONE_WORD),
        "喀什职业技术学院",
        "常州达原微电子（集团）有限公司",  # another trade mark, of a group of its own
        "常州达原微电子有限公司",
    ],
)
def test_a_sister_of_a_listed_party_is_not_proposed(screener: Screener, chinese: str) -> None:
    assert proposed(screener, chinese) == []


def test_the_seat_that_a_register_writes_behind_a_name_is_no_part_of_it(
    screener: Screener,
) -> None:
    found = proposed(screener, "沈阳应用生态研究所")[0]
    assert found.listed_name == "Shenyang Institute of Applied Ecology (China)"
    assert "unexplained there: nothing" in found.explanation


def test_a_group_before_a_legal_form_is_no_parent(screener: Screener) -> None:
    with_group = proposed(screener, "泉州新木网络科技集团有限公司")
    assert [match.listed_name for match in with_group][:1] == [NAMES[6]]


def test_a_known_whole_name_of_usual_words_is_looked_for_as_a_whole(screener: Screener) -> None:
    assert proposed(screener, "天津工业催化研究所")[0].listed_name == NAMES[8]


def test_weaker_candidates_stand_beside_a_proposal_and_say_so(screener: Screener) -> None:
    first, *others = proposed(screener, "喀什农业大学")
    assert first.listed_name == "Kashgar Agricultural University"
    assert WEAKER not in first.explanation
    weaker = [match for match in others if match.explanation.startswith(WEAKER)]
    assert "Kashgar Normal University" in {match.listed_name for match in weaker}
    assert all(match.score < first.score < 0.70 for match in weaker)


def test_without_a_proposal_no_weaker_candidate_is_shown(screener: Screener) -> None:
    assert proposed(screener, "喀什市人民医院") == []


def test_no_more_than_ten_are_listed() -> None:
    fields = ("Optics", "Physics", "Chemistry", "Ecology", "Geology", "Botany", "Genetics")
    names = [f"Shenyang Institute of Applied {field}" for field in fields]
    names += [f"Shenyang University of {field}" for field in fields]
    many = Screener(
        [
            {"id": str(at), "list": "EL", "name": name, "country": "CN", "type": "Entity"}
            for at, name in enumerate(names)
        ],
        aliases=(),
    )
    found = many.screen("沈阳应用物理研究所")
    assert found[0].listed_name == "Shenyang Institute of Applied Physics"
    assert 1 < len(found) <= 10
