"""OCDS 1.1 releases (also inside record packages): structure to facts, field paths as evidence."""

from datetime import date
from decimal import Decimal
from typing import Any

from contracts.evidence import DateFact, Evidence, MoneyFact, TextFact
from contracts.parties import Identifier, Party, Role
from contracts.tenders import Item, NoticeStage
from services.ingest.domain.masking import mask

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
    text, offsets = _text(release)
    stage = _stage(release)
    buyer = _buyer(release)
    awarded = stage in (NoticeStage.AWARD, NoticeStage.CONTRACT, NoticeStage.ACCEPTANCE)
    suppliers = [s for award in awards for s in award.get("suppliers") or []] if awarded else []
    masked = mask(text)
    title = (
        tender.get("title") or release.get("title") or (awards[0].get("title") if awards else None)
    )
    number = tender.get("id") or release.get("ocid")
    return {
        "text": masked,
        "language": release.get("language") or "zh",
        "title": _fact(title, "tender.title", masked, offsets),
        "stage": stage,
        "published": _date(release.get("date")),
        "project_number": _fact(str(number) if number else None, "tender.id", masked, offsets),
        "project_name": _fact(title, "tender.title", masked, offsets),
        "buyer": buyer,
        "suppliers": tuple(_party(s, Role.SUPPLIER, release) for s in suppliers if s.get("name")),
        "budget": _budget(release, tender),
        "amount": _total(awards, release.get("contracts") or []) if awarded else None,
        "items": _items(tender.get("items") or [i for a in awards for i in a.get("items") or []]),
        "cancelled": stage == NoticeStage.CANCELLED,
        "uncertain": () if buyer else ("buyer",),
    }


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
    country = (full.get("address") or {}).get("countryName")
    name = str(reference["name"])
    return Party(
        role=role,
        name=name,
        identifiers=(Identifier(scheme=str(identifier["scheme"]), id=str(identifier["id"])),)
        if identifier.get("scheme") and identifier.get("id")
        else (),
        country=country if country and len(country) == 2 else None,  # noqa: PLR2004  ISO alpha-2
        address=country,
        evidence=Evidence(quote=name[:300], how=f"ocds {role}"),
    )


def _money(value: dict[str, Any] | None, how: str) -> MoneyFact | None:
    if not value or value.get("amount") in (None, ""):
        return None
    amount = Decimal(str(value["amount"]))
    currency = str(value.get("currency") or "CNY")
    return MoneyFact(value=amount, currency=currency, quote=f"{amount} {currency}", how=how)


def _budget(release: dict[str, Any], tender: dict[str, Any]) -> MoneyFact | None:
    planned = ((release.get("planning") or {}).get("budget") or {}).get("amount")
    return _money(tender.get("value"), "tender.value") or _money(planned, "planning.budget.amount")


def _total(awards: list[dict[str, Any]], contracts: list[dict[str, Any]]) -> MoneyFact | None:
    live = [a for a in awards if a.get("status") not in _ENDED]
    facts = [m for a in live if (m := _money(a.get("value"), "awards.value"))]
    facts = facts or [m for c in contracts if (m := _money(c.get("value"), "contracts.value"))]
    if not facts or len({f.currency for f in facts}) > 1:
        return None
    total = sum((f.value for f in facts if f.value is not None), Decimal(0))
    quote = f"{total} {facts[0].currency}"
    return facts[0].model_copy(update={"value": total, "quote": quote})


def _items(items: list[dict[str, Any]]) -> tuple[Item, ...]:
    return tuple(
        Item(
            name=str(i.get("description") or i.get("id"))[:200],
            quantity=Decimal(str(i["quantity"])) if i.get("quantity") is not None else None,
            unit=(i.get("unit") or {}).get("name"),
        )
        for i in items
    )


def _text(release: dict[str, Any]) -> tuple[str, dict[str, int]]:
    """All words a reader would see, a line each: what enrich reads."""
    lines: list[str] = []
    for part in (release, release.get("planning") or {}, release.get("tender") or {}):
        lines += [str(part[k]) for k in ("title", "description", "rationale") if part.get(k)]
    if buyer := _buyer(release):
        lines.append(
            f"采购人：{buyer.name}" if (release.get("language") or "zh") == "zh" else buyer.name
        )
    for part in (*(release.get("awards") or []), *(release.get("contracts") or [])):
        lines += [str(part[k]) for k in ("title", "description") if part.get(k)]
        lines += [str(s.get("name")) for s in part.get("suppliers") or []]
    for holder in ((release.get("tender") or {}), *(release.get("awards") or [])):
        for i in holder.get("items") or []:
            unit = (i.get("unit") or {}).get("name") or ""
            quantity = f" {i['quantity']}{unit}" if i.get("quantity") is not None else ""
            lines.append(f"{i.get('description') or ''}{quantity}")
    text = "\n".join(
        dict.fromkeys(line.replace("\n", " ").strip() for line in lines if line.strip())
    )
    return text, {}


def _fact(value: str | None, how: str, text: str, _: dict[str, int]) -> TextFact | None:
    if not value:
        return None
    start = text.find(value)
    where = {"start": start, "end": start + len(value)} if start >= 0 else {}
    return TextFact(value=value, quote=value[:300], how=f"ocds {how}", **where)


def _date(value: str | None) -> DateFact | None:
    if not value:
        return None
    return DateFact(value=date.fromisoformat(value[:10]), quote=value, how="ocds date")
