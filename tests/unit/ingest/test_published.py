"""The day of publication wherever the top of a page shows it, and days that are none."""

import pytest

from tests.unit.ingest.test_layouts import draft

TITLE = "示例大学算力服务竞争性磋商公告"
BUYER = "<p>一、采购人：示例大学</p>"


@pytest.mark.parametrize(
    "head",
    [
        f"<h1>{TITLE}</h1><p>2024-05-24 09:12 资产管理处</p>",
        f"<h1>{TITLE}</h1><p>[2024-05-24] [信息部] [浏览：88]</p>",
        f"<h1>{TITLE}</h1><p>2024年05月24日 国企采购 / 货物</p>",
        f"<h1>{TITLE}</h1><p>2024-05-24 17:00 招标编号：SL-2024-07</p>",
        f"<h1>{TITLE}</h1><p>示例大学设备管理处 2024年5月24日</p>",
        f"<p>{TITLE}2024-05-24 15:10:42</p>",
        f"<h1>{TITLE}</h1><p>系统发布时间：2024年05月24日 公告类型：磋商</p>",
        f"<h1>{TITLE}</h1><p>发布：2024-05-24</p>",
        f"<h1>{TITLE}</h1><p>结果公告发布日期：2024-05-24</p>",
        f"<h1>{TITLE}</h1><p>Published 24 May 2024 · Procurement Office</p>",
        f"<h1>{TITLE}</h1><table><tr><td>Date of notice</td><td>May 24, 2024</td></tr></table>",
    ],
)
def test_the_top_of_a_page_says_when_it_was_published(head: str) -> None:
    found = draft(f"{head}{BUYER}<p>投标截止时间：2024年6月9日</p>")

    assert found.published is not None
    assert found.published.value.isoformat() == "2024-05-24"


@pytest.mark.parametrize(
    "head",
    [
        "<p>2024年6月1日至2024年6月9日</p>",
        "<p>开标时间 2024-06-09 09:30</p>",
        "<p>2024年6月9日 投标截止</p>",
        "<p>2024-06-09 17:00前 送达</p>",
        "<p>首次公告日期：2024年5月1日</p>",
        "<p>采购公告发布日期：2024年5月1日</p>",
        "<table><tr><td>竞价开始</td><td>2024-06-01 10:00</td></tr></table>",
    ],
)
def test_a_day_of_something_else_is_not_the_day_of_publication(head: str) -> None:
    assert draft(f"<h1>{TITLE}</h1>{head}{BUYER}").published is None


def test_lines_of_english_cut_at_a_width_are_joined_with_a_space() -> None:
    text = (
        "CONTRACT AWARD NOTICE\nIssued by: Procurement Division, Example Institute of Chemistry\n"
        "Date of publication: 2024-05-24\n"
        "The compute servers for molecular dynamics are delivered with\n"
        "accelerators that were validated by the Institute in its own\n"
        "laboratory and that share the firmware of the machines which\n"
        "were bought in the year before from the same manufacturer so\n"
        "that no further licences are needed.\n"
    )
    found = draft(text)

    assert "delivered with accelerators" in found.text
    assert found.published is not None
    assert found.published.value.isoformat() == "2024-05-24"
