"""The labels of notices, what they name, and the label/value pairs of a page."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.ingest.domain.page import Cell, Page

# Fact -> labels as printed (spaces inside are ignored). The order within a fact is preference.
LABELS: dict[str, tuple[str, ...]] = {
    "project_number": (
        "项目编号",
        "采购项目编号",
        "招标项目编号",
        "项目招标编号",
        "招标编号",
        "招标文件编号",
        "采购编号",
        "采购文件编号",
        "项目号",
        "竞价编号",
        "合同编号",
        "编号",
        "采购项目标号",
        "招标项目编码",
        "项目编码",
    ),
    "project_name": (
        "采购项目名称",
        "项目名称",
        "招标项目名称",
        "工程名称",
        "标的名称",
        "采购标的",
        "合同名称",
        "标段名称",
    ),
    "buyer": (
        "采购人名称",
        "采购单位名称",
        "采购人",
        "采购单位",
        "招标人",
        "招标单位",
        "招标人名称",
        "业主",
        "建设单位",
        "采购人（甲方）",
        "采购人(甲方)",
        "甲方",
        "需求单位",
        "业主单位",
    ),
    "end_user": ("最终用户", "使用单位", "用户单位", "委托单位", "实际使用单位", "最终使用单位"),
    "agency": (
        "采购代理机构全称",
        "采购代理机构名称",
        "采购代理机构",
        "代理机构名称",
        "代理机构",
        "招标代理机构",
        "招标代理",
        "招标代理单位",
        "集中采购机构",
    ),
    "supplier": (
        "中标供应商名称",
        "成交供应商名称",
        "中标（成交）供应商名称",
        "中标(成交)供应商名称",
        "中标供应商",
        "成交供应商",
        "中标单位",
        "中标人名称",
        "中标人",
        "成交人",
        "中选供应商",
        "成交单位",
        "拟定供应商名称",
        "拟定供应商",
        "供应商名称",
        "供应商（乙方）",
        "供应商(乙方)",
        "乙方",
        "拟中标人",
        "中标单位名称",
        "供应商",
    ),
    "candidate": ("第一中标候选人", "中标候选人", "拟中标单位", "第一候选人", "中标候选人名称"),
    "amount": (
        "总中标金额",
        "总成交金额",
        "中标（成交）金额",
        "中标(成交)金额",
        "中标金额",
        "成交金额",
        "合同金额",
        "合同总金额",
        "中标价",
        "成交价",
        "中标总金额",
        "拟中标金额",
        "中标（成交）价",
        "成交总价",
        "中标总价",
        "拟中标价",
        "中标价格",
        "投标报价",
        "最终报价",
    ),
    "budget": (
        "预算金额",
        "拟采购的货物或服务的预算金额",
        "采购预算",
        "项目预算",
        "预算总金额",
        "最高限价",
        "控制价",
        "拦标价",
        "采购预算金额",
        "预算",
        "预算金额合计",
    ),
    "published": (
        "发布时间",
        "公告时间",
        "发布日期",
        "公告日期",
        "公示时间",
        "公告发布日期",
        "信息时间",
    ),
    "type": ("公告类型", "采购公告类型"),
    "place": ("交付地点", "履约地点", "服务地点", "交货地点"),
    "term": ("合同履行期限", "服务期", "租期", "履约期限", "服务期限", "服务时间"),
    "reason": ("终止原因", "废标原因", "废标（终止）原因", "终止（废标）原因", "采购失败原因"),
}
FACT_OF = {label: fact for fact, labels in LABELS.items() for label in labels}
RANK = {label: n for labels in LABELS.values() for n, label in enumerate(labels)}
_UNIT = re.compile(r"[（(]([^（）()]*元[^（）()]*|万)[）)]")
_SPACES = re.compile(r"\s+")
_ALTERNATION = "|".join(
    r"\s*".join(map(re.escape, label)) for label in sorted(FACT_OF, key=len, reverse=True)
)
_LINE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<label>{_ALTERNATION})\s*(?P<unit>[（(][^（）()\n]{{1,12}}[）)])?\s*"
    r"(?:为|是)?\s*[：:]\s*(?P<value>[^\n\t；;。]+)"
)
_SECTIONED = re.compile(
    r"(?P<section>采购人信息|采购单位信息|采购代理机构信息|代理机构信息|拟定供应商信息)[^\n]{0,6}\n?"
    r"(?:[^\n]{0,40}\n){0,1}?\s*(?:\d[.、])?名\s*称\s*[：:]\s*(?P<value>[^\n\t；;。]+)"
)
SECTIONS = (("代理", "agency"), ("供应商", "supplier"))
_MAX_LABEL = 24
MIN_COLUMNS = 3
_DATA = re.compile(r"\d{2,}|(?:公司|大学|学院|医院|研究院|研究所|政府|委员会)$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A value found beside a label: which fact, how sure its label is (0 best), unit, place."""

    fact: str
    label: str
    start: int
    end: int
    unit: str = ""
    how: str = "label"

    @property
    def rank(self) -> int:
        """Preference of the label within its fact, 0 is best."""
        return RANK.get(self.label, 0)


