"""Counts of one model that belong to different goods of a notice and add up to what is bought."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.enrich.domain.counts import NOT_STATED, Count
from services.enrich.domain.goods import Goods

_ANOTHER = re.compile(r"[、；;,，和及]")
_OF_THEM = re.compile(r"其中|包括|包含|含|即")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a count stands: its list or table, its line, the cell, and the good within it."""

    group: tuple[str, int]
    line: int
    cell: int
    good: int


def place(goods: Goods, masked: str, start: int) -> Place:
    """Return the place of a mention at `start`.

    Rows of a table and numbered lines under one head are one group; any other line is alone.
    """
    at = goods.outline.at(start)
    line = goods.outline.lines[at]
    *cells, ahead = masked[line.start : start].split("\t")
    good = 0 if _OF_THEM.search(ahead) else len(_ANOTHER.findall(ahead))
    group = ("list", line.parent) if line.marker else ("line", at)
    return Place(("table", line.table) if line.table >= 0 else group, at, len(cells), good)


def in_all(counted: Iterable[tuple[Place, Count]], name: str) -> Count:
    """Return the sum over different goods, NOT_STATED unless several are counted.

    Cards and servers told twice are the same goods: only rows of a table add up as they are,
    within a line and over a list only counts of servers that differ.
    """
    known = sorted(((w, c) for w, c in counted if c.value), key=lambda one: _order(one[0]))
    sums = [NOT_STATED]
    for group, of_group in groupby(known, key=lambda one: one[0].group):
        lines = groupby(of_group, key=lambda one: one[0].line)
        totals = [_of_line(list(of_line), name) for _, of_line in lines]
        sums.append(_sum(_different(totals) if group[0] == "list" else totals, name))
    return max(sums, key=_value)


def _order(where: Place) -> tuple[tuple[str, int], int, int, int]:
    return where.group, where.line, where.cell, where.good


def _of_line(counted: Sequence[tuple[Place, Count]], name: str) -> Count:
    """Return the most that a cell of the line counts, the different servers in it together."""
    totals = []
    for _, of_cell in groupby(counted, key=lambda one: one[0].cell):
        by_good = groupby(of_cell, key=lambda one: one[0].good)
        goods = [max((c for _, c in of_good), key=_value) for _, of_good in by_good]
        servers = _different(goods)
        totals.append(_sum(servers, name) if len(servers) > 1 else max(goods, key=_value))
    return max(totals, key=_value)


def _different(counts: Iterable[Count]) -> list[Count]:
    return list({count.sentence: count for count in counts if count.of_servers}.values())


def _sum(counts: Sequence[Count], name: str) -> Count:
    if len(counts) <= 1:
        return counts[0] if counts else NOT_STATED
    told = " + ".join(f"{count.value:,}" for count in counts)
    total = sum(map(_value, counts))
    return Count(total, f"{told} {name} = {total:,}")


def _value(count: Count) -> int:
    return count.value or 0
