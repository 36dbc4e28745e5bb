"""Every format a notice comes in gives the same facts: tables, archives, mails, XML, JSON."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from contracts.tenders import TenderReceived
from services.ingest.domain.reading import Quarantined, Reading, TenderRead, read
from services.ingest.domain.source import SourceInfo

HEADINGS = (
    "项目编号",
    "项目名称",
    "公告类型",
    "采购人",
    "中标供应商",
    "中标金额（万元）",
    "发布日期",
)
ROW = ("SF-1", "算力服务", "中标公告", "示例大学", "甲示例科技有限公司", "39.8", "2025-03-18")
PAGE = "<h1>示例大学算力服务招标公告</h1><p>采购人：示例大学</p><p>项目编号：SF-2</p>"
SOURCE = SourceInfo(received_at=datetime(2025, 3, 20, tzinfo=UTC))


def readings(raw: bytes | str) -> tuple[Reading, ...]:
    return read(raw.encode() if isinstance(raw, str) else raw, SOURCE)


def drafts(raw: bytes | str) -> list[TenderReceived]:
    found = readings(raw)
    assert all(isinstance(each, TenderRead) for each in found), found
    return [each.draft for each in found if isinstance(each, TenderRead)]


def refused(raw: bytes | str) -> Quarantined:
    (found,) = readings(raw)
    assert isinstance(found, Quarantined)
    return found


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def is_the_award(found: TenderReceived) -> bool:
    named = found.buyer is not None and found.buyer.name == "示例大学"
    paid = found.amount is not None and found.amount.value == 398_000
    day = found.published is not None and found.published.value == date(2025, 3, 18)
    sold = [s.name for s in found.suppliers] == ["甲示例科技有限公司"]
    return named and paid and day and sold and found.stage == "award"


TABLE = "\r\n".join(map(",".join, (HEADINGS, ROW)))


@pytest.mark.parametrize(
    "raw",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.replace(",", "\t").encode(),
        workbook(HEADINGS, ROW),
        workbook(("采购结果汇总",), (), HEADINGS, (*ROW[:5], 39.8, date(2025, 3, 18))),
        json.dumps(dict(zip(HEADINGS, ROW, strict=True)), ensure_ascii=False).encode(),
        zipped(a_csv=TABLE.encode()),
    ],
    ids=["csv", "bom", "gb18030", "tabs", "xlsx", "xlsx below a title", "json", "zip"],
)
def test_a_row_is_a_notice_whatever_the_table_is_made_of(raw: bytes) -> None:
    (found,) = drafts(raw)

    assert is_the_award(found)


def test_rows_are_numbered_and_each_has_its_own_id() -> None:
    found = drafts(f"{TABLE}\r\n{','.join(ROW).replace('SF-1', 'SF-9')}\r\n")

    assert [each.source.record for each in found] == [1, 2]
    assert len({each.notice for each in found}) == len(found)


def test_the_files_of_an_archive_are_numbered_one_behind_the_other() -> None:
    found = drafts(zipped(a_csv=f"{TABLE}\r\n{','.join(ROW)}".encode(), b_html=PAGE.encode()))

    assert [each.source.record for each in found] == [1, 2, 3]
    assert [each.source.format for each in found] == ["csv", "csv", "html"]


def test_an_archive_that_is_cut_off_says_so() -> None:
    assert "cut off" in refused(zipped(a_csv=TABLE.encode())[:-30]).message


def test_an_archive_inside_an_archive_is_not_opened() -> None:
    assert "inside" in refused(zipped(b_zip=zipped(a_csv=TABLE.encode()))).message


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "MiB" in refused(zipped(a_txt=b"0" * (65 * 1024 * 1024))).message


def test_a_workbook_without_headings_says_what_is_missing() -> None:
    assert "项目编号" in refused(workbook(("a", "b", "c"), (1, 2, 3))).message


def test_commas_in_prose_make_no_table() -> None:
    (found,) = drafts("示例大学算力服务中标公告\n采购人：示例大学，地址：示例路, 1号, 2楼, 3室\n")

    assert found.source.format == "text"


MAIL = (
    "From: feed@example.org\nTo: desk@example.org\nSubject: 示例大学算力服务中标公告\n"
    "Date: Tue, 18 Mar 2025 08:30:00 +0800\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    "采购人：示例大学\n中标供应商：甲示例科技有限公司\n中标金额：39.8万元\n"
)


def test_a_mail_is_read_by_its_body_subject_and_date() -> None:
    (found,) = drafts(MAIL)

    assert is_the_award(found)
    assert found.title is not None
    assert found.title.value == "示例大学算力服务中标公告"
    assert "example.org" not in found.text


EFORM = """<?xml version="1.0" encoding="UTF-8"?>
<ContractAwardNotice xmlns="urn:x:ContractAwardNotice-2" xmlns:cac="urn:x:cac" xmlns:cbc="urn:x:cbc"
 xmlns:ext="urn:x:ext" xmlns:efac="urn:x:efac">
