"""Crawlers' JSON that wraps a page: body, title, date, type and address under their many names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from services.ingest.domain.labels import FACT_OF, label_of

# Names in lower case without _ and -, the likeliest first.
_BODIES = (
    *("bodytext", "fulltext"),
    "content",
    "html",
    "body",
    "noticecontent",
    "contenthtml",
    "htmlcontent",
    "detail",
    "text",
)
_TITLES = (
    "title",
    "headline",
    "subject",
    "noticetitle",
    "articletitle",
    "name",
    "标题",
    "公告标题",
)
_DATES = (
    *(
        "publishedts",
        "noticepubdate",
        "pubdatetime",
        "publishdatetime",
        "published",
        "publishdate",
        "pubdate",
        "publishtime",
        "noticetime",
    ),
    *("releasedate", "releasetime", "publishedat", "date", "发布时间", "发布日期"),
)
_TYPES = ("announcetype", "noticetype", "type", "category", "公告类型")
_ADDRESSES = ("url", "link", "detailurl", "href", "sourceurl", "originurl")
_BESIDE = frozenset(
    (
        "buyer",
        "agency",
        "project_number",
        "project_name",
        "supplier",
        "amount",
        "row_amount",
        "budget",
    )
)
_PLAIN = re.compile(r"[_-]")


@dataclass(frozen=True, slots=True)
class Crawled:
    """A page with what stood beside it; `address` is printed, never fetched."""

    body: str
    given: Mapping[str, str]
    address: str | None
    kind: str = "crawler-json"


def crawled(item: Mapping[str, Any]) -> Crawled | None:
    """Return the page that an object wraps, None if it wraps none."""
    plain = {_PLAIN.sub("", str(name)).lower(): value for name, value in item.items()}
    body = next(_texts(plain, _BODIES), "")
    title = next(_texts(plain, _TITLES), "")
    if not body or not (title or "<" in body):
        return None
    given = {
        "title": title.strip(),
        "published": next(_texts(plain, _DATES), ""),
        "type": next(_texts(plain, _TYPES), ""),
    }
    told = {name: said for name, said in given.items() if said}
    if "&lt;" in body and "<" not in body:
        body = unescape(body)  # a page that was escaped once more on its way
    body = "".join(_fields(item, "<" in body)) + body
    return Crawled(body, told, next(_texts(plain, _ADDRESSES), None))


def _fields(item: Mapping[str, Any], markup: bool) -> Iterator[str]:
    """Facts that stand beside the page under names that are labels: purchaser, 项目编号."""
    for name, value in item.items():
        if isinstance(value, str) and FACT_OF.get(label_of(str(name))[0]) in _BESIDE:
            line = f"{name}：{value}"
            yield f"<p>{escape(line)}</p>" if markup else f"{line}\n"


def _texts(item: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = item.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            yield str(value)
