"""Notices written for the tests, and the enricher on the bundled lists and catalogues."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from contracts.ids import root_id
from contracts.parties import Party, Role
from contracts.tenders import (
    Item,
    NoticeStage,
    Source,
    TenderEnriched,
    TenderReceived,
    TextFact,
)
from services.enrich.data.bundle import list_extract
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening import Screener

AS_OF = date(2024, 5, 10)
FORM = "\n一、采购人信息\n政府采购公告，预算金额以人民币计。"
SOURCE = Source(
    name="cli", format="text", sha256="0" * 64, received_at=datetime(2024, 5, 11, tzinfo=UTC)
)


@cache
def enricher() -> Enricher:
    return Enricher(Screener(parse_list(list_extract())), Catalogue.bundled())


def party(role: Role, name: str, **fields: Any) -> Party:
    return Party(role=role, name=name, **fields)


def notice(text: str, **fields: Any) -> TenderReceived:
    title = fields.pop("title", None)
    if title:
        fields["title"] = TextFact(value=title, quote=title)
        text = f"{title}\n{text}"
    identity = root_id("test", text)
    return TenderReceived(notice=identity, matter=identity, source=SOURCE, text=text, **fields)


def enriched(text: str, as_of: date = AS_OF, **fields: Any) -> TenderEnriched:
    received = notice(text, **fields)
    result = enricher().tender(received, as_of)
    evidence = [
        *(chip.evidence for chip in result.chips),
        *(cloud.evidence for cloud in result.clouds),
        *(service.evidence for service in result.ai_services),
        *(wording.evidence for wording in result.wording),
    ]
    for each in evidence:
        assert received.text[each.start : each.end] == each.quote
        assert len(each.quote) <= 120
    return result


def counts(text: str, **fields: Any) -> dict[str, int | None]:
    return {chip.name: chip.count for chip in enriched(text, **fields).chips}


def kinds(result: TenderEnriched) -> set[str]:
    return {wording.kind for wording in result.wording}


def items(*rows: tuple[str, int, str]) -> Sequence[Item]:
    return tuple(Item(name=name, quantity=quantity, unit=unit) for name, quantity, unit in rows)  # type: ignore[arg-type]


AWARD = NoticeStage.AWARD
