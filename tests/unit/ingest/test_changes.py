"""Amendments that tell in words what was and what now is."""

from decimal import Decimal

import pytest

from tests.unit.ingest.test_layouts import draft, names, total, value

TITLE = "<h1>示例大学算力平台采购更正公告</h1><p>采购人：示例大学</p>"


@pytest.mark.parametrize(
    "told",
    [
        "原公告“预算金额：720万元”，现更正为“预算金额：768万元”。",
        "原采购文件“二、预算金额720万元”更正为“预算金额768万元”。",
        "预算金额由720万元调整为768万元。",
        "原预算金额：720万元，现变更为：768万元；其他不变。",
        "将“最高限价：7,200,000元”修改为“最高限价：7,680,000元”。",
    ],
)
def test_a_budget_is_the_one_that_it_was_changed_to(told: str) -> None:
    found = draft(f"{TITLE}<p>{told}</p>")

    assert found.budget is not None
    assert (found.budget.value, found.budget.uncertain) == (Decimal(7_680_000), False)


@pytest.mark.parametrize(
    "lines",
    [
        "<p>更正前内容：预算金额：720万元</p><p>更正后内容：预算金额：768万元</p>",
        "<p>原公告内容：预算金额：720万元</p><p>更正为：预算金额：768万元</p>",
    ],
)
def test_what_was_and_what_is_stand_in_lines_below_each_other(lines: str) -> None:
    found = draft(TITLE + lines)

    assert value(found.budget) == Decimal(7_680_000)


def test_a_result_is_corrected_in_amount_and_supplier() -> None:
    found = draft(
        "<p>信息标题：关于示例大学算力平台中标结果的更正公告</p><p>采购人：示例大学</p>"
        "<p>原中标结果公告中“中标金额：285.60万元”更正为“中标金额：258.60万元”。</p>"
        "<p>“中标供应商：甲示例有限公司”更正为“中标供应商：乙示例有限公司”。</p>"
    )

    assert found.stage == "amendment"
    assert total(found) == Decimal(2_586_000)
    assert names(found.suppliers) == ["乙示例有限公司"]


def test_a_winner_in_quotes_and_his_price_are_corrected_in_one_sentence() -> None:
    found = draft(
        "<h1>示例大学图书采购中标结果更正公告</h1><p>采购人：示例大学</p><p>原中标供应商“甲示例有限公司”"
        "更正为“乙示例有限公司”；中标金额由1,280,000元更正为1,305,500元。</p>"
    )

    assert total(found) == Decimal(1_305_500)
    assert names(found.suppliers) == ["乙示例有限公司"]


def test_the_change_of_something_else_leaves_the_budget_alone() -> None:
    found = draft(
        f"{TITLE}<p>预算金额：98万元</p><p>“数量：5台”更正为“数量：6台”，保证金由1万元改为2万元。</p>"
    )

    assert value(found.budget) == Decimal(980_000)
