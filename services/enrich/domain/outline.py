"""The outline of a notice: its lines, what each is listed under, and the rows of its tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNS = r"[\s★▲△☆●■◆※*#\-]*"
_MARKERS = tuple(
    (kind, re.compile(_SIGNS + marker))
    for kind, marker in (
        ("item", r"(?:item|lot)\s?[a-z\d]{1,2}[.:)]?\s"),
        ("chapter", r"第[一二三四五六七八九十\d]{1,3}[章节部包]"),
        ("year", r"第[一二三四五六\d](?:年度?|批次?|期|阶段)\s?:"),
        ("label", r"(?=第?0?[\da-z]{1,2}(?:号?包|包件|标段|型|款)\s?:)"),
        ("han", r"[一二三四五六七八九十]{1,3}[、.]"),
        ("(han)", r"\([一二三四五六七八九十]{1,3}\)"),
        ("1.1.1", r"\d{1,2}\.\d{1,2}\.\d{1,2}(?![\d.])"),
        ("1.1", r"\d{1,2}\.\d{1,2}(?![\d.%]|\s?(?:万|亿|元|tb|gb|ghz|%))"),
        ("1.", r"\d{1,2}[.、](?!\d)"),
        ("(1)", r"\(\d{1,2}\)"),
        ("1)", r"\d{1,2}\)"),
        ("circled", r"[\u2460-\u2473]"),
        ("a.", r"[a-h][.)、](?![a-z\d])"),
    )
)
_RANKS = {
    kind: rank
    for rank, kind in enumerate(
        (
            "chapter",
            "han",
            "(han)",
            "1.",
            "1.1",
            "1.1.1",
            "(1)",
            "1)",
            "circled",
            "a.",
            "year",
            "label",
        )
    )
}
"""The usual order of the kinds, the highest first."""
_CELLS = re.compile(r"\t| \| ")
MIN_RANKS = {
    kind: rank
    for rank, kind in enumerate(
        ("item", "chapter", "han", "(han)", "1.", "1.1", "1.1.1", "(1)", "1)", "circled", "a.")
    )
}
"""The usual order of the kinds, the highest first."""
_CELLS = re.compile(r"\t| \| ")
MIN_CELLS = 3
_MAX_HEAD = 60

Group = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line at [start, end): what it is listed under (an index, -1 for nothing), and its table.

    `table` is the index of the first row of the run of rows it belongs to, -1 if it is no row;
    `text` begins behind the marker.
    """

    start: int
    end: int
    text: str
    parent: int
    table: int
    marker: str = ""


class Outline:
    """The lines of a flattened text in order, as a tree."""

    def __init__(self, flat: str) -> None:
        self.lines = tuple(_lines(flat))
        self._starts = [line.start for line in self.lines]

    def at(self, offset: int) -> int:
        """Return the index of the line that holds an offset."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def above(self, index: int) -> Iterator[int]:
        """Yield the indices of what a line is listed under, the nearest first."""
        while (index := self.lines[index].parent) >= 0:
            yield index

    def group(self, index: int) -> Group:
        """Return what the lines of one list, or the rows of one table, have in common."""
        return self.lines[index].parent, self.lines[index].table

    def below(self, index: int) -> Iterator[int]:
        """Yield the lines that are listed under a line, at any depth."""
        for other in range(index + 1, len(self.lines)):
            if index not in self.above(other):
                return
            yield other


def cells(line: Line) -> list[str]:
    """Return the cells of a row."""
    return [cell.strip() for cell in _CELLS.split(line.text)]


def _lines(flat: str) -> Iterator[Line]:
    stack: list[tuple[str, int]] = []
    start, table = 0, -1
    for index, text in enumerate(flat.split("\n")):
        end = start + len(text)
        if len(_CELLS.findall(text)) >= MIN_CELLS - 1:
            table = index if table < 0 else table
            yield Line(start, end, text, stack[-1][1] if stack else -1, table)
        else:
            table = -1
            marker, behind = _marker(text)
            if marker:
                stack = _up_to(stack, marker)
            yield Line(start, end, behind, stack[-1][1] if stack else -1, -1, marker)
            if marker:
                stack.append((marker, index))
        start = end + 1


def _marker(text: str) -> tuple[str, str]:
    """Return what numbers a line and what stands behind it; a line that ends in ":" is a head."""
    for kind, pattern in _MARKERS:
        if found := pattern.match(text):
            return kind, text[found.end() :].strip()
    plain = text.strip()
    return ("head" if plain.endswith(":") and len(plain) <= _MAX_HEAD else ""), plain


def _up_to(stack: list[tuple[str, int]], marker: str) -> list[tuple[str, int]]:
    """Return the open heads under which a line with this kind of number stands.

    一、 ends what is listed as 1., and so on down the kinds; a head without number ends only with
    the list that it stands in.
    """
    rank = _RANKS.get(marker, len(_RANKS))
    for at, (kind, _) in enumerate(stack):
        if kind == marker or rank < _RANKS.get(kind, -1):
            return stack[:at]
    return list(stack)
