"""Tables where a row is a notice: CSV, workbooks, JSON objects with the portals' headings."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl

from contracts.names_folding import FROM, TO
from services.ingest.domain.archives import is_bomb
from services.ingest.domain.labels import FACT_OF, label_of

Row = Mapping[str, str]
Rows = list[Row] | str
"""Rows by heading, or a sentence that says what to do."""

MAX_ROWS = 20_000
_HEAD_ROWS = 12
_LEAST_LABELS = 3
_FACTS = frozenset(FACT_OF.values()) - {"other", "name", "package", "score", "rank"}
_DELIMITERS = ",\t;|"
_FOLDING = str.maketrans(FROM, TO)
_TITLE = re.compile(r"^(?:公告标题|标题|公告名称|title)$", re.IGNORECASE)
_MONEY = frozenset(("amount", "row_amount", "budget", "bid"))
_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元)")
_STATED = re.compile(r"([\u4e00-\u9fff]{2,8})[:：]\s*([^\s:：（(]{3,60})")
_SERIAL = re.compile(r"([34567]\d{4})(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
_BREAKS = re.compile(r"\s*[\r\n]+\s*")


def rows_of_text(text: str) -> Rows | None:
    """Return the rows of a CSV text, None if it is no table with headings that we know."""
    first = text.lstrip("\ufeff\r\n")[:8000]
    line = first.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=line.count)
    if line.count(delimiter) < _LEAST_LABELS - 1 or "<" in line:
        return None
    csv.field_size_limit(10_000_000)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return (
            "the table is cut off inside a row: send it again"
            if _known(line.split(delimiter)) >= _LEAST_LABELS
            else None
        )
    return _under_heading(lines)


def rows_of_workbook(raw: bytes) -> Rows:
    """Return the rows of every sheet of a workbook that has headings we know."""
    try:
        if is_bomb(raw):
            return "the workbook unpacks to more than 64 MiB: send it in parts"
        found = _rows_of_sheets(raw)
    except Exception:  # noqa: BLE001 - openpyxl lets through whatever its own readers raise
        return "the workbook is cut off or broken: save it again as .xlsx"
    return (
        found or "no sheet has headings such as 项目编号, 采购人, 预算金额: add a row of headings"
    )


def _rows_of_sheets(raw: bytes) -> list[Row]:
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    found: list[Row] = []
    for sheet in book.worksheets:
        cells = sheet.iter_rows(max_row=MAX_ROWS, max_col=200, values_only=True)
        lines = [[_shown(value) for value in row] for row in cells]
        found += _under_heading(lines) or []
    return found


def is_row(item: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is one notice under headings that we know."""
    return _known(str(name) for name in item) >= _LEAST_LABELS


def notice_text(row: Mapping[str, Any]) -> str:
    """Return a row as the lines of a notice: its title, then `heading：value` each."""
    told = [(str(name), _BREAKS.sub(" ", _shown(value))) for name, value in row.items()]
    told = [(name, value) for name, value in told if name and value]
    titles = [value for name, value in told if _TITLE.match(name)]
    rest = [f"{name}：{value}" for name, value in told if not _TITLE.match(name)]
    return "\n".join((*titles, *rest))


def _under_heading(lines: list[list[str]]) -> list[Row] | None:
    """The rows below the first line that names at least three facts."""
    for number, line in enumerate(lines[:_HEAD_ROWS]):
        if _known(line) >= _LEAST_LABELS:
            headings = [_BREAKS.sub("", name).strip() for name in line]
            above = "\n".join(cell for row in lines[:number] for cell in row if cell)
            rows = _by_heading(_with_unit(headings, above), lines[number + 1 :][:MAX_ROWS])
            common = _stated_above(above, headings)
            return [{**common, **row} for row in rows]
    return None


def _with_unit(headings: list[str], above: str) -> list[str]:
    """Give money columns without a unit the one that the sheet states: 金额单位：万元."""
    stated = _UNIT.search(above)
    if stated is None:
        return headings
    return [f"{name}（{stated[1]}）" if _lacks_unit(name) else name for name in headings]


def _lacks_unit(heading: str) -> bool:
    label, unit = label_of(heading.translate(_FOLDING))
    return not unit and FACT_OF.get(label) in _MONEY


def _stated_above(above: str, headings: list[str]) -> Row:
    """What the lines above the headings say of every row, e.g. 填报单位：X."""
    known = {FACT_OF.get(label_of(name.translate(_FOLDING))[0]) for name in headings}
    found = {}
    for name, value in _STATED.findall(above):
        fact = FACT_OF.get(label_of(name.translate(_FOLDING))[0])
        if fact == "buyer" and fact not in known:
            found[name] = value
    return found


def _by_heading(headings: list[str], lines: Iterable[list[str]]) -> Iterator[Row]:
    for line in lines:
        cells = {
            name: _as_day(name, value.strip())
            for name, value in zip(headings, line, strict=False)
            if name and value.strip()
        }
        if len(cells) > 1 and line != headings:
            yield cells


def _as_day(heading: str, value: str) -> str:
    """Return a workbook's serial number below a heading of dates as the day it stands for."""
    serial = _SERIAL.fullmatch(value)
    if serial and FACT_OF.get(label_of(heading.translate(_FOLDING))[0]) in ("published", "signed"):
        return (_EPOCH + timedelta(days=int(serial[1]))).isoformat()
    return value


def _known(names: Iterable[str]) -> int:
    """How many different facts the headings name."""
    labels = (label_of(name.translate(_FOLDING))[0] for name in names)
    return len({FACT_OF[label] for label in labels if label} & _FACTS)


def _shown(value: Any) -> str:
    """Return a cell as a reader sees it: dates without midnight, whole numbers without .0."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
