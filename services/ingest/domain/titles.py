"""The title of a notice, and the number and name of its project."""

import re
from collections.abc import Iterator, Sequence

from contracts.evidence import TextFact
from services.ingest.domain.evidence_of import fields
from services.ingest.domain.masking import COVER, mask
from services.ingest.domain.page import Page
from services.ingest.domain.pair import Pair
from services.ingest.domain.stages import KIND_FIRST

_HEADLINE = re.compile(
    r"意向$|公\s*[告示]\s*(?:表|书)?$|通知书?$|结果$|(?i:notice|announcement)$"
    r"|^(?i:(?:public)?(?:notice|invitation|request|announcement)(?:of|to|for))"
)
# "竞价公告：设备采购", "【竞价公告】设备采购": the kind stands before the name.
_KIND_FIRST = re.compile(f"{KIND_FIRST}(?=[^，。]*$)")
# A headline that names the kind of notice and nothing else is no title.
_TITLE_LEAD = re.compile(r"(?:(?:信息|公告|文章|项目)?标题|公告名称)\s*[：:]\s*")
_GENERIC = re.compile(
    r"^(?:关于|政府采购|采购|招标|公开招标|竞争性磋商|竞争性谈判|询价|单一来源|拟|预|中标|成交|中选|候选人|结果|信息"
    r"|合同|终止|废标|更正|验收|意向|评标|[、/和及的]|公\s*[告示]|表|公开|[（(][^（）()]{1,6}[）)]|\s)+$"
)
_NUMBER = re.compile(r"[A-Za-z0-9\u4e00-\u9fff()（）〔〕\[\]【】_/．.#＃-]{4,60}")
_NUMBER_PART = re.compile(
    r"[A-Za-z0-9\u4e00-\u9fff\[\]〔〕_/.#-]*\d[A-Za-z0-9\u4e00-\u9fff\[\]〔〕_/.#-]*"
)
_IN_BRACKETS = re.compile(
    r"[（(](?:(?:项目|招标|采购|竞价)?[\u4e00-\u9fff]{0,4}[编标]号\s*[：:]?\s*)?(?P<number>(?!RMB|CNY|USD|HKD|EUR)[A-Z0-9][A-Za-z0-9_/.-]{5,40})(?:[）)]|(?<=\d)[，,；;])"
)
# 院采〔2025〕37号 or DCU-2025-031, in brackets behind a name or alone.
_ENDS_IN_NUMBER = re.compile(
    r"(?:^|[（(])(?P<number>[A-Za-z\u4e00-\u9fff]{0,8}[〔\[［（(]20\d\d[〕\]］)）]\s*第?[A-Za-z]*\d+号?"
    r"|[A-Za-z0-9][A-Za-z0-9_/.\-]*\d[A-Za-z0-9_/.\-]*)[）)]?$"
)
_SPACES = re.compile(r"\s+")
_SEPARATED = re.compile(r"[、，,；; ]")
_LISTED = re.compile(r"(?:证券|股票)(?:代码|简称)\s*[：:]")
_HEAD = 600
_FIRST_LINES = 12
_LEAST_DIGITS = 3  # a number in brackets without a label: GPT-4o is none
_MAX_TITLE = 150
_MIN_TITLE, _MIN_NAME = 6, 4


def title_of(page: Page, given: str, text: str, name: TextFact | None) -> TextFact | None:
    """Return the title: given beside the page, in its head, a headline, else the project's name."""
    for how, stated in (("given", given), ("meta", page.head.get("title", ""))):
        if stated and not _GENERIC.match(stated):
            return _found(mask(stated), text, f"{how} title")
    heading = page.head.get("heading", "")
    if _MIN_TITLE <= len(heading) <= _MAX_TITLE and not _GENERIC.match(heading):
        return _found(mask(heading), text, "heading")
    for start, end in _lines(text, _FIRST_LINES):
        lead = _TITLE_LEAD.match(text, start, end)
        span = (lead.end() if lead else start, end)
        line = text[slice(*span)]
        if _is_headline(line):
            return TextFact(value=line, **fields(text, span, "headline"))
    return name or _first_line(text)


def name_of(text: str, pairs: Sequence[Pair]) -> TextFact | None:
    """Return the project's name beside its label."""
    for pair in _best(pairs, "project_name"):
        value = text[pair.start : pair.end]
        if len(value) >= _MIN_NAME and COVER not in value:
            # A month's list of intentions: no single name stands for the notice.
            several = {"uncertain": True, "confidence": 0.4} if _is_listed(pairs, pair) else {}
            where = fields(text, (pair.start, pair.end), _how(pair), **several)
            return TextFact(value=value, **where)
    for pair in _best(pairs, "name_and_number"):
        cut = _SEPARATED.search(text, pair.start, pair.end)
        end = cut.start() if cut else pair.end
        if end - pair.start >= _MIN_NAME:
            return TextFact(
                value=text[pair.start : end], **fields(text, (pair.start, end), _how(pair))
            )
    return None


