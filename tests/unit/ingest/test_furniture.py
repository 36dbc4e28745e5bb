"""What stands around a notice on its page is not read as the notice."""

import pytest

from tests.unit.ingest.test_layouts import draft

OTHER = "关于采购英伟达A100服务器（32台）单一来源的公示"
BODY = (
    "<h3>厨房灶具采购中标公告</h3><p>发布时间：2025-05-06</p><div class='{hook}'>"
    "<p>项目编号：QX-14</p><p>采购人：青溪大学</p><p>中标供应商：青溪炊具制造有限公司</p>"
    "<p>中标金额：76.6万元</p><p>采购内容：厨房灶具一批</p></div>"
)
FURNITURE = [
    f'<p>上一条：<a href="1.htm">{OTHER}</a></p>',
    f'<a href="1.htm">上一篇：{OTHER}</a>',
    f'<ul class="pn"><li><em>上一篇</em><a href="1.htm">{OTHER}</a></li></ul>',
    f'上一篇: <a href="1.htm">{OTHER}</a><br>下一篇: 没有了',
    f'<table><tr><td>上一篇</td><td><a href="1.htm">{OTHER}</a></td></tr></table>',
    f"<div><span>上一条：</span><span>{OTHER}</span></div>",
    f'<div class="rel"><h3>相关公告</h3><ul><li><a href="2">{OTHER}</a></li></ul></div>',
    f'<div><div>最新公告</div><ul><li><a href="3">{OTHER}</a><span>2025-05-01</span></li>'
    '<li><a href="4">食堂采购公告</a><span>2025-05-01</span></li></ul></div>',
    f'<div class="aside"><div>热门推荐</div><a href="3">{OTHER}</a><a href="4">食堂</a></div>',
    '<div class="links"><b>友情链接</b> <a>中国政府采购网</a> <a>A100云</a></div>',
    "<table><tr><td>主办：财政局　本站由A100云提供计算服务</td></tr></table>",
    "<form><span>热门搜索：</span><a>英伟达A100</a> <a>ChatGPT</a></form>",
]


@pytest.mark.parametrize("hook", ["v_news_content", "con"])
@pytest.mark.parametrize("before", [True, False], ids=["above", "below"])
@pytest.mark.parametrize("piece", FURNITURE)
def test_neither_links_nor_footers_are_read(piece: str, before: bool, hook: str) -> None:
    body = BODY.format(hook=hook)

    found = draft(f"<html><body>{piece + body if before else body + piece}</body></html>")

    assert "A100" not in found.text
    assert found.title is not None
    assert found.title.value == "厨房灶具采购中标公告"
    assert [s.name for s in found.suppliers] == ["青溪炊具制造有限公司"]


def test_a_block_that_states_facts_stays_whatever_it_is_called() -> None:
    page = BODY.format(hook="bottom links related")

    assert "采购人：青溪大学" in draft(page).text


def test_links_to_documents_are_attachments_and_stay() -> None:
    page = BODY.format(hook="con") + (
        '<p>附件：<a href="a.pdf">采购清单.pdf</a> <a href="b.docx">参数.docx</a></p>'
    )

    assert "采购清单.pdf" in draft(page).text


def test_text_cut_at_a_fixed_width_is_joined_again() -> None:
    sentence = "宁川科学技术研究院类脑计算研究所因科研需要租用云服务器现将成交结果公告如下"
    width = 24
    lines = "\n".join((sentence * 4)[at : at + width] for at in range(0, len(sentence) * 4, width))

    found = draft(f"成交结果公告\n采购人：示例大学\n{lines}。\n项目编号：A-2025-7\n")

    assert sentence * 2 in found.text
    assert found.project_number is not None
    assert found.project_number.value == "A-2025-7"
