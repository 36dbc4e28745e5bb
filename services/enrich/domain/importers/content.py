"""A list file as importers look at it: what it is, its beginning, and its parts one by one."""

import codecs
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from services.enrich.domain.importers import tables
from services.enrich.domain.importers.tables import Rows
from services.enrich.domain.lists import TRUNCATED, ListUnreadable

_HEAD = 65_536
_CHUNK = 1 << 20
# A register of organisations unpacks to some 300 MB; no one record comes near the second limit.
_MOST_UNPACKED, _LONGEST_RECORD = 2_000_000_000, 32_000_000
_SPACE = " \t\r\n,"


class Content:
    """The bytes of a file and its name; everything else is looked at when asked for."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.raw = raw
        self.name = name

    @cached_property
    def head(self) -> str:
        """The first 64 KiB as text, "" of a workbook; damage shows as replacement characters."""
        if self.is_workbook:
            return ""
        start = next(iter(self.chunks()), b"") if self._zipped else self.raw
        return start[:_HEAD].decode("utf-8-sig", "replace").lstrip()

    @cached_property
    def rows(self) -> Rows:
        """The cells of a table (CSV, XLSX, HTML), () if the file is none."""
        if self.is_workbook:
            return tables.xlsx_rows(self.raw)
        if self._zipped or not self.head or self.head[0] in "{[":
            return ()
        if self.head[0] == "<":
            return tables.html_rows(self.text) if tables.is_html(self.head) else ()
        return tables.csv_rows(self.text)

    @cached_property
    def is_workbook(self) -> bool:
        """The file is an Excel workbook."""
        return self._zipped and b"xl/workbook.xml" in self.raw

    @property
    def text(self) -> str:
        """The whole file as text; raises ListUnreadable if it is not UTF-8."""
        try:
            return self.raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            advice = 'Save it as UTF-8 ("CSV UTF-8" in Excel) or as a workbook, and load that.'
            raise ListUnreadable("The file is not UTF-8 text.", advice) from error

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes; of a ZIP archive those of its JSON file, never all at once."""
        if not self._zipped:
            for first in range(0, len(self.raw), _CHUNK):
                yield self.raw[first : first + _CHUNK]
            return
        try:
            yield from _unpacked(self.raw)
        except ListUnreadable:
            raise
        except Exception as error:  # zipfile raises whatever the damaged part makes it raise
            raise ListUnreadable("The archive is damaged.", TRUNCATED) from error

    @property
    def _zipped(self) -> bool:
        return self.raw[:4] == b"PK\x03\x04"


def _unpacked(raw: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        found = [each for each in archive.infolist() if each.filename.casefold().endswith(".json")]
        if not found:
            raise ListUnreadable("The archive holds no JSON file.", "Load the file itself.")
        # Registers pack both generations of their format; the newer one says so in its name.
        member = max(found, key=lambda each: ("v2" in each.filename, each.file_size))
        size = 0
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > _MOST_UNPACKED:
                    raise ListUnreadable("The archive unpacks to more than 2 GB.", TRUNCATED)
                yield chunk


def json_lines(content: Content) -> Iterator[dict[str, Any]]:
    """Yield the object of each line; raises ListUnreadable on one that is cut off."""
    for number, line in enumerate(io.BytesIO(content.raw), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise ListUnreadable(f"Line {number} is cut off or not JSON.", TRUNCATED) from error
        if isinstance(record, dict):
            yield record


def json_items(content: Content) -> Iterator[dict[str, Any]]:
    """Yield the objects of one JSON array, one by one; the array is never whole in memory."""
    decoder, waiting, opened = json.JSONDecoder(), "", False
    for text in _texts(content.chunks()):
        waiting += text
        if not opened:
            waiting = waiting.lstrip("\ufeff \t\r\n").removeprefix("[")
            opened = True
        items, waiting = _complete(decoder, waiting)
        yield from items
        if len(waiting) > _LONGEST_RECORD:
            raise ListUnreadable("A record of the JSON array never ends.", TRUNCATED)
    if waiting.strip(_SPACE) != "]":
        raise ListUnreadable("The JSON array is cut off.", TRUNCATED)


def _texts(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ListUnreadable("The file is not UTF-8 text.", TRUNCATED) from error


def _complete(decoder: json.JSONDecoder, text: str) -> tuple[list[dict[str, Any]], str]:
    """Return the objects that are complete in `text`, and the rest of it."""
    items: list[dict[str, Any]] = []
    at = 0
    while True:
        while at < len(text) and text[at] in _SPACE:
            at += 1
        try:
            item, at = decoder.raw_decode(text, at)
        except ValueError:
            return items, text[at:]
        if isinstance(item, dict):
            items.append(item)
