"""The day a notice was published: beside its label, at the top of the page, or as it is signed."""

import re
from collections.abc import Mapping, Sequence

from contracts.evidence import DateFact
from services.ingest.domain.dates import DAY, date_in, dates_alone
from services.ingest.domain.evidence_of import fields
from services.ingest.domain.organisations import INSTITUTIONS
from services.ingest.domain.page import Page
from services.ingest.domain.pair import Pair

_HEAD_LINES = 8
_LONGEST = 200
_TIME = r"(?:[ ]*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
# "2023-05-24 09:12 资产管理处", "[2024-10-15] [信息技术部]": what follows begins a word of its own,
# and is no end of a period.
_FIRST = re.compile(rf"[\[（(【]?[ ]*{DAY}{_TIME}[ ]*(?:[\]）)】]|[ ](?![-—~～至到]|\d)|$)", re.I)
# "示例大学设备处 2024年10月31日", "竞争性磋商公告2023-11-27 15:10:42", also in brackets.
_LAST = re.compile(
    rf"(?:(?:公告|公示|通知|公开|结果|意向)[\]】）)]?[ ]*[\[【（(]?[ ]*"
    rf"|(?:{INSTITUTIONS}|处|科|部|办|室)[ ]+)"
    rf"{DAY}{_TIME}[\]】）)]?[ ]*$",
    re.I,
)
# Behind what a reader may press (字体：大 中 小), or as an article is dated: "… 发表于湖北".
_TOOLS = re.compile(
    rf"^[\[【（(](?:字体|字号|打印|收藏|分享)[^\[\]【】（）()\n]{{0,20}}[\]】）)]"
    rf"[ ]*{DAY}{_TIME}[ ]*$"
    rf"|(?:^|[ ]){DAY}{_TIME}[ ]*发[表布]于(?![^\n]{{0,20}}\d)",
    re.I,
)
# "Published 12 September 2024 · Procurement Office"
_SAID = re.compile(
    rf"\b(?:published|issued|posted|released|dated?)(?:[ ]on)?[ ]*[:：]?[ ]*{DAY}", re.I
)
_SECTION = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]|\d{1,2}[、.．])")
_OTHER_DAY = re.compile(
    r"截止|截至|\d[ ]?[时点]?前|开标|开始|结束|投标|报名|递交|获取|有效"
    r"|deadline|closing|opening|before",
    re.I,
)


def published_of(
    page: Page, given: Mapping[str, str], text: str, pairs: Sequence[Pair]
) -> DateFact | None:
    """Return the date beside the page, beside its label, at the top, or that it is signed with."""
    for how, stated in (
        ("given", given.get("published", "")),
        ("meta PubDate", page.head.get("published", "")),
    ):
        if found := date_in(stated):
            return DateFact(value=found.value, quote=stated[found.start : found.end], how=how)
    said = (
        _beside(text, pairs, "published")
        or _headed(text)
        or _signed(text)
        or _beside(text, pairs, "signed")
    )
    if said is None and (sent := date_in(given.get("sent", ""))):
        return DateFact(value=sent.value, quote=given["sent"], how="mail sent", confidence=0.6)
    return said


def _beside(text: str, pairs: Sequence[Pair], fact: str) -> DateFact | None:
    for pair in sorted((p for p in pairs if p.fact == fact), key=lambda p: p.preference):
        if found := date_in(text, pair.start, pair.end):
            where = fields(text, found[1:], f"{pair.how} {pair.label}")
            return DateFact(value=found.value, **where)
    return None


def _signed(text: str) -> DateFact | None:
    found = next(dates_alone(text), None)
    if found is None:
        return None
    return DateFact(value=found.value, **fields(text, found[1:], "signature", confidence=0.7))


def _headed(text: str) -> DateFact | None:
    """The date that begins or ends one of the first lines, above the first section."""
    at = 0
    for line in text[: _HEAD_LINES * _LONGEST].split("\n")[:_HEAD_LINES]:
        if _SECTION.match(line):
            return None
        hit = None if _OTHER_DAY.search(line) else _FIRST.match(line) or _LAST.search(line)
        hit = hit or _TOOLS.search(line) or _SAID.search(line)
        if hit and (found := date_in(text, at + hit.start(), at + hit.end())):
            return DateFact(value=found.value, **fields(text, found[1:], "head", confidence=0.8))
        at += len(line) + 1
    return None
