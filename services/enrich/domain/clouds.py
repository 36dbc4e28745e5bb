"""Clouds and AI services named in a notice, their China regions told apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.capabilities import AiServiceMention, CloudMention
from contracts.evidence import Evidence
from services.enrich.domain import clauses
from services.enrich.domain.flat import FlatText
from services.enrich.domain.lexicon import Hit, first_of_each
from services.enrich.domain.providers import Provider, Providers

_NEAR, _BESIDE = 40, 12
_COMPANY = re.compile(r"[\u4e00-\u9fff]{2,20}?公司")
_WORD_GOES_ON = re.compile(
    r"(?!计算|科技|服务|技术|信息|智能|数据|网络|中国|平台|有限|公司|软件|系统)[\u4e00-\u9fff]"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A provider named at one place."""

    row: Provider
    start: int
    end: int
    negated: bool
    insufficient: bool


def named(hits: Sequence[Hit], text: FlatText, parties: Sequence[str] = ()) -> list[Named]:
    """Return the hits whose common names have the company they need.

    `parties` are the flat names of those who act: 微软云 in 微软云杉文化 is no cloud.
    """
    hits = [hit for hit in hits if not _is_part_of_a_name(hit, text.flat, parties)]
    rows = {id(hit.term.row): hit.term.row for hit in hits}
    in_company = {key: _has_company(row, text.flat) for key, row in rows.items()}
    meant = (h for h in hits if in_company[id(h.term.row)] and _is_meant(h, text.flat))
    return [_named(hit, text.flat) for hit in first_of_each(meant)]


def clouds(
    found: Sequence[Named], services: Sequence[Named], text: FlatText, providers: Providers
) -> tuple[CloudMention, ...]:
    """Return one mention per cloud; a service carries its cloud, a China region replaces it.

    Plain "AWS" beside "AWS China" is the China region, unless the notice speaks of overseas.
    """
    rows = [*found, *_carriers(services, providers)]
    china = {n.row.china_of for n in rows if n.row.china_of and not n.negated}
    if not _speaks_of_overseas(text.flat):
        rows = [n for n in rows if n.row.name not in china]
    return tuple(_cloud(same, text.text) for same in _by_name(rows))


def ai_services(found: Sequence[Named], text: FlatText) -> tuple[AiServiceMention, ...]:
    """Return one mention per AI service."""
    return tuple(
        AiServiceMention(
            name=same[0].row.name,
            supply=same[0].row.supply,
            negated=all(n.negated for n in same),
            evidence=_evidence(same, text.text),
        )
        for same in _by_name(found)
    )


def _is_meant(hit: Hit, flat: str) -> bool:
    row: Provider = hit.term.row
    around = flat[max(0, hit.start - _NEAR) : hit.start] + " " + flat[hit.end : hit.end + _NEAR]
    beside = flat[max(0, hit.start - _BESIDE) : hit.end + _BESIDE]
    if any(word in beside for word in row.not_near):
        return False
    return not row.near or any(word in around for word in row.near)


def _is_part_of_a_name(hit: Hit, flat: str, parties: Sequence[str]) -> bool:
    """Return whether a party's name goes on behind the provider's with another word."""
    word = flat[hit.start : hit.end]
    if _COMPANY.match(flat, hit.end) and _WORD_GOES_ON.match(flat, hit.end):
        return True
    for name in parties:
        at = name.find(word)
        start = hit.start - at
        if at >= 0 and start >= 0 and flat.startswith(name, start):
            rest = name[at + len(word) :]
            return bool(rest) and _WORD_GOES_ON.match(rest) is not None
    return False


def _has_company(row: Provider, flat: str) -> bool:
    return not row.needs or any(word in flat for word in row.needs)


def _named(hit: Hit, flat: str) -> Named:
    return Named(
        hit.term.row,
        hit.start,
        hit.end,
        clauses.is_negated(flat, hit.start, hit.end),
        clauses.is_insufficient(flat, hit.end),
    )


def _carriers(services: Sequence[Named], providers: Providers) -> list[Named]:
    carriers = []
    for each in services:
        row = providers.cloud(each.row.cloud) if each.row.cloud else None
        if row:
            carriers.append(Named(row, each.start, each.end, each.negated, each.insufficient))
    return carriers


def _by_name(found: Sequence[Named]) -> list[list[Named]]:
    by_name: dict[str, list[Named]] = {}
    for each in sorted(found, key=lambda n: n.start):
        by_name.setdefault(each.row.name, []).append(each)
    return list(by_name.values())


def _cloud(same: Sequence[Named], text: str) -> CloudMention:
    wanted = [n for n in same if not n.negated]
    return CloudMention(
        name=same[0].row.name,
        supply=same[0].row.supply,
        negated=not wanted,
        insufficient=any(n.insufficient for n in same),
        evidence=_evidence(same, text),
    )


def _evidence(same: Sequence[Named], text: str) -> Evidence:
    best = next((n for n in same if not n.negated), same[0])
    return clauses.quote(text, best.start, best.end)


def _speaks_of_overseas(flat: str) -> bool:
    said = re.finditer("海外|境外|国际版|国际区|全球区|overseas", flat)
    return any(not clauses.is_negated(flat, *word.span()) for word in said)
