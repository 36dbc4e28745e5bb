"""Counts of one model that belong to different goods of a notice and add up to what is bought."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.enrich.domain.counts import NOT_STATED, Count
from services.enrich.domain.goods import Goods

_ANOTHER = re.compile(r"[、；;,，和及]")
_SERVERS = "server"
_OF_THEM = re.compile(r"其中|包括|包含|含|即")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a count stands: its list or table, its line, and the good within the line."""

    group: tuple[str, int]
    line: int
    good: int


def place(goods: Goods, masked: str, start: int) -> Place:
    """Return the place of a mention at `start`.

    Rows of a table and numbered lines under one head are one group; any other line is alone.
    """
    at = goods.outline.at(start)
    line = goods.outline.lines[at]
    ahead = masked[line.start : start]
    good = 0 if _OF_THEM.search(ahead) else len(_ANOTHER.findall(ahead))
    group = ("list", line.parent) if line.marker else ("line", at)
    return Place(("table", line.table) if line.table >= 0 else group, at, good)


def in_all(counted: Iterable[tuple[Place, Count]], name: str) -> Count:
    """Return the sum over different goods, NOT_STATED unless several are counted.

    Cards and servers told twice are the same goods: only rows of a table add up as they are,
    within a line and over a list only counts of servers that differ.
    """
    groups: dict[tuple[str, int], dict[int, dict[int, Count]]] = {}
    for where, count in counted:
        if count.value:
            line = groups.setdefault(where.group, {}).setdefault(where.line, {})
            line[where.good] = max(line.get(where.good, count), count, key=_value)
    sums = [_of_group(group, lines.values(), name) for group, lines in groups.items()]
    return max(sums, key=_value, default=NOT_STATED)


def _of_group(group: tuple[str, int], lines: Iterable[dict[int, Count]], name: str) -> Count:
    totals = [_of_line(list(goods.values()), name) for goods in lines]
    return _sum(_different(totals) if group[0] == "list" else totals, name)


def _of_line(goods: Sequence[Count], name: str) -> Count:
    servers = _different(goods)
    return _sum(servers, name) if len(servers) > 1 else max(goods, key=_value)


def _different(counts: Iterable[Count]) -> list[Count]:
    return list(
        {count.sentence: count for count in counts if _SERVERS in str(count.sentence)}.values()
    )


def _sum(counts: Sequence[Count], name: str) -> Count:
    if len(counts) <= 1:
        return counts[0] if counts else NOT_STATED
    told = " + ".join(f"{count.value:,}" for count in counts)
    total = sum(map(_value, counts))
    return Count(total, f"{told} {name} = {total:,}")


def _value(count: Count) -> int:
    return count.value or 0
