"""Tables of governments and of the operator, as CSV, workbook and saved page."""

import io
import re
import zipfile

import pytest

from services.enrich.domain.importers.name_cells import cell_names
from services.enrich.domain.importers.registry import read
from services.enrich.domain.lists import ListedParty, ListUnreadable
from tests.unit.enrich.importers.workbooks import workbook

JAPAN = (
    ("外国ユーザーリスト", "", "", "", "", ""),
    (
        "No.",
        "国名、地域名\nCountry or Region",
        "企業名、組織名\nCompany or Organization",
        "別名\nAlso Known As",
        "懸念区分\nType of WMD",
        "通常兵器\nConventional Weapons",
    ),
    (
        "1",
        "中国\nPeople's Republic of China",
        "10th Example Institute of Electronics (示例電子科技集団公司第十研究所)",
        "・Example Tenth\n・ETI",
        "ミサイル\nM",
        "○",
    ),
    ("2", "イラン\nIslamic Republic of Iran", "Example Industries", "", "N", ""),
)
EU = (
    "<html><body><table><tr><th>No</th><th>Name</th><th>Chinese name</th>"
    "<th>Unified social credit code</th><th>Country</th></tr>"
    "<tr><td>1.</td><td>Example Trading Co., Ltd<br>a.k.a. Example Trade</td>"
    "<td>示例贸易有限公司</td><td>91440300MA5EXAMPLE</td>"
    "<td>People&#8217;s Republic of China</td></tr>"
    "</table></body></html>"
)
TAIWAN = (
    "\ufeff項次item,國家代碼country code,名稱name,別名alias,地址address,護照號碼ID Number\n"
    '1,CN,Example Semiconductor Co.,"繁體中文：示例半導體; 簡體中文：示例半导体；ESC Ltd",'
    '"Shenzhen, China",X1234567\n'
    "2,CN;HK,Beispiel Technology 示例科技,,,\n"
)


def parties(raw: bytes, name: str = "list", list_set: str | None = None) -> tuple[ListedParty, ...]:
    return read(raw, name, list_set)[1].parties


def test_japans_list_gives_the_name_in_brackets_and_the_bulleted_ones() -> None:
    raw = workbook(*JAPAN)
    assert read(raw, "eul.xlsx")[0] == "japan-eul"
    first, second = parties(raw)
    assert (first.list, first.name) == ("JP-EUL", "10th Example Institute of Electronics")
    assert first.aliases == ("Example Tenth", "ETI", "示例電子科技集団公司第十研究所")
    assert (first.country, second.country) == ("CN", "IR")


def test_a_workbook_that_declares_one_cell_is_read_whole() -> None:
    whole = workbook(*JAPAN)
    wrong = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(wrong, "w") as new:
        for each in old.infolist():
            content = old.read(each)
            new.writestr(each, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content))
    assert wrong.getvalue() != whole
    assert parties(wrong.getvalue()) == parties(whole)


def test_japans_list_reads_the_same_from_a_csv() -> None:
    quoted = (",".join(f'"{cell}"' for cell in row) for row in JAPAN)
    assert parties("\n".join(quoted).encode()) == parties(workbook(*JAPAN))


def test_an_eu_page_gives_both_names_and_the_country() -> None:
    assert read(EU.encode(), "annex.html")[0] == "eu-annex-iv"
    (entry,) = parties(EU.encode())
    assert (entry.list, entry.name, entry.country) == ("EU-IV", "Example Trading Co., Ltd", "CN")
    assert entry.aliases == ("Example Trade", "示例贸易有限公司")


def test_the_credit_code_keeps_two_of_one_name_apart() -> None:
    cells = ("2", "Example Trading Co., Ltd", "示例贸易有限公司", "OTHER")
    row = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    one, two = parties(EU.replace("</table>", f"{row}</table>").encode())
    assert one.id != two.id


def test_taiwans_list_gives_traditional_and_simplified_and_no_passport() -> None:
    assert read(TAIWAN.encode(), "shtc.csv")[0] == "taiwan-shtc"
    first, second = parties(TAIWAN.encode())
    assert (first.list, first.name) == ("TW-SHTC", "Example Semiconductor Co.")
    assert first.aliases == ("ESC Ltd", "示例半導體", "示例半导体")
    assert "X1234567" not in repr(first)
    assert (second.name, second.aliases) == ("Beispiel Technology", ("示例科技",))
    assert second.countries == ("CN", "HK")


