"""One project is one matter, in any order; what only looks alike is not joined."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.names import name_key
from services.ingest.domain.matters import InMemoryMatters, identities, number_key, title_key
from services.ingest.domain.reading import TenderRead, read
from services.ingest.domain.source import SourceInfo
from services.ingest.handlers import place

BUYER = "深圳大学"
SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "title",
    [
        "深圳大学云平台服务采购项目公开招标公告",
        "深圳大学云平台服务中标公告",
        "云平台服务中标（成交）结果公告",
        "云平台服务中标候选人公示",
        "云平台服务更正公告（第一次）",
        "云平台服务终止公告",
        "深圳大学云平台服务合同公告",
        "云平台服务项目验收结果公告",
        "某某招标有限公司关于云平台服务的成交结果公告",
        "云平台服务(SZU-2024-0317)中标公告",
        "深圳大学2024年4月政府采购意向-云平台服务",
    ],
)
def test_the_notices_of_a_project_have_one_title_key(title: str) -> None:
    assert title_key(title, name_key(BUYER)) == "云平台服务"


@pytest.mark.parametrize(
    "title",
    ["云平台服务（二次）公开招标公告", "云平台服务（第2包）中标公告", "云平台服务二期中标公告"],
)
def test_a_retender_a_lot_and_a_second_phase_are_told_apart(title: str) -> None:
    assert title_key(title, name_key(BUYER)) != "云平台服务"


@pytest.mark.parametrize(
    "title", ["中标公告", "成交结果公告", "深圳大学中标公告", "深圳大学2024年4月政府采购意向公告"]
)
def test_a_title_that_names_no_project_joins_nothing(title: str) -> None:
    assert identities(BUYER, None, [title]) == ()


def test_without_a_buyer_there_is_no_identity() -> None:
    assert identities(None, "SZU-2024-01", ["云平台服务中标公告"]) == ()
    assert identities("", "SZU-2024-01", ["云平台服务中标公告"]) == ()


def test_the_number_comes_first_and_its_spelling_does_not_matter() -> None:
    first = identities(BUYER, "SZU-2024-01", ["云平台服务"])

    assert first[0].startswith("number:")
    assert {number_key(n) for n in ("SZU-2024-01", "szu 2024 01", "SZU—2024—01")} == {"szu202401"}


def notice(kind: str, number: str | None, project: str = "云平台服务") -> TenderRead:
    lines = [f"{BUYER}{project}{kind}", f"采购人：{BUYER}", f"项目名称：{project}"]
    lines += [f"项目编号：{number}"] if number else []
    reading = read("\n".join(lines).encode(), SOURCE)[0]
    assert isinstance(reading, TenderRead)
    return reading


LIFE = [
    notice("采购意向公告", None),
    notice("公开招标公告", "SZU-2024-01"),
    notice("中标公告", "SZU-2024-01"),
    notice("合同公告", "SZU-2024-01"),
]


@pytest.mark.parametrize("order", itertools.permutations(range(4)))
async def test_the_life_of_a_project_is_one_matter_in_every_order(order: tuple[int, ...]) -> None:
    index = InMemoryMatters()

    matters = {(await place(LIFE[n], index)).matter for n in order}

    assert len(matters) == 1


async def test_two_projects_of_a_buyer_are_two_matters() -> None:
    index = InMemoryMatters()

    one = await place(notice("中标公告", "SZU-2024-01"), index)
    other = await place(notice("中标公告", "SZU-2024-02", "校园网改造"), index)

    assert one.matter != other.matter


async def test_next_years_tender_for_the_same_service_is_another_matter() -> None:
    index = InMemoryMatters()

    old = await place(notice("中标公告", "SZU-2023-07"), index)
    new = await place(notice("公开招标公告", "SZU-2024-01"), index)
    won = await place(notice("中标公告", "SZU-2024-01"), index)

    assert old.matter != new.matter
    assert new.matter == won.matter


async def test_the_number_of_a_lot_stays_in_its_project() -> None:
    index = InMemoryMatters()

    whole = await place(notice("公开招标公告", "SZU-2024-01"), index)
    lot = await place(notice("中标公告", "SZU-2024-01-2"), index)

    assert whole.matter == lot.matter


async def test_a_notice_without_a_buyer_stands_alone_and_says_so() -> None:
    raw = "云平台服务中标公告\n项目编号：SZU-2024-01\n中标金额：19.9804万元\n".encode()
    reading = read(raw, SOURCE)[0]
    assert isinstance(reading, TenderRead)

    placed = await place(reading, InMemoryMatters())

    assert (placed.matter_uncertain, placed.matter_identities) == (True, ())


@given(st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3), max_size=12))
async def test_an_identity_names_one_matter_for_ever(claims: list[list[str]]) -> None:
    index, first = InMemoryMatters(), {}

    for given_ids in claims:
        matter = await index.claim(given_ids)
        for identity in given_ids:
            first.setdefault(identity, matter)

    for identity, matter in first.items():
        assert await index.claim([identity]) == matter
