"""Crawlers' JSON that wraps a page: body, title, date, type and address under their many names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Names in lower case without _ and -, the likeliest first.
_BODIES = (
    "content",
    "html",
    "body",
    "noticecontent",
    "contenthtml",
    "htmlcontent",
    "detail",
    "text",
)
_TITLES = ("title", "noticetitle", "articletitle", "name", "标题", "公告标题")
_DATES = (
    *("publishedts", "published", "publishdate", "pubdate", "publishtime", "noticetime"),
    *("releasedate", "releasetime", "publishedat", "date", "发布时间", "发布日期"),
)
_TYPES = ("announcetype", "noticetype", "type", "category", "公告类型")
_ADDRESSES = ("url", "link", "detailurl", "href", "sourceurl", "originurl")
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
    return Crawled(body, told, next(_texts(plain, _ADDRESSES), None))


def _texts(item: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = item.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            yield str(value)