def test_taiwans_list_may_have_a_column_for_each_script() -> None:
    raw = "項次,國別,英文名稱,繁體中文名稱,簡體中文名稱\n1,中國,Example Co,示例實業,示例实业\n"
    (entry,) = parties(raw.encode())
    assert (entry.name, entry.aliases, entry.country) == (
        "Example Co",
        ("示例實業", "示例实业"),
        "CN",
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"name,aliases,country,list,note\n"
        + "Example Ltd,示例公司; EL,China,EL,seen at a fair\n".encode(),
        "名称;别名;国家;清单;备注\nExample Ltd;示例公司|EL;中国;EL;seen at a fair\n".replace(
            "|", " | "
        ).encode(),
        workbook(
            ["Name", "Chinese name", "Country", "List", "Note"],
            ["Example Ltd", "示例公司\nEL", "CN", "us_bis_entity", "seen at a fair"],
        ),
    ],
    ids=["csv", "chinese-header", "workbook"],
)
def test_a_private_list_is_read_in_either_language(raw: bytes) -> None:
    (entry,) = parties(raw, list_set="private:acme")
    assert (entry.name, entry.aliases, entry.country) == ("Example Ltd", ("示例公司", "EL"), "CN")
    assert (entry.list, entry.citation) == ("EL", "seen at a fair")


def test_a_private_list_without_a_list_column_is_a_list_of_its_own_name() -> None:
    (entry,) = parties("name\n示例公司\n".encode(), list_set="private:acme")
    assert (entry.list, entry.name) == ("private:acme", "示例公司")
    assert entry.id.startswith("private-")


def test_an_operators_table_may_bring_names_for_listed_parties() -> None:
    (entry,) = parties("name,names\nExample University,示例大学\n".encode(), list_set="aliases:own")
    assert entry.list == "ALIAS"


@pytest.mark.parametrize(
    ("raw", "list_set", "says"),
    [
        (b"name\nExample\n", None, "--private NAME"),
        (b"colour,price\nred,1\n", "private:acme", "no header with name"),
        (b"name\n", "private:acme", "no rows"),
        (b"name\n...\n", "private:acme", "No row"),
        ("name\n示例".encode("gb18030"), "private:acme", "UTF-8"),
        (b'name,x\n"Example', "private:acme", "cut off"),
        (workbook(*JAPAN)[:-400], "japan-eul", "damaged"),
        (TAIWAN.encode(), "japan-eul", "is of taiwan-shtc"),
        (b"no table at all", None, "no known shape"),
        (b"<html><p>Service unavailable</p></html>", None, "web page"),
        (b"   ", "csl", "empty"),
        (b"name\nx\n", "bridge", "one by one"),
        (b"name\nx\n", "aliases:confirmed", "one by one"),
    ],
)
def test_an_unfit_table_is_refused_with_what_to_do(
    raw: bytes, list_set: str | None, says: str
) -> None:
    with pytest.raises(ListUnreadable, match=says):
        read(raw, "table", list_set)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Example Institute（示例研究所）", ("Example Institute", "示例研究所")),
        ("示例大学（威海）", ("示例大学（威海）",)),
        (
            "Example Co. a.k.a. Example; f.k.a. Old Example",
            ("Example Co.", "Example", "Old Example"),
        ),
        ("Chinese name: 示例公司", ("示例公司",)),
        ("エアバス・ジャパン", ("エアバス・ジャパン",)),
        ("示例公司 (Example Co., Ltd.)", ("示例公司", "Example Co., Ltd.")),
        ("Akasaka Formers Ltd", ("Akasaka Formers Ltd",)),
        ("13th Research Institute", ("13th Research Institute",)),
        ("--- ; 2", ()),
    ],
)
def test_the_names_of_a_cell_come_apart(cell: str, names: tuple[str, ...]) -> None:
    assert tuple(name.replace("（", "(").replace("）", ")") for name in cell_names(cell)) == tuple(
        name.replace("（", "(").replace("）", ")") for name in names
    )
