"""From a page to the facts of a notice; each keeps its quote and where it stands."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from contracts.evidence import DateFact, Evidence, MoneyFact, TextFact
from contracts.parties import Party, Role
from contracts.tenders import NoticeStage
from services.ingest.domain.amounts import read_money
from services.ingest.domain.labels import Pair, pairs_of
from services.ingest.domain.masking import COVER, mask
from services.ingest.domain.page import Page
from services.ingest.domain.stages import notice_type, stage_of

_DATE = re.compile(r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_PERSON = re.compile(rf"联系人|^{COVER}|{COVER}{{2}}|^[\u4e00-\u9fff]{{1,3}}$")
_NUMBER = re.compile(r"[A-Za-z0-9\u4e00-\u9fff()（）〔〕\[\]【】_/．.-]{4,60}")
_ENTRUSTED = re.compile(r"受\s*(?P<buyer>[\u4e00-\u9fffA-Za-z0-9（）()·]{3,40}?)\s*(?:的)?委托")
_NUMBERED = re.compile(
    r"[（(](?:项目|招标|采购)[\u4e00-\u9fff]{0,4}编号\s*[：:]\s*(?P<number>[^）)\s]{4,50})"
)
_MANY = re.compile(r"[、，,;；]|\s{2,}")
_ORGANISATION = re.compile(
    r"(公司|大学|学院|研究院|研究所|中心|医院|集团|厂|局|所|院|实验室|委员会|政府|部)"
)
_PACKAGE = re.compile(r"(?:第\s*\d+\s*包|包\s*\d+|\d+\s*包|标段|标项|包组|合同包)")
_WHOLE = re.compile(r"本项目|整个项目|项目终止|采购终止|全部")
QUOTE = 300
SHORTEST, LONGEST = 4, 60
AWARDED = (
    NoticeStage.AWARD,
    NoticeStage.CONTRACT,
    NoticeStage.ACCEPTANCE,
    NoticeStage.SINGLE_SOURCE,
)


def facts_of(page: Page, given: dict[str, str]) -> dict[str, Any]:
    """Return the fields of a Tender found on a page.

    `given` holds what came beside the page, e.g. a crawler's title, published and type.
    """
    # Facts are read from the original: masking could hide a value's neighbour; quotes are masked.
    masked = mask(page.text)
    pairs = pairs_of(page)
    title = _title(page, given, masked)
    stage = stage_of(given.get("type"), title.value if title else "", page.text[:200])
    reader = _Reader(page.text, masked, pairs)
    uncertain: list[str] = []
    amount = (
        reader.money("amount", uncertain) if stage in (*AWARDED, NoticeStage.CANDIDATE) else None
    )
    suppliers = reader.parties("supplier", Role.SUPPLIER)
    candidates = reader.parties("candidate", Role.CANDIDATE)
    if stage == NoticeStage.CANDIDATE:
        candidates, suppliers = (*candidates, *_as_candidates(suppliers)), ()
    elif stage not in AWARDED:
        suppliers = ()
    buyer = reader.one_party("buyer", Role.BUYER) or reader.entrusting()
    facts: dict[str, Any] = {
        "title": title,
        "notice_type": given.get("type") or (notice_type(title.value) if title else None),
        "stage": stage,
        "published": _published(page, given, reader),
        "project_number": reader.text("project_number", _is_number) or reader.numbered(),
        "project_name": reader.text("project_name", lambda v: len(v) > 3),  # noqa: PLR2004
        "buyer": buyer,
        "end_users": reader.parties("end_user", Role.END_USER),
        "agency": reader.one_party("agency", Role.AGENCY),
        "suppliers": suppliers,
        "candidates": candidates,
        "budget": reader.money("budget", uncertain),
        "amount": amount,
        "delivery_place": reader.text("place", bool),
        "term": reader.text("term", bool),
        "cancellation_reason": reader.text("reason", bool),
    }
    facts |= _cancelled(stage, title.value if title else "", page.text)
    if buyer is None:
        uncertain.append("buyer")
    facts["uncertain"] = tuple(dict.fromkeys(uncertain))
    facts["text"] = masked
    return facts


class _Reader:
    def __init__(self, text: str, masked: str, pairs: Sequence[Pair]) -> None:
        self._text = text
        self._masked = masked
        self._pairs = pairs

    def evidence(self, start: int, end: int, how: str, **more: Any) -> dict[str, Any]:
        """Fields of an Evidence for a stretch of the text."""
        end = min(end, start + QUOTE)
        return {"quote": self._masked[start:end], "start": start, "end": end, "how": how, **more}

    def text(self, fact: str, fits: Callable[[str], Any]) -> TextFact | None:
        """The best value of a fact that fits."""
        for pair in self._best(fact):
            value = self._value(pair)
            if fits(value) and COVER not in value:
                return TextFact(value=value, **self.evidence(pair.start, pair.end, _how(pair)))
        return None

    def numbered(self) -> TextFact | None:
        """A project number in brackets in running text."""
        hit = _NUMBERED.search(self._text)
        if hit is None:
            return None
        return TextFact(
            value=hit["number"], **self.evidence(hit.start("number"), hit.end("number"), "brackets")
        )

    def one_party(self, fact: str, role: Role) -> Party | None:
        """The best organisation of a fact."""
        found = self.parties(fact, role, most=1)
        return found[0] if found else None

    def parties(self, fact: str, role: Role, most: int = 20) -> tuple[Party, ...]:
        """The organisations of a fact, each once, in the order of the text."""
        found: dict[str, Party] = {}
        for pair in self._best(fact):
            for start, end in _split(self._text, pair.start, pair.end):
                name = self._text[start:end].strip()
                if name in found or not _is_organisation(name):
                    continue
                evidence = Evidence(**self.evidence(start, end, _how(pair)))
                found[name] = Party(role=role, name=name, evidence=evidence)
                if len(found) == most:
                    return tuple(found.values())
        return tuple(found.values())

    def entrusting(self) -> Party | None:
        """The buyer in 受X委托."""
        hit = _ENTRUSTED.search(self._text)
        if hit is None or not _is_organisation(hit["buyer"]):
            return None
        evidence = Evidence(**self.evidence(hit.start("buyer"), hit.end("buyer"), "受…委托"))
        return Party(role=Role.BUYER, name=hit["buyer"], evidence=evidence)

    def money(self, fact: str, uncertain: list[str]) -> MoneyFact | None:
        """The total of a fact; several packages are summed, an unreadable one leaves it unknown."""
        read = [(p, m) for p in self._best(fact) if (m := read_money(self._value(p), p.unit))]
        known = [(p, m) for p, m in read if m.value is not None and m.kind == "total"]
        if not known:
            if read:
                uncertain.append(fact)
                pair, money = read[0]
                where = self.evidence(pair.start, pair.end, _how(pair), uncertain=True)
                return MoneyFact(value=None, kind=money.kind, **where)
            return None
        pair, money = known[0]
        value = money.value
        columns = [(p, m) for p, m in known if p.how == "column" and p.label == pair.label]
        if pair.how == "column" and len(columns) > 1:
            value = sum((m.value for _, m in columns if m.value is not None), start=type(value)(0))  # type: ignore[misc]
        unsure = money.uncertain or len(known) < len([m for _, m in read if m.kind == "total"])
        if unsure:
            uncertain.append(fact)
        where = self.evidence(pair.start, pair.end, _how(pair), uncertain=unsure)
        return MoneyFact(value=value, currency=money.currency, kind="total", **where)

    def date(self, fact: str) -> DateFact | None:
        """The first date of a fact."""
        for pair in self._best(fact):
            if hit := _DATE.search(self._text, pair.start, pair.end):
                value = _date(hit)
                if value:
                    return DateFact(
                        value=value, **self.evidence(hit.start(), hit.end(), _how(pair))
                    )
        return None

    def _best(self, fact: str) -> list[Pair]:
        return sorted((p for p in self._pairs if p.fact == fact), key=lambda p: (p.rank, p.start))

    def _value(self, pair: Pair) -> str:
        return self._text[pair.start : pair.end].strip()


def _how(pair: Pair) -> str:
    return f"{pair.how} {pair.label}"


def _title(page: Page, given: dict[str, str], masked: str) -> TextFact | None:
    named = given.get("title") or page.head.get("title")
    if named:
        start = page.text.find(named)
        where = {"start": start, "end": start + len(named)} if start >= 0 else {}
        return TextFact(value=named, quote=named[:QUOTE], how="given title", **where)
    for line in _lines(page.text)[:12]:
        text = page.text[line[0] : line[1]]
        if re.search(r"公\s*[告示]|结果", text) and 6 <= len(text) <= 120 and "：" not in text:  # noqa: PLR2004
            quote = masked[line[0] : line[1]]
            return TextFact(value=text, quote=quote, start=line[0], end=line[1], how="headline")
    first = next(((a, b) for a, b in _lines(page.text) if b - a > 5), None)  # noqa: PLR2004
    if first is None:
        return None
    start, end = first[0], min(first[1], first[0] + 120)
    return TextFact(
        value=page.text[start:end], quote=masked[start:end], start=start, end=end, how="first line"
    )


def _published(page: Page, given: dict[str, str], reader: _Reader) -> DateFact | None:
    for how, text in (
        ("given", given.get("published")),
        ("meta PubDate", page.head.get("published")),
    ):
        hit = _DATE.search(text or "")
        if hit and (value := _date(hit)):
            return DateFact(value=value, quote=hit.group(), how=how)
    return reader.date("published")


def _cancelled(stage: NoticeStage, title: str, text: str) -> dict[str, Any]:
    """Whether the whole matter ended, or only named packages of it."""
    if stage != NoticeStage.CANCELLED:
        return {}
    packages = tuple(dict.fromkeys(_PACKAGE.findall(title)))
    if packages and not _WHOLE.search(text):
        return {"cancelled": False, "cancelled_packages": packages}
    return {"cancelled": True}


def _as_candidates(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple(p.model_copy(update={"role": Role.CANDIDATE}) for p in parties)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a value at separators where every part is an organisation."""
    spans, at = [], start
    for hit in _MANY.finditer(text, start, end):
        spans.append((at, hit.start()))
        at = hit.end()
    spans.append((at, end))
    whole = all(_is_organisation(text[a:b].strip()) for a, b in spans)
    return spans if whole and len(spans) > 1 else [(start, end)]


def _is_organisation(name: str) -> bool:
    return (
        SHORTEST <= len(name) <= LONGEST
        and not _PERSON.search(name)
        and bool(
            _ORGANISATION.search(name) or re.search(r"[A-Za-z]{4}", name) or len(name) > 5  # noqa: PLR2004
        )
    )


def _is_number(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value)) and any(c.isdigit() for c in value)


def _date(hit: re.Match[str]) -> date | None:
    try:
        return date(*map(int, hit.groups()))
    except ValueError:
        return None


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans
