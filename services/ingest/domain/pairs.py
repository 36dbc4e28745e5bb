"""Label/value pairs of a page: in lines, under section headings, beside and below in tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from services.ingest.domain.labels import FACT_OF, RANK, label_of
from services.ingest.domain.page import Cell, Page
from services.ingest.domain.prose import told_in

_COLON = re.compile(r"[：:]")
_LEFT = re.compile(r"[\n\t；;。，,]")
_VALUE_END = re.compile(r"[\n\t；;。]")
# Another label in the same line ends the value before it.
_NEXT_LABEL = re.compile(r"\s+(?:[\u4e00-\u9fff（）()/][ ]?){2,14}[：:]")
_CLOSING = re.compile(r"[（(][^（）()]*[）)]|(?P<end>[）)])")
_INNER = re.compile(r"(?<=[\s）)】：:【\[])")
_HEADING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]\s*)?(?P<what>采购人|采购单位|招标人|采购代理机构"
    r"|代理机构|招标代理机构|集中采购机构|拟定供应商|拟定的?唯一供应商|中标供应商|成交供应商|供应商)"
    r"(?:名称及)?(?:信息|情况)?(?:[（(]如有[）)])?[：:]?$"
)
# A section on one line: "1.采购人信息 名称：四川大学".
_INLINE = re.compile(
    r"(?P<what>采购人|采购单位|采购代理机构|代理机构|拟定供应商)信息[：: ]*名\s*称\s*[：:]\s*"
    r"(?P<value>[^\n\t；;。 ]+)"
)
_SECTION_FACTS = (("代理", "agency"), ("集中", "agency"), ("供应商", "supplier"))
_MEMBER = re.compile(
    r"[；;](?:[^；;。\n\t]{3,60}?[（(][^（）()]{0,4}(?:联合体|成员|牵头)[^（）()]{0,6}[）)]"
    r"|\s*[（(](?:成|成员|副)[）)][^；;。\n\t]{3,60})"
)
_BARE_MEMBER = re.compile(
    r"[；;]\s*[\u4e00-\u9fff（）()]{3,40}?(?:公司|院|所|大学|集团)(?=[；;。\n\t]|$)"
)
# Commas inside a label's own brackets do not end it.
_ASIDE = re.compile(r"[（(](?:或|如)[^（）()\n]{0,50}[）)]")
_LABEL_REACH = 90
_SECTION_LINES = 5
_SECTION_RANK = 7
# A numbered line without a colon heads another section.
_OTHER_HEADING = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]\s*[^：:]{2,14}$")
_MAX_VALUE = 300
_DATA = re.compile(r"\d{2,}|(?:公司|大学|学院|医院|研究院|研究所|政府|委员会)$")
MIN_COLUMNS = 3
_OLD = re.compile(r"(?:更正|变更|修改|修正|调整)前|原[^后]{0,6}内容")
_NEW = re.compile(r"(?:更正|变更|修改|修正|调整)(?:后|为)|现内容")
_MAX_BEFORE = 60
AMENDED = "amended"
"""How a pair was found whose value an amendment's table gives."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A value beside a label: which fact, where it stands, its unit and how it was found.

    In a column `row` and `table` are where its row and table start; elsewhere -1.
    """

    fact: str
    label: str
    start: int
    end: int
    unit: str = ""
    how: str = "label"
    row: int = -1
    table: int = -1

    @property
    def preference(self) -> int:
        """Preference of the label within its fact, 0 is best."""
        # 名称 below a heading is as good as the last of the fact's own labels.
        return RANK.get(self.label, 0) if self.how != "section" else _SECTION_RANK


def pairs_of(page: Page) -> list[Pair]:
    """Return every label/value pair of a page, those in tables last."""
    text = page.text
    found = [*_sections(text), *_inline(text), *_lines(text)]
    found += [Pair(*told, "sentence") for told in told_in(text)]
    for table in page.tables:
        found += _tabled(page, table)
    return [pair for pair in found if pair.end > pair.start]


def _inline(text: str) -> Iterator[Pair]:
    for hit in _INLINE.finditer(text):
        fact = next((f for word, f in _SECTION_FACTS if word in hit["what"]), "buyer")
        span = trimmed(text, *hit.span("value"))
        yield Pair(fact, f"{hit['what']}名称", *span, how="section")


def _lines(text: str) -> Iterator[Pair]:
    for colon in _COLON.finditer(text):
        left = text[max(0, colon.start() - _LABEL_REACH) : colon.start()]
        before = _LEFT.split(_ASIDE.sub("", left))[-1]
        label, unit = _known(before)
        if not label:
            continue
        start, end = _value(text, colon.end())
        if FACT_OF[label] == "supplier":
            end = _with_members(text, end)
        how = "label"
        if start == end:
            start, end, how = *_next_line(text, end), "line below"
        yield Pair(FACT_OF[label], label, *trimmed(text, start, end), unit, how)


def _with_members(text: str, end: int) -> int:
    """The end of a supplier's value: members of a consortium stand behind semicolons."""
    leads = "牵头" in text[text.rfind("\n", 0, end) + 1 : end + 1]
    while member := _MEMBER.match(text, end) or (leads and _BARE_MEMBER.match(text, end)):
        end = member.end()
    return end


