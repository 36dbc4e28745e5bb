"""From a page to the facts of a notice; each keeps its quote and where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.evidence import Evidence, TextFact
from contracts.parties import Party
from contracts.tenders import NoticeStage
from services.ingest.domain.bids import bids_of
from services.ingest.domain.ceilings import sum_of_ceilings
from services.ingest.domain.evidence_of import fields
from services.ingest.domain.folding import as_printed, folded
from services.ingest.domain.items import items_of
from services.ingest.domain.masking import COVER, mask
from services.ingest.domain.money_choice import settled
from services.ingest.domain.page import Page
from services.ingest.domain.pair import Pair
from services.ingest.domain.pairs import pairs_of
from services.ingest.domain.published import published_of
from services.ingest.domain.stages import announcements, notice_type, stage_of
from services.ingest.domain.tender_money import Amounts
from services.ingest.domain.tender_parties import AWARDED, Parties
from services.ingest.domain.titles import name_of, number_of, title_of

_PACKAGE = re.compile(
    r"(?:第\s*[\d一二三四五六七八九十]+\s*(?:标包|标段|包)|(?:采购包|合同包|分包|包组|标段|标项|包)\s*[\dA-Z一二三四五六七八九十]{1,2}"
    r"|[\dA-Z]{1,2}\s*(?:标段|标包|包))"
)
_ENDED = re.compile("废标|流标|采购失败")
_ENDED_REACH = 30
_ASKING = (NoticeStage.TENDER, NoticeStage.PLANNING)
_STOP = re.compile(r"[。\n\t]")
_TEXTS = {"delivery_place": "place", "term": "term", "cancellation_reason": "reason"}
_WHOLE = re.compile(
    r"本项目(?!第|包|标段)[^。\n]{0,30}(?:终止|废标|流标|取消)|整个项目|全部(?:包|标段)|项目整体"
)


def facts_of(page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a Tender; `given` came beside the page: title, published, type."""
    # Masked first: nothing that is read afterwards can carry a contact further.
    printed = mask(page.text)
    facts = _facts(folded(printed), page, {name: folded(said) for name, said in given.items()})
    if facts["text"] != printed:
        facts = {name: as_printed(fact, printed) for name, fact in facts.items()}
        facts["text"] = printed
    return facts


def _facts(text: str, page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    head = {name: folded(said) for name, said in page.head.items()}
    masked = Page(text, page.tables, head, page.images)
    pairs = pairs_of(masked)
    bids = bids_of(masked, pairs)
    name = name_of(text, pairs)
    title = title_of(masked, given.get("title", ""), text, name)
    stage = _stage(given, title, text, pairs)
    items = items_of(masked)
    facts: dict[str, Any] = {
        "text": text,
        "title": title,
        "notice_type": given.get("type") or (notice_type(title.value) if title else None),
        "stage": stage,
        "published": published_of(page, given, text, pairs),
        "project_number": number_of(text, pairs),
        "project_name": name,
        **_who(stage, Parties(text, pairs, bids), title.value if title else ""),
        **_how_much(stage, Amounts(text, settled(stage, pairs), bids)),
        "items": items,
        **{fact: _text(text, pairs, label) for fact, label in _TEXTS.items()},
        **_cancelled(stage, title.value if title else "", text),
    }
    if facts["budget"] is None and stage in _ASKING:
        facts["budget"] = sum_of_ceilings(masked, items)
    return facts | {"uncertain": _uncertain(facts)}


def _who(stage: NoticeStage, parties: Parties, title: str) -> dict[str, Any]:
    suppliers, candidates = parties.winners(stage)
    buyer = parties.buyer(title)
    return {
        "buyer": buyer,
        # Who buys for itself is no other user.
        "end_users": tuple(p for p in parties.end_users() if buyer is None or p.name != buyer.name),
        "agency": parties.agency(),
        "suppliers": suppliers,
        "candidates": candidates,
    }


def _how_much(stage: NoticeStage, amounts: Amounts) -> dict[str, Any]:
    """A budget always; an amount only where somebody is paid, or proposed to be."""
    budget, paid = amounts.budget(), None
    if stage in (*AWARDED, NoticeStage.CANDIDATE, NoticeStage.AMENDMENT):
        paid = amounts.awarded()
    if stage in AWARDED:
        # A budget beside it is not what is paid.
        return {"budget": budget, "amount": paid or amounts.unnamed()}
    return {"budget": budget or (None if paid else amounts.unnamed()), "amount": paid}


def _stage(
    given: Mapping[str, str], title: TextFact | None, text: str, pairs: Sequence[Pair]
) -> NoticeStage:
    *said, head = announcements(text)
    stage = stage_of(given.get("type"), title.value if title and not title.uncertain else "", *said)
    if stage != NoticeStage.UNKNOWN:
        return stage
    won = any(p.fact == "supplier" and p.label.startswith("中标") for p in pairs)
    return NoticeStage.AWARD if won else stage_of(head)


def _uncertain(facts: dict[str, Any]) -> tuple[str, ...]:
    """Names of the facts a person must check: doubtful ones, and a buyer that was not found."""
    found = []
    for name, fact in facts.items():
        evidence = fact.evidence if isinstance(fact, Party) else fact
        if isinstance(evidence, Evidence) and evidence.uncertain:
            found.append(name)
    return (*found, *(() if facts["buyer"] else ("buyer",)))


def _text(text: str, pairs: Sequence[Pair], fact: str) -> TextFact | None:
    best = sorted((p for p in pairs if p.fact == fact), key=lambda p: (p.preference, p.start))
    for pair in best:
        value = text[pair.start : pair.end]
        if COVER not in value:
            how = f"{pair.how} {pair.label}"
            return TextFact(value=value, **fields(text, (pair.start, pair.end), how))
    return None


def _cancelled(stage: NoticeStage, title: str, text: str) -> dict[str, Any]:
    """Whether the whole matter ended, or only named packages of it."""
    if stage == NoticeStage.AWARD:
        return {"cancelled_packages": tuple(dict.fromkeys(_ended_packages(text)))}
    if stage != NoticeStage.CANCELLED:
        return {}
    packages = tuple(dict.fromkeys(_PACKAGE.findall(title)))
    if packages and not _WHOLE.search(text):
        return {"cancelled": False, "cancelled_packages": packages}
    return {"cancelled": True}


def _ended_packages(text: str) -> Iterator[str]:
    """Packages named in the words before 废标, in its sentence or cell."""
    for end in _ENDED.finditer(text):
        before = _STOP.split(text[max(0, end.start() - _ENDED_REACH) : end.start()])[-1]
        yield from _PACKAGE.findall(before)
