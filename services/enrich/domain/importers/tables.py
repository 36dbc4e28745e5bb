"""Rows of tables in CSV, XLSX and HTML, with columns found by name in several languages."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html.parser import HTMLParser
from unicodedata import normalize

from openpyxl import load_workbook

from contracts.names import HAN
from services.enrich.domain.lists import FIELD_LIMIT, TRUNCATED, ListUnreadable

Rows = Sequence[tuple[str, ...]]
Columns = Mapping[str, Sequence[str]]
"""Our name of a column -> the names publishers give it, in lower case without punctuation."""
Record = Mapping[str, str]
"""Our name of a column -> the cell of one row."""

# Publishers put a title and notes above the header.
_HEADER_WITHIN = 25
_MOST_UNPACKED = 300_000_000
_HAN_RUN, _OTHER_RUN = re.compile(f"[{HAN}]+"), re.compile(rf"[^\W{HAN}]+")


def csv_rows(text: str) -> Rows:
    """Return the rows of a CSV with comma, semicolon or tab, whichever its header has most."""
    csv.field_size_limit(FIELD_LIMIT)
    first = text.lstrip()[:4000].split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [tuple(cell.strip() for cell in row) for row in reader]
    except csv.Error as error:
        raise ListUnreadable("The table is cut off inside a row.", TRUNCATED) from error


def xlsx_rows(raw: bytes) -> Rows:
    """Return the rows of every visible sheet of a workbook, one after the other."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        rows = _sheets(raw) if unpacked <= _MOST_UNPACKED else None
    except Exception as error:  # openpyxl raises whatever the damaged part makes it raise
        raise ListUnreadable("The workbook is damaged.", TRUNCATED) from error
    if rows is None:
        raise ListUnreadable("The workbook unpacks to more than 300 MB.", TRUNCATED)
    return rows


def _sheets(raw: bytes) -> Rows:
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    rows: list[tuple[str, ...]] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            # Some writers declare one cell only; the rows that are there count.
            sheet.reset_dimensions()
            rows += [tuple(map(_cell, row)) for row in sheet.iter_rows(values_only=True)]
    return rows


def is_html(head: str) -> bool:
    """Tell whether a text that begins with `<` is a web page with a table."""
    return re.match(r"<(?!\?xml)|<\?xml[^>]*>\s*<(?:!doctype html|html)", head, re.I) is not None


def html_rows(text: str) -> Rows:
    """Return the rows of every table of a page, in order; tables inside cells are read flat."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    return reader.rows


def header(rows: Rows, columns: Columns, required: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Return (row number, our column name -> position) of the header; raises LookupError."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        places = _places(row, columns)
        if all(name in places for name in required):
            return number, places
    raise LookupError(", ".join(required))


def has_header(rows: Rows, columns: Columns, required: Sequence[str]) -> bool:
    """Tell whether a table has these columns."""
    try:
        header(rows, columns, required)
    except LookupError:
        return False
    return True


def records(rows: Rows, columns: Columns, required: Sequence[str], advice: str) -> Sequence[Record]:
    """Return a mapping of our column names for each row; raises ListUnreadable with `advice`."""
    try:
        number, places = header(rows, columns, required)
    except LookupError:
        names = "; ".join(f"{name} ({' / '.join(columns[name][:3])})" for name in required)
        raise ListUnreadable(f"The table has no header with {names}.", advice) from None
    title = rows[number]
    found = [
        {name: row[at] if at < len(row) else "" for name, at in places.items()}
        for row in rows[number + 1 :]
        if row != title  # a page repeats its header
    ]
    found = [record for record in found if record[required[0]]]
    if not found:
        raise ListUnreadable("The table has a header and no rows.", TRUNCATED)
    return found


def tokens(cell: str) -> frozenset[str]:
    """Return the names a header cell may go by: whole, and each language by itself.

    A cell holds "名稱name" or "企業名、組織名 / Company or Organization".
    """
    plain = normalize("NFKC", cell).casefold()
    han = "".join(_HAN_RUN.findall(plain))
    other = " ".join(_OTHER_RUN.findall(plain))
    return frozenset(filter(None, (" ".join(plain.split()), han, other)))


def _places(row: Iterable[str], columns: Columns) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, cell in enumerate(row):
        named = tokens(cell)
        for name, synonyms in columns.items():
            if name not in places and named.intersection(synonyms):
                places[name] = at
                break
    return places


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


class _TableReader(HTMLParser):
    """Collects the text of table cells; a line break in a cell stays one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, ...]] = []
        self._row: list[str] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
        elif tag in ("br", "p", "li", "div") and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(" ".join(data.split("\n")))

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._cell is not None:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._row.append("\n".join(line for line in lines if line))
            self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self.rows.append(tuple(self._row))
        self._row = []
