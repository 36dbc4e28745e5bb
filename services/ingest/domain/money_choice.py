"""Which of the amounts of a notice count: totals, amended ones, one price of each row."""

import re
from collections.abc import Sequence

from contracts.tenders import NoticeStage
from services.ingest.domain.amounts import Money
from services.ingest.domain.headings import UNTAXED
from services.ingest.domain.labels import TOTALS
from services.ingest.domain.pair import Pair, is_amended

_AGREED = re.compile("合同|合约|contract")

Read = tuple[Pair, Money]
"""An amount and where it was read."""


def settled(stage: NoticeStage, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs without prices that a contract has since replaced by its own."""
    over = stage in (NoticeStage.CONTRACT, NoticeStage.ACCEPTANCE)
    if not over or not any(map(_is_agreed, pairs)):
        return list(pairs)
    return [p for p in pairs if p.fact not in ("amount", "row_amount") or _is_agreed(p)]


def _is_agreed(pair: Pair) -> bool:
    return pair.fact == "amount" and _AGREED.search(pair.label) is not None


def stated_total(read: list[Read]) -> Read | None:
    """The amount under a label of totals; in a column of several rows it is of each row."""
    totals = [r for r in read if r[0].label in TOTALS and is_total(r[1])]
    outside = next((r for r in totals if r[0].how != "column"), None)
    rows = len({money.value for _, money in totals})
    return outside or (totals[0] if rows == 1 else None)


def amended(read: list[Read]) -> list[Read]:
    """Of several amounts those that an amendment gives."""
    return [r for r in read if is_amended(r[0].how) and is_total(r[1])]


def one_of_each_row(read: list[Read]) -> list[Read]:
    """Of several columns for one price, with and without tax or 预算 beside 最高限价, the best."""
    best: dict[int, Read] = {}
    for one in read:
        row = one[0].row
        if one[0].how == "column" and (row not in best or _worth(one) < _worth(best[row])):
            best[row] = one
    return [one for one in read if one[0].how != "column" or best[one[0].row] is one]


def _worth(read: Read) -> tuple[bool, bool, int]:
    pair, money = read
    return not is_total(money), UNTAXED in pair.unit, pair.preference


def with_tax(read: list[Read]) -> list[Read]:
    """Of two columns for one price the one with tax: what is paid."""
    taxed = [r for r in read if UNTAXED not in r[0].unit]
    return taxed or read


def is_total(money: Money) -> bool:
    return money.value is not None and money.kind == "total"
