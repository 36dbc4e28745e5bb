"""Make pairs of different organisations whose Chinese names are a character or two apart."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from contracts.names import name_key
from services.enrich.data.aliases import AliasRow
from tests.evaluation.screening.variants import number, pick

MOST_EDITS = 2
SHORTEST = 5
NEAREST = 4
PLACES = (
    *(
        "北京",
        "上海",
        "天津",
        "重庆",
        "南京",
        "杭州",
        "广州",
        "深圳",
        "武汉",
        "西安",
        "成都",
        "沈阳",
    ),
    *(
        "长春",
        "哈尔滨",
        "大连",
        "济南",
        "青岛",
        "郑州",
        "长沙",
        "昆明",
        "兰州",
        "合肥",
        "厦门",
        "福州",
    ),
    *(
        "太原",
        "贵阳",
        "南宁",
        "苏州",
        "无锡",
        "宁波",
        "西北",
        "东北",
        "华中",
        "华南",
        "西南",
        "华东",
    ),
)
FIELDS = (
    *(
        "电子",
        "通信",
        "机械",
        "光学",
        "材料",
        "化工",
        "物理",
        "数学",
        "生物",
        "能源",
        "信息",
        "微波",
    ),
    *("航空", "航天", "船舶", "兵器", "核能", "激光", "雷达", "软件", "计算", "自动化", "仪器"),
    *("工业", "工程", "理工", "科技", "技术", "农业", "师范", "医科", "海洋", "石油", "地质"),
)
_NUMBER = re.compile(
    r"(?<=第)[一二三四五六七八九十〇0-9]+(?=研究|设计|院|所)|[0-9]{2,4}(?=所|研究所)"
)
_DIGITS = "一二三四五六七八九"


def pairs(aliases: tuple[AliasRow, ...], bodies: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return real pairs of the table and of ROR, then made ones, each once."""
    official = {row.names[0]: row for row in aliases}
    known = {name_key(n) for row in aliases for n in (*row.names, *row.short, *row.former)}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for pair in (*_real(official, bodies), *_made(official)):
        own = pair["kind"] == "listed" or name_key(pair["name"]) not in known
        if own:
            found.setdefault((pair["name"], pair["official"]), pair)
    return list(found.values())


def _real(official: dict[str, AliasRow], bodies: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    groups = {name: set(row.names + row.former + row.short) for name, row in official.items()}
    for name, row in official.items():
        for other in _near(name, official):
            if other not in groups[name] and not groups[other] & groups[name]:
                yield _pair(other, row, "listed", official[other].source)
    locals_ = {body["local"]: body for body in bodies if not body["listed"]}
    for name, row in official.items():
        for other in _near(name, locals_):
            yield _pair(other, row, "real", f"https://ror.org/{locals_[other]['ror']}")


def _near(name: str, others: Iterable[str]) -> list[str]:
    if len(name) < SHORTEST:
        return []
    near = extract(
        name, list(others), scorer=Levenshtein.distance, score_cutoff=MOST_EDITS, limit=NEAREST
    )
    return [other for other, edits, _ in near if edits and name_key(other) != name_key(name)]


def _made(official: dict[str, AliasRow]) -> Iterator[dict[str, str]]:
    for name, row in official.items():
        made = (_other_number(name), *(_other_word(name, words) for words in (PLACES, FIELDS)))
        for other in islice(filter(None, made), MOST_EDITS):
            yield _pair(other, row, "made", "made of the official name")


def _other_number(name: str) -> str:
    """Return the name with one digit of its number another, or ""."""
    found = _NUMBER.search(name)
    if found is None:
        return ""
    digits = "123456789" if found[0].isdigit() else _DIGITS
    last = found.end() - 1
    if name[last] not in digits:
        return ""
    return name[:last] + pick([d for d in digits if d != name[last]], name) + name[last + 1 :]


def _other_word(name: str, words: tuple[str, ...]) -> str:
    """Return the name with its first place or field another of as many characters, or ""."""
    held = [word for word in words if word in name]
    if not held:
        return ""
    old = held[number(name) % len(held)]
    others = [word for word in words if word != old and len(word) == len(old)]
    return name.replace(old, pick(others, f"word {name}"), 1)


def _pair(name: str, row: AliasRow, kind: str, citation: str) -> dict[str, str]:
    return {
        "name": name,
        "country": "",
        "entry": row.name,
        "official": row.names[0],
        "kind": kind,
        "citation": citation,
    }
