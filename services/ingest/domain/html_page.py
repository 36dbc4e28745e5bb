"""HTML to a page: inline elements join, blocks and rows end lines, tables keep their cells."""

import re
from collections.abc import Iterable

from lxml import etree, html

from services.ingest.domain.furniture import is_aside, without_furniture
from services.ingest.domain.markup import (
    CELLS,
    MAY_ATTACH,
    apart,
    is_attached,
    labelled,
    span,
    wordy,
    wraps_cells,
)
from services.ingest.domain.page import RUN, Cell, Page, mapped

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "section",
        "article",
        "tr",
        "table",
        "br",
        "dl",
        "dt",
        "dd",
        "form",
        "tbody",
        "thead",
        "caption",
    ]
)
_SKIPPED = frozenset(
    ["script", "style", "noscript", "head", "nav", "footer", "select", "option", "button"]
)
_CHROME = re.compile(r"\b(header|nav|crumbs|footer|breadcrumb|menu)\b")
_TABLE_PARTS = frozenset(("tr", "tbody", "thead", "tfoot", "form", "colgroup"))
LAYOUT_PARAGRAPHS = 2
# A line break of the markup between Chinese characters is no space (CSS Text 3, 4.1.3).
_BREAK = re.compile(r"(?<=[\u4e00-\u9fff，。：])[ \t]*\n\s*(?=[\u4e00-\u9fff])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_METAS = {"articletitle": "title", "pubdate": "published"}


def from_html(markup: str) -> Page:
    """Read an HTML page or fragment; inline elements join, blocks and rows end lines."""
    try:
        root = html.fromstring(
            markup.encode(),
            parser=html.HTMLParser(
                encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
            ),
        )
    except (etree.ParserError, ValueError):
        return Page()
    elements = list(root.iter())  # held here, or lxml makes each anew for every look at it
    if "&#" in markup or _CONTROLS.search(markup):
        _without_controls(elements)
    writer = _Writer()
    writer.head(root)
    without_furniture(root)
    writer.walk(root)
    page = writer.page
    page.text = "".join(writer.parts).rstrip("\n")
    return page


def _without_controls(elements: Iterable[html.HtmlElement]) -> None:
    """Put a space for each character that a tree may hold but not be given: Word's line breaks."""
    for element in elements:
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub(" ", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub(" ", element.tail)


class _Writer:
    def __init__(self) -> None:
        self.page = Page()
        self.parts: list[str] = []
        self._length = 0
        self._fresh = True  # at the start of a line: leading spaces are dropped
        self._line = 0  # the first part of the line that is being written
        self._tables = 0  # how deep inside tables: cells know their places

    def head(self, root: html.HtmlElement) -> None:
        for meta in root.iter("meta"):
            name = _METAS.get(str(meta.get("name", "")).lower())
            if name and meta.get("content"):
                self.page.head[name] = RUN.sub(" ", mapped(meta.get("content"))).strip()

    def walk(self, element: html.HtmlElement) -> None:
        tag = element.tag  # lxml computes it at each look
        if not isinstance(tag, str) or tag in _SKIPPED or self._chrome(element):
            return
        if tag == "img" or (tag in MAY_ATTACH and is_attached(element)):
            self.page.images += 1
        if tag == "table":
            self._table(element)
        elif tag in _BLOCKS and len(element) and (pairs := labelled(element)):
            self._end_line()
            self._pairs(pairs)
        else:
            self._flow(element, tag)

    def _flow(self, element: html.HtmlElement, tag: str) -> None:
        block = tag in _BLOCKS
        if block:
            self._end_line()
        first = len(self.parts)
        self._write(element.text or "")
        children = len(element)
        lines = block and children > 1 and apart(element)
        for child in element if children else ():
            self.walk(child)
            self._write(child.tail or "")
            if lines:
                self._end_line()
        if tag in ("h1", "h2"):
            self.page.head.setdefault("heading", "".join(self.parts[first:]).strip())
        if block:
            self._end_line()

    def _pairs(self, pairs: list[tuple[html.HtmlElement, html.HtmlElement]]) -> None:
        """Write labels and values as the rows of a table with two columns."""
        rows: list[list[Cell]] = []
        self._tables += 1
        for pair in pairs:
            self._row(list(pair), rows, {})
        self._tables -= 1
        self.page.tables.append(rows)

    def _chrome(self, element: html.HtmlElement) -> bool:
        named = element.get("class")
        return named is not None and _CHROME.search(str(named)) is not None

    def _table(self, table: html.HtmlElement) -> None:
        self._end_line()
        rows: list[list[Cell]] = []
        self._tables += 1
        self._rows(table, rows, {})
        self._tables -= 1
        self.page.tables.append(rows)

    def _rows(self, part: html.HtmlElement, rows: list[list[Cell]], spans: dict[int, int]) -> None:
        """Rows of this table in reading order; cells may stand in anything, also without tr."""
        cells: list[html.HtmlElement] = []
        for child in part:
            if child.tag in CELLS:
                cells.append(child)
            elif child.tag in _TABLE_PARTS or wraps_cells(child):
                cells = self._row(cells, rows, spans)
                self._rows(child, rows, spans)
            elif "".join(child.itertext()).strip():
                cells = self._row(cells, rows, spans)
                self.walk(child)
                self._write(child.tail or "")
        self._row(cells, rows, spans)

    def _row(
        self, found: list[html.HtmlElement], rows: list[list[Cell]], spans: dict[int, int]
    ) -> list[html.HtmlElement]:
        """Write a row, with empty cells where one of its own or of a row above reaches."""
        if not found:
            return []
        cells: list[Cell] = []
        here: dict[int, int] = {}
        for cell in found:
            self._reached(cells, spans)
            if cells and not self._fresh:
                self._raw("\t")
                self._fresh = True
            start = self._length
            if len(found) == 1 and len(cell.findall(".//p")) > LAYOUT_PARAGRAPHS:
                self._flow(cell, cell.tag)  # a table for the layout: its one cell is the page
            else:
                self._cell(cell)
            here[len(cells)] = span(cell, "rowspan") - 1
            cells.append(Cell(start, self._length))
            cells += [Cell(self._length, self._length)] * (span(cell, "colspan") - 1)
        self._reached(cells, spans)
        spans.update({column: left for column, left in here.items() if left > 0})
        self._end_line()
        rows.append(cells)
        return []

    def _reached(self, cells: list[Cell], spans: dict[int, int]) -> None:
        while spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append(Cell(self._length, self._length))

    def _cell(self, cell: html.HtmlElement) -> None:
        if cell.find(".//table") is not None:
            self._write(cell.text or "")
            for child in cell:
                self.walk(child)
                self._write(child.tail or "")
            return
        # Blocks inside a cell end no row: Word-made pages put each cell's text into paragraphs.
        text = (
            " ".join(t for t in cell.itertext() if isinstance(t, str))
            if wordy(cell)
            else "".join(cell.itertext())
        )
        self.page.images += len(cell.findall(".//img"))
        self._write(text.strip())

    def _write(self, text: str) -> None:
        if not text:
            return
        if "\n" in text:
            text = _BREAK.sub("", text).replace("\n", " ")
        text = mapped(text)
        if "  " in text:
            text = RUN.sub(" ", text)
        if self._fresh:
            text = text.lstrip(" ")
        if text:
            self._raw(text)
            self._fresh = False

    def _raw(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _end_line(self) -> None:
        if self._fresh:
            return
        written = self.parts[self._line :]
        if not self._tables and is_aside("".join(written).strip()):
            del self.parts[self._line :]
            self._length -= sum(map(len, written))
        elif self._length and not self.parts[-1].endswith("\n"):
            self._raw("\n")
        self._fresh = True
        self._line = len(self.parts)
