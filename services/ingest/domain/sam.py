"""SAM.gov opportunities: the public API's JSON (Get Opportunities v2 field names)."""

from collections.abc import Mapping
from typing import Any

from contracts.parties import Identifier, Party, Role
from contracts.tenders import NoticeStage
from services.ingest.domain.masking import mask
from services.ingest.domain.structured import (
    MAX_TEXT,
    date_fact,
    lines_of,
    money_fact,
    party_fact,
    text_fact,
    unread,
)

# The API's own type names, in lower case.
STAGES = {
    "presolicitation": NoticeStage.PLANNING,
    "sources sought": NoticeStage.PLANNING,
    "special notice": NoticeStage.PLANNING,
    "solicitation": NoticeStage.TENDER,
    "combined synopsis/solicitation": NoticeStage.TENDER,
    "sale of surplus property": NoticeStage.UNKNOWN,
    "intent to bundle requirements (dod-funded)": NoticeStage.PLANNING,
    "justification": NoticeStage.SINGLE_SOURCE,
    "award notice": NoticeStage.AWARD,
}
_CHINA = {"CHN": "CN", "HKG": "HK", "MAC": "MO", "TWN": "TW"}


def is_opportunity(item: Mapping[str, Any]) -> bool:
    """Tell whether an object is an opportunity of SAM.gov."""
    return "noticeId" in item and ("solicitationNumber" in item or "postedDate" in item)


def identities(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what names the project beside its number."""
    number = item.get("solicitationNumber")
    return (f"sam:{number}",) if number else ()


def facts_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a Tender."""
    award: Mapping[str, Any] = item.get("award") or {}
    kind = str(item.get("type") or item.get("baseType") or "").strip().lower()
    stage = STAGES.get(kind, NoticeStage.UNKNOWN)
    buyer, winner = _buyer(item), _winner(award)
    title = item.get("title")
    told = (title, item.get("description"), buyer and buyer.name, winner and winner.name)
    text = lines_of(told)
    masked = mask(text[:MAX_TEXT])
    awarded = stage == NoticeStage.AWARD
    ended = "cancel" in kind
    return {
        "text": masked,
        "language": "en",
        "title": text_fact(title, "sam title", masked),
        "notice_type": item.get("type"),
        "stage": NoticeStage.CANCELLED if ended else stage,
        "published": date_fact(item.get("postedDate"), "sam postedDate"),
        "project_number": text_fact(
            item.get("solicitationNumber"), "sam solicitationNumber", masked
        ),
        "project_name": text_fact(title, "sam title", masked),
        "buyer": buyer,
        "suppliers": (winner,) if winner and awarded else (),
        "amount": money_fact(award.get("amount"), "USD", "sam award.amount") if awarded else None,
        "cancelled": ended,
        "uncertain": () if buyer else ("buyer",),
        **unread(text),
    }


def _buyer(item: Mapping[str, Any]) -> Party | None:
    """The office that buys: the last part of the full path, else department and office."""
    path = str(item.get("fullParentPathName") or "")
    parts = [part.strip() for part in path.split(".") if part.strip()]
    named = parts or [str(item[n]) for n in ("department", "subTier", "office") if item.get(n)]
    return party_fact(named[-1], Role.BUYER, "sam office", country="US") if named else None


def _winner(award: Mapping[str, Any]) -> Party | None:
    awardee: Mapping[str, Any] = award.get("awardee") or {}
    if not awardee.get("name"):
        return None
    uei = awardee.get("ueiSAM")
    identifiers = (Identifier(scheme="US-UEI", id=str(uei)),) if uei else ()
    code = str(((awardee.get("location") or {}).get("country") or {}).get("code") or "")
    return party_fact(
        str(awardee["name"]),
        Role.SUPPLIER,
        "sam award.awardee",
        identifiers=identifiers,
        country=_CHINA.get(code, code) or None,
    )
