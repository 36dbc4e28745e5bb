"""Bytes in, readings out: detect the format by content, read each record, say why not."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from contracts.accounts import AccountReceived
from contracts.ids import root_id
from contracts.tenders import NoticeStage, Source, TenderReceived
from services.ingest.domain import ocds, signups
from services.ingest.domain.decoding import decode, unzipped
from services.ingest.domain.json_records import Broken, documents
from services.ingest.domain.page import Page, from_html, plain
from services.ingest.domain.parser import PARSER
from services.ingest.domain.source import SourceInfo
from services.ingest.domain.tender_facts import facts_of
from services.ingest.domain.told import NOT_OURS, NOTHING, received, united
from services.ingest.domain.vendor_records import is_signup, opened, vendor_of, why_ignored

MAX_TEXT = 200_000
MIN_TEXT = 30
MAX_BARE = 400
_CRAWLER_TITLE, _CRAWLER_BODY = "title", "content"
_CRAWLER_DATES = ("published_ts", "published", "publish_date", "pubdate")


@dataclass(frozen=True, slots=True)
class TenderRead:
    """A notice; its `matter` is a placeholder until the matters resolve it."""

    record: int
    draft: TenderReceived
    # What else names the project, beside its number and title: OCDS gives every one an id.
    identities: tuple[str, ...] = ()

    @property
    def published(self) -> date | None:
        """Publication date, if printed."""
        return self.draft.published.value if self.draft.published else None


@dataclass(frozen=True, slots=True)
class AccountRead:
    """An account event."""

    record: int
    data: AccountReceived


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record that is none of ours, and why."""

    record: int
    reason: str
    kind: str = "unknown"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that cannot be read: a code, and a sentence that says what to do."""

    record: int
    reason: str
    message: str


Reading = TenderRead | AccountRead | Ignored | Quarantined


@dataclass(frozen=True, slots=True)
class Part:
    """A vendor's record: all of an account event, or with the others of its `key`."""

    record: int
    key: str | None
    data: AccountReceived


def read(raw: bytes, source: SourceInfo) -> tuple[Reading, ...]:
    """Read every record of a file. Never raises for what the bytes hold."""
    digest = hashlib.sha256(raw).hexdigest()
    content = unzipped(raw)
    if content is None:
        return (
            Quarantined(1, "truncated", "the gzip file is cut off or too large: send it again"),
        )
    text = decode(content)
    if text is None or not text.strip():
        what = "empty" if text is not None and not text.strip() else "binary"
        return (Quarantined(1, what, f"the file is {what}: send the notice as HTML, text or JSON"),)
    if text.lstrip()[:1] in "{[":
        return tuple(_json(text, digest, source))
    return (_page(text, {}, _source(source, digest, "html" if _is_html(text) else "text")),)


def _json(text: str, digest: str, source: SourceInfo) -> Iterator[Reading]:
    items: list[Any] = []
    for document in documents(text):
        held = [document] if isinstance(document, Broken) else opened(document)
        items += _records(document) if held is None else held
    if not items:
        yield Ignored(1, "the file holds no records")
    found = [_record(item, number, digest, source) for number, item in enumerate(items, start=1)]
    yield from _united(found)


