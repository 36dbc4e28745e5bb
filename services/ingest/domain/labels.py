"""How a printed label is folded to one that we know, and what it names."""

import re
from functools import lru_cache

from services.ingest.domain.label_grammar import composed
from services.ingest.domain.label_table import LABELS

FACT_OF = {label: fact for fact, labels in LABELS.items() for label in labels}
RANK = {label: n for labels in LABELS.values() for n, label in enumerate(labels)}
TOTALS = frozenset(("总中标金额", "中标总金额", "合同总金额", "合同总价", "合同总额", "中标总价"))
"""Labels of the amount of the whole notice, not of one package."""

_NUMBERING = re.compile(
    r"^(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]?\s*[、.．:：)）]\s*|[●•·※*★\-—]\s*)+"
)
_UNIT = re.compile(r"[（(【]([^（）()【】]{0,8}(?:元|万|亿)[^（）()【】]{0,8})[）)】]")
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]{0,12}[）)】\]]")
_SAME = re.compile(r"拟中标|预中标|拟成交|预成交|中标[、/]?成交|成交[、/]?中标|成交|中选|入围")
# "项目编号（或招标编号、政府采购计划编号等，如有）" is the label 项目编号.
_OR = re.compile(r"[（(](?:或|如)[^（）()]*[）)]")
# "采购包1成交金额" is the label 成交金额.
_PART = re.compile(r"^(?:采购包|合同包|标段|标项|包|第)[\d一二三四五六七八九十]{1,2}(?:包|标段)?")
# "确定中标供应商如下", "中标单位名称、地址及中标金额": the label is what names the party.
_REST = re.compile(
    r"^(?:现|特)?(?:确定|评定|选定|公布)的?|(?:为|如有|合计|如下)$"
    r"|(?<=[商人位方司])(?:名称)?(?:[、及和与/](?:联系)?(?:地址|方式|(?:中标)?(?:总)?(?:金额|价格?|报价)))+$"
)
_TWO = re.compile(r"[及和与、]")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
MAX_LABEL = 28


def folded(text: str) -> tuple[str, str]:
    """Return a printed label in folded form, and the unit in its brackets.

    "七、中标（成交）金额（万元）" gives ("中标金额", "万元"); not a label: whatever is left.
    """
    text = _OR.sub("", _NUMBERING.sub("", _SPACES.sub("", text)).rstrip("：:"))
    if len(text) > MAX_LABEL:
        return "", ""
    unit = _UNIT.search(text)
    bare = _BRACKETS.sub("", _BRACKETS.sub("", text)).casefold().rstrip(".").replace("_", "")
    if bare.isascii():
        bare = bare.replace(".", "").replace("-", "")
    return _SAME.sub("中标", bare).strip("：:、"), unit.group(1) if unit else ""


def _first_of_two(label: str) -> str:
    """采购人/甲方, 项目编号及包号: the first of two labels that we know."""
    first, sign, second = _TWO.sub("/", label).partition("/")
    return first if sign and first in FACT_OF and second in FACT_OF else ""


@lru_cache(maxsize=8192)
def label_of(text: str) -> tuple[str, str]:
    """Return the known label of a text and its unit, else two empty texts."""
    if len(text) > 3 * MAX_LABEL:
        return "", ""
    label, unit = folded(text)
    if label in FACT_OF:
        return label, unit
    short = _PART.sub("", _REST.sub("", label)).removeprefix("本次")
    if short not in FACT_OF:
        short = composed(short) or _first_of_two(short)
    return (short, unit) if short else ("", "")
