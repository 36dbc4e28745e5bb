"""What importers choke on is refused with a sentence, quickly, and never raises."""

import io
import time
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from services.ingest.domain.reading import Ignored, Quarantined, TenderRead, read
from services.ingest.domain.source import SourceInfo

SOURCE = SourceInfo(received_at=datetime(2025, 3, 20, tzinfo=UTC))
HEADINGS = ("项目编号", "项目名称", "采购人", "中标金额（万元）")


def zipped(*members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def workbook():
    book, held = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADINGS)
    book.active.append(("SF-1", "算力服务", "示例大学", 3))
    book.save(held)
    return held.getvalue()


def changed(raw, name, data):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        inside = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(*(inside | {name: data}).items())


def only(raw):
    (reading,) = read(raw, SOURCE)
    return reading


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("data", [b"", b"<a", b"\0" * 50, b"<a/>" * 9], ids=range(4))
def test_a_workbook_with_a_broken_part_is_refused_or_read(part, data):
    assert isinstance(only(changed(workbook(), part, data)), Quarantined | TenderRead)


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused_unread():
    bomb = changed(workbook(), "xl/media/a.bin", b"0" * (65 * 1024 * 1024))
    assert "send it in parts" in only(bomb).message


def test_an_archive_of_a_version_from_the_future_is_refused():
    raw = bytearray(zipped(("a.txt", "公告")))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 6] = 120
    assert only(bytes(raw)).reason == "archive"


def test_an_archive_with_a_nameless_file_is_refused():
    raw = bytearray(zipped(("a", "公告")))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 28] = 0  # the length of the name
    raw[at + 30] = 1  # the name's byte becomes an extra field
    assert only(bytes(raw)).reason == "archive"


def test_a_mail_with_an_impossible_date_is_still_read():
    page = "采购公告\n采购人：示例大学\n项目名称：算力服务\n"
    head = "From: a@example.org\nSubject: x\nDate: Tue, 18 Mar 2025000000000000000 08:30:00 +0800\n"
    assert isinstance(only(f"{head}\n{page}".encode()), TenderRead)


def test_a_mail_in_an_encoding_it_does_not_declare_is_still_read():
    page = "采购公告\n采购人：示例大学\n项目名称：算力服务\n"
    reading = only(f"From: a@example.org\nSubject: x\n\n{page}".encode("gb18030"))
    assert reading.draft.buyer.name == "示例大学"


@pytest.mark.parametrize("piece", ["(", "<div>", "a ", '"', "=?utf-8?b?", ";a=b"])
def test_a_mail_with_an_endless_header_is_handled_quickly(piece):
    started = time.process_time()
    for name in ("Content-Type", "Subject", "Content-Disposition"):
        read(
            f"From: a@example.org\nTo: b@example.org\n{name}: {piece * 20_000}\n\nx".encode(),
            SOURCE,
        )
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "raw",
    ["项目编号,项目名称,采购人,中标金额\r\n".encode(), b"From: a@b.c\nTo: d@e.f\nSubject: \n\n"],
    ids=["headings alone", "mail without body"],
)
def test_a_file_that_holds_nothing_is_told_of(raw):
    assert isinstance(only(raw), Ignored)


@pytest.mark.parametrize("byte", [0xFF, 0xC3, 0x41])
def test_a_page_with_one_damaged_byte_is_still_read_and_says_so(byte):
    page = bytearray(("招标公告\n采购人：示例大学\n项目名称：" + "算力服务" * 20).encode())
    page[-8] = byte
    reading = only(bytes(page))
    assert reading.draft.buyer.name == "示例大学"
    assert "text" in reading.draft.uncertain


def test_gb18030_is_not_taken_for_damaged_utf8():
    page = "招标公告\n采购人：示例大学\n项目名称：算力服务\n".encode("gb18030")
    assert only(page).draft.buyer.name == "示例大学"


def test_a_text_larger_than_any_notice_is_refused():
    assert only("公告。".encode() * 1_000_000).reason == "too_large"


def test_a_long_file_in_no_encoding_is_judged_by_its_beginning():
    started = time.process_time()
    only(b"\xff" + b"0" * 7_000_000 + b"\xff\xfe\x81")
    assert time.process_time() - started < 2
