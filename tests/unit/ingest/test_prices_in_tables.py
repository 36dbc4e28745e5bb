"""Prices in tables: headings in two rows, several prices in a row, offers beside the winner's."""

from decimal import Decimal

import pytest

from contracts.tenders import NoticeStage
from tests.unit.ingest.test_layouts import draft, names, total, value

TENDER = "<h1>示例大学设备采购公开招标公告</h1><p>采购人：示例大学</p>"
CANDIDATES = "<h1>示例大学设备采购中标候选人公示</h1><p>采购人：示例大学</p>"
AWARD = "<h1>示例大学设备采购成交结果公告</h1><p>采购人：示例大学</p>"


def rows(*lines: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in line.split("|")) for line in lines)
    return "".join(f"<tr>{row}</tr>" for row in cells)


TWO_BUDGETS = (
    "<table><tr><td rowspan=2>包号</td><td rowspan=2>内容</td>"
    "<td colspan=2>金额（万元）</td></tr>"
    + rows("预算|最高限价", "A|桌|30.5|30", "B|椅|9.5|9")
    + "</table>"
)
WITH_TAX = (
    "<table><tr><td rowspan=2>排名</td><td rowspan=2>中标候选人</td>"
    "<td colspan=2>投标报价</td></tr>"
    + rows(
        "不含税（万元）|含税（万元）",
        "第一名|甲例信息有限公司|100|113",
        "第二名|乙例信息有限公司|110|124.3",
    )
    + "</table>"
)


def test_a_heading_in_two_rows_gives_its_unit_to_the_columns_below() -> None:
    found = draft(TENDER + TWO_BUDGETS)

    assert value(found.budget) == 400_000  # not with the ceilings, which limit the same packages


def test_of_a_price_with_and_without_tax_the_one_with_tax_is_paid() -> None:
    found = draft(CANDIDATES + WITH_TAX)

    assert total(found) == 1_130_000
    assert names(found.candidates) == ["甲例信息有限公司", "乙例信息有限公司"]


def test_a_row_below_a_wide_cell_is_no_heading_where_it_holds_values() -> None:
    table = (
        "<table><tr><td rowspan=2>中标供应商</td><td colspan=2>甲例信息有限公司</td></tr>"
        "<tr><td>示例市</td><td>示例路</td></tr></table>"
    )
    found = draft(AWARD + table)

    assert names(found.suppliers) == ["甲例信息有限公司"]


def test_a_price_per_unit_and_year_is_no_budget() -> None:
    table = "<table>" + rows("序号|资源|数量|限价（元/台/年）", "1|主机|2|82,000", "2|存储|6|4,600")
    found = draft(TENDER + table + "</table>")
    beside = draft(TENDER + table + "</table><p>服务期一年，预算总额19.16万元。</p>")

    assert found.budget is None or found.budget.value is None
    assert beside.budget is not None
    assert beside.budget.value == 191_600


@pytest.mark.parametrize("heading", ["单价上限（元）", "单价限价（元）", "最高单价（元）"])
def test_ceilings_of_items_are_summed(heading: str) -> None:
    table = rows(f"序号|品名|数量|{heading}", "1|空调|10台|2,500", "2|水箱|4台|1,000")
    found = draft(TENDER + f"<table>{table}</table>")

    assert value(found.budget) == 29_000


@pytest.mark.parametrize(
    "heads",
    [
        "响应供应商|最终报价（元）|备注",
        "投标供应商|成交价（元）|评审结论",
        "报价单位|最终报价（元）|结果",
    ],
)
def test_who_is_not_said_to_have_won_beside_a_winner_is_not_paid(heads: str) -> None:
    table = rows(
        heads,
        "甲例信息有限公司|41,000|成交",
        "乙例信息有限公司|42,000|",
        "丙例信息有限公司|43,000|",
    )
    found = draft(f"{AWARD}<table>{table}</table>")

    assert names(found.suppliers) == ["甲例信息有限公司"]
    assert total(found) == 41_000


@pytest.mark.parametrize(
    "heading", ["推荐次序", "候选人排序", "推荐名次", "综合排名", "投标人排序"]
)
def test_the_first_of_each_package_is_paid(heading: str) -> None:
    first = rows(
        f"{heading}|投标人名称|投标报价",
        "1|甲例信息有限公司|10,000元",
        "2|乙例信息有限公司|11,000元",
    )
    second = rows(
        f"{heading}|投标人名称|投标报价", "1|乙例信息有限公司|5,000元", "2|甲例信息有限公司|6,000元"
    )
    found = draft(
        f"{CANDIDATES}<p>包1：</p><table>{first}</table><p>包2：</p><table>{second}</table>"
    )

    assert total(found) == 15_000


