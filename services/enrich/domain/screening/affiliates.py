"""Companies that carry a listed company's brand: 旷视科技（南京）有限公司, 华为数字能源有限公司."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from contracts.names import bare_of
from services.enrich.domain.screening import explain, match
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import is_chinese
from services.enrich.domain.screening.places import PLACES, without_last_place, without_place
from services.enrich.domain.screening.proper_names import GENERIC, parts
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.records import KnownName

Claim = Literal["declared", "derived"]
"""A short name that people use for the company, or what is left of its official name."""

SAFE_BRAND = 3
"""Characters from which a brand is told from a word that unrelated companies bear too."""
LONGEST_BRAND = 8

_TRADES = (
    "销售 租赁 商贸 贸易 安防 安全 云 算力 终端 物业 置业 供应 零部件 售后 进出口 新技术 新能源 "
    "新材料 智慧 智造 智联 研发 数科 国际 能源 企业 电商 电子商务 信息服务 工业互联网 网联 视讯 "
    "消费 健康 医疗 汽车 家居 私募 基金 资产 股权 合伙 华南 华东 华北 西部 中部"
)
"""What a company's name may add that says a line of business, beside the generic words."""

_SAYS_NO_MORE = re.compile(f"(?:{'|'.join(sorted({*GENERIC, *PLACES, *_TRADES.split()}))})*")


@dataclass(frozen=True, slots=True)
class _Owner:
    """A listed company's name, the claim by which it owns a brand, and what follows the brand."""

    known: KnownName
    claim: Claim
    business: str


class Affiliates:
    """The brands of listed Chinese companies, as the alias table's names show them."""

    def __init__(self, index: NameIndex) -> None:
        self._elsewhere = index.elsewhere
        claims: dict[str, list[_Owner]] = {}
        for key, known in index.known:
            if known.row is not None and known.row.kind == "company" and is_chinese(key):
                for brand, owner in _brands(key, known):
                    claims.setdefault(brand, []).append(owner)
        self._owners = {brand: _owning(all_claims) for brand, all_claims in claims.items()}

    def bearing(self, query: Query) -> Iterator[match.Match]:
        """Yield the listed companies whose brand the query, the name of a company, begins with."""
        if not query.key.endswith("公司") or query.key in self._elsewhere:
            return
        bare = without_place(bare_of(query.key.removesuffix("分公司")))
        for length in range(min(LONGEST_BRAND, len(bare)), 1, -1):
            brand, rest = bare[:length], bare[length:]
            if self._owners.get(brand) and _SAYS_NO_MORE.fullmatch(rest):
                owners = filter(lambda owner: query.admits(owner.known), self._owners[brand])
                found = (_judged(query, brand, rest, owner) for owner in owners)
                yield from (one for one in found if one is not None)
                return


def _brands(key: str, known: KnownName) -> Iterator[tuple[str, _Owner]]:
    """Yield the brands that a name shows: the whole short name, and the name without its trade."""
    bare = without_place(bare_of(key))
    declared = known.origin == "short"
    if declared and any(kind != "generic" for _, _, kind in parts(bare)):
        yield bare, _Owner(known, "declared", "")
    brand = _distinctive(bare, also_known=not declared)
    if brand and brand != bare:
        claim: Claim = "declared" if declared else "derived"
        yield brand, _Owner(known, claim, _business(bare[len(brand) :]))


def _distinctive(bare: str, *, also_known: bool) -> str:
    """Return the beginning up to the last word of its own: 海康威视 of 海康威视数字技术, or "".

    `also_known`: well-known names (华为, but also 中航, which many companies bear) are such words.
    """
    ends = [
        end
        for start, end, kind in parts(bare)
        if kind == "proper" or (also_known and kind == "name" and bare[start:end] not in PLACES)
    ]
    return bare[: ends[-1]] if ends else ""


def _owning(claims: list[_Owner]) -> list[_Owner]:
    """Return the claims of those who are called by the brand, else of its only company."""
    called = {_company(owner) for owner in claims if owner.claim == "declared"}
    if called:
        return [owner for owner in claims if _company(owner) in called]
    return claims if len(set(map(_company, claims))) == 1 else []


def _company(owner: _Owner) -> str:
    """Return the official name: a company may stand on several lists under several listed names."""
    row = owner.known.row
    return row.names[0] if row else ""


def _judged(query: Query, brand: str, rest: str, owner: _Owner) -> match.Match | None:
    alike = rest != "" and _business(rest) == owner.business
    short = len(brand) < SAFE_BRAND and not alike
    if short and owner.claim == "derived":
        return None
    doubt = query.doubt(owner.known)
    if short:
        doubt = doubt or (match.WEAK_NAME, "unrelated companies may bear so short a brand")
    sentence = explain.branded(query.text, owner.known, brand, rest)
    verdict: match.Verdict = ("sub-unit-of", match.AFFILIATED, "brand")
    found = query.judged(owner.known, verdict, sentence, doubt)
    return replace(found, affiliated=found.relation != "possible")


def _business(rest: str) -> str:
    """Return the words after a brand without place: 科技南京 and 南京科技 give 科技."""
    return without_last_place(without_place(rest)) if rest else ""
