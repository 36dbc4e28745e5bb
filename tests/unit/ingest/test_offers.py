"""Tables of offers and prices: losers beside the winner, ranks across, units above."""

from decimal import Decimal

import pytest

from contracts.tenders import NoticeStage
from tests.unit.ingest.test_layouts import draft, names, total, value

TITLE = "<h1>示例大学服务器竞价结果公示</h1><p>采购人：示例大学</p>"


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize(
    "rows",
    [
        ("供应商|最终报价（元）|结果", "甲示例有限公司|7185|成交", "乙示例有限公司|7268|未成交"),
        ("供应商|是否成交|报价（元）", "甲示例有限公司|成交|7185", "乙示例有限公司||7268"),
        ("供应商|最终报价（元）|是否中标", "甲示例有限公司|7185|是", "乙示例有限公司|7268|否"),
    ],
)
def test_who_did_not_win_is_no_supplier_and_his_price_no_amount(rows: tuple[str, ...]) -> None:
    found = draft(TITLE + table(*rows))

    assert names(found.suppliers) == ["甲示例有限公司"]
    assert total(found) == Decimal(7185)


def test_a_column_of_results_may_hold_the_prices() -> None:
    found = draft(
        TITLE
        + table(
            "标包|货物名称|供应商名称|中标结果",
            "A|床|甲示例有限公司|￥1,286,400.00元",
            "B|桌|乙示例有限公司|￥417,900.00元",
        )
    )

    assert total(found) == Decimal(1_704_300)
    assert names(found.suppliers) == ["甲示例有限公司", "乙示例有限公司"]


@pytest.mark.parametrize("above", ["单位：万元", "（金额单位：人民币万元）"])
def test_a_unit_above_a_table_is_that_of_its_prices(above: str) -> None:
    found = draft(
        f"<h1>示例中心试剂招标公告</h1><p>采购人：示例中心</p><p>{above}</p>"
        + table("分标|采购内容|采购预算", "A|试剂|88.50", "B|耗材|46.00")
    )

    assert found.budget is not None
    assert (found.budget.value, found.budget.uncertain) == (Decimal(1_345_000), False)


@pytest.mark.parametrize("first", ["第一名|第二名", "第一中标候选人|第二中标候选人"])
def test_candidates_whose_ranks_head_the_columns(first: str) -> None:
    found = draft(
        "<h1>示例工程中标候选人公示</h1><p>招标人：示例教育局</p>"
        + table(
            f"排序|{first}",
            "单位名称|甲示例有限公司|乙示例有限公司",
            "投标报价（万元）|326.5|327.1",
            "工期|60日历天|60日历天",
            "项目负责人|戚某|逯某",
        )
    )

    assert found.stage == NoticeStage.CANDIDATE
    assert names(found.candidates) == ["甲示例有限公司", "乙示例有限公司"]
    assert total(found) == Decimal(3_265_000)


def test_a_contract_is_paid_by_its_own_price_and_not_by_the_instalment() -> None:
    found = draft(
        "<h1>示例学院显微镜履约验收公告</h1>"
        + table(
            "采购人|示例学院|供应商|甲示例有限公司",
            "中标金额|3,276,000.00元|合同金额|3,270,000.00元",
            "本次支付金额|2,289,000.00元|验收结论|合格",
        )
    )

    assert found.amount is not None
    assert (found.amount.value, found.amount.uncertain) == (Decimal(3_270_000), False)


def test_a_price_per_year_is_a_total_only_for_one_year() -> None:
    one = draft("<h1>示例大学云服务招标公告</h1><p>预算：62万元/年，服务期一年</p>")
    three = draft("<h1>示例大学云服务招标公告</h1><p>预算：62万元/年，服务期三年</p>")

    assert one.budget is not None
    assert one.budget.value == Decimal(620_000)
    assert three.budget is not None
    assert three.budget.value is None


def test_a_column_of_totals_is_of_each_row() -> None:
    found = draft(
        TITLE
        + table(
            "标的|成交供应商|成交单价（元）|数量|成交总价（元）",
            "服务器|甲示例有限公司|60000|2|120000",
            "交换机|乙示例有限公司|6000|1|6000",
        )
    )

    assert total(found) == Decimal(126_000)


@pytest.mark.parametrize(
    "lines",
    [
        "<p>预算：第一包：150万元；第二包：200万元</p>",
        "<p>采购包1预算：150万元</p><p>采购包2预算：200万元</p>",
        "<p>采购包1：</p><p>采购包预算金额（元）: 1,500,000.00</p>"
        "<p>采购包2：</p><p>采购包预算金额（元）: 2,000,000.00</p>",
        "<p>预算金额：350万元</p><p>采购包1：</p><p>采购包预算金额（元）: 1,500,000.00</p>"
        "<p>采购包2：</p><p>采购包预算金额（元）: 2,000,000.00</p>",
        "<p>预算金额：350万元</p><p>采购包1</p><p>预算金额：150万元</p>"
        "<p>采购包2</p><p>预算金额：200万元</p>",
    ],
)
def test_a_budget_told_for_each_package_is_summed(lines: str) -> None:
    found = draft(f"<h1>示例大学算力招标公告</h1><p>采购人：示例大学</p>{lines}")

    assert value(found.budget) == Decimal(3_500_000)


def test_with_a_unit_in_the_label_the_value_begins_with_the_amount() -> None:
    found = draft(
        "<h1>示例学院物业招标公告</h1><p>预算金额（元）：4,260,000.00，分三年支付，每年142万元</p>"
    )

    assert value(found.budget) == Decimal(4_260_000)
