"""OCDS releases and records: facts with the path they were read from, one process one matter."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.tenders import NoticeStage, TenderReceived
from services.ingest.domain.matters import InMemoryMatters
from services.ingest.domain.reading import TenderRead, read
from services.ingest.domain.source import SourceInfo
from services.ingest.handlers import place

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))
BUYER = {"id": "CN-1", "name": "示例大学"}
TENDER = {
    "ocid": "ocds-000000-1",
    "id": "1-tender",
    "date": "2024-03-06T09:00:00+08:00",
    "tag": ["tender"],
    "buyer": BUYER,
    "tender": {
        "id": "EX-2024-1",
        "title": "算力服务",
        "description": "8台服务器，每台8张A100",
        "value": {"amount": 200000, "currency": "CNY"},
    },
}
AWARD = {
    "ocid": "ocds-000000-1",
    "id": "1-award",
    "date": "2024-03-21",
    "tag": ["award"],
    "buyer": BUYER,
    "parties": [
        {
            "id": "S-1",
            "name": "示例云科技有限公司",
            "identifier": {"scheme": "CN-USCC", "id": "91350100M000100Y43"},
            "contactPoint": {"name": "张三", "telephone": "13800000000"},
        }
    ],
    "awards": [
        {
            "id": "a",
            "title": "中标",
            "status": "active",
            "value": {"amount": 199804, "currency": "CNY"},
            "suppliers": [{"id": "S-1", "name": "示例云科技有限公司"}],
        }
    ],
}


def readings(value: Any) -> list[TenderRead]:
    found = read(json.dumps(value).encode(), SOURCE)
    assert all(isinstance(each, TenderRead) for each in found), found
    return list(found)


def draft(value: Any) -> TenderReceived:
    return readings(value)[0].draft


def test_an_award_names_its_supplier_with_its_code_and_its_total() -> None:
    found = draft(AWARD)

    assert found.stage == NoticeStage.AWARD
    assert found.amount is not None
    assert (found.amount.value, found.amount.how) == (Decimal(199804), "awards.value")
    ((code,),) = (party.identifiers for party in found.suppliers)
    assert (code.scheme, code.valid) == ("CN-USCC", True)


def test_contact_points_are_not_carried_on() -> None:
    published = draft(AWARD).model_dump_json()

    assert "张三" not in published
    assert "13800000000" not in published


async def test_releases_of_one_process_are_one_matter_without_a_common_number() -> None:
    index = InMemoryMatters()

    tender = await place(readings(TENDER)[0], index)
    award = await place(readings(AWARD)[0], index)

    assert award.project_number is None
    assert tender.matter == award.matter


def test_a_package_gives_its_releases_one_by_one() -> None:
    found = readings({"releases": [TENDER, AWARD], "publishedDate": "2024-03-22"})

    assert [each.record for each in found] == [1, 2]
    assert [each.draft.stage for each in found] == [NoticeStage.TENDER, NoticeStage.AWARD]


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful", "withdrawn"])
def test_a_tender_that_ended_is_cancelled_whatever_its_tag(status: str) -> None:
    found = draft(TENDER | {"tender": TENDER["tender"] | {"status": status}})

    assert (found.stage, found.cancelled) == (NoticeStage.CANCELLED, True)


def test_a_failed_award_is_not_summed() -> None:
    failed = AWARD["awards"][0] | {"id": "b", "status": "unsuccessful", "value": {"amount": 5}}
    found = draft(AWARD | {"awards": [*AWARD["awards"], failed]})

    assert found.amount is not None
    assert found.amount.value == Decimal(199804)


def test_the_procuring_entity_is_the_agency_where_it_is_not_the_buyer() -> None:
    entity = {"procuringEntity": {"id": "CN-2", "name": "示例招标有限公司"}}
    found = draft(TENDER | {"tender": TENDER["tender"] | entity})

    assert found.buyer is not None
    assert found.agency is not None
    assert (found.buyer.name, found.agency.name) == ("示例大学", "示例招标有限公司")


def test_what_is_sought_stands_in_the_text_and_quotes_where_they_say() -> None:
    found = draft(TENDER)

    assert "8台服务器，每台8张A100" in found.text
    assert found.title is not None
    assert found.text[found.title.start : found.title.end] == found.title.quote


def test_a_release_longer_than_a_message_is_cut_and_flagged() -> None:
    found = draft(TENDER | {"tender": TENDER["tender"] | {"description": "算力" * 150_000}})

    assert len(found.text) == 200_000
    assert found.unread_content
