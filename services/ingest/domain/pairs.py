"""Label/value pairs of a page: in lines, under section headings, beside and below in tables."""

import re
from collections.abc import Iterator
from itertools import pairwise

from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.lines import lines_of
from services.ingest.domain.page import Cell, Page
from services.ingest.domain.pair import AMENDED, Pair, trimmed
from services.ingest.domain.prose import told_in
from services.ingest.domain.sections import sections_of

_MAX_VALUE = 300
_DATA = re.compile(r"\d{2,}|(?:公司|大学|学院|医院|研究院|研究所|政府|委员会)$")
MIN_COLUMNS = 3
_OLD = re.compile(r"(?:更正|变更|修改|修正|调整)前|原[^后]{0,6}内容")
_NEW = re.compile(r"(?:更正|变更|修改|修正|调整)(?:后|为)|现内容")
_MAX_BEFORE = 60


def pairs_of(page: Page) -> list[Pair]:
    """Return every label/value pair of a page, those in tables last."""
    text = page.text
    found = [*sections_of(text), *lines_of(text)]
    found += [Pair(*told, "sentence") for told in told_in(text)]
    for table in page.tables:
        found += _tabled(page, table)
    return [pair for pair in found if pair.end > pair.start]


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
