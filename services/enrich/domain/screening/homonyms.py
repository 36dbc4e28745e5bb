"""Tell organisations of one name in different jurisdictions apart (國立中山大學, 中山大学)."""

import re
from unicodedata import normalize

from contracts.names import fold
from services.enrich.domain.screening.records import KnownName

GREATER_CHINA = frozenset(("CN", "HK", "MO"))
ELSEWHERE = {
    **dict.fromkeys(("中山大学", "清华大学", "交通大学", "东吴大学", "东华大学"), ("TW",)),
    **dict.fromkeys(("中兴大学", "暨南大学", "中正大学", "台湾大学"), ("TW",)),
    **dict.fromkeys(("故宫博物院", "中央研究院", "中央气象局", "国家图书馆"), ("TW",)),
    **dict.fromkeys(("东北大学", "山口大学", "东海大学", "近畿大学", "九州大学"), ("JP",)),
    **dict.fromkeys(("中央大学",), ("JP", "TW", "KR")),
    **dict.fromkeys(("南洋大学", "南洋理工大学", "国立大学"), ("SG",)),
    **dict.fromkeys(("建国大学", "东国大学", "高丽大学", "韩国大学"), ("KR",)),
}
"""Names that an institution outside mainland China bears too, in simplified characters; each is
the Chinese name on that institution's own site (nsysu.edu.tw, nthu.edu.tw, tohoku.ac.jp, ...)."""

_NOT_CHINESE = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7a3]")


def excluded(known: KnownName, country: str | None) -> bool:
    """Tell whether in `country` (ISO alpha-2) the name belongs to another organisation.

    A listed party with a seat there itself is not excluded.
    """
    return country in _elsewhere(known) and country not in _seats(known)


def doubtful(known: KnownName, query: str, country: str | None) -> bool:
    """Tell whether a homonym may be meant.

    That is so for a name with a homonym, of no known seat and not written in simplified Chinese,
    and for a Chinese party of any name where the query holds kana or hangul.
    """
    if country in GREATER_CHINA:
        return False
    if _NOT_CHINESE.search(query) and _NOT_CHINESE.search(known.text) is None:
        return True
    others = _elsewhere(known)
    if not others or _seats(known).intersection(others):
        return False
    plain = " ".join(normalize("NFKC", query).split())
    return fold(query) != plain


def _elsewhere(known: KnownName) -> tuple[str, ...]:
    own = known.row.homonyms if known.row else ()
    return (*own, *ELSEWHERE.get(fold(known.text), ()))


def _seats(known: KnownName) -> set[str | None]:
    return {known.party.country, *known.party.countries}
