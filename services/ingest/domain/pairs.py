"""Label/value pairs of a page: in lines, under section headings, beside and below in tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from services.ingest.domain.changes import changes_in
from services.ingest.domain.headings import PRICED, Heading, two_rows
from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.lines import lines_of, lots_of
from services.ingest.domain.page import Cell, Page
from services.ingest.domain.pair import Pair, amended_from, trimmed
from services.ingest.domain.prose import told_in
from services.ingest.domain.sections import sections_of

_MAX_VALUE = 300
_DATA = re.compile(r"\d{2,}|(?:公司|大学|学院|医院|研究院|研究所|政府|委员会)$")
MIN_COLUMNS = 3
_OLD = re.compile(r"(?:更正|变更|修改|修正|调整)前|原[^后]{0,6}内容")
_NEW = re.compile(r"(?:更正|变更|修改|修正|调整)(?:后|为)|现内容")
_MAX_BEFORE = 60
_MONEY = re.compile(r"(?:人民币|[¥￥])?\s*\d[\d,，]*(?:\.\d+)?\s*(?:亿元|万元|元)(?:整|人民币)?")
# Who bid and did not win stands in a table of offers beside the winner.
_LOST = re.compile(
    r"(?:未|没有|不)(?:成交|中标|中选|入围|入选|通过|合格)|落标|落选|淘汰|无效(?:投标|报价|响应)"
)
_REJECTED = re.compile(r"否决|无效|未(?:中标|成交|中选|通过)")
_IS_WINNER = re.compile(r"是否(?:为)?(?:推荐|中标|成交|中选|入围)")
_OF_A_LOSER = {"supplier": "bidder", "candidate": "bidder", "amount": "bid", "row_amount": "bid"}
_OF_A_WINNER = {"bidder": "supplier", "bid": "amount"}
_DENIED = ("", "否", "未", "×", "/", "-", "—")
_WON = re.compile(r"(?:已|拟|推荐)?(?:成交|中标|中选)(?:人|供应商|单位)?")
_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?\s*[（(]?\s*(亿元|万元|千元|元)")
_UNIT_REACH = 60


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows below one heading, and which columns ask whether their bidder won."""

    header: list[Heading] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


def pairs_of(page: Page) -> list[Pair]:
    """Return every label/value pair of a page, those in tables last."""
    text = page.text
    found = [*sections_of(text), *lines_of(text)]
    found += [Pair(*told, "sentence") for told in told_in(text)]
    for table in page.tables:
        found += _tabled(page, table)
    changes = list(changes_in(text))
    found = [pair for pair in found if not any(c.was[0] <= pair.start < c.was[1] for c in changes)]
    found += [change.now for change in changes]
    return [pair for pair in found if pair.end > pair.start]


def _beside(page: Page, row: list[Cell]) -> Iterator[Pair]:
    """Label in one cell, value in the next that holds anything."""
    cells = [cell for cell in row if cell.end > cell.start]
    for left, right in pairwise(cells):
        label, unit = label_of(page.at(left))
        value = page.at(right)
        if label and not label_of(value)[0] and len(value) <= _MAX_VALUE:
            fact, span = FACT_OF[label], trimmed(page.text, right.start, right.end)
            lots = [lot for lot in lots_of(fact, page.text, span[0]) if lot[1] <= right.end]
            if len(lots) > 1:
                spans = [trimmed(page.text, *lot) for lot in lots]
                yield from (Pair(fact, label, *one, unit, "lot") for one in spans)
            else:
                yield Pair(fact, label, *span, unit, "table")


def _tabled(page: Page, table: list[list[Cell]]) -> Iterator[Pair]:
    """Rows under a row of labels are records; in any other row a label stands before its value."""
    table = [row for row in table if row]
    amended = _amended(page, table)
    if amended:
        yield from amended
        return
    for block in _blocks(page, table):
        texts = [[page.at(cell).strip() for cell in row] for row in block.rows]
        decided = any(any(map(_WON.fullmatch, said)) for said in texts)
        for row, said in zip(block.rows, texts, strict=True):
            yield from _beside(page, row)
            if len(row) == len(block.header):
                where = (row[0].start, table[0][0].start)
                record = list(_record(page, block.header, row, where))
                yield from _judged(record, said, block.asked, decided=decided)


def _blocks(page: Page, table: list[list[Cell]]) -> list[_Block]:
    """The rows of a table below each of its headings; those above any have none."""
    stated = _unit_above(page, table)
    blocks = [_Block()]
    rows = pairwise((*table, []))
    for row, below in rows:
        header = two_rows(page, row, below)
        if header:
            next(rows, None)
        elif _is_header(page, row, below):
            header = [label_of(page.at(cell)) for cell in row]
        else:
            blocks[-1].rows.append(row)
            continue
        header = [(label, unit or _unit_of(label, stated)) for label, unit in header]
        asked = [bool(_IS_WINNER.match(page.at(cell).strip())) for cell in row]
        blocks.append(_Block(header, asked))
    return blocks


def _record(
    page: Page, header: list[tuple[str, str]], row: list[Cell], where: tuple[int, int]
) -> Iterator[Pair]:
    """What a row says under its headings."""
    for (label, unit), cell in zip(header, row, strict=True):
        value = page.at(cell)
        if label and not label_of(value)[0]:
            # 中标结果 may head the prices.
            paid = FACT_OF[label] == "supplier" and _MONEY.fullmatch(value.strip())
            known = "中标金额" if paid else label
            span = trimmed(page.text, cell.start, cell.end)
            yield Pair(FACT_OF[known], known, *span, unit, "column", *where)


def _judged(
    record: list[Pair], texts: list[str], asked: list[bool], *, decided: bool
) -> Iterator[Pair]:
    """A row of offers by what it says of its bidder: a loser's price is a bid, a winner's paid.

    Where another row is `decided` to have won, one that says nothing has lost.
    """
    verdicts = [said for said, of in zip(texts, asked, strict=True) if of]
    lost = any(said in _DENIED for said in verdicts) or any(map(_LOST.fullmatch, texts))
    won = any(map(_WON.fullmatch, texts)) or bool({"是", "√", "✓"}.intersection(verdicts))
    lost = lost or (decided and not won)
    became = _OF_A_LOSER if lost or _REJECTED.search(texts[0]) else _OF_A_WINNER if won else {}
    for pair in record:
        yield replace(pair, fact=became.get(pair.fact, pair.fact))


def _unit_of(label: str, stated: str) -> str:
    return stated if FACT_OF.get(label) in PRICED else ""


def _unit_above(page: Page, table: list[list[Cell]]) -> str:
    """The unit that a line above a table, or its first row, states: 单位：万元."""
    start = table[0][0].start if table else 0
    first = table[0][-1].end if table else 0
    above = page.text[max(0, start - _UNIT_REACH) : start].rstrip("\n").rsplit("\n", 1)[-1]
    stated = _UNIT.search(above) or _UNIT.search(page.text, start, first)
    return stated[1] if stated else ""


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
            found.append(Pair(FACT_OF[label], label, *span, unit, amended_from(before)))
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
