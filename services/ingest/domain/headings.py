"""Headings of tables in two rows: 金额（万元） over 预算 and 限价, 投标报价 over 含税."""

import re

from services.ingest.domain.labels import FACT_OF, label_of
from services.ingest.domain.page import Cell, Page

Heading = tuple[str, str]
"""A known label and its unit, or two empty texts."""

PRICED = frozenset(("amount", "row_amount", "budget", "bid"))
UNTAXED = "不含税"
"""Stands in the unit of a price without its tax."""
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_UNIT = re.compile(r"亿元|万元|千元|元")
# What a heading below one of a price says of it; 税率 and 税额 are other columns.
_OF_A_PRICE = re.compile(
    r"(?:不?含税|未税|税前|税后|含增值税|小写|大写|数字|金额|人民币)?(?:总?价|总?金额|总?报价|元|万元)?"
)
_WITHOUT_TAX = re.compile("不含税|未税|税前")


def two_rows(page: Page, upper: list[Cell], lower: list[Cell]) -> list[Heading]:
    """Return the headings that two rows make together; none where they are no such rows.

    The lower row has words only below a cell that reaches over several columns.
    """
    tops = [page.at(cell).strip() for cell in upper]
    subs = [page.at(cell).strip() for cell in lower]
    groups = _groups(tops, subs)
    if not groups or not all(_names(groups[at], subs[at]) for at in groups):
        return []
    return [
        _of_a_group(groups[at], subs[at]) if at in groups else label_of(tops[at])
        for at in range(len(tops))
    ]


def _groups(tops: list[str], subs: list[str]) -> dict[int, str]:
    """The cell above, by column with words in the lower row; none if rows do not fit together."""
    if len(tops) != len(subs) or not tops or not tops[0] or subs[0]:
        return {}
    found: dict[int, str] = {}
    group, wide = "", False
    for at, (top, sub) in enumerate(zip(tops, subs, strict=True)):
        if top:
            group = top
        if bool(top) == bool(sub) and not top:
            return {}
        if sub:
            found[at] = group
            wide = wide or not top
    return found if wide else {}


def _names(group: str, sub: str) -> bool:
    """Whether a text below a group names a column, and is no value."""
    if label_of(sub)[0]:
        return True
    priced = FACT_OF.get(label_of(group)[0]) in PRICED
    return priced and bool(_OF_A_PRICE.fullmatch(_BRACKETS.sub("", sub)))


def _of_a_group(group: str, sub: str) -> Heading:
    above, unit_above = label_of(group)
    label, unit = label_of(sub)
    stated = _UNIT.search(sub)
    unit = unit or (stated[0] if stated else unit_above)
    if not label or FACT_OF.get(label) == "row_amount":
        label = above or label
    if FACT_OF.get(label) in PRICED and _WITHOUT_TAX.search(sub):
        unit = f"{unit}{UNTAXED}" if UNTAXED not in unit else unit
    return label, unit