def number_of(text: str, pairs: Sequence[Pair]) -> TextFact | None:
    """Return the project's number: beside its label, with the name, or in brackets."""
    for number in (_labelled_number, _number_with_name, _number_behind_name):
        if found := number(text, pairs):
            return found
    hit = _IN_BRACKETS.search(text[:2000])
    if hit and sum(c.isdigit() for c in hit["number"]) >= _LEAST_DIGITS:
        return TextFact(value=hit["number"], **fields(text, hit.span("number"), "brackets"))
    return None


def _labelled_number(text: str, pairs: Sequence[Pair]) -> TextFact | None:
    # A listed company numbers its announcements, not the projects that they tell of.
    listed = bool(_LISTED.search(text[:_HEAD]))
    for pair in _best(pairs, "project_number"):
        if listed and pair.label in ("公告编号", "编号"):
            continue
        value = text[pair.start : pair.end]
        if not _NUMBER.fullmatch(value):  # "X（招标文件编号：Y）"
            value = re.split(r"[（(；;，, ]", value, maxsplit=1)[0]
        if _NUMBER.fullmatch(value) and any(c.isdigit() for c in value):
            end = pair.start + len(value)
            return TextFact(value=value, **fields(text, (pair.start, end), _how(pair)))
    return None


def _number_with_name(text: str, pairs: Sequence[Pair]) -> TextFact | None:
    for pair in _best(pairs, "name_and_number"):
        if span := _number_beside(text, pair):
            return TextFact(value=text[slice(*span)], **fields(text, span, _how(pair)))
    return None


def _number_behind_name(text: str, pairs: Sequence[Pair]) -> TextFact | None:
    """A number in brackets at the end of the project's name, else the contract's own."""
    for pair in (*_best(pairs, "project_name"), *_best(pairs, "contract_number")):
        hit = _ENDS_IN_NUMBER.search(text[pair.start : pair.end])
        if hit:
            span = (pair.start + hit.start("number"), pair.start + hit.end("number"))
            return TextFact(value=hit["number"], **fields(text, span, _how(pair)))
    return None


def _is_listed(pairs: Sequence[Pair], pair: Pair) -> bool:
    rows = [p for p in pairs if p.fact == pair.fact and p.label == pair.label]
    return pair.how == "column" and len([p for p in rows if p.table == pair.table]) > 1


def _number_beside(text: str, pair: Pair) -> tuple[int, int] | None:
    """The last part of "name、number", or the line below it."""
    cuts = list(_SEPARATED.finditer(text, pair.start, pair.end))
    below = text.find("\n", pair.end)
    stop = text.find("\n", below + 1) if below >= 0 else -1
    spans = [(cuts[-1].end(), pair.end)] if cuts else []
    if below >= 0:
        spans.append((below + 1, stop if stop >= 0 else len(text)))
    for start, end in spans:
        value = text[start:end].strip()
        if _NUMBER_PART.fullmatch(value) and re.search(r"\d{3,}", value):
            at = text.index(value, start)
            return at, at + len(value)
    return None


def _best(pairs: Sequence[Pair], fact: str) -> list[Pair]:
    return sorted((p for p in pairs if p.fact == fact), key=lambda p: (p.preference, p.start))


def _how(pair: Pair) -> str:
    return f"{pair.how} {pair.label}"


def _is_headline(line: str) -> bool:
    bare = _SPACES.sub("", line)
    if _KIND_FIRST.match(bare):
        return _MIN_TITLE <= len(bare) <= _MAX_TITLE
    fits = _MIN_TITLE <= len(bare) <= _MAX_TITLE and not re.search(r"[：:\t]", line)
    return fits and bool(_HEADLINE.search(bare)) and not _GENERIC.match(bare)


def _found(value: str, text: str, how: str) -> TextFact:
    """A title given beside the text, with its place if the text repeats it."""
    start = text.find(value)
    if start < 0:
        return TextFact(value=value, quote=value[:300], how=how)
    return TextFact(value=value, **fields(text, (start, start + len(value)), how))


def _first_line(text: str) -> TextFact | None:
    """The first line of some length, as a title that a person should check."""
    for span in _lines(text, _FIRST_LINES):
        if span[1] - span[0] >= _MIN_TITLE:
            short = (span[0], min(span[1], span[0] + _MAX_TITLE))
            where = fields(text, short, "first line", uncertain=True, confidence=0.4)
            return TextFact(value=text[slice(*short)], **where)
    return None


def _lines(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Spans of the first lines, without the spaces at their ends."""
    at = 0
    for line in text.split("\n")[:most]:
        left = at + len(line) - len(line.lstrip())
        yield left, left + len(line.strip())
        at += len(line) + 1