def test_ranks_stand_in_a_row_or_below_the_candidates_heading() -> None:
    across = rows(
        "名次|1|2", "单位名称|甲例建工有限公司|乙例建工有限公司", "投标报价（元）|20,000|21,000"
    )
    below = rows(
        "中标候选人|名称|投标报价（元）",
        "第一|甲例建工有限公司|20,000",
        "第二|乙例建工有限公司|21,000",
    )
    for table in (across, below):
        found = draft(f"{CANDIDATES}<p>最高限价：30,000元</p><table>{table}</table>")

        assert total(found) == 20_000
        assert names(found.candidates) == ["甲例建工有限公司", "乙例建工有限公司"]


@pytest.mark.parametrize(
    ("line", "yuan"),
    [
        ("<p>采购预算：一包60万元，二包40万元</p>", 1_000_000),
        ("<p>采购预算：A包预算60万元；B包预算40万元</p>", 1_000_000),
        (
            "<p>标项一 仪器1套，预算88万元，最高限价80万元</p>"
            "<p>标项二 仪器2套，预算12万元，最高限价11万元</p>",
            1_000_000,
        ),
        ("<p>预算金额：156万元/年，服务期2年，预算总额312万元</p>", 3_120_000),
    ],
)
def test_budgets_of_packages_and_years_make_one(line: str, yuan: int) -> None:
    found = draft(TENDER + line)

    assert value(found.budget) == Decimal(yuan)


def test_a_caption_stands_above_its_table() -> None:
    table = rows("公示日期|2025年9月2日|合同编号|EX2025-118", "甲方|示例大学|乙方|甲例信息有限公司")
    table += rows("采购方式|竞争性磋商|合同总价|49.3万元")
    found = draft(f"<table><caption>示例大学采购合同公示</caption>{table}</table>")

    assert found.stage == NoticeStage.CONTRACT
    assert names(found.suppliers) == ["甲例信息有限公司"]
    assert total(found) == 493_000


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("首年120万元，三年合计360万元", 3_600_000),
        ("每年49.5万元，服务期两年，共99万元", 990_000),
        ("每年49.5万元，公共服务两年", None),
    ],
)
def test_what_one_year_costs_is_not_the_amount(said: str, yuan: int | None) -> None:
    assert total(draft(f"{AWARD}<p>成交金额：{said}</p>")) == yuan


def test_a_supplier_that_reaches_over_several_items_is_paid_for_all() -> None:
    table = (
        "<table><tr><td>中标供应商</td><td>品名</td><td>数量</td><td>总价（元）</td></tr>"
        "<tr><td rowspan=2>甲例信息有限公司</td><td>主机</td><td>2</td><td>1000</td></tr>"
        "<tr><td>交换机</td><td>1</td><td>200</td></tr></table>"
    )

    assert total(draft(AWARD + table)) == 1_200


def test_packages_in_one_cell_are_summed() -> None:
    table = rows("成交供应商|甲例信息有限公司", "成交金额|A包：30万元<br>B包：20万元")

    assert total(draft(f"{AWARD}<table>{table}</table>")) == 500_000


def test_ranked_sentences_keep_their_grouped_digits() -> None:
    found = draft(
        f"{CANDIDATES}<p>第一名：甲例信息有限公司，报价1,280,000元</p>"
        "<p>第二名：乙例信息有限公司，报价1,290,000元</p>"
    )

    assert total(found) == 1_280_000
    assert names(found.candidates) == ["甲例信息有限公司", "乙例信息有限公司"]


def test_who_is_recommended_for_the_contract_wins() -> None:
    table = rows(
        "供应商名称|报价（万元）|是否推荐",
        "甲例信息有限公司|95.5|推荐成交",
        "乙例信息有限公司|93|/",
    )
    found = draft(f"{AWARD}<table>{table}</table>")

    assert names(found.suppliers) == ["甲例信息有限公司"]
    assert total(found) == 955_000


def test_a_price_of_one_or_without_tax_is_not_the_whole() -> None:
    one = draft("<h1>示例大学设备询价公告</h1><p>单台控制价42万元，总控制价126万元。</p>")
    untaxed = draft(f"{AWARD}<p>中标价：伍拾万元整（含税），不含税金额471,698.11元</p>")
    ceiling = draft(f"{TENDER}<p>项目总投资：1.2亿元，本次招标控制价：3,500万元。</p>")

    assert one.budget is not None
    assert one.budget.value == 1_260_000
    assert total(untaxed) == 500_000
    assert ceiling.budget is not None
    assert ceiling.budget.value == 35_000_000


def test_a_tick_tells_who_won() -> None:
    table = rows("参与单位|报价|是否成交", "甲例信息有限公司|￥56|√", "乙例信息有限公司|￥58|")
    found = draft(f"{AWARD}<table>{table}</table>")

    assert names(found.suppliers) == ["甲例信息有限公司"]
    assert total(found) == 56
