"""Values that no colon joins to their label, names with remarks, packages line by line."""

from decimal import Decimal

import pytest

from services.ingest.domain.organisations import names_in
from tests.unit.ingest.test_layouts import called, draft, names, total, value

TITLE = "<h1>示例大学算力服务成交公告</h1>"
BOTH = ["甲示例有限公司", "乙示例有限公司"]


def in_value(value: str) -> list[str]:
    return [value[slice(*span)] for span in names_in(value, 0, len(value))]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("示例大学（地址：示例路5号，电话：无）", ["示例大学"]),
        ("甲示例有限公司（江州市示例区示例大道20号）", ["甲示例有限公司"]),
        ("甲示例有限公司（统一社会信用代码：X）", ["甲示例有限公司"]),
        ("甲示例有限公司（地址：东路1号，电话：1）、乙示例有限公司", BOTH),
        ("甲示例有限公司（地址：东路1号", ["甲示例有限公司"]),
        ("示例研究院（深圳）", ["示例研究院（深圳）"]),
        ("示例会计师事务所（特殊普通合伙）", ["示例会计师事务所（特殊普通合伙）"]),
        ("（联合体牵头人）甲示例有限公司、（联合体成员）乙示例有限公司", BOTH),
        ("牵头人：甲示例有限公司；成员：乙示例有限公司", BOTH),
        ("标段二（土建）：甲示例有限公司", ["甲示例有限公司"]),
        ("包钢示例有限公司", ["包钢示例有限公司"]),
        ("文学院 赵老师", ["文学院"]),
        ("Purchasing Office, Example University", ["Example University"]),
        ("Example University, Suzhou Campus", ["Example University, Suzhou Campus"]),
        ("60日历天", []),
        ("第一名", []),
        ("2025年7月23日至2025年7月25日", []),
    ],
)
def test_a_name_is_read_without_what_is_remarked_on_it(value: str, found: list[str]) -> None:
    assert in_value(value) == found


def test_values_behind_framed_labels_and_spaces_are_found() -> None:
    found = draft(
        "成交结果公告\n【项目编号】SL-2025-007【采购人】示例大学\n"
        "使用单位 示例大学东区试验站\n成交单位 甲示例有限公司\n成交金额（元） 260480\n"
    )

    assert value(found.project_number) == "SL-2025-007"
    assert called(found.buyer) == "示例大学"
    assert names(found.end_users) == ["示例大学东区试验站"]
    assert names(found.suppliers) == ["甲示例有限公司"]
    assert total(found) == Decimal(260480)


def test_words_behind_a_space_that_are_no_value_are_none() -> None:
    found = draft("示例大学招标公告\n采购人 有权拒绝全部投标\n中标金额 以合同为准\n")

    assert found.amount is None
    assert found.buyer is None or found.buyer.name == "示例大学"


@pytest.mark.parametrize(
    "lines",
    [
        "<p>成交单位：</p><p>标项一（蔬菜）：甲示例有限公司，折扣率82%</p>"
        "<p>标项二（肉类）：乙示例有限公司，折扣率88%</p>",
        "<p>成交供应商：第1包：甲示例有限公司；第2包：乙示例有限公司</p>",
        "<p>成交供应商：A包 甲示例有限公司，B包 乙示例有限公司</p>",
    ],
)
def test_who_won_each_package_is_told_line_by_line(lines: str) -> None:
    assert names(draft(TITLE + lines).suppliers) == BOTH


def test_what_each_package_costs_is_summed() -> None:
    found = draft(TITLE + "<p>成交金额：包1：12.5万元；包2：7.5万元</p>")

    assert total(found) == Decimal(200000)


@pytest.mark.parametrize(
    "page",
    [
        "<p>2.采购代理机构信息（如有） 名 称：华诚示例咨询有限公司 地 址：示例路1号</p>",
        "<p>2.采购代理机构信息：华诚示例咨询有限公司，江州市示例路1号</p>",
        "<p>3.采购代理机构</p><p>联 系 人：李女士（华诚示例咨询有限公司）</p><p>地址：东路1号</p>",
        "<p>三、采购代理机构</p><p>华诚示例咨询有限公司</p>",
    ],
)
def test_the_agency_is_found_under_its_heading(page: str) -> None:
    found = draft("<h1>示例大学设备招标公告</h1><p>1.采购人信息：示例大学，江州市</p>" + page)

    assert called(found.agency) == "华诚示例咨询有限公司"
    assert called(found.buyer) == "示例大学"


def test_english_headings_stand_above_their_values() -> None:
    found = draft(
        "NOTICE OF INTENDED SOLE-SOURCE PROCUREMENT\n\nIssued by: Procurement Division, Example"
        " Institute of Chemistry\nDate of publication: 2024-04-25\nTender ref. no.: EIC-24-03\n\n"
        "3. Intended supplier\nNorthern Parallel Systems Co., Ltd.\n"
    )

    assert called(found.buyer) == "Example Institute of Chemistry"
    assert found.published is not None
    assert found.published.value.isoformat() == "2024-04-25"
    assert value(found.project_number) == "EIC-24-03"
    assert names(found.suppliers) == ["Northern Parallel Systems Co., Ltd."]


@pytest.mark.parametrize(
    "line",
    [
        "<p>中标单位名称、地址及中标金额：</p><p>甲示例有限公司，江州市东风路5号，126000元</p>",
        "<p>成交供应商及金额：甲示例有限公司 126000元</p>",
        "<p>确定中标供应商如下：</p><p>甲示例有限公司（中标金额：12.6万元）</p>",
        "<p>主包：甲示例有限公司中标，中标金额126000元。</p>",
    ],
)
def test_winner_and_price_told_together_are_told_apart(line: str) -> None:
    found = draft(TITLE + line)

    assert names(found.suppliers) == ["甲示例有限公司"]
    assert total(found) == Decimal(126_000)


@pytest.mark.parametrize(
    "lines",
    [
        "<p>入围供应商：</p><p>1、甲示例有限公司</p><p>2、乙示例有限公司</p><p>3、公示期三日</p>",
        "<p>入围供应商：1、甲示例有限公司；2、乙示例有限公司；公示期三日</p>",
    ],
)
def test_numbered_winners_are_all_read(lines: str) -> None:
    assert names(draft(TITLE + lines).suppliers) == BOTH


def test_an_english_sentence_says_who_was_awarded_what() -> None:
    found = draft(
        "<h1>Award Notice</h1><p>Lakeside Example University has awarded the contract for servers"
        " (Ref: LEU-24-03) to Northern Cloud Tech Co., Ltd. for a total of RMB 1,250,000.</p>"
    )

    assert called(found.buyer) == "Lakeside Example University"
    assert names(found.suppliers) == ["Northern Cloud Tech Co., Ltd."]
    assert total(found) == Decimal(1_250_000)
    assert value(found.project_number) == "LEU-24-03"


def test_a_space_behind_a_colon_begins_the_value() -> None:
    found = draft(
        "示例大学算力成交公告\n采 购 人: 示例大学   地址: 江州\n"
        "成交供应商: 甲示例有限公司   成交金额: 126000元\n"
        "采购代理机构:   联系电话: 略\n"
    )

    assert called(found.buyer) == "示例大学"
    assert names(found.suppliers) == ["甲示例有限公司"]
    assert total(found) == Decimal(126_000)
    assert found.agency is None
