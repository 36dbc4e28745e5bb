"""Notices in traditional script and in English give the same facts, quoted as printed."""

from datetime import date

from tests.unit.ingest.test_layouts import draft

TRADITIONAL = (
    "東川工業大學伺服器採購決標公告\n發布日期：2025-05-23\n標案案號：DCGD-15\n標案名稱：大模型伺服器採購案\n"
    "機關名稱：東川工業大學\n得標廠商：東川數聯科技有限公司\n決標金額：人民幣5,398,000元\n"
)
ENGLISH = (
    "Contract Award Notice\nPublished: 18 April 2025\nProject Name: GPU Cloud Computing Service\n"
    "Project No.: LU-2025-0099\nPurchaser: Linhai University of Technology\n"
    "Supplier: Cloudsail Information Technology Co., Ltd.\nAward Amount: CNY 3,986,500.00\n"
)


def test_a_traditional_notice_is_read_and_quoted_as_printed() -> None:
    found = draft(TRADITIONAL)

    assert found.buyer is not None
    assert found.buyer.name == "東川工業大學"
    assert [s.name for s in found.suppliers] == ["東川數聯科技有限公司"]
    assert found.amount is not None
    assert found.amount.value == 5_398_000
    assert found.stage == "award"
    assert found.text == TRADITIONAL.rstrip()
    evidence = found.buyer.evidence
    assert evidence is not None
    assert found.text[evidence.start : evidence.end] == evidence.quote == "東川工業大學"


def test_an_english_notice_is_read() -> None:
    found = draft(ENGLISH)

    assert found.published is not None
    assert found.published.value == date(2025, 4, 18)
    assert found.project_number is not None
    assert found.project_number.value == "LU-2025-0099"
    assert found.buyer is not None
    assert found.buyer.name == "Linhai University of Technology"
    assert [s.name for s in found.suppliers] == ["Cloudsail Information Technology Co., Ltd."]
    assert found.amount is not None
    assert found.amount.value == 3_986_500


def test_an_amendment_says_what_holds_now_and_what_held_before() -> None:
    found = draft(
        "<h1>算力租赁项目更正公告</h1><p>采购人：东川理工大学</p><table><tr><td>更正项</td>"
        "<td>更正前内容</td><td>更正后内容</td></tr><tr><td>预算金额</td><td>9800万元</td>"
        "<td>8600万元</td></tr></table>"
    )

    assert found.budget is not None
    assert found.budget.value == 86_000_000
    assert "9800万元" in found.budget.how
