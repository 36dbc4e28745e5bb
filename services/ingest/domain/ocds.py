"""OCDS 1.1 releases (also inside record packages): structure to facts, field paths as evidence."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contracts.evidence import MoneyFact
from contracts.parties import Identifier, Party, Role
from contracts.tenders import Item, NoticeStage
from services.ingest.domain.masking import mask
from services.ingest.domain.organisations import valid_code
from services.ingest.domain.structured import (
    MAX_TEXT,
    date_fact,
    lines_of,
    money_fact,
    party_fact,
    summed,
    text_fact,
    unread,
)

TAGS: dict[str, NoticeStage] = {
    "planning": NoticeStage.PLANNING,
    "tender": NoticeStage.TENDER,
    "tenderAmendment": NoticeStage.AMENDMENT,
    "tenderUpdate": NoticeStage.AMENDMENT,
    "tenderCancellation": NoticeStage.CANCELLED,
    "award": NoticeStage.AWARD,
    "awardUpdate": NoticeStage.AWARD,
    "awardCancellation": NoticeStage.CANCELLED,
    "contract": NoticeStage.CONTRACT,
    "contractUpdate": NoticeStage.CONTRACT,
    "contractAmendment": NoticeStage.CONTRACT,
    "implementation": NoticeStage.ACCEPTANCE,
    "implementationUpdate": NoticeStage.ACCEPTANCE,
    "contractTermination": NoticeStage.CANCELLED,
}
LIFE = (
    NoticeStage.PLANNING,
    NoticeStage.TENDER,
    NoticeStage.AMENDMENT,
    NoticeStage.AWARD,
    NoticeStage.CONTRACT,
    NoticeStage.ACCEPTANCE,
    NoticeStage.CANCELLED,
)
# A record may only link to its releases: address, date and tag.
LINKED_FIELDS = 3
_AWARDED = (NoticeStage.AWARD, NoticeStage.CONTRACT, NoticeStage.ACCEPTANCE)
_WORDS = ("title", "description", "rationale", "eligibilityCriteria")
_ENDED = {"cancelled", "unsuccessful", "withdrawn"}


def is_release(item: dict[str, Any]) -> bool:
    """Whether an object is a release, or a record with a compiled or embedded one."""
    return "ocid" in item and any(
        name in item
        for name in ("tender", "awards", "planning", "contracts", "compiledRelease", "releases")
    )


def facts_of(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a Tender; for a record, of its compiled release."""
    release = _release(item)
    tender, awards = release.get("tender") or {}, release.get("awards") or []
    text = _text(release)
    masked = mask(text[:MAX_TEXT])
    stage, buyer = _stage(release), _buyer(release)
    title = tender.get("title") or release.get("title") or next(_titles(awards), None)
    return {
        "text": masked,
        "language": release.get("language") or "zh",
        "title": text_fact(title, "ocds tender.title", masked),
        "stage": stage,
        "published": date_fact(release.get("date"), "ocds date"),
        "project_number": text_fact(tender.get("id"), "ocds tender.id", masked),
        "project_name": text_fact(title, "ocds tender.title", masked),
        "buyer": buyer,
        "agency": _agency(release, buyer),
        "budget": _budget(release, tender),
        **(_deal(release, awards) if stage in _AWARDED else {}),
        "items": _items(tender.get("items") or [i for a in awards for i in a.get("items") or []]),
        "cancelled": stage == NoticeStage.CANCELLED,
        "uncertain": () if buyer else ("buyer",),
        **unread(text),
    }


def _deal(release: dict[str, Any], awards: list[dict[str, Any]]) -> dict[str, Any]:
    """Suppliers and the total: only what was awarded has them."""
    suppliers = [s for award in awards for s in award.get("suppliers") or [] if s.get("name")]
    return {
        "suppliers": tuple(_party(s, Role.SUPPLIER, release) for s in suppliers),
        "amount": _total(awards, release.get("contracts") or []),
    }


def _titles(awards: list[dict[str, Any]]) -> Iterator[str]:
    return (award["title"] for award in awards if award.get("title"))


def _agency(release: dict[str, Any], buyer: Party | None) -> Party | None:
    """The procuring entity, where it is not the buyer itself."""
    entity = (release.get("tender") or {}).get("procuringEntity") or {}
    if not entity.get("name") or buyer is None or entity["name"] == buyer.name:
        return None
    return _party(entity, Role.AGENCY, release)


