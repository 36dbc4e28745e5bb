"""Names of goods as lines and cells print them, so that a section finds its row of the table."""

import re
from collections.abc import Iterator

from services.enrich.domain.goods_rows import BOX_UNIT, MACHINE
from services.enrich.domain.numerals import NUMBER, whole
from services.enrich.domain.outline import Line

# What a name of machines may end in where it is looked up, beside the machine words.
_NAMEABLE = re.compile(rf"{MACHINE.pattern}|系统|机箱|刀箱|平台")
# "01包：", "A型：": the label of a row, or of a part of its name.
_LABEL = re.compile(
    r"(?:第)?0?([\da-z一二三四五六七八九十]{1,2})(号?包|包件|标段|型|款|类)|(包|标段|标项)0?(\d{1,2})"
)
_COUNT_BEHIND = re.compile(rf"\s?(?:共|各)?[x*]?\s?{NUMBER}\s?{BOX_UNIT}?$")
_NUMBERED = re.compile(r"^(?:品目|标的|标项|标段|包)\s?[\d一二三四五六七八九十]{0,2}\s?[:.、]\s?")
_NAME_END = re.compile(r"[:,。;(（]|数量|不少于|≥")
_END_REACH = 12
_SHORTEST, LONGEST = 3, 30


def name_of(line: Line) -> str:
    """Return the name of machines or the label that a line begins with: GPU计算节点, 包1, or ""."""
    name = _COUNT_BEHIND.sub("", bare(line.text)) if line.table < 0 else ""
    if label := _LABEL.fullmatch(name):
        return _label(label)
    ends = _NAMEABLE.search(name[-_END_REACH:])
    return name if ends and _SHORTEST < len(name) <= LONGEST else ""


def names_of(row: list[str], head: list[str]) -> list[str]:
    """Return the cells of a row as names, and its package's label."""
    package = head[0].startswith(("包", "标段", "标项", "合同包")) and row[0].isdigit()
    return [*map(bare, row), *([f"包{int(row[0])}"] if package else [])]


def bare(text: str) -> str:
    """Return the name that a text begins with, without what describes it."""
    return _NAME_END.split(_NUMBERED.sub("", text), maxsplit=1)[0].strip()


def ends(name: str) -> Iterator[str]:
    """Yield a name and what it may be shortened to, from its end: GPU计算节点, 计算节点."""
    plain = name.replace(" ", "")
    if _LABEL.fullmatch(plain):
        yield plain
    elif label := _LABEL.search(plain[-2:]):
        yield _label(label)
    for start in range(max(0, len(plain) - LONGEST), len(plain) - _SHORTEST):
        yield plain[start:]


def _label(found: re.Match[str]) -> str:
    """Return the label of a package or type in one form: 包1, a型."""
    if found[2] and found[2][0] not in "号包标":
        return found[1] + found[2]
    return f"包{whole(found[1] or found[4])}"
