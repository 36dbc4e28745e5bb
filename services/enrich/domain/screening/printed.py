"""The names in one printed text: remarks taken off, former and present names told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Standing = Literal["whole", "present", "former", "bracketed"]

_ROLES = (
    "采购人|采购单位|采购方|采购机构|招标人|招标单位|招标方|甲方|乙方|丙方|建设单位|业主单位|业主|"
    "需方|供方|买方|卖方|供应商|投标人|中标人|中标单位|中标供应商|成交供应商|成交人|中选供应商|委托方|"
    "委托人|受托方|受托人|承租方|出租方|使用单位|用户单位|用户|代理机构|采购代理机构|招标代理机构|"
    "牵头人|牵头单位|牵头方|主体单位|联合体成员|联合体牵头人|联合体牵头方|联合体|成员单位|成员"
)
_REMARK = re.compile(
    rf"""\s*[(（\[【〔]\s*(?:
        (?:加?盖)?(?:单位|电子|法人)?(?:公\s*章|签\s*章|印\s*章|盖\s*章|章)(?:处)?|
        本级|机关本级|机关|本部|校本部|院本部|总部|本部门|以上|主|联合体|{_ROLES}|
        (?:以下|下)?\s*(?:简称|称)[^)）\]】〕]*|
        (?:统一社会信用代码|组织机构代码|联系人|联系电话|电话|地址|邮编)[^)）\]】〕]*
    )\s*[)）\]】〕]""",
    re.VERBOSE,
)
_LABEL = re.compile(
    rf"^\s*(?:{_ROLES})(?:名称|全称)?(?:\s*[(（](?:{_ROLES}|盖章)[)）])?\s*[:：]\s*"
)
_FORMER = "原单位名称|原名称?|原称|曾用名称?|曾用|旧名|旧称|前称|前身为?"
_PRESENT = (
    "(?:现|已|正式|后)*(?:更名为|改名为|改为|更改为|改称|名称变更为|变更为)|现名称?|现称|现为"
)
# 原 alone means "formerly" only at the head of a bracket, and not in 原子, 原料 and the like.
_NOT_FORMER = "[子料材创生油则地点动位产理野平阳州煤告件水电始]"
_CHANGE = re.compile(
    rf"[(（\[，,、;；:：\s]*(?:(?P<former>{_FORMER})|(?P<present>{_PRESENT}))\s*[:：]?\s*"
)
_BRACKETED_CHANGE = re.compile(
    rf"[(（\[]\s*(?:(?P<former>{_FORMER}|由|原(?!{_NOT_FORMER}))|(?P<present>{_PRESENT}))\s*[:：]?"
    r"(?P<name>[^)）\]]+?)(?:更名|改名|变更)?(?:而来)?\s*[)）\]]"
)
_HINT = re.compile("[(（\\[【〔:：原曾更改现前旧变、，,;；]")
_EDGE = " \t\u3000，,、;；。：:"
_BRACKET = re.compile(r"[(（]([^()（）]{4,})[)）]\s*$")
_INSTITUTION = re.compile(r"(?:大学|学院|研究院|研究所|设计院|实验室|中心|公司|集团)$")
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """One name in a printed text, `printed[start:start + len(text)]`, and how it stands there."""

    text: str
    start: int = 0
    standing: Standing = "whole"


def printed_names(printed: str) -> list[Printed]:
    """Return the names a text gives, the first one first; most texts are one name as it is."""
    if _HINT.search(printed) is None:
        return [Printed(printed)]
    plain = _REMARK.sub(_blank, _LABEL.sub(_blank, printed, count=1))
    changes = list(_bracketed_change(plain)) or list(_changes(plain))
    if len(changes) > 1:
        return changes
    whole = _trimmed(plain, 0, len(plain), "whole") or Printed(printed)
    return [whole, *_bracketed(whole), *_joint(whole)]


def _bracketed_change(plain: str) -> Iterator[Printed]:
    """Yield the name outside and those inside of （原…）, （现更名为…） and their like."""
    found = _BRACKETED_CHANGE.search(plain)
    if found is None:
        return
    inside: Standing = "present" if found["present"] else "former"
    outside = plain[: found.start()] + _blank(found) + plain[found.end() :]
    name = _trimmed(outside, 0, len(outside), "former" if found["present"] else "present")
    if name:
        yield name
    yield from _pieces(plain, *found.span("name"), inside)


def _changes(plain: str) -> Iterator[Printed]:
    """Yield the names around 原名, 更名为 and their like outside brackets."""
    marks = list(_CHANGE.finditer(plain))
    if not marks:
        return
    kinds = [mark.lastgroup == "present" for mark in marks]
    ends = [mark.start() for mark in marks[1:]] + [len(plain)]
    yield from _pieces(plain, 0, marks[0].start(), "former" if kinds[0] else "present")
    for mark, end, is_present in zip(marks, ends, kinds, strict=True):
        yield from _pieces(plain, mark.end(), end, "present" if is_present else "former")


def _pieces(plain: str, start: int, end: int, standing: Standing) -> Iterator[Printed]:
    for piece in re.finditer("[^、;；]+", plain[start:end]):
        found = _trimmed(plain, start + piece.start(), start + piece.end(), standing)
        if found:
            yield found


def _trimmed(plain: str, start: int, end: int, standing: Standing) -> Printed | None:
    """Return the piece without the signs around it; brackets that belong to it stay."""
    while start < end and (plain[start] in _EDGE or _opens_for_nothing(plain[start:end])):
        start += 1
    while start < end and (plain[end - 1] in _EDGE or _closes_nothing(plain[start:end])):
        end -= 1
    return Printed(plain[start:end], start, standing) if end - start >= SHORTEST else None


def _opens_for_nothing(text: str) -> bool:
    """Tell whether the first bracket encloses the whole text or is never closed."""
    if text[0] not in "(（[【〔":
        return False
    closing = re.search("[)）\\]】〕]", text)
    return closing is None or closing.end() == len(text)


def _closes_nothing(text: str) -> bool:
    return text[-1] in ")）]】〕" and re.search("[(（\\[【〔]", text) is None


def _bracketed(whole: Printed) -> list[Printed]:
    """Return the other name of the body that ends the text in brackets, if it is one."""
    found = _BRACKET.search(whole.text)
    if found is None or _INSTITUTION.search(found[1]) is None:
        return []
    return [Printed(found[1], whole.start + found.start(1), "bracketed")]


def _joint(whole: Printed) -> list[Printed]:
    """Return the institutions of a text that lists several, 甲大学、乙研究所; else nothing."""
    pieces = list(re.finditer("[^、，,;；]+", whole.text))
    if len(pieces) == 1 or not all(_INSTITUTION.search(piece[0].strip()) for piece in pieces):
        return []
    return [Printed(piece[0], whole.start + piece.start()) for piece in pieces]


def _blank(remark: re.Match[str]) -> str:
    return " " * len(remark[0])