<ext:UBLExtensions><efac:NoticeResult><cbc:TotalAmount currencyID="EUR">1200.50</cbc:TotalAmount>
<efac:LotResult><cbc:TenderResultCode>{code}</cbc:TenderResultCode></efac:LotResult>
<efac:LotTender><cbc:ID>TEN-1</cbc:ID><efac:TenderingParty><cbc:ID>TPA-1</cbc:ID>
</efac:TenderingParty></efac:LotTender>
<efac:SettledContract><efac:LotTender><cbc:ID>TEN-1</cbc:ID></efac:LotTender></efac:SettledContract>
<efac:TenderingParty><cbc:ID>TPA-1</cbc:ID><efac:Tenderer><cbc:ID>ORG-2</cbc:ID></efac:Tenderer>
</efac:TenderingParty></efac:NoticeResult>
<efac:Organizations>
<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID>
</cac:PartyIdentification><cac:PartyName><cbc:Name>Institut Exemple</cbc:Name></cac:PartyName>
</efac:Company></efac:Organization>
<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>ORG-2</cbc:ID>
</cac:PartyIdentification><cac:PartyName><cbc:Name>Example Computing Ltd.</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>CHN</cbc:IdentificationCode></cac:Country>
</cac:PostalAddress></efac:Company></efac:Organization></efac:Organizations></ext:UBLExtensions>
<cbc:ContractFolderID>folder-1</cbc:ContractFolderID><cbc:IssueDate>2025-03-18+01:00</cbc:IssueDate>
<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID>
</cac:PartyIdentification></cac:Party></cac:ContractingParty>
<cac:ProcurementProject><cbc:ID>P-1</cbc:ID><cbc:Name languageID="FRA">Calcul</cbc:Name>
<cbc:Name languageID="ENG">Computing with 8 NVIDIA H100 GPUs</cbc:Name></cac:ProcurementProject>
</ContractAwardNotice>"""


def test_an_eform_names_buyer_winner_and_sum() -> None:
    (found,) = drafts(EFORM.format(code="selec-w"))

    assert found.buyer is not None
    assert found.buyer.name == "Institut Exemple"
    assert [(s.name, s.country) for s in found.suppliers] == [("Example Computing Ltd.", "CN")]
    assert found.amount is not None
    assert (str(found.amount.value), found.amount.currency) == ("1200.50", "EUR")
    assert found.title is not None
    assert found.title.value == "Computing with 8 NVIDIA H100 GPUs"
    assert (found.stage, found.published and found.published.value) == ("award", date(2025, 3, 18))


def test_an_eform_without_a_winner_ended_without_a_deal() -> None:
    (found,) = drafts(EFORM.format(code="clos-nw"))

    assert (found.stage, found.cancelled, found.suppliers) == ("cancelled", True, ())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><ContractNotice/>', "DOCTYPE"),
        ('<?xml version="1.0"?><ContractNotice><a>', "cut off"),
        ('<?xml version="1.0"?><rss><channel/></rss>', "no eForms"),
    ],
)
def test_xml_that_is_refused_says_why(raw: str, words: str) -> None:
    assert words in refused(raw).message


SAM = {
    "noticeId": "n1",
    "title": "GPU cloud services",
    "solicitationNumber": "S-1",
    "fullParentPathName": "DEPT OF EXAMPLES.BUREAU.OFFICE OF COMPUTING",
    "postedDate": "2025-03-18",
    "type": "Award Notice",
    "award": {"amount": "27996.00", "awardee": {"name": "Example Resellers Inc.", "ueiSAM": "U1"}},
    "description": "16 NVIDIA A100 GPUs on AWS",
    "pointOfContact": [{"email": "someone@example.gov"}],
}


def test_an_opportunity_of_sam_is_read_without_its_contacts() -> None:
    (found,) = drafts(json.dumps(SAM))

    assert found.buyer is not None
    assert found.buyer.name == "OFFICE OF COMPUTING"
    assert [s.name for s in found.suppliers] == ["Example Resellers Inc."]
    assert found.amount is not None
    assert (int(found.amount.value or 0), found.amount.currency) == (27_996, "USD")
    assert "@" not in found.model_dump_json()
