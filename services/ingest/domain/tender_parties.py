"""Who is who in a notice: buyer, end users, agency, suppliers and candidates."""

import re
from collections.abc import Iterable, Sequence

from contracts.parties import Identifier, Party, Role
from contracts.tenders import NoticeStage
from services.ingest.domain.bids import Bid
from services.ingest.domain.evidence_of import evidence
from services.ingest.domain.organisations import codes_near, is_organisation, names_in
from services.ingest.domain.pair import Pair, is_amended
from services.ingest.domain.said_buyer import said_buyers

_ENTRUSTED = re.compile(r"受\s*(?P<name>[\u4e00-\u9fffA-Za-z0-9（）()·]{3,40}?)\s*(?:的)?委托")
AWARDED = (
    NoticeStage.AWARD,
    NoticeStage.CONTRACT,
    NoticeStage.ACCEPTANCE,
    NoticeStage.SINGLE_SOURCE,
)
MAX_PARTIES = 40
_CODE_REACH = 300


class Parties:
    """Reads the parties of one notice from its masked text, pairs and bids."""

    def __init__(self, text: str, pairs: Sequence[Pair], bids: Sequence[Bid]) -> None:
        self._text = text
        self._pairs = pairs
        self._bids = bids
        columns = [p for p in pairs if p.how == "column"]
        paid = {p.row for p in columns if p.fact in ("amount", "row_amount", "rate")}
        self._scored = {p.row for p in columns if p.fact == "score"} - paid

    def buyer(self, title: str = "") -> Party | None:
        """The buyer beside its label, under its heading, in 受X委托, or who announces or signs."""
        found = [
            p
            for p in self._of("buyer", Role.BUYER, most=MAX_PARTIES, best=True)
            if not _is_agency(p) and not _is_measure(p)
        ]
        if found:
            return found[0]
        hit = _ENTRUSTED.search(self._text)
        if hit and is_organisation(hit["name"]):
            span = next(iter(names_in(self._text, *hit.span("name"))), hit.span("name"))
            return self._party(Role.BUYER, span, "sentence 受…委托")
        agency = self.agency()
        others = {agency.name} if agency else set()
        others |= {p.name for p in self._of("supplier", Role.SUPPLIER, most=MAX_PARTIES)}
        for said in said_buyers(self._text, title):
            party = self._party(Role.BUYER, (said.start, said.end), said.how)
            if party.name not in others:
                doubts = {"confidence": said.confidence, "uncertain": said.how == "title"}
                where = party.evidence and party.evidence.model_copy(update=doubts)
                return party.model_copy(update={"evidence": where})
        return None

    def agency(self) -> Party | None:
        """The procurement agency."""
        return next(iter(self._of("agency", Role.AGENCY, most=1)), None) or self._acting()

    def _acting(self) -> Party | None:
        """Who runs the purchase, named 招标机构 or 采购机构 beside the one that buys."""
        named = self._of("buyer", Role.BUYER, most=MAX_PARTIES, best=True)
        acting = [party for party in named[1:] if _is_agency(party) or _is_organ(party)]
        agency = acting[0] if acting else next(filter(_is_agency, named[:1]), None)
        return agency and agency.model_copy(update={"role": Role.AGENCY, "identifiers": ()})

    def end_users(self) -> tuple[Party, ...]:
        """Named end users; often not the buyer."""
        return self._of("end_user", Role.END_USER, most=MAX_PARTIES)

    def winners(self, stage: NoticeStage) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Suppliers and candidates: only an award, a contract or a sole source names suppliers."""
        ranked = [self._bid(b) for b in self._bids]
        named = self._of("supplier", Role.SUPPLIER, most=MAX_PARTIES)
        proposed = self._of("candidate", Role.CANDIDATE, most=MAX_PARTIES)
        if stage == NoticeStage.CANDIDATE:
            every = [*proposed, *(p for _, p in ranked), *named]
            return (), _once(p.model_copy(update={"role": Role.CANDIDATE}) for p in every)
        if stage == NoticeStage.AMENDMENT:
            return tuple(p for p in named if p.evidence and is_amended(p.evidence.how)), ()
        if stage not in AWARDED:
            return (), ()
        first = [p for rank, p in ranked if rank == 1]
        later = [p for rank, p in ranked if rank > 1]
        behind = {p.name for p in later} - {p.name for p in first}
        winners = [p for p in self._surest(named) if p.name not in behind] or first
        suppliers = _once(p.model_copy(update={"role": Role.SUPPLIER}) for p in winners)
        names = {p.name for p in suppliers}
        rest = (p for p in (*proposed, *later) if p.name not in names)
        return suppliers, _once(p.model_copy(update={"role": Role.CANDIDATE}) for p in rest)

    def _surest(self, named: Sequence[Party]) -> list[Party]:
        """Those whom a label or a sentence names; a table of offers beside them names losers."""
        told = [p for p in named if p.evidence and not p.evidence.how.startswith("column")]
        paid = any(p.fact in ("amount", "row_amount") for p in self._pairs if p.how == "column")
        return told if told and not paid else list(named)

    def _bid(self, bid: Bid) -> tuple[int, Party]:
        span = next(iter(names_in(self._text, *bid.name)), bid.name)
        party = self._party(Role.CANDIDATE, span, f"bid rank {bid.rank}")
        return bid.rank, party.model_copy(update={"package": bid.package or None})

    def _of(self, fact: str, role: Role, most: int, *, best: bool = False) -> tuple[Party, ...]:
        pairs = sorted(
            (p for p in self._pairs if p.fact == fact and p.row not in self._scored),
            key=lambda p: (p.preference, p.start) if best or most == 1 else (p.start, 0),
        )
        found: dict[str, Party] = {}
        for pair in pairs:
            for span in names_in(self._text, pair.start, pair.end):
                party = self._party(role, span, f"{pair.how} {pair.label}")
                found.setdefault(party.name, party)
                if len(found) == most:
                    return tuple(found.values())
        return tuple(found.values())

    def _party(self, role: Role, span: tuple[int, int], how: str) -> Party:
        text = self._text
        coded = role in (Role.SUPPLIER, Role.CANDIDATE, Role.BUYER)
        return Party(
            role=role,
            name=text[slice(*span)].strip(),
            identifiers=self._codes(span[1]) if coded else (),
            evidence=evidence(text, span, how),
        )

    def _codes(self, end: int) -> tuple[Identifier, ...]:
        """The code in the rest of the line or in the line below."""
        below = self._text.find("\n", self._text.find("\n", end) + 1)
        until = min(below if below > end else len(self._text), end + _CODE_REACH)
        return codes_near(self._text, end, until)


def _is_agency(party: Party) -> bool:
    """Tell whether a 招标机构 is an agency: in Hong Kong the word is the buyer's."""
    label = party.evidence.how if party.evidence else ""
    return label.endswith("招标机构") and bool(re.search("招标|代理|咨询|采购中心", party.name))


def _is_organ(party: Party) -> bool:
    """Tell whether a party stands as 采购机构, which an army's purchasing station does."""
    return bool(party.evidence and party.evidence.how.endswith("采购机构"))


def _is_measure(party: Party) -> bool:
    """Tell whether a column headed 单位 says in what is counted: 百万 tokens."""
    how = party.evidence.how if party.evidence else ""
    return how == "column 单位" and (party.name.isascii() or party.name[-1].isascii())


def _once(parties: Iterable[Party]) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for party in parties:
        found.setdefault(party.name, party)
    return tuple(found.values())
