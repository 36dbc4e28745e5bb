"""Every real file gives what a person read in it; skipped where the files are not there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.evidence import Evidence
from contracts.tenders import TenderReceived
from services.ingest.domain.reading import TenderRead, read
from services.ingest.domain.source import SourceInfo
from tests.unit.ingest.real_notices import READ_BY_HAND, Read

DATA = Path(__file__).parents[4] / "shared" / "data"

pytestmark = [
    pytest.mark.localdata,
    pytest.mark.skipif(not (DATA / "notices").is_dir(), reason=f"no real notices in {DATA}"),
]
# Persons named in the files: experts, contacts, engineers. None may leave in an event.
PEOPLE = (
    *(
        "梁文、邹贵阳",
        "王伟荣",
        "阎玲",
        "崔霞",
        "孙丽霞",
        "宫艳秋",
        "陈竞宏",
        "刘德坡",
        "张玉春",
        "洪柯",
    ),
    *(
        "李金声",
        "蔡毅",
        "程建萍",
        "薛华峰",
        "韩老师",
        "王中华",
        "莫宁含",
        "杨程",
        "李世文",
        "姜东蓬",
    ),
    *("13800000000", "0731-00000000", "187 2305 9056", "rczfcg@126.com", "65385008", "1399960853"),
)


def _drafts(file: str) -> list[TenderReceived]:
    source = SourceInfo(datetime(2026, 1, 1, tzinfo=UTC), file=Path(file).name)
    readings = read((DATA / file).read_bytes(), source)
    assert all(isinstance(reading, TenderRead) for reading in readings)
    return [reading.draft for reading in readings]


@pytest.mark.parametrize("want", READ_BY_HAND, ids=lambda want: want.file.rsplit("/", 1)[-1])
def test_the_facts_are_those_a_person_reads(want: Read) -> None:
    (got,) = _drafts(want.file)

    assert want.title in (got.title.value if got.title else "")
    assert (got.buyer.name if got.buyer else None) == want.buyer
    assert (got.project_number.value if got.project_number else None) == want.number
    assert (got.amount.value if got.amount else None) == want.total
    assert tuple(party.name for party in got.suppliers) == want.suppliers
    assert got.stage == want.stage
    assert got.unread_content == want.unread
    if want.published:
        assert got.published is not None
        assert got.published.value == date.fromisoformat(want.published)
    if want.budget:
        assert got.budget is not None
        assert got.budget.value == Decimal(want.budget)
    if got.amount is not None:
        assert got.amount.currency == want.currency


@pytest.mark.parametrize("want", READ_BY_HAND, ids=lambda want: want.file.rsplit("/", 1)[-1])
def test_every_quote_stands_where_its_offsets_say(want: Read) -> None:
    for draft in _drafts(want.file):
        for evidence in _evidence(draft):
            if evidence.start is not None:
                assert draft.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize("want", READ_BY_HAND, ids=lambda want: want.file.rsplit("/", 1)[-1])
def test_no_person_or_telephone_leaves_in_an_event(want: Read) -> None:
    published = "".join(draft.model_dump_json() for draft in _drafts(want.file))

    assert [person for person in PEOPLE if person in published] == []


def test_the_contradicting_sign_and_the_misprinted_capitals_are_flagged() -> None:
    for name in ("test_1.json", "test_data_1"):
        (draft,) = _drafts(f"notices/bodies/{name}")
        assert "amount" in draft.uncertain


def test_the_image_is_unread_and_says_why() -> None:
    (draft,) = _drafts("notices/bodies/test_data_18")

    assert draft.unread_reason == "the notice is an image"


def test_those_who_came_second_and_third_are_candidates() -> None:
    (draft,) = _drafts("notices/bodies/test_data_9")

    assert [party.name for party in draft.candidates] == [
        "湖南尊亿电子科技有限公司",
        "湖南金视科技有限责任公司",
    ]


def _evidence(draft: TenderReceived) -> Iterator[Evidence]:
    for value in (getattr(draft, name) for name in TenderReceived.model_fields):
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Evidence):
                yield each
            elif getattr(each, "evidence", None):
                yield each.evidence
