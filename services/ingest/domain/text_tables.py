"""Tables in plain text: cells between bars, or as many words in each line as in the headings."""

import re
from itertools import pairwise

from services.ingest.domain.items import is_heading
from services.ingest.domain.labels import label_of
from services.ingest.domain.page import Cell, Page
from services.ingest.domain.structured import MAX_TEXT

Row = list[Cell]
_BAR = re.compile(r"[|｜│┃]")
_WORD = re.compile(r"\S+")
_RULE = re.compile(r"[-—_=+|｜│┃\s:]*")
_LEAST_CELLS, _LEAST_HEADINGS, _MOST_ROWS = 3, 3, 500


def with_tables(page: Page) -> Page:
    """Return a page of plain text with the tables that it draws; their cells are places in it."""
    page.tables += _tables_in(page.text[:MAX_TEXT])
    return page


def _tables_in(text: str) -> list[list[Row]]:
    lines = [hit.span() for hit in re.finditer(r"[^\n]+", text)]
    rows = [_cells(text, *line) for line in lines if not _RULE.fullmatch(text, *line)]
    return [*_barred(rows), *_worded(text, lines)]


def _cells(text: str, start: int, end: int) -> Row:
    """The cells between bars; none where a line has too few."""
    if not _BAR.search(text, start, end):
        return []
    cuts = [start - 1, *(bar.start() for bar in _BAR.finditer(text, start, end)), end]
    cells = [_trimmed(text, left + 1, right) for left, right in pairwise(cuts)]
    # A bar at the edge of a table has nothing outside.
    first = cells[0].start == cells[0].end
    last = cells[-1].start == cells[-1].end
    cells = cells[first : len(cells) - last]
    return cells if len(cells) >= _LEAST_CELLS else []


def _barred(rows: list[Row]) -> list[list[Row]]:
    found: list[list[Row]] = [[]]
    for row in rows:
        if row and found[-1] and len(found[-1][0]) == len(row):
            found[-1].append(row)
        else:
            found.append([row] if row else [])
    return [table for table in found if len(table) > 1]


def _worded(text: str, lines: list[tuple[int, int]]) -> list[list[Row]]:
    """Lines of as many words as the line of headings above them."""
    found: list[list[Row]] = []
    at = 0
    while at < len(lines):
        table = [_words(text, *lines[at])]
        at += 1
        if not _are_headings(text, table[0]):
            continue
        while at < len(lines) and len(table) < _MOST_ROWS:
            row = _words(text, *lines[at])
            if len(row) != len(table[0]):
                break
            table.append(row)
            at += 1
        if len(table) > 1:
            found.append(table)
    return found


def _words(text: str, start: int, end: int) -> Row:
    return [Cell(*word.span()) for word in _WORD.finditer(text, start, end)]


def _are_headings(text: str, row: Row) -> bool:
    words = [text[cell.start : cell.end] for cell in row]
    if len(words) < _LEAST_CELLS or any(_BAR.search(word) or ":" in word for word in words):
        return False
    return sum(is_heading(word) or bool(label_of(word)[0]) for word in words) >= _LEAST_HEADINGS


def _trimmed(text: str, start: int, end: int) -> Cell:
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return Cell(start, end)