def _release(item: dict[str, Any]) -> dict[str, Any]:
    if isinstance(item.get("compiledRelease"), dict):
        return {"ocid": item["ocid"], **item["compiledRelease"]}
    embedded = [
        r
        for r in item.get("releases") or []
        if isinstance(r, dict) and "tag" in r and len(r) > LINKED_FIELDS
    ]
    return embedded[-1] if embedded and "tender" not in item else item


def _stage(release: dict[str, Any]) -> NoticeStage:
    tags = release.get("tag") or []
    found = {TAGS[tag] for tag in tags if tag in TAGS}
    if (release.get("tender") or {}).get("status") in _ENDED:
        return NoticeStage.CANCELLED
    if found:
        return max(found, key=LIFE.index)
    if release.get("contracts"):
        return NoticeStage.CONTRACT
    if release.get("awards"):
        return NoticeStage.AWARD
    return NoticeStage.TENDER if release.get("tender") else NoticeStage.PLANNING


def _buyer(release: dict[str, Any]) -> Party | None:
    tender = release.get("tender") or {}
    buyer = release.get("buyer") or tender.get("procuringEntity")
    if not (buyer and buyer.get("name")):
        parties = release.get("parties") or []
        buyer = next((p for p in parties if "buyer" in (p.get("roles") or [])), None)
    return _party(buyer, Role.BUYER, release) if buyer and buyer.get("name") else None


def _party(reference: dict[str, Any], role: Role, release: dict[str, Any]) -> Party:
    full: dict[str, Any] = next(
        (p for p in release.get("parties") or [] if p.get("id") == reference.get("id")), {}
    )
    identifier = full.get("identifier") or {}
    return party_fact(
        str(reference["name"]),
        role,
        f"ocds {role}",
        identifiers=_identifiers(identifier),
        country=(full.get("address") or {}).get("countryName"),
    )


def _identifiers(identifier: dict[str, Any]) -> tuple[Identifier, ...]:
    scheme, code = str(identifier.get("scheme") or ""), str(identifier.get("id") or "")
    if not scheme or not code:
        return ()
    checked = valid_code(code) if "USCC" in scheme.upper() else None
    return (Identifier(scheme=scheme, id=code, valid=checked),)


def _money(value: dict[str, Any] | None, how: str) -> MoneyFact | None:
    return money_fact(value.get("amount"), value.get("currency"), how) if value else None


def _budget(release: dict[str, Any], tender: dict[str, Any]) -> MoneyFact | None:
    planned = ((release.get("planning") or {}).get("budget") or {}).get("amount")
    return _money(tender.get("value"), "tender.value") or _money(planned, "planning.budget.amount")


def _total(awards: list[dict[str, Any]], contracts: list[dict[str, Any]]) -> MoneyFact | None:
    live = [a for a in awards if a.get("status") not in _ENDED]
    facts = [m for a in live if (m := _money(a.get("value"), "awards.value"))]
    facts = facts or [m for c in contracts if (m := _money(c.get("value"), "contracts.value"))]
    return summed(facts)


def _items(items: list[dict[str, Any]]) -> tuple[Item, ...]:
    return tuple(
        Item(
            name=str(i.get("description") or i.get("id"))[:200],
            quantity=Decimal(str(i["quantity"])) if i.get("quantity") is not None else None,
            unit=(i.get("unit") or {}).get("name"),
        )
        for i in items
    )


def _text(release: dict[str, Any]) -> str:
    """All words a reader would see, a line each: what enrich reads."""
    tender, chinese = release.get("tender") or {}, (release.get("language") or "zh") == "zh"
    lines: list[Any] = []
    for part in (release, release.get("planning") or {}, tender):
        lines += [part.get(name) for name in _WORDS]
    if buyer := _buyer(release):
        lines.append(f"采购人：{buyer.name}" if chinese else buyer.name)
    deals = [*(release.get("awards") or []), *(release.get("contracts") or [])]
    for part in deals:
        lines += [part.get(name) for name in _WORDS]
        lines += [s.get("name") for s in part.get("suppliers") or []]
    for holder in (tender, *deals):
        lines += [_item_line(item) for item in holder.get("items") or []]
    return lines_of(lines)


def _item_line(item: dict[str, Any]) -> str:
    unit = (item.get("unit") or {}).get("name") or ""
    quantity = f" {item['quantity']}{unit}" if item.get("quantity") is not None else ""
    return f"{item.get('description') or ''}{quantity}"
