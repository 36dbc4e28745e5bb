"""From the text of a notice to its reading, and what of it nobody could read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.ids import root_id
from contracts.tenders import NoticeStage, Source, TenderReceived
from services.ingest.domain.decoding import DAMAGED
from services.ingest.domain.html_page import from_html
from services.ingest.domain.page import Page, plain
from services.ingest.domain.parser import PARSER
from services.ingest.domain.readings import Quarantined, TenderRead
from services.ingest.domain.source import SourceInfo
from services.ingest.domain.structured import MAX_TEXT, unread
from services.ingest.domain.tender_facts import facts_of
from services.ingest.domain.text_tables import with_tables

MIN_TEXT = 30
MAX_BARE = 400
_ELSEWHERE = {True: "the notice is an image", False: "the notice is attached"}
ATTACHED = re.compile(r"附件[^\n]{0,60}\.(?:pdf|docx?|wps|xlsx?|zip|rar|jpe?g|png)", re.IGNORECASE)
_TAGS = ("<html", "<div", "<p", "<table", "<section", "<td", "<span")
# Formats whose text a person wrote: without a type and a buyer it may be anything.
_PROSE = frozenset(("text", "mail"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file is being read, and the number its next record has in it, from 1."""

    info: SourceInfo
    sha256: str
    first: int = 1

    def behind(self, records: int) -> "Origin":
        """Return the origin of what stands behind so many records."""
        return replace(self, first=self.first + records)

    def source(self, kind: str, record: int | None = None, address: str | None = None) -> Source:
        """Return where a record came from; `kind` is its format, `address` the one printed."""
        return Source(
            name=self.info.name,
            provenance=self.info.provenance,
            format=kind,
            sha256=self.sha256,
            record=self.first if record is None else record,
            address=address,
            file=self.info.file,
            received_at=self.info.received_at,
        )


def page_notice(text: str, given: Mapping[str, str], source: Source) -> TenderRead | Quarantined:
    """Read a page or plain text; `given` came beside it: title, published, type."""
    page = from_html(text) if is_html(text) else with_tables(plain(text))
    cut = unread(page.text)
    page.text = page.text[:MAX_TEXT]
    fields = _page_fields(page, given)
    if DAMAGED in page.text:
        fields["uncertain"] = (*fields["uncertain"], "text")
    return notice(fields | cut, source)


def notice(
    fields: Mapping[str, Any], source: Source, identities: tuple[str, ...] = ()
) -> TenderRead | Quarantined:
    """Return the reading of a notice's fields, or why it is none."""
    if not fields["text"].strip() and not fields.get("unread_content"):
        return Quarantined(source.record, "empty", "the notice has no text")
    unknown = fields["stage"] == NoticeStage.UNKNOWN and not fields["buyer"]
    if source.format in _PROSE and unknown:
        why = "no notice type, no buyer: is this a notice?"
        return Quarantined(source.record, "not_a_notice", why)
    id_ = root_id("notice", source.sha256, str(source.record))
    draft = TenderReceived(notice=id_, matter=id_, source=source, parser_version=PARSER, **fields)
    return TenderRead(source.record, draft, identities)


def is_html(text: str) -> bool:
    """Tell whether a text is a page or a piece of one."""
    head = text[:4000].lower()
    return any(tag in head for tag in _TAGS)


def _page_fields(page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    fields = facts_of(page, given)
    buyer = fields["buyer"]
    guessed = buyer is None or bool(
        buyer.evidence and (buyer.evidence.uncertain or buyer.evidence.how == "signature")
    )
    bare = guessed and not any(
        fields[name] for name in ("project_number", "project_name", "suppliers")
    )
    elsewhere = page.images or ATTACHED.search(page.text)
    if len(page.text) < MIN_TEXT or (elsewhere and bare and len(page.text) < MAX_BARE):
        reason = _ELSEWHERE[bool(page.images)] if elsewhere else "the notice has hardly any text"
        # What the head of the page says of its kind is not what the image says.
        fields |= {"unread_content": True, "unread_reason": reason, "stage": NoticeStage.UNKNOWN}
        fields |= {"buyer": None} if guessed else {}
    return fields
