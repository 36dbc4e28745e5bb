"""Rules that alias rows must keep, bundled ones and an operator's own alike."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from contracts.names import CHINESE_FORMS, HAN, bare_key, name_key
from contracts.names_folding import FROM
from services.enrich.data.aliases import AliasRow
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.places import PLACES, without_place
from services.enrich.domain.screening.records import listed_key

KINDS = frozenset(
    (
        *("university", "institute", "laboratory", "supercomputing_centre", "company"),
        "government",
    )
)
CONFIDENCES = frozenset(("high", "medium"))
GENERIC_WORDS = frozenset(
    (
        *("研究设计院", "研究院", "研究所", "设计院", "科学院", "研究中心", "技术中心", "实验室"),
        *("重点实验室", "国家重点实验室", "大学", "学院", "学校", "医院", "集团", "中心", "公司"),
        *("分公司", "工厂", "国家", "中国", "科技", "技术", "科学", "研究", "信息", "电子", "工程"),
        *("公安局", "公安厅", "政府", "委员会", "基地", "部队", "厂", "所", "院", "国防科技"),
        *("中国人民解放军", "解放军", "信息科技", "电子科技"),
        *("技术研究所", "科学研究院", "贸易", "实业", "投资", "国际"),
        *CHINESE_FORMS,
    )
)
"""Names that any organisation may bear, with or without a legal form."""

UNIT_WORDS = frozenset(
    (
        *("研究院", "研究所", "设计院", "中心", "研究中心", "集团", "公司"),
        *("分公司", "工厂", "厂", "所", "院", "总公司", "有限公司"),
    )
)
"""Words that with a place alone (北京研究所) name a part of many organisations."""

BOTH_SCRIPTS = frozenset("乾於後余著昇")
"""Characters that stand in simplified names too, though the folding table maps them."""

_NUMBERED = re.compile(r"第?\d+(?:研究所|研究院|所|院|厂|部)")
_URL = re.compile(r"https?://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[/ ?#].*)?", re.IGNORECASE)
_PUBLICATION = re.compile(r"\S+ \S.*(?:\b(?:19|20)\d\d\b|ISSN \d{4}-\d{3}[\dX]|\d+ FR \d+)")
_COUNTRY = re.compile("[A-Z]{2}")
_HAS_HAN = re.compile(f"[{HAN}]")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that one row breaks: which row, and what to do about it."""

    list: str
    name: str
    problem: str

    def __str__(self) -> str:
        return f"{self.list} {self.name!r}: {self.problem}"


def check_rows(rows: Iterable[AliasRow], parties: Iterable[ListedParty]) -> list[Finding]:
    """Return what is wrong with `rows`, given the snapshot they name entries of; empty if nothing.

    Rows are judged each for itself, then against the snapshot, then against each other. Give the
    bundled rows together with an operator's own to see whether these claim a bundled name.
    """
    checked = list(rows)
    known = {(party.list, listed_key(party.name)) for party in parties}
    found = [Finding(row.list, row.name, problem) for row in checked for problem in problems(row)]
    found += [
        Finding(row.list, row.name, "the snapshot has no such entry: copy list and name from it")
        for row in checked
        if (row.list, listed_key(row.name)) not in known
    ]
    return found + list(_repeated(checked)) + list(_claimed_twice(checked))


def problems(row: AliasRow) -> Iterator[str]:
    """Yield what is wrong with one row by itself."""
    yield from _bad_columns(row)
    for name in (*row.names, *row.short, *row.former):
        if is_common(name):
            yield f"{name} is a common word: remove it or write the full name"
        if name in row.names and not _HAS_HAN.search(name):
            yield f"{name} has no Chinese character: move it to english"
        if traditional := traditional_characters(name):
            yield f"{name} is not simplified ({traditional}): write it in simplified characters"
    yield from _duplicates(row)


def is_common(name: str) -> bool:
    """Tell whether a Chinese name is so general that it would name innocent organisations.

    A place, a generic word, a number with 所, or a place with a generic unit: 北京, 研究所,
    611所, 北京研究所. 四川大学 is none: a place and 大学 name exactly one.
    """
    key = name_key(name)
    if not _HAS_HAN.search(key):
        return False
    rest = without_place(key)
    return (
        len(key) < _SHORTEST
        or key in PLACES
        or key in GENERIC_WORDS
        or bare_key(name) in GENERIC_WORDS
        or _NUMBERED.fullmatch(rest) is not None
        or (rest != key and (not rest or rest in UNIT_WORDS))
    )


def is_source(text: str) -> bool:
    """Tell whether a source can be looked up: a URL, or a publication with year or citation."""
    return bool(_URL.fullmatch(text) or _PUBLICATION.match(text))


def traditional_characters(name: str) -> str:
    """Return the characters of `name` that simplified Chinese writes otherwise, each once."""
    return "".join(dict.fromkeys(c for c in name if c in FROM and c not in BOTH_SCRIPTS))


def _bad_columns(row: AliasRow) -> Iterator[str]:
    if not row.names:
        yield "names is empty: give the official Chinese name"
    if row.kind not in KINDS:
        yield f"kind {row.kind} is unknown: use one of {', '.join(sorted(KINDS))}"
    if row.confidence not in CONFIDENCES:
        yield f"confidence {row.confidence} is unknown: use high or medium"
    if not isinstance(row.verified_on, date):
        yield "verified_on is no date: write it as 2026-11-25"
    if not is_source(row.source):
        yield "source is neither a URL nor a publication with year, ISSN or citation"
    for country in row.homonyms:
        if not _COUNTRY.fullmatch(country):
            yield f"homonyms has {country}: use ISO 3166 two-letter codes"


def _duplicates(row: AliasRow) -> Iterator[str]:
    seen: set[str] = set()
    for name in (*row.names, *row.short, *row.former, *row.english):
        key = name_key(name)
        if key in seen:
            yield f"{name} stands twice in the row: keep it once"
        seen.add(key)


def _repeated(rows: list[AliasRow]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        entry = (row.list, name_key(row.name))
        if entry in seen:
            yield Finding(row.list, row.name, "two rows for one entry: join them")
        seen.add(entry)


def _claimed_twice(rows: list[AliasRow]) -> Iterator[Finding]:
    claims: dict[str, list[AliasRow]] = {}
    for row in rows:
        for key in {exact_key(n) for n in (*row.names, *row.short, *row.former)}:
            claims.setdefault(key, []).append(row)
    for key, claimants in claims.items():
        for row in claimants[1:]:
            if not _may_share(claimants[0], row):
                why = f"{key} is claimed by {claimants[0].list} {claimants[0].name!r} too"
                yield Finding(row.list, row.name, f"{why}: remove it, or declare shared in both")


def _may_share(one: AliasRow, other: AliasRow) -> bool:
    """One organisation on two lists has one name, official or listed; within a list say so."""
    if one.shared and other.shared:
        return True
    if one.list == other.list:
        return False
    official = {exact_key(name) for name in one.names}
    one_listed_name = bare_key(one.name) == bare_key(other.name)
    return one_listed_name or any(exact_key(name) in official for name in other.names)
