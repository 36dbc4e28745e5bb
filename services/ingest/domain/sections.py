"""Pairs under the headings of sections: 名称：X below 采购人信息, or just X below the label."""

import re
from collections.abc import Iterator, Sequence

from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.lines import fits, value_at
from services.ingest.domain.organisations import is_sure
from services.ingest.domain.pair import Pair, trimmed

_COLON = re.compile(r"[：:]")
_WHO = (
    "采购人|采购单位|采购方|招标人|招标单位|采购代理机构|招标代理机构|代理机构|集中采购机构|拟定供应商"
    "|拟定的?唯一供应商|中标供应商|成交供应商|中标人|供应商"
)
_IF_ANY = "(?:[（(]如有[）)])?"
_HEADING = re.compile(
    rf"^(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[）)]?[、.．]\s*)?(?P<what>{_WHO})"
    rf"(?:名称及)?(?:信息|情况)?{_IF_ANY}[：:]?$"
)
# A section on one line: "1.采购人信息 名称：四川大学", "采购人信息：四川大学，成都市".
_INLINE = re.compile(
    rf"(?P<what>{_WHO})(?:信息|情况){_IF_ANY}[：: ]*(?P<name>名\s*称\s*[：:]\s*)?"
    r"(?P<value>[^\n\t；;。，, ：:]{3,60})"
)
_SECTION_FACTS = (
    ("代理", "agency"),
    ("集中", "agency"),
    ("供应商", "supplier"),
    ("中标", "supplier"),
)
_NAMES = frozenset(("名称", "单位", "单位名称"))
# "联系人：李女士（示例招标有限公司）": the section's organisation, where no line names it.
_AT_WORK = re.compile(r"[（(](?P<value>[\u4e00-\u9fff]{4,40})[）)]\s*$")
_LONGEST_HEADING = 60
_SECTION_LINES = 5
# A numbered line without a colon heads another section.
_OTHER_HEADING = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]\s*[^：:]{2,14}$")
_HEADED = frozenset(
    (
        "buyer",
        "agency",
        "supplier",
        "end_user",
        "amount",
        "budget",
        "project_number",
        "project_name",
        "published",
    )
)
_LONGEST_HEADED = 80


def sections_of(text: str) -> Iterator[Pair]:
    """Yield the pairs that only their section's heading explains."""
    lines = text.split("\n")
    yield from _named(text, lines)
    yield from _inline(text)
    yield from _below(text, lines)


def _placed(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the lines that are not empty."""
    end = -1
    for line in lines:
        start, end = end + 1, end + 1 + len(line)
        if line:
            yield start, end, line


def _fact(what: str) -> str:
    return next((fact for word, fact in _SECTION_FACTS if word in what), "buyer")


def _inline(text: str) -> Iterator[Pair]:
    for hit in _INLINE.finditer(text):
        span = trimmed(text, *hit.span("value"))
        if hit["name"] or is_sure(text[slice(*span)]):
            yield Pair(_fact(hit["what"]), f"{hit['what']}名称", *span, how="section")


def _below(text: str, lines: Sequence[str]) -> Iterator[Pair]:
    """A line that is a label and nothing else, and its value in the next line that is not empty."""
    told = ("", "")
    for start, end, value in _placed(lines):
        if value.isspace():
            continue
        label, unit = told
        told = label_of(value) if len(value) <= _LONGEST_HEADING else ("", "")
        if label and not told[0] and _is_plain(value):
            span = trimmed(text, start, end)
            if fits(FACT_OF[label], text, span):
                yield Pair(FACT_OF[label], label, *span, unit, "line below")
        if not told[0] or FACT_OF[told[0]] not in _HEADED or value.rstrip().endswith(("：", ":")):
            told = ("", "")


def _is_plain(value: str) -> bool:
    return len(value) <= _LONGEST_HEADED and not re.search(r"[：:\t。]", value)


def _named(text: str, all_lines: Sequence[str]) -> Iterator[Pair]:
    """名称：X in the lines below a heading such as 采购人信息."""
    for fact, lines in _sections(all_lines):
        spans = [span for line in lines if (span := _name_in(text, line))]
        spans += [hit.span("value") for line in lines if (hit := _at_work(text, line))]
        if spans:
            yield Pair(fact, "名称", *trimmed(text, *spans[0]), how="section")


def _sections(all_lines: Sequence[str]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Fact and the first `label：value` lines of each section that is about a party."""
    fact = ""
    lines: list[tuple[int, int]] = []
    for start, end, whole in _placed(all_lines):
        if len(whole) > _LONGEST_HEADING and not fact:
            continue
        line = whole.strip()
        short = len(line) <= _LONGEST_HEADING
        heading = _HEADING.match(line.replace(" ", "")) if short else None
        if heading or (short and _OTHER_HEADING.match(line)):
            if fact:
                yield fact, lines
            fact, lines = _fact(heading["what"]) if heading else "", []
        elif fact and len(lines) < _SECTION_LINES and _COLON.search(line):
            lines.append((start, end))
    if fact:
        yield fact, lines


def _name_in(text: str, line: tuple[int, int]) -> tuple[int, int] | None:
    colon = _COLON.search(text, *line)
    label = label_of(text[line[0] : colon.start()])[0] if colon else ""
    if colon is None or label not in _NAMES:
        return None
    span = trimmed(text, *value_at(text, colon.end()))
    return span if label == "名称" or is_sure(text[slice(*span)]) else None


def _at_work(text: str, line: tuple[int, int]) -> re.Match[str] | None:
    hit = _AT_WORK.search(text, *line)
    return hit if hit and is_sure(hit["value"]) else None
