"""Labels that no table lists are read word by word; money under no label is a doubt."""

from decimal import Decimal

import pytest

from services.ingest.domain.label_grammar import composed
from services.ingest.domain.label_table import LABELS
from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.reading import TenderRead, read
from tests.unit.ingest.test_layouts import SOURCE, draft, names


@pytest.mark.parametrize(
    ("label", "fact"),
    [
        ("本次合同签约总金额", "amount"),
        ("最终结算价款（含税）", "amount"),
        ("本项目采购预算总额", "budget"),
        ("合同预算价", "budget"),
        ("最高投标总限价", "budget"),
        ("拟签约供货商名称", "supplier"),
        ("询比单位名称", "buyer"),
        ("甲方单位名称", "buyer"),
        ("招标代理公司", "agency"),
        ("集采机构", "agency"),
        ("竞价发起单位", "buyer"),
        ("采购人/甲方", "buyer"),
        ("预算单位名称", "buyer"),
        ("Issued by", "buyer"),
        ("拟唯一供应商名称", "supplier"),
        ("乙方名称", "supplier"),
        ("Successful tenderer", "supplier"),
        ("使用科室", "end_user"),
        ("End-user", "end_user"),
        ("标段预算（万元）", "budget"),
        ("投标最高限价", "budget"),
        ("Estimated contract value", "budget"),
        ("投标总报价（元）", "bid"),
        ("Total contract price", "amount"),
        ("招标登记编号", "project_number"),
        ("项目编号及包号", "project_number"),
        ("Tender ref. no.", "project_number"),
        ("系统发布时间", "published"),
        ("公示起始时间", "published"),
        ("Date of award notice", "published"),
    ],
)
def test_a_label_is_known_by_its_words(label: str, fact: str) -> None:
    assert FACT_OF.get(label_of(label)[0], "") == fact


@pytest.mark.parametrize(
    "label",
    [
        *("履约保证金金额", "中标服务费", "合同单价", "投标报价折扣率", "代理服务收费标准"),
        *(
            "首次公告日期",
            "采购公告发布日期",
            "公告期限",
            "申请人",
            "Closing date",
            "Bid bond",
            "银行账号",
        ),
        *(
            "本次支付金额",
            "采购人联系方式",
            "资金来源",
            "项目负责人",
            "供应商资格",
            "合同签订单位",
            "中标通知书",
        ),
    ],
)
def test_a_word_of_something_else_makes_it_another_label(label: str) -> None:
    assert label_of(label) == ("", "")


def test_the_grammar_agrees_with_the_table() -> None:
    said = {label: composed(label) for labels in LABELS.values() for label in labels}

    assert {n: m for n, m in said.items() if m and FACT_OF[m] != FACT_OF[n]} == {}


def test_the_only_money_of_an_award_is_read_and_doubted() -> None:
    found = draft(
        "<h1>示例大学算力服务中标公告</h1><p>中标供应商：示例云计算有限公司</p>"
        "<p>该公司以三年136.5万元的条件承接。</p><p>代理服务费：1.2万元</p>"
    )

    assert found.amount is not None
    assert (found.amount.value, found.amount.uncertain) == (Decimal(1365000), True)
    assert "amount" in found.uncertain


def test_two_sums_under_no_label_are_quoted_and_not_chosen_from() -> None:
    found = draft(
        "<h1>示例大学算力服务中标公告</h1><p>中标供应商：示例云计算有限公司</p>"
        "<p>第一年付80万元，第二年付56.5万元。</p>"
    )

    assert found.amount is not None
    assert (found.amount.value, found.amount.uncertain) == (None, True)
    assert "80万元" in found.amount.quote


@pytest.mark.parametrize(
    "line",
    [
        "代理服务费1.2万元由中标人支付",
        "投标保证金：人民币20000元",
        "注册资本不少于500万元",
        "单价为3200元/月",
        "招标文件售价500元",
    ],
)
def test_fees_deposits_and_rates_are_not_taken_for_the_amount(line: str) -> None:
    found = draft(
        f"<h1>示例大学算力服务中标公告</h1><p>中标供应商：示例云计算有限公司</p><p>{line}。</p>"
    )

    assert found.amount is None


def test_headings_in_plain_text_are_no_winners() -> None:
    (reading,) = read(
        "示例区教育局云资源租赁成交结果公告\n三、中标（成交）信息\n1.中标结果：\n"
        "序号  中标（成交）金额(元)  中标供应商名称  中标供应商地址\n"
        "1  735000  示例信息网络科技有限公司  示例路700号\n"
        "采购人：示例区教育局\n".encode(),
        SOURCE,
    )
    assert isinstance(reading, TenderRead)

    assert names(reading.draft.suppliers) == ["示例信息网络科技有限公司"]
