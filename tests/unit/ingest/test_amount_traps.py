"""Amounts as notices print them, each a trap that has cost somebody a factor of 10,000."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.amounts import read_money, stated_in
from services.ingest.domain.html_page import from_html
from tests.unit.ingest.test_layouts import draft

YUAN = [
    ("182.0000000（万元）", "1820000"),
    ("10,727,000.00元", "10727000"),
    ("￥:99，550.00元", "99550"),
    ("陆拾叁万玖仟元整（¥639000.00）", "639000"),
    ("¥ 639,000.00 （大写：陆拾叁万玖仟元整）", "639000"),
    ("人民币壹佰贰拾万元整", "1200000"),
    ("壹仟零伍拾万元整", "10500000"),
    ("壹亿贰仟万元整", "120000000"),
    ("19.9804万元", "199804"),
    ("2.5亿元", "250000000"),
    ("2024年预算 50万元", "500000"),
]


@pytest.mark.parametrize(("printed", "yuan"), YUAN)
def test_a_stated_total_is_read_in_whole_yuan(printed: str, yuan: str) -> None:
    money = read_money(printed)

    assert money is not None
    assert (money.value, money.currency, money.kind) == (Decimal(yuan), "CNY", "total")
    assert not money.uncertain


def test_a_tag_that_the_portal_never_rendered_still_gives_its_amount() -> None:
    page = from_html(
        '<p><fmt:formatnumber pattern="￥.000000#" type="currency">9.955</fmt:formatnumber>'
        " 万元（人民币）</p>"
    )

    money = read_money(page.text)

    assert money is not None
    assert (money.value, money.uncertain) == (Decimal(99550), False)


@pytest.mark.parametrize("printed", ["见公告原文", "详见附件", "0.0", "0元", "/", "以实际结算为准"])
def test_an_amount_that_is_not_printed_is_unknown_and_never_zero(printed: str) -> None:
    money = read_money(printed)

    assert money is not None
    assert (money.value, money.uncertain) == (None, True)


@pytest.mark.parametrize(
    "printed",
    [
        "下浮率 12%",
        "85折",
        "优惠率：12%",
        "单价报价 0.05元/千Token",
        "12元/卡时",
        "1200元/月",
        "100万元每年",
    ],
)
def test_a_rate_is_no_total(printed: str) -> None:
    money = read_money(printed)

    assert money is not None
    assert (money.value, money.kind) == (None, "rate")


def test_the_unit_of_a_column_header_counts() -> None:
    money = read_money("18.2", "万元")

    assert money is not None
    assert (money.value, money.uncertain) == (Decimal(182000), False)


@pytest.mark.parametrize("printed", ["182000", "1,234.5"])
def test_a_number_without_any_unit_is_uncertain(printed: str) -> None:
    money = read_money(printed)

    assert money is not None
    assert money.uncertain


@pytest.mark.parametrize(
    ("printed", "currency", "value"),
    [
        ("USD 30,000", "USD", "30000"),
        ("US$30,000", "USD", "30000"),
        ("3万美元", "USD", "30000"),
        ("5万港元", "HKD", "50000"),
        ("HK$ 5,000", "HKD", "5000"),
        ("€5,000", "EUR", "5000"),
        ("500万日元", "JPY", "5000000"),
    ],
)
def test_foreign_money_keeps_its_currency(printed: str, currency: str, value: str) -> None:
    money = read_money(printed)

    assert money is not None
    assert (money.currency, money.value) == (currency, Decimal(value))


@pytest.mark.parametrize(
    "printed", ["陆拾叁万玖仟元整（¥629000.00）", "第1包：100万元；第2包：50万元"]
)
def test_amounts_that_contradict_each_other_are_uncertain(printed: str) -> None:
    money = read_money(printed)

    assert money is not None
    assert money.uncertain


@pytest.mark.parametrize("printed", ["2024年03月", "第2包", ""])
def test_a_date_or_a_lot_is_no_money(printed: str) -> None:
    money = read_money(printed)

    assert money is None or money.value is None


@given(st.decimals(min_value=1, max_value=10**7, places=4))
def test_ten_thousand_yuan_and_yuan_say_the_same(number: Decimal) -> None:
    wan, yuan = read_money(f"{number}万元"), read_money(f"{number * 10000:,.0f}元")

    assert wan is not None
    assert yuan is not None
    assert wan.value == yuan.value


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    money = read_money(text)

    assert money is None or money.value is None or money.value > 0


def test_a_foreign_amount_keeps_its_currency_and_the_rate_that_is_stated() -> None:
    found = draft(
        "<h1>示例大学算力服务中标公告</h1><p>采购人：示例大学</p>"
        "<p>中标金额：USD 30,000（按2025年3月1日外汇牌价中间价7.1745折合人民币215,235元）</p>"
    ).amount

    assert found is not None
    assert (found.value, found.currency) == (30_000, "USD")
    assert (found.exchange_rate, found.rate_date) == (Decimal("7.1745"), date(2025, 3, 1))


@pytest.mark.parametrize("run", ["7" * 200_000, "\n" * 200_000, "1," * 100_000])
def test_a_long_run_is_no_amount_and_hides_none(run: str) -> None:
    found = list(stated_in(f"{run}元，合计98,500.00元"))

    assert [money.value for money in found] == [Decimal(98500)]
