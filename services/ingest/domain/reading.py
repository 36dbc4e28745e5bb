"""Bytes in, readings out: detect the format by content, read each record, say why not."""

import hashlib
from collections.abc import Iterator

from services.ingest.domain import eforms, mail
from services.ingest.domain.archives import is_archive, is_workbook, members
from services.ingest.domain.decoding import decode, unzipped
from services.ingest.domain.notices import Origin, is_html, notice, page_notice
from services.ingest.domain.object_reading import guarded, objects_read
from services.ingest.domain.parser import PARSER
from services.ingest.domain.readings import (
    AccountRead,
    Ignored,
    Quarantined,
    Reading,
    TenderRead,
)
from services.ingest.domain.source import SourceInfo
from services.ingest.domain.structured import MAX_TEXT
from services.ingest.domain.tables import Rows, notice_text, rows_of_text, rows_of_workbook

__all__ = [
    "MAX_TEXT",
    "PARSER",
    "AccountRead",
    "Ignored",
    "Quarantined",
    "Reading",
    "TenderRead",
    "read",
]

# No notice is that long; reading it would take seconds and hundreds of megabytes.
MAX_PAGE_BYTES = 8 * 1024 * 1024
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"


def read(raw: bytes, source: SourceInfo) -> tuple[Reading, ...]:
    """Read every record of a file, in its order. Never raises for what the bytes hold."""
    return tuple(_content(raw, Origin(source, hashlib.sha256(raw).hexdigest())))


def _content(raw: bytes, origin: Origin) -> Iterator[Reading]:
    """What a file holds; one that holds nothing is told of too: no input ends in silence."""
    silent = True
    for reading in _inside(raw, origin):
        silent = False
        yield reading
    if silent:
        yield Ignored(origin.first, "the file holds no records")


def _inside(raw: bytes, origin: Origin) -> Iterator[Reading]:
    content = unzipped(raw)
    if content is None:
        why = "the gzip file is cut off or too large: send it again"
        yield Quarantined(origin.first, "truncated", why)
    elif is_archive(content):
        yield from _archive(content, origin)
    elif is_workbook(content):
        yield from _rows(rows_of_workbook(content), "xlsx", origin)
    else:
        yield from _text(content, origin)


def _archive(raw: bytes, origin: Origin) -> Iterator[Reading]:
    """The files of an archive one behind the other; an archive in it is not opened."""
    inside = members(raw)
    if isinstance(inside, str):
        yield Quarantined(origin.first, "archive", inside)
        return
    for name, content in inside:
        if is_archive(content):
            yield Quarantined(origin.first, "archive", f"{name}: unpack archives inside archives")
            origin = origin.behind(1)
            continue
        found = tuple(_content(content, origin))
        yield from found
        origin = origin.behind(len(found))


def _text(content: bytes, origin: Origin) -> Iterator[Reading]:
    if len(content) > MAX_PAGE_BYTES and content.lstrip(_BEFORE_JSON)[:1] not in (b"{", b"["):
        yield Quarantined(origin.first, "too_large", "a page or table over 8 MiB: send it in parts")
        return
    text = decode(content)
    if text is None or not text.strip():
        what = "empty" if text is not None and not text.strip() else "binary"
        why = f"the file is {what}: send the notice as HTML, text, JSON, XML or a table"
        yield Quarantined(origin.first, what, why)
    elif text.lstrip()[:1] in "{[":
        yield from objects_read(text, origin)
    elif eforms.is_xml(text):
        yield guarded(lambda: _eforms(content, origin), origin.first)
    elif mail.is_mail(text):
        yield from _mail(content, origin)
    elif (rows := rows_of_text(text)) is not None:
        yield from _rows(rows, "csv", origin)
    else:
        yield page_notice(text, {}, origin.source("html" if is_html(text) else "text"))


def _rows(rows: Rows, kind: str, origin: Origin) -> Iterator[Reading]:
    """One row, one notice: its cells with their headings read like the lines of a page."""
    if isinstance(rows, str):
        yield Quarantined(origin.first, "table", rows)
        return
    for number, row in enumerate(rows, start=origin.first):
        yield page_notice(notice_text(row), {}, origin.source(kind, number))


def _mail(content: bytes, origin: Origin) -> Iterator[Reading]:
    """The body of a message, then what is attached and can be read."""
    try:
        message = mail.message_of(content)
    except Exception:  # noqa: BLE001 - the library lets through whatever damaged headers cause
        yield Quarantined(origin.first, "mail", "the headers are damaged: save the notice itself")
        return
    given = {"title": message.subject, "sent": message.sent}
    if message.body.strip():
        told = {name: said for name, said in given.items() if said}
        yield page_notice(message.body, told, origin.source("mail"))
        origin = origin.behind(1)
    for attached in message.attachments:
        found = tuple(_content(attached, origin))
        yield from found
        origin = origin.behind(len(found))


def _eforms(content: bytes, origin: Origin) -> Reading:
    found = eforms.facts_of(content)
    if isinstance(found, str):
        return Quarantined(origin.first, "xml", found)
    return notice(found.fields, origin.source("eforms"), found.identities)
