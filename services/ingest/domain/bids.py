"""Ranked bids: who came first, second and third, with what price, in sentences, blocks, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.ingest.domain.headings import UNTAXED
from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.organisations import is_organisation, is_sure
from services.ingest.domain.page import Cell, Page
from services.ingest.domain.pair import Pair

Table = list[list[Cell]]

_ORDER = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
# Commas group digits within a price and end it elsewhere.
_PRICE = r"(?:[^，,。；;\n]|(?<=\d)[，,](?=\d{3})){2,40}"
# "A包 X公司为第一成交候选供应商，谈判报价为290000元人民币"
_SENTENCE = re.compile(
    r"(?:^|(?<=[\s：:，,。；;]))(?:(?P<package>[A-Z一二三四五六七八九十\d]{1,2}(?:号)?(?:包|标段|标包))[：:]?\s*)?"
    r"(?P<name>[\u4e00-\u9fffA-Za-z（）()·]{4,50}?)为第(?P<rank>[一二三四五])\s*(?:中标|成交|中选)?候选"
    r"(?:人|供应商|单位)?[，,]?\s*(?:(?:中标价|成交价|谈判报价|磋商报价|投标报价|报价|中标金额|成交金额)"
    rf"(?:为|[：:])?\s*(?P<money>{_PRICE}))?",
    re.M,
)
# "第一名：X公司，报价1,280,000元"
_LISTED = re.compile(
    r"第(?P<rank>[一二三四五1-5])(?:名|(?:推荐)?(?:中标|成交|中选)?候选(?:人|供应商|单位))[：:][ ]*"
    r"(?P<name>[\u4e00-\u9fffA-Za-z（）()·]{4,50})[，,；; ][ ]*"
    rf"[\u4e00-\u9fff]{{0,6}}(?:报价|价格?|金额)(?:为|[：:])?[ ]*(?P<money>{_PRICE})"
)
_BLOCK = re.compile(r"第(?P<rank>[一二三四五])\s*(?:名|(?:中标|成交)?\s*候选人|中标人)")
_RANK_CELL = re.compile(
    r"^第?(?P<rank>[一二三四五1-5])(?:名|(?:推荐)?(?:中标|成交|中选)?候选(?:人|供应商|单位))?$"
)
_LEAST_RANKS = 2
_NEAR = 600


@dataclass(frozen=True, slots=True)
class Bid:
    """A bidder with its rank within its package; spans of name and money, -1 where absent."""

    rank: int
    name: tuple[int, int]
    money: tuple[int, int] = (-1, -1)
    unit: str = ""
    package: str = ""


def bids_of(page: Page, pairs: Sequence[Pair]) -> list[Bid]:
    """Return the ranked bids of a notice, from the surest form that it uses."""
    text = page.text
    return (
        list(_sentences(text))
        or list(_tables(text, pairs))
        or [bid for table in page.tables for bid in _columns(page, table)]
        or list(_listed(text))
        or list(_blocks(text, pairs))
    )


def _sentences(text: str) -> Iterator[Bid]:
    for hit in _SENTENCE.finditer(text) if "候选" in text else ():
        money = hit.span("money")
        yield Bid(_ORDER[hit["rank"]], hit.span("name"), money, package=hit["package"] or "")


def _listed(text: str) -> Iterator[Bid]:
    for hit in _LISTED.finditer(text):
        if is_sure(hit["name"]):
            yield Bid(_ORDER[hit["rank"]], hit.span("name"), hit.span("money"))


def _tables(text: str, pairs: Sequence[Pair]) -> Iterator[Bid]:
    """Rows of a table with a column for the rank."""
    columns = [p for p in pairs if p.how == "column"]
    # A column headed 中标候选人 may hold just 第一, and the next one the name.
    for rank in (p for p in columns if p.fact in ("rank", "candidate")):
        shown = _RANK_CELL.match(text[rank.start : rank.end].strip())
        row = [p for p in columns if p.row == rank.row and p != rank]
        name = next((p for p in row if p.fact in ("supplier", "bidder", "candidate", "name")), None)
        prices = [p for p in row if p.fact in ("amount", "bid")]
        money = min(prices, key=lambda p: UNTAXED in p.unit, default=None)
        # A score sheet ranks without prices: what it says stands elsewhere in the notice.
        if shown and name and money:
            span = (money.start, money.end)
            yield Bid(_ORDER[shown["rank"]], (name.start, name.end), span, money.unit)


def _columns(page: Page, table: Table) -> Iterator[Bid]:
    """Tables with a column for each rank, and a row for the names and one for the prices."""
    ranks: dict[int, int] = {}
    names: dict[int, Cell] = {}
    for row in table:
        if found := _ranks_in(page, row):
            ranks, names = found, {}
        elif ranks and len(row) > max(ranks):
            label, unit = label_of(page.at(next((c for c in row if c.end > c.start), row[0])))
            cells = {at: row[at] for at in ranks}
            if not names and _are_names(page, cells):
                names = cells
            elif names and FACT_OF.get(label) in ("bid", "amount"):
                yield from (_bid(ranks[at], names[at], cells[at], unit) for at in ranks)
                ranks = {}
    yield from (Bid(ranks[at], (c.start, c.end)) for at, c in names.items() if at in ranks)


def _ranks_in(page: Page, row: list[Cell]) -> dict[int, int]:
    """Where a row says 第一名, 第二名, or 1, 2 behind 名次: rank by column."""
    texts = {at: page.at(cell).strip() for at, cell in enumerate(row)}
    hits = {at: hit for at, text in texts.items() if (hit := _RANK_CELL.match(text))}
    headed = bool(texts) and FACT_OF.get(label_of(texts[0])[0]) == "rank"  # 名次, 1, 2, 3
    words = [at for at in hits if headed or len(texts[at]) > 1]
    return {at: _ORDER[hits[at]["rank"]] for at in words} if len(words) >= _LEAST_RANKS else {}


def _are_names(page: Page, cells: dict[int, Cell]) -> bool:
    said = [page.at(cell).strip() for cell in cells.values()]
    return all(is_organisation(name) and is_sure(name) for name in said)


def _bid(rank: int, name: Cell, money: Cell, unit: str) -> Bid:
    return Bid(rank, (name.start, name.end), (money.start, money.end), unit)


def _blocks(text: str, pairs: Sequence[Pair]) -> Iterator[Bid]:
    """第一名 … 单位名称：X … 投标报价：N, once per rank."""
    for mark, following in pairwise((*_BLOCK.finditer(text), None)):
        if mark is None:
            return
        end = following.start() if following else min(len(text), mark.end() + _NEAR)
        inside = [p for p in pairs if mark.start() <= p.start < end]
        name = next((p for p in inside if p.fact in ("bidder", "candidate")), None)
        money = next((p for p in inside if p.fact == "bid"), None)
        if name:
            span = (money.start, money.end) if money else (-1, -1)
            unit = money.unit if money else ""
            yield Bid(_ORDER[mark["rank"]], (name.start, name.end), span, unit)