def pairs_of(page: Page) -> list[Pair]:
    """Return every label/value pair of a page: from lines, sections, and tables."""
    found = [*_sections(page.text), *_lines(page.text)]
    for table in page.tables:
        found += [*_beside(page, table), *_below(page, table)]
    return found


def _lines(text: str) -> Iterator[Pair]:
    for hit in _LINE.finditer(text):
        label = _SPACES.sub("", hit["label"])
        yield _pair(label, text, hit.span("value"), hit["unit"] or "", "label")


def _sections(text: str) -> Iterator[Pair]:
    for hit in _SECTIONED.finditer(text):
        section = hit["section"]
        fact = next((f for word, f in SECTIONS if word in section), "buyer")
        start, end = _trim(text, hit.start("value"), hit.end("value"))
        yield Pair(fact, LABELS[fact][0], start, end, how="section")


def _beside(page: Page, table: list[list[Cell]]) -> Iterator[Pair]:
    """Label in one cell, value in the next."""
    for number, row in enumerate(table):
        if _is_header(page, table, number):
            continue
        for left, right in itertools.pairwise(row):
            label, unit = _label(page.at(left))
            if label and not _label(page.at(right))[0]:
                yield _pair(label, page.text, (right.start, right.end), unit, "table")


def _below(page: Page, table: list[list[Cell]]) -> Iterator[Pair]:
    """A row of labels, values in the rows below it."""
    header: list[tuple[str, str]] = []
    for number, row in enumerate(table):
        if _is_header(page, table, number):
            header = [_label(page.at(cell)) for cell in row]
        elif len(row) == len(header):
            for (label, unit), cell in zip(header, row, strict=True):
                if label:
                    yield _pair(label, page.text, (cell.start, cell.end), unit, "column")


def _is_header(page: Page, table: list[list[Cell]], number: int) -> bool:
    """Whether a row names the columns of the rows below it: short words, no data among them."""
    row = table[number]
    cells = [page.at(cell) for cell in row]
    known = sum(bool(_label(cell)[0]) for cell in cells)
    if not known or number + 1 == len(table) or len(table[number + 1]) != len(row):
        return False
    if known == len(cells):
        return len(cells) > 1
    # Label and value take turns in a form: there the row below starts with a label too.
    form = bool(_label(page.at(table[number + 1][0]))[0])
    return len(row) > MIN_COLUMNS - 1 and not form and not any(map(_DATA.search, cells))


def _label(text: str) -> tuple[str, str]:
    """Return the known label of a cell and the unit in its brackets, else two empty texts."""
    text = _SPACES.sub("", text).rstrip("：:")
    if len(text) > _MAX_LABEL:
        return "", ""
    text = re.sub(r"^(?:[一二三四五六七八九十]+、|\d+[.、])", "", text)
    if text in FACT_OF:
        return text, ""
    unit = _UNIT.search(text)
    bare = _UNIT.sub("", text)
    return (bare, unit.group(1) if unit else "") if bare in FACT_OF else ("", "")


def _pair(label: str, text: str, span: tuple[int, int], unit: str, how: str) -> Pair:
    start, end = _trim(text, *span)
    return Pair(FACT_OF[label], label, start, end, unit, how)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n：:":
        start += 1
    while end > start and text[end - 1] in " \n，,、":
        end -= 1
    return start, end
