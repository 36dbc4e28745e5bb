"""JSON objects to readings: whose record it is, and which records of a file are one event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from contracts.accounts import AccountReceived
from services.ingest.domain import ocds, sam, signups
from services.ingest.domain.crawled import crawled
from services.ingest.domain.json_records import Broken, documents
from services.ingest.domain.notices import Origin, notice, page_notice
from services.ingest.domain.readings import AccountRead, Ignored, Quarantined, Reading
from services.ingest.domain.tables import is_row, notice_text
from services.ingest.domain.told import NOT_OURS, NOTHING, received, united
from services.ingest.domain.vendor_records import is_signup, opened, vendor_of, why_ignored

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Part:
    """A vendor's record: all of an account event, or with the others of its `key`."""

    record: int
    key: str | None
    data: AccountReceived


def objects_read(text: str, origin: Origin) -> Iterator[Reading]:
    """Read every record of a JSON text, in its order."""
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
    if isinstance(value, dict) and not _is_record(value):
        inner = [v for v in value.values() if isinstance(v, dict)]
        lists = [v for v in value.values() if isinstance(v, list) and _are_objects(v)]
        if not lists and len(inner) == 1:
            held = _records(inner[0])
            if held != inner or _is_record(inner[0]):
                return held
        named = [value[n] for n in ("Records", "releases", "records") if value.get(n) in lists]
        if named or len(lists) == 1:
            return (named or lists)[0]
    return [value]


def _is_record(item: dict[str, Any]) -> bool:
    """Tell whether an object is a record itself, whatever lists it holds."""
    if vendor_of(item) or is_signup(item) or why_ignored(item):
        return True
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
    return guarded(lambda: _known_record(item, number, origin), number)


def guarded(reader: Callable[[], R], number: int) -> R | Quarantined:
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
