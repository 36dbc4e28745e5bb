"""Every example read by ingest alone: buyer, number, amount, stage, suppliers, date."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.ingest.domain.reading import AccountRead, Ignored, Quarantined, TenderRead, read
from services.ingest.domain.source import SourceInfo

EXAMPLES = Path(__file__).parents[3] / "examples"
RECORDS: list[dict[str, Any]] = tomllib.loads(
    (EXAMPLES / "expected.toml").read_text(encoding="utf-8")
)["record"]
SOURCE = SourceInfo(received_at=datetime(2024, 8, 1, tzinfo=UTC))
NOTICES = [record for record in RECORDS if record["kind"] == "tender"]


def _named(record: dict[str, Any]) -> str:
    return f"{record['file']}#{record['record']}"


def _reading(record: dict[str, Any]) -> Any:
    readings = read((EXAMPLES / record["file"]).read_bytes(), SOURCE)
    return next(reading for reading in readings if reading.record == record["record"])


def _amount(draft: Any) -> int | None:
    """The total of the notice in yuan as `assess` prints it: the award's, else the budget's."""
    fact = draft.amount or draft.budget
    if fact is None or fact.value is None or fact.currency != "CNY" or fact.kind != "total":
        return None
    return int(fact.value)


@pytest.mark.parametrize("record", RECORDS, ids=_named)
def test_each_record_is_read_refused_or_ignored_as_labelled(record: dict[str, Any]) -> None:
    kinds = {
        "quarantined": Quarantined,
        "ignored": Ignored,
        "assessed": TenderRead if record["kind"] == "tender" else AccountRead,
    }
    assert isinstance(_reading(record), kinds[record["status"]])


@pytest.mark.parametrize("record", NOTICES, ids=_named)
def test_the_facts_of_a_notice_are_those_a_reader_takes_from_it(record: dict[str, Any]) -> None:
    draft = _reading(record).draft

    assert draft.stage == record["stage"]
    assert draft.unread_content == record["unread_content"]
    if "published" in record:
        assert draft.published.value.isoformat() == record["published"]
    if "buyer" in record:
        assert draft.buyer.name == record["buyer"]
    if "number" in record:
        assert draft.project_number.value == record["number"]
    if "suppliers" in record:
        assert [party.name for party in draft.suppliers] == record["suppliers"]
    if "amount_cny" in record or record.get("amount_null"):
        assert _amount(draft) == record.get("amount_cny")


def _facts(draft: Any) -> list[Any]:
    single = (
        *("title", "published", "project_number", "project_name", "budget", "amount"),
        *("delivery_place", "term", "cancellation_reason"),
    )
    parties = [draft.buyer, draft.agency, *draft.suppliers, *draft.candidates, *draft.end_users]
    found = [getattr(draft, name) for name in single]
    return [fact for fact in found if fact] + [p.evidence for p in parties if p and p.evidence]


@pytest.mark.parametrize("record", NOTICES, ids=_named)
def test_every_quote_stands_where_its_offsets_say(record: dict[str, Any]) -> None:
    draft = _reading(record).draft

    placed = [fact for fact in _facts(draft) if fact.start is not None]

    assert placed or draft.unread_content
    for fact in placed:
        assert draft.text[fact.start : fact.end] == fact.quote


def test_a_section_printed_on_one_line_names_its_party():
    page = (
        "<p>某平台服务成交结果公告</p><p>一、项目编号：AB-2024-0017</p>"
        "<p>1.采购人信息 名称：四川大学 地址：成都市</p>"
        "<p>2.代理机构信息 名称：示例招标有限公司</p>"
    )

    (reading,) = read(page.encode(), SOURCE)

    assert reading.draft.buyer.name == "四川大学"
    assert reading.draft.agency.name == "示例招标有限公司"
