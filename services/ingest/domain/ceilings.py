"""The budget of a notice that states only the most it pays for each item: their sum."""

import re
from collections.abc import Sequence
from decimal import Decimal

from contracts.evidence import MoneyFact
from contracts.tenders import Item
from services.ingest.domain.amounts import whole
from services.ingest.domain.page import Page

# 单价限价（元）, 最高单价, 预算单价; not 单价（元/月）, which needs a number of months.
_CEILING = re.compile(
    r"(?:单价[（(]?(?:最高)?(?:限价|控制价|预算|上限)|(?:最高|控制|预算|限)(?:价?单价|价[（(]单价))"
)
_PER_TIME = re.compile(r"[/每]|月|年[^度]|天")
_MAX_HEADING = 20


def sum_of_ceilings(page: Page, items: Sequence[Item]) -> MoneyFact | None:
    """Return the sum of the items at their ceilings; None unless each has one and a quantity."""
    if not items or not _has_ceilings(page):
        return None
    total = Decimal(0)
    for item in items:
        if item.quantity is None or item.unit_price is None:
            return None
        total += item.quantity * item.unit_price
    first = items[0].evidence
    if first is None or not total:
        return None
    where = first.model_dump() | {"how": f"sum of {len(items)} items", "confidence": 0.8}
    return MoneyFact(value=whole(total), **where)


def _has_ceilings(page: Page) -> bool:
    """Whether a column of the one table with prices is headed so."""
    heads = (page.at(cell).strip() for table in page.tables for row in table for cell in row)
    found = [head for head in heads if len(head) <= _MAX_HEADING and _CEILING.search(head)]
    return len(found) == 1 and not _PER_TIME.search(found[0])
