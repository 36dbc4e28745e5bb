"""EU eForms notices (UBL 2.3 with the eForms extension): contract, award and change notices.

Paths as in OP-TED/eForms-SDK, examples/notices: an organisation is named once and referred to by
its technical id; a winner is the tendering party of a tender that a contract settles.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from contracts.evidence import MoneyFact
from contracts.parties import Identifier, Party, Role
from contracts.tenders import Item, NoticeStage
from services.ingest.domain.masking import mask
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

Element = Any  # xml.etree.ElementTree.Element; defusedxml has no types for it
STAGES = {
    "PriorInformationNotice": NoticeStage.PLANNING,
    "ContractNotice": NoticeStage.TENDER,
    "ContractAwardNotice": NoticeStage.AWARD,
}
_XML = re.compile(
    r"\s*(?:<\?xml|<!DOCTYPE(?!\s*html)|<(?:\w+:)?(?:Contract|ContractAward|PriorInformation)Notice)",
    re.IGNORECASE,
)
_COUNTRIES = {
    **{"CHN": "CN", "HKG": "HK", "MAC": "MO", "TWN": "TW", "SGP": "SG", "MYS": "MY"},
    **{"USA": "US", "GBR": "GB", "DEU": "DE", "FRA": "FR", "JPN": "JP", "KOR": "KR"},
}
_READ = ("ZHO", "ENG")
_NOT_AWARDED = "clos-nw"


@dataclass(frozen=True, slots=True)
class EForm:
    """The fields of a Tender, and what else names the project."""

    fields: dict[str, Any]
    identities: tuple[str, ...]


def is_xml(text: str) -> bool:
    """Tell whether a text is XML and not a page."""
    return _XML.match(text) is not None and "<html" not in text[:1000].lower()


def facts_of(raw: bytes) -> EForm | str:
    """Return the facts of a notice, or a sentence that says why there are none.

    A document type declaration is refused: it may name entities that grow or reach out.
    """
    try:
        root = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        return "XML with a DOCTYPE is refused: remove the declaration and send it again"
    except (ParseError, ValueError, LookupError):
        return "the XML is cut off or broken: send it again"
    stage = STAGES.get(_local(root))
    if stage is None:
        return (
            f"<{_local(root)[:60]}> is no eForms notice: send ContractNotice or ContractAwardNotice"
        )
    return _form(root, stage)


def _form(root: Element, stage: NoticeStage) -> EForm:
    companies = _companies(root)
    project = root.find("{*}ProcurementProject")
    parties = [p for p in (_buyer(root, companies),) if p]
    winners = _winners(root, companies) if stage == NoticeStage.AWARD else ()
    text = lines_of([*_words(root), *(p.name for p in (*parties, *winners))])
    masked = mask(text[:MAX_TEXT])
    changed = root.find(".//{*}Changes/{*}ChangedNoticeIdentifier") is not None
    reason = _text(root, ".//{*}Changes/{*}ChangeReason/{*}ReasonCode")
    ended = _ended(root) or reason == "cancel"
    folder = _text(root, "{*}ContractFolderID")
    number = _text(project, "{*}ID") or folder
    name = _text(project, "{*}Name")
    fields = {
        "text": masked,
        "language": (_text(root, "{*}NoticeLanguageCode") or "ENG").lower()[:2],
        "title": text_fact(name, "eforms ProcurementProject/Name", masked),
        "notice_type": _text(root, "{*}NoticeTypeCode"),
        "stage": NoticeStage.CANCELLED if ended else _stage(stage, changed=changed),
        "published": date_fact(_text(root, "{*}IssueDate"), "eforms IssueDate"),
        "project_number": text_fact(number, "eforms ProcurementProject/ID", masked),
        "project_name": text_fact(name, "eforms ProcurementProject/Name", masked),
        "buyer": parties[0] if parties else None,
        "suppliers": () if ended else winners,
        "budget": _estimated(project),
        "amount": None if ended or stage != NoticeStage.AWARD else _awarded(root),
        "items": _items(root),
        "cancelled": ended,
        "uncertain": () if parties else ("buyer",),
        **unread(text),
    }
    return EForm(fields, (f"eforms:{folder}",) if folder else ())


def _stage(stage: NoticeStage, *, changed: bool) -> NoticeStage:
    return NoticeStage.AMENDMENT if changed and stage == NoticeStage.TENDER else stage


def _companies(root: Element) -> dict[str, Element]:
    """Technical id -> company."""
    found = {}
    for company in root.iterfind(".//{*}Organizations/{*}Organization/{*}Company"):
        if key := _text(company, "{*}PartyIdentification/{*}ID"):
            found[key] = company
    return found


def _buyer(root: Element, companies: dict[str, Element]) -> Party | None:
    for reference in root.iterfind("{*}ContractingParty/{*}Party/{*}PartyIdentification/{*}ID"):
        if party := _party(companies.get(_said(reference)), Role.BUYER):
            return party
    return None


def _winners(root: Element, companies: dict[str, Element]) -> tuple[Party, ...]:
    """The tenderers of the tenders that contracts settle, each once."""
    result = root.find(".//{*}NoticeResult")
    if result is None:
        return ()
    settled = {_said(e) for e in result.iterfind("{*}SettledContract/{*}LotTender/{*}ID")}
    settled = settled or _selected(result)
    members = {
        _text(party, "{*}ID"): [_said(e) for e in party.iterfind("{*}Tenderer/{*}ID")]
        for party in result.iterfind("{*}TenderingParty")
    }
    found: dict[str, Party] = {}
    for tender in result.iterfind("{*}LotTender"):
        if _text(tender, "{*}ID") in settled:
            for key in members.get(_text(tender, "{*}TenderingParty/{*}ID"), []):
                if party := _party(companies.get(key), Role.SUPPLIER):
                    found.setdefault(party.name, party)
    return tuple(found.values())


def _selected(result: Element) -> set[str]:
    """The tenders of lots with a winner, where no contract is named: those ranked first."""
    chosen = {
        _said(reference)
        for lot in result.iterfind("{*}LotResult")
        if _text(lot, "{*}TenderResultCode") == "selec-w"
        for reference in lot.iterfind("{*}LotTender/{*}ID")
    }
    ranks = {
        _text(t, "{*}ID") or "": _text(t, "{*}RankCode") for t in result.iterfind("{*}LotTender")
    }
    return {key for key in chosen if ranks.get(key) in (None, "", "1")}


def _ended(root: Element) -> bool:
    """No lot found a winner: the whole procedure ended without a deal."""
    codes = [_said(c) for c in root.iterfind(".//{*}NoticeResult/{*}LotResult/{*}TenderResultCode")]
    return bool(codes) and all(code == _NOT_AWARDED for code in codes)


def _party(company: Element | None, role: Role) -> Party | None:
    name = _text(company, "{*}PartyName/{*}Name")
    if company is None or not name:
        return None
    country = _text(company, "{*}PostalAddress/{*}Country/{*}IdentificationCode") or ""
    number = _text(company, "{*}PartyLegalEntity/{*}CompanyID")
    identifiers = (Identifier(scheme="national", id=number),) if number else ()
    seat = _COUNTRIES.get(country.upper(), country) or None
    return party_fact(name, role, f"eforms {role}", identifiers=identifiers, country=seat)


def _estimated(project: Element | None) -> MoneyFact | None:
    amount = None if project is None else project.find(".//{*}EstimatedOverallContractAmount")
    return _money(amount, "eforms EstimatedOverallContractAmount")


def _awarded(root: Element) -> MoneyFact | None:
    """The notice's total, else the payable amounts of its tenders that were settled."""
    total = _money(root.find(".//{*}NoticeResult/{*}TotalAmount"), "eforms TotalAmount")
    if total:
        return total
    path = ".//{*}NoticeResult/{*}LotTender/{*}LegalMonetaryTotal/{*}PayableAmount"
    return summed([f for e in root.iterfind(path) if (f := _money(e, "eforms PayableAmount"))])


def _money(element: Element | None, how: str) -> MoneyFact | None:
    if element is None:
        return None
    return money_fact(_said(element), element.get("currencyID"), how)


def _items(root: Element) -> tuple[Item, ...]:
    lots = root.iterfind("{*}ProcurementProjectLot")
    named = ((_text(lot, "{*}ProcurementProject/{*}Name"), _text(lot, "{*}ID")) for lot in lots)
    return tuple(Item(name=name[:200], package=lot or None) for name, lot in named if name)


def _words(root: Element) -> Iterator[str]:
    """Titles and descriptions of the procedure and its lots."""
    projects: Iterable[Element] = root.iterfind(".//{*}ProcurementProject")
    for project in projects:
        for tag in ("{*}Name", "{*}Description", "{*}Note"):
            yield from (_said(element) for element in project.iterfind(tag))


def _text(element: Element | None, path: str) -> str | None:
    """The text at a path; of several languages the one that our readers know."""
    found = [] if element is None else element.findall(path)
    if not found:
        return None
    tongues = {e.get("languageID"): e for e in reversed(found)}
    best = next((tongues[tongue] for tongue in _READ if tongue in tongues), found[0])
    return _said(best) or None


def _said(element: Element) -> str:
    return " ".join((element.text or "").split())


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
