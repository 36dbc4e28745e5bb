from importlib.resources import files

import pytest

from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening import Screener

EXTRACT = files("services.enrich.data").joinpath("csl_extract.json").read_bytes()
SCREENER = Screener(parse_list(EXTRACT))


def answers(name):
    return [(match.relation, match.listed_name) for match in SCREENER.screen(name)]


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("乌鲁木齐市公安局交通警察支队", "Urumqi Municipal Public Security Bureau"),
        ("乌鲁木齐市公安局天山区分局", "Urumqi Municipal Public Security Bureau"),
        (
            "新疆生产建设兵团公安局特警总队",
            "Xinjiang Production and Construction Corps (XPCC) Public Security Bureau",
        ),
        (
            "新疆生产建设兵团第一师阿拉尔市教育局",
            "Xinjiang Production and Construction Corps (XPCC)",
        ),
    ],
)
def test_branches_of_authorities_are_units_of_the_nearest_one(name, parent):
    assert ("sub-unit-of", parent) in answers(name)


def test_neighbouring_authorities_are_no_units():
    assert answers("喀什市公安局") == []
    assert answers("石河子大学") == []
