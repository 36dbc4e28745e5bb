"""Parties in words: whose part a bracket tells, whose subsidiary, who runs it, who it is for."""

import pytest

from contracts.tenders import NoticeStage
from tests.unit.ingest.test_layouts import called, draft, names, value

TENDER = "<h1>设备采购竞争性谈判公告</h1>"
AWARD = "<h1>示例大学设备采购中标结果公告</h1><p>采购人：示例大学</p>"


def test_the_entrusted_agency_is_no_part_of_the_buyers_name() -> None:
    found = draft(
        TENDER
        + "<p>华诚招标代理有限公司受示例科学研究所（以下简称“采购人”）委托，就设备进行谈判。</p>"
    )

    assert called(found.buyer) == "示例科学研究所"
    assert called(found.agency) == "华诚招标代理有限公司"


def test_parts_in_brackets_name_the_parties_without_a_colon() -> None:
    found = draft(
        "<h1>履约验收公告</h1><p>示例区教育局设备采购项目履约验收公告（2024-09-27）</p>"
        "<p>合同主体：采购人（甲方）示例区教育局；供应商（乙方）甲例信息有限公司</p>"
    )

    assert found.stage == NoticeStage.ACCEPTANCE
    assert called(found.buyer) == "示例区教育局"
    assert names(found.suppliers) == ["甲例信息有限公司"]
    assert found.published is not None
    assert found.published.value.isoformat() == "2024-09-27"


@pytest.mark.parametrize(
    "value",
    [
        "全资子公司甲例信息有限公司",
        "控股子公司甲例信息有限公司",
        "乙例集团股份有限公司全资子公司甲例信息有限公司",
        "下属全资孙公司甲例信息有限公司",
        "甲例信息有限公司（示例市示例区）",
        "甲例信息有限公司（广东省示例市）",
    ],
)
def test_whose_it_is_and_where_it_sits_is_no_part_of_a_name(value: str) -> None:
    assert names(draft(f"{AWARD}<p>中标人：{value}</p>").suppliers) == ["甲例信息有限公司"]


@pytest.mark.parametrize("name", ["甲例信息（北京）有限公司", "甲例医院（示例市）"])
def test_a_place_that_belongs_to_a_name_stays(name: str) -> None:
    assert names(draft(f"{AWARD}<p>中标人：{name}</p>").suppliers) == [name]


def test_members_of_a_consortium_stand_apart_in_a_cell() -> None:
    found = draft(
        f"{AWARD}<table><tr><td>中标人</td><td>甲例信息有限公司（联合体牵头人）<br>"
        "乙例计算有限公司（联合体成员）</td></tr></table>"
    )

    assert names(found.suppliers) == ["甲例信息有限公司", "乙例计算有限公司"]


@pytest.mark.parametrize(
    "label",
    [
        "拟定单一来源供应商",
        "拟定的单一来源供应商",
        "拟采用单一来源供应商",
        "拟成交供应商",
        "唯一供应商",
    ],
)
def test_the_sole_source_is_named_in_many_ways(label: str) -> None:
    found = draft(
        f"<h1>设备单一来源采购公示</h1><p>采购人：示例大学</p><p>{label}：甲例信息有限公司</p>"
    )

    assert names(found.suppliers) == ["甲例信息有限公司"]


@pytest.mark.parametrize(
    ("page", "agency"),
    [
        ("<p>招标人：示例集团有限公司</p><p>招标机构：华诚招标有限公司</p>", "华诚招标有限公司"),
        ("<p>采购机构：某部采购服务站</p><p>采购单位：示例大学</p>", "某部采购服务站"),
    ],
)
def test_who_runs_the_purchase_beside_the_buyer_is_its_agency(page: str, agency: str) -> None:
    found = draft(TENDER + page)

    assert called(found.agency) == agency
    assert found.buyer is not None
    assert found.buyer.name != agency


def test_a_purchasing_body_alone_is_the_buyer() -> None:
    found = draft(f"{TENDER}<p>采购机构：示例市第一人民医院</p>")

    assert found.agency is None
    assert called(found.buyer) == "示例市第一人民医院"


def test_an_office_is_no_buyer_and_the_masthead_is() -> None:
    found = draft(
        "<div>示例医学研究院<span>Example Institute of Medicine</span></div>"
        "<h2>云资源服务商遴选公告</h2>"
        "<div>发布日期：2023-05-16　发布部门：信息中心</div><p>我院拟遴选一家服务商。</p>"
    )
    unnamed = draft(
        "<h2>云资源服务商遴选公告</h2><p>发布部门：信息中心</p><p>遴选编号：LX-2023-015</p>"
    )

    assert called(found.buyer) == "示例医学研究院"
    assert unnamed.buyer is None


