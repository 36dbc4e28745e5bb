"""What stands on a page around the notice: menus, related notices, links, footers. Taken out.

Another notice's title in a list of links would be read as this one's: a purchase of kitchen
ware beside "上一条：采购A100服务器" is no purchase of chips.
"""

import re
from collections.abc import Iterator
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement as Element

_TAGS = ("nav", "footer", "aside", "select", "button", "script", "style", "noscript")
_BLOCKS = frozenset(
    (
        "div",
        "ul",
        "ol",
        "dl",
        "li",
        "p",
        "table",
        "tr",
        "td",
        "section",
        "form",
        "center",
        "span",
        "a",
    )
)
# Parts of class and id names; each page has its own, these recur.
_NAMES = frozenset(
    (
        *("related", "relation", "relate", "relevant", "recommend", "hot", "sidebar", "aside"),
        *("share", "prev", "next", "prevnext", "pager", "pagination", "page", "links", "link"),
        *("flink", "friendlink", "friend", "footer", "foot", "copyright", "crumb", "crumbs"),
        *("breadcrumb", "nav", "menu", "topbar", "toolbar", "login", "search", "fy", "xgwz"),
        *("header", "top", "bottom", "location", "position", "weizhi", "dqwz", "rel", "tags"),
    )
)
_NAME = re.compile(r"[A-Z]?[a-z]+")
_OPENERS = (
    *("上一?(?:篇|条|则)", "下一?(?:篇|条|则)"),
    "相关(?:公告|链接|阅读|推荐|文章|新闻|信息|内容|公示)",
    "热门(?:搜索|推荐|竞价|公告|文章|标签)",
    "推荐(?:阅读|公告|文章)",
    "最新(?:公告|信息|发布|动态|招标|中标)",
    *("友情链接", "延伸阅读", "猜你喜欢", "更多公告", "网站地图", "版权所有"),
    *("主办(?:单位)?[：:]", "承办单位[：:]", "技术支持[：:]", "运维支持", "本站由"),
    *("网站标识码", "备案号", "Copyright", "当前位置", "您(?:所在|现在)的?位置"),
    *("分享到", "打印本页", "关闭窗口"),
)
_OPENS = re.compile(rf"[\s\W]*(?:{'|'.join(_OPENERS)})")
_FIRST = frozenset(opener[0] for opener in _OPENERS)
# A block that states facts is the notice itself, whatever it is called.
_FACTS = re.compile(
    r"(?:项目编号|项目名称|采购人|采购单位|招标人|供应商|中标|成交|预算|合同金额|采购内容|采购需求)[^：:\n]{0,10}[：:]"
)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|zip|rar|7z)(?:[?#]|$)|download|attach", re.IGNORECASE
)
# Ids and classes of the block that holds the notice.
_HOOKS = (
    XPath(
        "//*[@id and contains(' vsb_content zoom mycontent noticeArea ', concat(' ', @id, ' '))]"
    ),
    XPath(
        "//*[@class and (contains(concat(' ', @class, ' '), ' vF_detail_content ')"
        " or contains(concat(' ', @class, ' '), ' v_news_content ')"
        " or contains(concat(' ', @class, ' '), ' wp_articlecontent ')"
        " or contains(concat(' ', @class, ' '), ' TRS_Editor ')"
        " or contains(concat(' ', @class, ' '), ' article-content '))]"
    ),
)
_DATED = re.compile(r"(?:发布|公告|信息|公示|更新)(?:时间|日期)\s*[：:]|^\s*(?:时间|日期)\s*[：:]")
_LINE = 300
_MOSTLY, _DENSE, _FEW_LINKS = 0.5, 0.6, 2
_SHORT_LINE, _LEAST = 200, 60


def without_furniture(root: Element) -> None:
    """Take what is not the notice out of a parsed page."""
    whole = _length(root)
    for element in list(root.iter(*_TAGS)):
        _drop(element)
    _drop_behind_content(root)
    for element in list(root.iter(*_BLOCKS)):
        if _is_furniture(element, whole):
            _drop(element)


def _is_furniture(element: Element, whole: int) -> bool:
    if _is_plain(element) and not _opens(element.text or ""):
        return False  # most blocks: nothing below says more
    text = "".join(element.itertext()).strip()
    if not text or len(text) > _MOSTLY * whole or _FACTS.search(text):
        return False
    if _heads_the_notice(element, text):
        return False
    if _opens(text) and (len(text) <= _SHORT_LINE or _links(element)):
        return True
    return _is_named_so(element) or _is_all_links(element, text)


def _opens(text: str) -> bool:
    """Tell whether a text begins as asides do; most are told by their first letter."""
    first = text.lstrip()[:1]
    return (first in _FIRST or not first.isalnum()) and _OPENS.match(text) is not None


def _is_plain(element: Element) -> bool:
    """A block of text alone, without a name."""
    return len(element) == 0 and not element.get("class") and not element.get("id")


def _heads_the_notice(element: Element, text: str) -> bool:
    """A heading that is no heading of a list, or the line that says when it was published."""
    headings = ("".join(h.itertext()) for h in element.iter("h1", "h2", "h3"))
    return any(not _opens(said) for said in headings) or bool(_DATED.search(text[:_LINE]))


def _is_named_so(element: Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    parts = {part.lower() for part in _NAME.findall(names)}
    return bool(parts & _NAMES) and element.tag not in ("a", "span", "tr", "td")


def _is_all_links(element: Element, text: str) -> bool:
    """A list of links to other pages; links to documents are attachments of the notice."""
    links = _links(element)
    if len(links) < _FEW_LINKS or element.tag in ("a", "span"):
        return False
    return sum(len("".join(link.itertext()).strip()) for link in links) > _DENSE * len(text)


def _links(element: Element) -> list[Element]:
    return [a for a in element.iter("a") if not _DOCUMENT.search(str(a.get("href", "")))]


def _drop_behind_content(root: Element) -> None:
    """Where a page marks its content, what follows it states no facts of the notice."""
    for hook in _HOOKS:
        for content in cast("list[Element]", hook(root)):
            if _length(content) < _LEAST:
                continue
            for element in list(_following(content)):
                if not _FACTS.search("".join(element.itertext())):
                    _drop(element)
            return


def _following(element: Element) -> Iterator[Element]:
    while (parent := element.getparent()) is not None:
        yield from element.itersiblings()
        element = parent


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _length(element: Element) -> int:
    return len(" ".join("".join(element.itertext()).split()))


def is_aside(line: str) -> bool:
    """Tell whether a line of text leads to other pages: 上一篇：..., 推荐阅读：..."""
    return len(line) <= _SHORT_LINE and _opens(line) and not _FACTS.search(line)
