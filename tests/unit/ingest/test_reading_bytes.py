"""Bytes of every kind: encodings, cut files, rubbish; a reading or a reason, never an exception."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.envelope import Mode
from services.ingest.domain.matters import InMemoryMatters
from services.ingest.domain.reading import MAX_TEXT, Quarantined, TenderRead, read
from services.ingest.domain.source import SourceInfo
from services.ingest.handlers import mode_of, place, record_of, tender_event

NOW = datetime(2024, 8, 1, tzinfo=UTC)
SOURCE = SourceInfo(NOW)
EXAMPLES = Path(__file__).parents[3] / "examples"
TEXT = "示例大学云平台服务中标公告\n采购人：示例大学\n项目编号：A-2024-01\n中标金额：19.9804万元\n"


def draft(raw: bytes) -> Any:
    (reading,) = read(raw, SOURCE)
    assert isinstance(reading, TenderRead)
    return reading.draft


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_notice_reads_the_same_in_every_encoding(encoding: str) -> None:
    found = draft(TEXT.encode(encoding))

    assert (found.buyer.name, int(found.amount.value)) == ("示例大学", 199804)


def test_a_page_that_declares_gb2312_but_uses_gbk_is_read() -> None:
    page = f'<html><meta charset="gb2312"><body><p>{TEXT.replace(chr(10), "</p><p>")}喆</p></body>'

    assert draft(page.encode("gb18030")).buyer.name == "示例大学"


def test_a_compressed_file_is_opened() -> None:
    assert draft(gzip.compress(TEXT.encode())).buyer.name == "示例大学"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\x01\x02" * 50, "binary"),
        (gzip.compress(TEXT.encode())[:-9], "truncated"),
        (b'{"Records": [', "truncated"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "too_deep"),
        (b"[" * 200_000, "too_deep"),
        (b"{}", "unknown_format"),
        (b"hello world, this is no notice at all, only a letter", "not_a_notice"),
    ],
)
def test_what_cannot_be_read_has_a_reason_and_says_what_to_do(raw: bytes, reason: str) -> None:
    (reading,) = read(raw, SOURCE)

    assert isinstance(reading, Quarantined)
    assert (reading.reason, bool(reading.message)) == (reason, True)


@pytest.mark.parametrize("amount", ["abc", "NaN", "1e999999", [], {}, True])
def test_an_amount_that_is_none_spoils_no_other_release(amount: Any) -> None:
    good = {"ocid": "x-1", "tag": ["tender"], "tender": {"title": "GPU servers"}}
    bad = {**good, "tender": {"title": "t", "value": {"amount": amount, "currency": "CNY"}}}

    readings = read(json.dumps({"releases": [bad, good]}).encode(), SOURCE)

    assert len(readings) == 2
    assert isinstance(readings[1], TenderRead)


def test_a_notice_that_is_too_long_is_cut_and_says_so() -> None:
    found = draft((TEXT + "服务要求\n" * MAX_TEXT).encode())

    assert len(found.text) == MAX_TEXT
    assert found.unread_content
    assert found.unread_reason


@pytest.mark.parametrize("control", ["\x0b", "\x01", "\ufffe", "&#11;", "&#x1f;"])
def test_a_control_character_beside_furniture_spoils_no_page(control: str) -> None:
    page = (
        "<div><h1>示例大学GPU服务器中标公告</h1><p>采购人：示例大学</p>"
        f"<nav>首页</nav>{control}<p>中标金额：19.98万元</p></div>"
    )

    found = draft(page.encode())

    assert found.buyer is not None
    assert found.buyer.name == "示例大学"
    assert found.amount is not None


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(raw: bytes) -> None:
    assert isinstance(read(raw, SOURCE), tuple)


FILES = sorted(path for path in (EXAMPLES / "notices").iterdir())


@settings(max_examples=60)
@given(st.sampled_from(FILES), st.data())
def test_an_example_cut_or_damaged_anywhere_is_read_or_refused(path: Path, data: Any) -> None:
    raw = path.read_bytes()
    at = data.draw(st.integers(0, len(raw)))
    damaged = raw[:at] + data.draw(st.binary(max_size=8)) + raw[at + data.draw(st.integers(0, 9)) :]

    for each in (raw[:at], damaged):
        assert isinstance(read(each, SOURCE), tuple)


async def event_of(raw: bytes, source: SourceInfo = SOURCE) -> Any:
    reading = read(raw, source)[0]
    assert isinstance(reading, TenderRead)
    return tender_event(await place(reading, InMemoryMatters()), source)


async def test_the_same_bytes_give_the_same_ids_and_one_byte_more_gives_others() -> None:
    later = SourceInfo(NOW + timedelta(days=1), name="folder", file="other.txt")

    first, again, other = [
        (await event_of(raw, source)).attributes
        for raw, source in (
            (TEXT.encode(), SOURCE),
            (TEXT.encode(), later),
            (f"{TEXT} ".encode(), later),
        )
    ]

    assert first.id == again.id == first.correlation_id != other.id
    assert first.traceparent == again.traceparent
    assert first.traceparent == f"00-{first.id.hex}-{first.traceparent.split('-')[2]}-01"


async def test_the_key_is_the_matter_and_no_personal_name_is_on_the_record() -> None:
    raw = (TEXT + "项目联系人：张三\n电话：0755-26536114\n").encode()

    event = await event_of(raw)
    record = record_of(event)

    assert record.key.decode() == str(event.data.matter) == event.attributes.subject
    assert "张三" not in record.value.decode()
    assert "26536114" not in record.value.decode()


@pytest.mark.parametrize(
    ("mode", "published", "expected"),
    [
        (Mode.LIVE, NOW.date() - timedelta(days=90), Mode.LIVE),
        (Mode.LIVE, NOW.date() - timedelta(days=91), Mode.BACKFILL),
        (Mode.LIVE, None, Mode.LIVE),
        (Mode.DEMO, date(2020, 1, 1), Mode.DEMO),
        (Mode.SHADOW, date(2020, 1, 1), Mode.SHADOW),
    ],
)
def test_only_a_live_notice_of_long_ago_becomes_backfill(
    mode: Mode, published: date | None, expected: Mode
) -> None:
    assert mode_of(SourceInfo(NOW, mode=mode), published) == expected