def _known(before: str) -> tuple[str, str]:
    """The label at the end of a stretch: all of it, or what follows a space or a bracket."""
    whole = label_of(before)
    if whole[0]:
        return whole
    for cut in _INNER.finditer(before):
        found = label_of(before[cut.start() :])
        if found[0]:
            return found
    # "（项目编号：X）" in running text: an open bracket also starts a label.
    opened = re.split(r"[（(]", before)[-1]
    return label_of(opened) if opened != before else ("", "")


def _value(text: str, start: int) -> tuple[int, int]:
    stop = _VALUE_END.search(text, start)
    end = min(stop.start() if stop else len(text), start + _MAX_VALUE)
    if another := _NEXT_LABEL.search(text, start, end):
        end = another.start()
    for bracket in _CLOSING.finditer(text, start, end):
        if bracket["end"]:
            end = bracket.start()
            break
    return (start, end) if text[start:end].strip() else (start, start)


def _next_line(text: str, end: int) -> tuple[int, int]:
    """The line below a label without a value, if it is short and no label itself."""
    if end >= len(text) or text[end] != "\n":
        return end, end
    stop = text.find("\n", end + 1)
    stop = len(text) if stop < 0 else stop
    line = text[end + 1 : stop]
    fits = len(line) <= 80 and not _COLON.search(line) and "\t" not in line  # noqa: PLR2004
    return (end + 1, stop) if fits else (end, end)


def _sections(text: str) -> Iterator[Pair]:
    """名称：X in the lines below a heading such as 采购人信息."""
    fact, left, at = "", 0, 0
    for line in text.split("\n"):
        heading = _HEADING.match(line.strip().replace(" ", ""))
        if heading:
            what = heading["what"]
            fact = next((f for word, f in _SECTION_FACTS if word in what), "buyer")
            left = _SECTION_LINES
        elif left and _OTHER_HEADING.match(line.strip()):
            left = 0
        elif left and (colon := _COLON.search(line)):
            left -= 1
            if label_of(line[: colon.start()])[0] == "名称":
                start, end = _value(text, at + colon.end())
                yield Pair(fact, "名称", *trimmed(text, start, end), how="section")
                left = 0
        at += len(line) + 1


def _beside(page: Page, row: list[Cell]) -> Iterator[Pair]:
    """Label in one cell, value in the next that holds anything."""
    cells = [cell for cell in row if cell.end > cell.start]
    for left, right in pairwise(cells):
        label, unit = label_of(page.at(left))
        value = page.at(right)
        if label and not label_of(value)[0] and len(value) <= _MAX_VALUE:
            span = trimmed(page.text, right.start, right.end)
            yield Pair(FACT_OF[label], label, *span, unit, "table")


def _tabled(page: Page, table: list[list[Cell]]) -> Iterator[Pair]:
    """Rows under a row of labels are records; in any other row a label stands before its value."""
    header: list[tuple[str, str]] = []
    table = [row for row in table if row]
    amended = _amended(page, table)
    if amended:
        yield from amended
        return
    for row, below in pairwise((*table, [])):
        if _is_header(page, row, below):
            header = [label_of(page.at(cell)) for cell in row]
            continue
        yield from _beside(page, row)
        if len(row) != len(header):
            continue
        for (label, unit), cell in zip(header, row, strict=True):
            if label and not label_of(page.at(cell))[0]:
                span = trimmed(page.text, cell.start, cell.end)
                where = (row[0].start, table[0][0].start)
                yield Pair(FACT_OF[label], label, *span, unit, "column", *where)


def _amended(page: Page, table: list[list[Cell]]) -> list[Pair]:
    """What an amendment's table says now, beside what it said before (更正前, 更正后)."""
    names = [page.at(cell) for cell in table[0]] if table else []
    old = next((n for n, name in enumerate(names) if _OLD.search(name)), None)
    new = next((n for n, name in enumerate(names) if _NEW.search(name)), None)
    if old is None or new is None:
        return []
    found = []
    for row in table[1:]:
        labels = [label_of(page.at(cell)) for cell in row]
        label, unit = next((known for known in labels if known[0]), ("", ""))
        if label and len(row) == len(names):
            span = trimmed(page.text, row[new].start, row[new].end)
            before = page.at(row[old]).strip()[:_MAX_BEFORE]
            found.append(Pair(FACT_OF[label], label, *span, unit, f"{AMENDED}, before: {before};"))
    return found


def _is_header(page: Page, row: list[Cell], below: list[Cell]) -> bool:
    """Whether a row names the columns of the next one, which then has no labels in those places."""
    texts = [page.at(cell).strip() for cell in row]
    known = [n for n, text in enumerate(texts) if label_of(text)[0]]
    if not known or len(below) != len(row):
        return False
    if any(text.endswith(("：", ":")) or _DATA.search(text) for text in texts):
        return False
    if any(label_of(page.at(below[n]))[0] for n in known):
        return False
    return len(known) > 1 or sum(bool(text) for text in texts) >= MIN_COLUMNS


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without spaces, colons and commas at its ends."""
    start, end = min(start, len(text)), min(end, len(text))
    while start < end and text[start] in " \n：:":
        start += 1
    while end > start and text[end - 1] in " \n，,、.":
        end -= 1
    return start, end
