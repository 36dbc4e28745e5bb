"""Layouts of portals, each in the smallest page that shows it; made up, shaped like real ones."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.parties import Party
from contracts.tenders import TenderReceived
from services.ingest.domain.organisations import is_organisation, valid_code
from services.ingest.domain.reading import TenderRead, read
from services.ingest.domain.source import SourceInfo

SOURCE = SourceInfo(datetime(2024, 8, 1, tzinfo=UTC))
TITLE = "<h1>示例大学算力服务中标公告</h1>"


def draft(markup: str) -> TenderReceived:
    (reading,) = read(markup.encode(), SOURCE)
    assert isinstance(reading, TenderRead), reading
    return reading.draft


def names(parties: tuple) -> list[str]:
    return [party.name for party in parties]


def called(party: Party | None) -> str:
    assert party is not None
    return party.name


def value(fact: Any) -> Any:
    assert fact is not None
    return fact.value


def total(found: TenderReceived) -> Decimal | None:
    assert found.amount is not None
    return found.amount.value


@pytest.mark.parametrize(
    "page",
    [
        "<p>采购人：示例大学</p>",
        "<p>采 购 人：示例大学</p>",
        "<p>一、采购人（甲方）：示例大学（盖章）</p>",
        "<p>招标（采购）人名称：<br>示例大学</p>",
        "<p>1.采购人信息</p><p>名 称：示例大学</p><p>地 址：示例路1号</p>",
        "<p>一、采购人</p><p>名称：示例大学</p>",
        "<table><tr><td>采购单位</td><td>示例大学</td></tr></table>",
        "<table><tr><td><p>采购</p><p>单位</p></td><td><p>示例大学</p></td></tr></table>",
        "<table><tr><th>采购单位</th><td><table><tr><td>示例大学</td></tr></table></td></tr></table>",
        "<p>某招标有限公司受示例大学的委托，就算力服务组织采购。</p>",
        "<p><span>采购</span><span>人</span>：示例<b>大学</b></p>",
    ],
)
def test_the_buyer_is_found_however_it_is_labelled(page: str) -> None:
    found = draft(TITLE + page)

    assert found.buyer is not None
    assert found.buyer.name == "示例大学"
    assert "buyer" not in found.uncertain


@pytest.mark.parametrize(
    ("line", "yuan"),
    [
        ("拟采购金额：1,263,000元", 1_263_000),
        ("合同总额：人民币 2,980 千元", 2_980_000),
        ("原“最高限价：98万元”不变", 980_000),
    ],
)
def test_sums_are_read_under_their_many_names(line: str, yuan: int) -> None:
    found = draft(f"<h1>示例大学GPU服务器采购合同公告</h1><p>采购人：示例大学</p><p>{line}</p>")

    stated = found.amount or found.budget
    assert stated is not None
    assert stated.value == yuan


def test_who_is_told_in_sentences_is_found() -> None:
    entrusted = draft(
        "<h1>示例大学设备招标公告</h1><p>受示例大学委托，华诚招标集团有限公司就设备进行招标。</p>"
    )
    letter = draft(
        "<h1>示例大学服务器中标通知</h1><p>致：武汉睿算科技有限公司</p>"
        "<p>贵公司参加我校组织的投标，经评审，确定贵公司为中标单位。</p><p>采购人：示例大学</p>"
    )
    signed = draft(
        "<h1>设备单一来源公示</h1><p>拟租用设备。</p><p>东浦理工大学 采购与招标管理办公室</p>"
    )

    assert entrusted.agency is not None
    assert entrusted.agency.name == "华诚招标集团有限公司"
    assert [party.name for party in letter.suppliers] == ["武汉睿算科技有限公司"]
    assert signed.buyer is not None
    assert signed.buyer.name == "东浦理工大学"


@pytest.mark.parametrize(
    "page",
    [
        "<p>采购人：联系人</p>",
        "<p>采购人：张老师</p>",
        "<p>采购人联系人：李某</p>",
        "<p>采购人：详见附件</p>",
        "<table><tr><td>采购单位：</td><td>联系人</td></tr>"
        "<tr><td>采购单位地址：</td><td>示例路1号</td></tr></table>",
    ],
)
def test_a_person_or_a_remark_is_no_buyer(page: str) -> None:
    found = draft(TITLE + page)

    assert found.buyer is None or found.buyer.name == "示例大学"  # as the title says
    assert "buyer" in found.uncertain


SUPPLIERS = (
    "<table><tr><td>包号</td><td>中标供应商</td><td>中标金额（万元）</td></tr>"
    "<tr><td>1</td><td>甲示例科技有限公司</td><td>12.5</td></tr>"
    "<tr><td>2</td><td>乙示例科技有限公司</td><td>7.5</td></tr></table>"
)


def test_packages_in_a_table_are_summed_in_the_unit_of_the_header() -> None:
    found = draft(TITLE + SUPPLIERS)

    assert total(found) == Decimal(200000)
    assert names(found.suppliers) == ["甲示例科技有限公司", "乙示例科技有限公司"]


def test_a_stated_total_stands_before_its_packages_and_is_checked_against_them() -> None:
    agreeing = draft(TITLE + "<p>总中标金额：20万元</p>" + SUPPLIERS)
    differing = draft(TITLE + "<p>总中标金额：25万元</p>" + SUPPLIERS)

    assert (total(agreeing), "amount" in agreeing.uncertain) == (Decimal(200000), False)
    assert (total(differing), "amount" in differing.uncertain) == (Decimal(250000), True)


def test_a_row_of_sums_is_not_summed_again() -> None:
    row = "<tr><td>合计</td><td></td><td>20</td></tr></table>"

    assert total(draft(TITLE + SUPPLIERS.replace("</table>", row))) == Decimal(200000)


def test_an_amount_told_twice_counts_once() -> None:
    page = "<p>中标金额：20万元</p><p>中标（成交）金额：200000元</p>"

    assert total(draft(TITLE + page)) == Decimal(200000)


def test_two_different_amounts_without_packages_are_not_added_but_flagged() -> None:
    found = draft(TITLE + "<p>中标金额：20万元</p><p>中标金额：30万元</p>")

    assert total(found) == Decimal(200000)
    assert "amount" in found.uncertain


def test_a_package_without_a_readable_amount_makes_the_sum_uncertain() -> None:
    found = draft(TITLE + SUPPLIERS.replace("7.5", "废标"))

    assert "乙示例科技有限公司" in names(found.suppliers)
    assert total(found) == Decimal(125000)


def test_a_discount_is_no_amount() -> None:
    found = draft(TITLE + "<p>中标金额：下浮率 12%</p>")

    assert total(found) is None
    assert "amount" in found.uncertain


def test_the_fee_of_the_agency_is_not_the_amount() -> None:
    page = "<p>代理服务收费标准及金额：0.35万元</p><p>中标金额：19.9804万元</p>"

    assert total(draft(TITLE + page)) == Decimal(199804)


def test_a_notice_that_awards_nothing_has_a_budget_and_no_amount() -> None:
    found = draft(
        "<h1>示例大学算力服务公开招标公告</h1><p>预算金额：20万元</p><p>投标报价：见格式</p>"
    )

    assert found.amount is None
    assert found.suppliers == ()
    assert found.budget is not None
    assert found.budget.value == Decimal(200000)


def test_second_and_third_place_are_candidates_and_not_paid() -> None:
    found = draft(
        TITLE + "<table><tr><td>排序</td><td>中标供应商名称</td><td>中标金额(万元)</td></tr>"
        "<tr><td>第一名</td><td>甲示例科技有限公司</td><td>12</td></tr>"
        "<tr><td>第二名</td><td>乙示例科技有限公司</td><td>13</td></tr></table>"
    )

    assert names(found.suppliers) == ["甲示例科技有限公司"]
    assert names(found.candidates) == ["乙示例科技有限公司"]
    assert total(found) == Decimal(120000)


def test_candidates_of_a_candidate_notice_are_no_suppliers() -> None:
    found = draft(
        "<h1>示例大学算力服务中标候选人公示</h1>"
        "<p>第一中标候选人：甲示例科技有限公司</p><p>第二中标候选人：乙示例科技有限公司</p>"
    )

    assert found.suppliers == ()
    assert names(found.candidates) == ["甲示例科技有限公司", "乙示例科技有限公司"]


def test_a_first_price_that_is_no_number_spoils_no_notice() -> None:
    found = draft(
        "<h1>示例银行令牌采购中标结果公告</h1><p>招标人：示例银行股份有限公司</p>"
        f"<p>第一中标候选人：甲示例科技有限公司，报价：1,{'9' * 400},000元</p>"
        "<p>第二中标候选人：乙示例科技有限公司，报价：1,098,000元</p>"
    )

    assert found.buyer is not None
    assert found.amount is not None
    assert found.amount.value is None
    assert "amount" in found.uncertain


def test_members_of_a_consortium_are_told_apart() -> None:
    found = draft(
        TITLE + "<p>中标供应商：甲示例科技有限公司（联合体牵头人）、乙示例大学（联合体成员）</p>"
    )

    assert names(found.suppliers) == ["甲示例科技有限公司", "乙示例大学"]


def test_the_credit_code_beside_a_supplier_is_kept_with_its_check() -> None:
    found = draft(
        TITLE + "<table><tr><td>供应商名称</td><td>甲示例科技有限公司</td>"
        "<td>统一社会信用代码</td><td>91350100M000100Y43</td></tr></table>"
    )

    ((code,),) = (party.identifiers for party in found.suppliers)
    assert (code.scheme, code.id, code.valid) == ("CN-USCC", "91350100M000100Y43", True)


def test_only_the_package_that_failed_is_cancelled() -> None:
    one = draft("<h1>示例大学算力服务（第2包）废标公告</h1><p>采购人：示例大学</p>")
    whole = draft("<h1>示例大学算力服务废标公告</h1><p>采购人：示例大学</p>")
    partly = draft(TITLE + "<p>第2包：有效供应商不足三家，废标。</p>")

    assert (one.cancelled, one.cancelled_packages) == (False, ("第2包",))
    assert (whole.cancelled, whole.cancelled_packages) == (True, ())
    assert (partly.cancelled, partly.cancelled_packages) == (False, ("第2包",))


@pytest.mark.parametrize(
    "page",
    [
        '<meta name="PubDate" content="2024-03-21 10:00">',
        "<p>发布时间：2024年3月21日</p>",
        "<p>公告日期： 2024/03/21</p>",
        "<p>示例大学</p><p>2024年3月21日</p>",
    ],
)
def test_the_date_is_read_where_it_is_printed(page: str) -> None:
    found = draft(f"<html><head></head><body>{page}{TITLE}</body></html>")

    assert found.published is not None
    assert found.published.value == date(2024, 3, 21)


def test_the_date_of_another_notice_is_not_this_ones() -> None:
    found = draft(TITLE + "<p>招标公告发布日期：2024年2月1日</p><p>采购人：示例大学</p>")

    assert found.published is None


def test_cells_without_rows_and_wrappers_between_cells_are_kept() -> None:
    found = draft(
        TITLE + "<table><th>成交供应商</th><th>金额（元）</th><th>地址</th>"
        "<tr><span></span><td>甲示例科技有限公司</td><span></span><td>￥267,500.00</td><td></td></tr></table>"
    )

    assert names(found.suppliers) == ["甲示例科技有限公司"]
    assert total(found) == Decimal(267500)


def test_a_cell_that_spans_rows_does_not_shift_the_columns() -> None:
    found = draft(
        TITLE + "<table><tr><td>类别</td><td>供应商名称</td><td>中标金额（元）</td></tr>"
        '<tr><td rowspan="2">服务</td><td>甲示例科技有限公司</td><td>100</td></tr>'
        "<tr><td>乙示例科技有限公司</td><td>200</td></tr></table>"
    )

    assert names(found.suppliers) == ["甲示例科技有限公司", "乙示例科技有限公司"]
    assert total(found) == Decimal(300)


def test_bidders_in_a_score_sheet_have_won_nothing() -> None:
    found = draft(
        TITLE + "<p>中标供应商：甲示例科技有限公司</p><table>"
        "<tr><td>供应商名称</td><td>技术得分</td><td>综合得分</td></tr>"
        "<tr><td>甲示例科技有限公司</td><td>50</td><td>90</td></tr>"
        "<tr><td>乙示例科技有限公司</td><td>40</td><td>80</td></tr></table>"
    )

    assert names(found.suppliers) == ["甲示例科技有限公司"]


def test_a_score_beside_the_amount_of_the_winner_is_no_score_sheet() -> None:
    found = draft(
        TITLE + "<table><tr><td>供应商名称</td><td>中标金额（元）</td><td>评审总得分</td></tr>"
        "<tr><td>甲示例科技有限公司</td><td>199804</td><td>90</td></tr></table>"
    )

    assert names(found.suppliers) == ["甲示例科技有限公司"]
    assert total(found) == Decimal(199804)


ONE_TABLE = (
    "<table><tr><td>供应商名称</td><td>中标金额（元）</td><td>地址</td></tr>"
    "<tr><td>甲示例科技有限公司</td><td>100</td><td>示例路</td></tr></table>"
)


def test_a_table_told_again_counts_once_and_two_lots_of_one_price_count_twice() -> None:
    again = draft(TITLE + ONE_TABLE + "<p>四、主要标的信息</p>" + ONE_TABLE)
    lots = draft(TITLE + "<p>合同包1：</p>" + ONE_TABLE + "<p>合同包2：</p>" + ONE_TABLE)

    assert (total(again), total(lots)) == (Decimal(100), Decimal(200))


def test_a_list_of_intentions_has_no_single_name() -> None:
    found = draft(
        "<h1>示例大学2024年5月政府采购意向</h1><table>"
        "<tr><td>序号</td><td>采购项目名称</td><td>预算金额（万元）</td></tr>"
        "<tr><td>1</td><td>算力服务</td><td>20</td></tr>"
        "<tr><td>2</td><td>窗帘采购</td><td>5</td></tr></table>"
    )

    assert "project_name" in found.uncertain


def test_the_end_user_is_not_the_buyer() -> None:
    found = draft(TITLE + "<p>采购人：示例采购中心</p><p>最终用户：示例研究院</p>")

    assert found.buyer is not None
    assert (found.buyer.name, names(found.end_users)) == ("示例采购中心", ["示例研究院"])


def test_what_is_longer_than_a_message_is_cut_and_flagged() -> None:
    found = draft(TITLE + "<p>采购人：示例大学</p>" + "<p>技术要求说明。</p>" * 40_000)

    assert len(found.text) == 200_000
    assert found.unread_content
    assert "200,000" in (found.unread_reason or "")


@pytest.mark.parametrize("name", ["张三", "李老师", "无", "/", "详见附件", "123456.00元", "联系人"])
def test_a_person_an_amount_or_a_remark_is_no_organisation(name: str) -> None:
    assert not is_organisation(name)


def test_the_check_digit_of_gb_32100() -> None:
    assert valid_code("91350100M000100Y43")
    assert not valid_code("91350100M000100Y44")
    assert not valid_code("9135021")
