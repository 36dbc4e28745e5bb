"""Bytes in, readings out: detect the format by content, read each record, say why not."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from contracts.accounts import AccountReceived
from services.ingest.domain import eforms, mail, ocds, sam, signups
from services.ingest.domain.archives import is_archive, is_workbook, members
from services.ingest.domain.crawled import crawled
from services.ingest.domain.decoding import decode, unzipped
from services.ingest.domain.json_records import Broken, documents
from services.ingest.domain.notices import MAX_TEXT, Origin, is_html, notice, page_notice
from services.ingest.domain.parser import PARSER
from services.ingest.domain.readings import (
    AccountRead,
    Ignored,
    Quarantined,
    Reading,
    TenderRead,
)
from services.ingest.domain.source import SourceInfo
from services.ingest.domain.tables import Rows, is_row, notice_text, rows_of_text, rows_of_workbook
from services.ingest.domain.told import NOT_OURS, NOTHING, received, united
from services.ingest.domain.vendor_records import is_signup, opened, vendor_of, why_ignored

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

R = TypeVar("R")
# No notice is that long; reading it would take seconds and hundreds of megabytes.
MAX_PAGE_BYTES = 8 * 1024 * 1024
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A vendor's record: all of an account event, or with the others of its `key`."""

    record: int
    key: str | None
    data: AccountReceived


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
        yield from _json(text, origin)
    elif eforms.is_xml(text):
        yield _guarded(lambda: _eforms(content, origin), origin.first)
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


def _json(text: str, origin: Origin) -> Iterator[Reading]:
    # Not listed first: a document that is read is let go, or a large file fills the memory.
    items = (item for document in documents(text) for item in _held(document))
    found = [_record(item, number, origin) for number, item in enumerate(items, origin.first)]
    yield from _united(found)


def _held(document: Any) -> list[Any]:
    """The records inside a document, out of any envelope."""
    held = [document] if isinstance(document, Broken) else opened(document)
    return _records(document) if held is None else held


def _records(value: Any) -> list[Any]:
    """The records a JSON file holds: batches, packages, a feed's only list, or itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and not _is_notice(value):
        inner = [v for v in value.values() if isinstance(v, dict)]
        lists = [v for v in value.values() if isinstance(v, list) and _are_objects(v)]
        if not lists and len(inner) == 1:
            held = _records(inner[0])
            if held != inner or _is_notice(inner[0]):
                return held
        named = [value[n] for n in ("Records", "releases", "records") if value.get(n) in lists]
        if named or len(lists) == 1:
            return (named or lists)[0]
    return [value]


def _is_notice(item: dict[str, Any]) -> bool:
    return bool(ocds.is_release(item) or sam.is_opportunity(item) or crawled(item) or is_row(item))


def _are_objects(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(each, dict) for each in values)


def _united(found: list[Reading | Part]) -> Iterator[Reading]:
    """Records of one operation are one event: the later ones read as its repeats."""
    told = iter(united((each.key, each.data) for each in found if isinstance(each, Part)))
    for reading in found:
        if not isinstance(reading, Part):
            yield reading
        elif (data := next(told)).kind == NOTHING:
            yield Ignored(reading.record, NOT_OURS, "account", data)
        else:
            yield AccountRead(reading.record, data)


def _record(item: Any, number: int, origin: Origin) -> Reading | Part:
    return _guarded(lambda: _known_record(item, number, origin), number)


def _guarded(reader: Callable[[], R], number: int) -> R | Quarantined:
    """Read one record; whatever its shape breaks is that record's own trouble."""
    try:
        return reader()
    except ValidationError as exc:
        first = exc.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        return Quarantined(number, "invalid", f"{where}: {first['msg']}")
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as exc:
        return Quarantined(number, "invalid", f"unexpected shape ({type(exc).__name__})")


def _known_record(item: Any, number: int, origin: Origin) -> Reading | Part:
    if isinstance(item, Broken):
        return Quarantined(number, item.reason, item.message)
    if not isinstance(item, dict):
        return Quarantined(number, "unknown_format", "a JSON object was expected")
    if found := _account(item, number, origin):
        return found
    if ocds.is_release(item):
        made = origin.source("ocds", number)
        return notice(ocds.facts_of(item), made, (f"ocid:{item['ocid']}",))
    if sam.is_opportunity(item):
        return notice(sam.facts_of(item), origin.source("sam", number), sam.identities(item))
    if page := crawled(item):
        return page_notice(page.body, page.given, origin.source(page.kind, number, page.address))
    if is_row(item):
        return page_notice(notice_text(item), {}, origin.source("json-row", number))
    return Quarantined(number, "unknown_format", "no notice, OCDS release or account event")


def _account(item: dict[str, Any], number: int, origin: Origin) -> Reading | Part | None:
    """The reading of a vendor's record or a sign-up, None if the object is neither."""
    if vendor := vendor_of(item):
        told = vendor.told(item)
        if isinstance(told, str):
            return Ignored(number, told, "account")
        return Part(number, told.key, received(told, origin.source(vendor.format, number)))
    if is_signup(item):
        made = origin.source("cloudevents", number)
        return AccountRead(number, signups.account_of(item, made))
    reason = why_ignored(item)
    return Ignored(number, reason, "account") if reason else None