def test_who_publishes_an_article_buys() -> None:
    found = draft(
        "【采购】示例高等研究院公开征集供应商\n\n"
        "原创 综合办 示例高等研究院 2024-01-15 18:30 发表于湖北\n\n"
        "我院拟通过比价方式采购一批设备。\n"
    )

    assert called(found.buyer) == "示例高等研究院"
    assert found.published is not None
    assert found.published.value.isoformat() == "2024-01-15"


def test_the_department_that_needs_it_uses_it() -> None:
    found = draft(f"{TENDER}<p>我校计算机学院拟采购一批设备。</p><p>示例大学</p>")
    office = draft(f"{TENDER}<p>我校信息中心拟采购一批设备。</p><p>示例大学</p>")
    itself = draft(f"{TENDER}<p>采购人：示例大学</p><p>用户单位：示例大学</p>")

    assert names(found.end_users) == ["计算机学院"]
    assert office.end_users == ()
    assert itself.end_users == ()


def test_english_brackets_and_sentences_tell_who_buys_and_who_runs_it() -> None:
    called = draft(
        "<h1>Invitation to Tender</h1><p>1. The Alpha - Beta Institute of Technology "
        '(the "Purchaser") invites sealed tenders. The tender is administered by Example '
        'Services Co., Ltd. (the "Tendering Agent").</p>'
    )
    run = draft(
        '<h1>Invitation for Bids</h1><p>Example University (the "Purchaser") invites sealed bids. '
        "Bidding is organised by Example Tendering Co., Ltd.</p>"
    )
    own = draft(
        "<h1>Invitation to Tender</h1><p>Example University invites tenders.</p>"
        "<p>The tender is run by Example Motors Co., Ltd.</p>"
    )

    assert called.buyer is not None
    assert called.buyer.name == "Alpha - Beta Institute of Technology"
    assert called.agency is not None
    assert called.agency.name == "Example Services Co., Ltd."
    assert run.agency is not None
    assert run.agency.name == "Example Tendering Co., Ltd."
    assert own.agency is None


@pytest.mark.parametrize(
    "title",
    ["竞价公告：离心机等设备采购", "【竞价公告】训练算力租赁", "公开取得报价单或企划书公告"],
)
def test_a_title_may_begin_with_its_kind(title: str) -> None:
    found = draft(
        f"<div>{title}</div><table><tr><td>采购单位</td><td>示例大学</td></tr>"
        "<tr><td>付款方式</td><td>验收合格后付款，最低价成交</td></tr></table>"
    )

    assert found.stage == NoticeStage.TENDER


def test_a_date_behind_what_readers_press_is_of_the_notice() -> None:
    found = draft(
        "示例大学仪器采购公开招标公告\n\n【字体：大 中 小】 2024-05-14\n\n采购单位：示例大学\n"
    )

    assert found.published is not None
    assert found.published.value.isoformat() == "2024-05-14"


def test_a_number_behind_a_panels_opinion_is_not_covered() -> None:
    found = draft(
        "<h1>家具采购成交结果公告</h1><p>根据谈判小组评审意见，家具采购（采购编号：EX2021-088）结果如下：</p>"
        "<p>采购人：示例图书馆</p><p>谈判小组：何某、邝某</p>"
    )

    assert value(found.project_number) == "EX2021-088"
    assert "邝某" not in found.text


def test_brackets_behind_names_do_not_hide_who_entrusted_whom() -> None:
    found = draft(
        f"{TENDER}<p>华诚招标代理有限公司（招标代理机构）受示例集团有限公司（招标人）的委托，对平台招标。</p>"
    )

    assert called(found.buyer) == "示例集团有限公司"
    assert called(found.agency) == "华诚招标代理有限公司"


@pytest.mark.parametrize(
    "line",
    [
        "经谈判，最终由甲例信息有限公司（示例市高新区）以66.8万元中标。",
        "<p>受托方：甲例信息有限公司</p>",
        "<p>甲例信息有限公司：</p><p>经评审，确定贵公司为中标人。</p>",
    ],
)
def test_the_winner_is_told_in_many_sentences(line: str) -> None:
    assert names(draft(f"{AWARD}<div>{line}</div>").suppliers) == ["甲例信息有限公司"]


def test_who_is_to_be_invited_alone_is_the_sole_source() -> None:
    found = draft(
        "<h1>示例大学节点扩容单一来源公示</h1><p>我校超算中心拟扩容节点4台。</p>"
        "<p>拟邀请甲例信息有限公司（地址：示例路1号）以单一来源方式参与，不能从原供应商处采购。</p>"
        "<p>示例大学采购与招标中心</p>"
    )

    assert names(found.suppliers) == ["甲例信息有限公司"]
    assert called(found.buyer) == "示例大学"


def test_from_whom_it_is_agreed_to_buy_is_the_supplier() -> None:
    found = draft(f"{AWARD}<p>经研究，同意向甲例信息有限公司采购云资源。</p>")

    assert names(found.suppliers) == ["甲例信息有限公司"]
