"""Parties whom no label names: sentences that call them by their part, announce or sign."""

import pytest

from tests.unit.ingest.test_layouts import called, draft, names, value


def test_a_sentence_says_who_is_called_what() -> None:
    found = draft(
        "证券代码：600XXX 公告编号：2025-019\n示例智服股份有限公司\n关于签订重大合同的公告\n"
        "近日，示例智服股份有限公司（以下简称“公司”或“乙方”）与江州（东区）算力有限公司（以下简称"
        "“甲方”）签订了合同（合同编号：SL-2025-002），合同总金额为人民币1.92亿元（含税）。\n"
        "示例智服股份有限公司董事会\n2025年3月24日\n"
    )

    assert called(found.buyer) == "江州（东区）算力有限公司"
    assert names(found.suppliers) == ["示例智服股份有限公司"]
    assert value(found.amount) == 192_000_000
    assert value(found.project_number) == "SL-2025-002"  # not that of the announcement


@pytest.mark.parametrize(
    "sentence",
    [
        "华诚咨询有限公司（以下简称“代理机构”）受江州粮食和物资储备局（以下简称“采购人”）委托招标。",
        "受江州粮食和物资储备局（简称：采购人）委托，由华诚咨询有限公司（下称采购代理机构）组织招标。",
        "江州粮食和物资储备局（以下称为招标人）委托华诚咨询有限公司（以下称为招标代理机构）招标。",
    ],
)
def test_a_party_keeps_its_whole_name(sentence: str) -> None:
    found = draft(f"<h1>粮库设备招标公告</h1><p>{sentence}</p>")

    assert called(found.buyer) == "江州粮食和物资储备局"
    assert called(found.agency) == "华诚咨询有限公司"


@pytest.mark.parametrize(
    ("page", "buyer"),
    [
        ("<p>示例学院现诚邀供应商递交标书。</p>", "示例学院"),
        ("<p>示例人民医院信息科</p><p>2024年8月29日</p>", "示例人民医院"),
        ("<p>示例大学实验室与设备管理处</p>", "示例大学"),
        ("<p>申购单位：示例大学</p>", "示例大学"),
        ("<p>採購實體：示例大學</p>", "示例大學"),
        (
            "<p>Lakeview Example University (the “University”) invites sealed tenders.</p>",
            "Lakeview Example University",
        ),
        (
            "<h2>Notice</h2><p>The Institute of Public Health (Suzhou) announces the result.</p>",
            "Institute of Public Health (Suzhou)",
        ),
    ],
)
def test_who_announces_or_signs_is_the_buyer(page: str, buyer: str) -> None:
    found = draft(
        f"<h1>服务器采购询价公告</h1><p>内容见下，请于规定时间内将密封的报价文件送达指定地点。</p>{page}"
    )

    assert called(found.buyer) == buyer


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>项目</td><td>单位</td><td>数量</td></tr>"
        "<tr><td>API</td><td>百万 tokens</td><td>60</td></tr></table>",
        "<p>The supplier will set up and invites the Institute to a meeting.</p>",
        "<p>Example Tendering Agency invites sealed tenders.</p>",
    ],
)
def test_neither_a_measure_nor_an_agency_buys(page: str) -> None:
    assert draft(f"<h1>API服务询价公告</h1><p>项目编号：A-2024-1</p>{page}").buyer is None


def test_who_publishes_is_the_buyer_but_a_winner_alone_in_a_line_is_not() -> None:
    found = draft(
        "<h1>服务器采购成交公告</h1><p>发布人：示例大学招标办</p><p>成交供应商</p>"
        "<p>甲示例有限公司</p><p>成交金额（元）</p><p>126000</p>"
    )

    assert called(found.buyer) == "示例大学"
    assert names(found.suppliers) == ["甲示例有限公司"]


def test_who_invites_bids_stands_before_who_owns_the_project() -> None:
    found = draft(
        "<h1>道路施工招标公告</h1><p>本项目业主为示例县交通运输局，招标人为示例公路管理局，"
        "招标代理机构为华诚工程管理有限公司。</p>"
    )

    assert called(found.buyer) == "示例公路管理局"
    assert called(found.agency) == "华诚工程管理有限公司"


def test_who_buys_it_for_them_is_the_supplier() -> None:
    found = draft(
        "<h1>示例学院云资源采购直购公示</h1><p>计划使用云资源，由甲示例数据有限公司代购并代付。</p>"
    )

    assert names(found.suppliers) == ["甲示例数据有限公司"]


def test_an_english_sentence_says_who_was_entrusted_by_whom() -> None:
    found = draft(
        "<h1>Invitation for Bids</h1><p>Northern Tendering Co., Ltd., entrusted by Lakeside Example"
        " University, invites bids for servers. IFB No.: NT-24-01</p>"
    )

    assert called(found.agency) == "Northern Tendering Co., Ltd."
    assert called(found.buyer) == "Lakeside Example University"
