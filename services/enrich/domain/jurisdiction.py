"""Under whose procurement rules a notice stands: signs in its text, never a person or a script."""

import re
from dataclasses import dataclass

from services.enrich.domain.flat import flatten

# Each group is one sign; the mainland needs two, as one alone is quoted abroad.
_MAINLAND = tuple(
    re.compile(pattern)
    for pattern in (
        "中华人民共和国",
        "人民币|万元",
        "政府采购|采购意向|招标投标法",
        "统一社会信用代码",
        "北京时间",
        "采购人|采购单位|招标人|采购代理机构|招标代理",
        r"中标(?:\(成交\))?|成交(?:公告|公示|结果|供应商|单位|金额)|单一来源|竞争性(?:磋商|谈判)",
        "询价(?:函|公告|采购|结果)|网上竞价|竞价(?:采购|结果|公告)|直购公示|直接采购|零星采购|比选公告",
        "(?:资产|招标|采购|后勤|设备|国资)(?:与[^,。]{2,6})?(?:管理)?(?:处|办公室|办|中心)",
        "(?:公示|公告)(?:期|时间|日期)|信息时间|发布人",
        r"ccgp\.gov\.cn|\.gov\.cn|\.edu\.cn",
        "第?[一二三四五六七八九十]+、项目(?:编号|名称|基本情况)",
    )
)
_ELSEWHERE = (
    # Japan first: its national universities carry the sign of Taiwan's as well.
    ("JP", re.compile("入札|国立大学法人|株式会社|独立行政法人|调达|日本円|[ぁ-んァ-ヶ]{3}")),
    (
        "TW",
        re.compile(
            "新台币|中华民国|国立[^,。]{2,8}大学|行政院|政府电子采购网|政府采购法第[^,。]{1,6}条之"
        ),
    ),
    ("HK", re.compile("港币|港元|香港特别行政区政府|特区政府")),
    ("MO", re.compile("澳门元|澳门特别行政区政府")),
    ("SG", re.compile("新加坡元|坡币")),
)
_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """ISO alpha-2 code of the procurement rules, None if the text does not tell; and the signs."""

    country: str | None = None
    signs: tuple[str, ...] = ()


UNTOLD = Jurisdiction()


def jurisdiction(text: str) -> Jurisdiction:
    """Return whose rules the notice follows, from the words of its form."""
    flat = flatten(text)
    for country, pattern in _ELSEWHERE:
        if found := pattern.search(flat):
            signs = _signs(flat)
            # A mainland form may quote a foreign currency or a Japanese maker.
            if len(signs) > _SIGNS + 1:
                return Jurisdiction("CN", signs)
            return Jurisdiction(country, (found[0],))
    signs = _signs(flat)
    return Jurisdiction("CN", signs) if len(signs) >= _SIGNS else Jurisdiction()


def _signs(flat: str) -> tuple[str, ...]:
    found = (pattern.search(flat) for pattern in _MAINLAND)
    return tuple(sign[0] for sign in found if sign)
