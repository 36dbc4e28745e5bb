"""Tables drawn in plain text, and budgets that only the ceilings of items tell."""

from decimal import Decimal

import pytest

from services.ingest.domain.page import plain
from services.ingest.domain.text_tables import with_tables
from tests.unit.ingest.test_layouts import draft, names, total


def cells(text: str) -> list[list[list[str]]]:
    page = with_tables(plain(text))
    return [[[page.at(cell) for cell in row] for row in table] for table in page.tables]


def test_bars_and_rules_draw_a_table() -> None:
    text = (
        "| 货物名称 | 型号 | 数量 |\n|------|------|-----|\n| 加速卡 | L40 48GB | 2片 |\n其他：略"
    )

    assert cells(text) == [[["货物名称", "型号", "数量"], ["加速卡", "L40 48GB", "2片"]]]


def test_words_under_as_many_headings_are_a_table() -> None:
    text = "序号 名称 数量 单价(元)\n1 加速卡 2 5650\n2 内存 16 780\n请于周五前报价。"

    assert [len(table) for table in cells(text)] == [3]


@pytest.mark.parametrize("text", ["甲 | 乙", "一句 话 而已\n另 一 句", "首页 | 公告 | 登录"])
def test_what_only_looks_like_a_table_is_none(text: str) -> None:
    assert cells(text) == []


def test_an_award_in_a_table_of_bars_is_read() -> None:
    found = draft(
        "示例大学服务器中标公告\n采购人：示例大学\n包号 | 中标供应商 | 中标金额（万元）\n"
        "1 | 甲示例有限公司 | 12.5\n2 | 乙示例有限公司 | 7.5\n"
    )

    assert names(found.suppliers) == ["甲示例有限公司", "乙示例有限公司"]
    assert total(found) == Decimal(200_000)


def budget_of(rows: str) -> Decimal | None:
    lines = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>"
        for row in rows.split("\n")
    )
    page = f"<h1>示例大学工作站询价公告</h1><p>采购人：示例大学</p><table>{lines}</table>"
    budget = draft(page).budget
    return budget.value if budget else None


@pytest.mark.parametrize("heading", ["单价限价（元）", "最高单价（元）", "单价最高限价（元）"])
def test_ceilings_of_all_items_are_summed(heading: str) -> None:
    rows = f"名称|数量|{heading}\n工作站|2台|52,000\n显示器|17台|1,900"

    assert budget_of(rows) == Decimal(136_300)


@pytest.mark.parametrize(
    "rows",
    [
        "名称|数量|单价限价（元）\n工作站|2台|52,000\n显示器|若干|1,900",
        "名称|数量|单价限价（元）\n工作站|2台|52,000\n显示器|17台|",
        "名称|数量|单价（元）\n工作站|2台|52,000",
        "名称|数量|单价限价（元/月）\n云主机|2台|1,200",
    ],
)
def test_without_each_ceiling_and_quantity_no_budget_is_told(rows: str) -> None:
    assert budget_of(rows) is None


def test_tables_with_text_between_them_are_two() -> None:
    row = "加速卡 | L40 | 2\n"
    text = f"名称 | 型号 | 数量\n{row}另购：\n名称 | 型号 | 数量\n{row}"

    assert len(cells(text)) == len(["above", "below"])