def _records(value: Any) -> list[Any]:
    """The records a JSON file holds: batches, OCDS packages, or itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in ("Records", "releases", "records"):
            if isinstance(value.get(name), list):
                found: list[Any] = value[name]
                return found
    return [value]


def _united(found: list[Reading | Part]) -> Iterator[Reading]:
    """Records of one operation are one event: the later ones read as its repeats."""
    told = iter(united((each.key, each.data) for each in found if isinstance(each, Part)))
    for reading in found:
        if not isinstance(reading, Part):
            yield reading
        elif (data := next(told)).kind == NOTHING:
            yield Ignored(reading.record, NOT_OURS, "account")
        else:
            yield AccountRead(reading.record, data)


def _record(item: Any, number: int, digest: str, source: SourceInfo) -> Reading | Part:
    try:
        return _known_record(item, number, digest, source)
    except ValidationError as exc:
        first = exc.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        return Quarantined(number, "invalid", f"{where}: {first['msg']}")
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as exc:
        return Quarantined(number, "invalid", f"unexpected shape ({type(exc).__name__})")


def _known_record(item: Any, number: int, digest: str, source: SourceInfo) -> Reading | Part:
    if isinstance(item, Broken):
        return Quarantined(number, item.reason, item.message)
    if not isinstance(item, dict):
        return Quarantined(number, "unknown_format", "a JSON object was expected")
    if found := _account(item, number, digest, source):
        return found
    if ocds.is_release(item):
        fields = ocds.facts_of(item)
        read = _tender(number, fields, _source(source, digest, "ocds", number))
        known = (f"ocid:{item['ocid']}",)
        return replace(read, identities=known) if isinstance(read, TenderRead) else read
    if isinstance(item.get(_CRAWLER_BODY), str):
        return _crawled(item, number, digest, source)
    return Quarantined(number, "unknown_format", "no notice, OCDS release or account event")


def _account(
    item: dict[str, Any], number: int, digest: str, source: SourceInfo
) -> Reading | Part | None:
    """The reading of a vendor's record or a sign-up, None if the object is neither."""
    if vendor := vendor_of(item):
        told = vendor.told(item)
        if isinstance(told, str):
            return Ignored(number, told, "account")
        return Part(
            number, told.key, received(told, _source(source, digest, vendor.format, number))
        )
    if is_signup(item):
        made = _source(source, digest, "cloudevents", number)
        return AccountRead(number, signups.account_of(item, made))
    reason = why_ignored(item)
    return Ignored(number, reason, "account") if reason else None


def _crawled(item: dict[str, Any], number: int, digest: str, source: SourceInfo) -> Reading:
    """Crawler JSON that wraps a page; only title, date, type and address are taken from it."""
    given = {"title": str(item.get(_CRAWLER_TITLE) or "").strip()}
    published = next((item[name] for name in _CRAWLER_DATES if item.get(name)), "")
    given |= {"published": str(published), "type": str(item.get("announce_type") or "")}
    made = _source(source, digest, "crawler-json", number, str(item.get("url") or "") or None)
    return _page(item[_CRAWLER_BODY], {k: v for k, v in given.items() if v}, made)


def _page(text: str, given: dict[str, str], source: Source) -> Reading:
    page = from_html(text) if _is_html(text) else plain(text)
    length = len(page.text)
    page.text = page.text[:MAX_TEXT]
    fields = _page_fields(page, given)
    if length > MAX_TEXT:
        reason = f"longer than {MAX_TEXT:,} characters: the rest was not read"
        fields |= {"unread_content": True, "unread_reason": reason}
    return _tender(source.record, fields, source)


def _page_fields(page: Page, given: dict[str, str]) -> dict[str, Any]:
    fields = facts_of(page, given)
    buyer = fields["buyer"]
    guessed = buyer is None or bool(buyer.evidence and buyer.evidence.uncertain)
    bare = guessed and not any(
        fields[name] for name in ("project_number", "project_name", "suppliers")
    )
    if len(page.text) < MIN_TEXT or (page.images and bare and len(page.text) < MAX_BARE):
        reason = "the notice is an image" if page.images else "the notice has hardly any text"
        # What the head of the page says of its kind is not what the image says.
        fields |= {"unread_content": True, "unread_reason": reason, "stage": NoticeStage.UNKNOWN}
        fields |= {"buyer": None} if guessed else {}
    return fields


def _tender(number: int, fields: dict[str, Any], source: Source) -> Reading:
    if not fields["text"].strip() and not fields.get("unread_content"):
        return Quarantined(number, "empty", "the notice has no text")
    if source.format == "text" and fields["stage"] == NoticeStage.UNKNOWN and not fields["buyer"]:
        return Quarantined(number, "not_a_notice", "no notice type, no buyer: is this a notice?")
    notice = root_id("notice", source.sha256, str(source.record))
    draft = TenderReceived(
        notice=notice, matter=notice, source=source, parser_version=PARSER, **fields
    )
    return TenderRead(number, draft)


def _source(
    info: SourceInfo, digest: str, kind: str, record: int = 1, address: str | None = None
) -> Source:
    return Source(
        name=info.name,
        provenance=info.provenance,
        format=kind,
        sha256=digest,
        record=record,
        address=address,
        file=info.file,
        received_at=info.received_at,
    )


def _is_html(text: str) -> bool:
    head = text[:4000].lower()
    return any(tag in head for tag in ("<html", "<div", "<p", "<table", "<section", "<td", "<span"))
