"""The amount and the budget of a notice: totals first, packages summed, nothing guessed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from contracts.evidence import MoneyFact
from services.ingest.domain.amounts import (
    Money,
    currency_of,
    exchange_of,
    read_money,
    stated_in,
    whole,
)
from services.ingest.domain.bids import Bid
from services.ingest.domain.evidence_of import fields
from services.ingest.domain.lots import LOT
from services.ingest.domain.money_choice import (
    Read,
    amended,
    is_total,
    one_of_each_row,
    stated_total,
    with_tax,
)
from services.ingest.domain.pair import Pair

_PACKAGE = re.compile(LOT)
_PACKAGE_REACH = 80
_PER = re.compile(r"[/·每]")
_SUM_ROW = re.compile(r"^(?:合\s*计|总\s*计|总价)")


class Amounts:
    """Reads the money of one notice from its masked text, pairs and bids."""

    def __init__(self, text: str, pairs: Sequence[Pair], bids: Sequence[Bid]) -> None:
        self._text = text
        self._pairs = pairs
        self._bids = bids
        stated = (text[p.start : p.end].strip() for p in pairs if p.fact == "currency")
        self._currency = next((code for word in stated if (code := currency_of(word))), "")
        # An amount whose currency is stated is one in whole units.
        self._unit = "元" if self._currency else ""

    def awarded(self) -> MoneyFact | None:
        """The award or contract total of this notice; null value where it cannot be told."""
        read = with_tax([r for r in self._read("amount") if not self._is_of_a_loser(r[0])])
        if changed := amended(read):
            return self._summed(changed)
        if total := stated_total(read):
            return self._agreeing(total, read)
        if not any(is_total(money) for _, money in read):
            read = self._beside_suppliers() or read
        groups = (
            [r for r in read if r[0].how == how] for how in ("column", "lot", "label", "table")
        )
        for group in groups:
            if any(is_total(money) for _, money in group):
                return self._summed(group)
        ranked = self._first_ranked()
        if ranked and not any(is_total(money) for _, money in read):
            return self._summed(ranked)
        left = [r for r in read if is_total(r[1])] or self._plain_amount()
        return (
            self._fact(left[:1] or read[:1], len({m.value for _, m in left}) > 1) or self._by_rate()
        )

    def budget(self) -> MoneyFact | None:
        """The budget or ceiling, of the whole notice."""
        read = sorted(self._read("budget"), key=lambda r: (r[0].preference, r[0].start))
        if changed := amended(read):
            return self._summed(changed)
        apart = [r for r in read if r[0].how in ("column", "lot") and is_total(r[1])]
        if apart and all(_is_within(r, apart) for r in read if is_total(r[1])):
            return self._summed([r for r in apart if r[0].how == apart[0][0].how])
        known = [r for r in read if is_total(r[1])]
        if packages := self._of_packages(known):
            return self._summed(packages)
        return self._fact(known[:1] or read[:1] or self._lone_amount(), False)

    def unnamed(self) -> MoneyFact | None:
        """Money that stands beside no label we know: a person must tell what it is for."""
        known = [(pair.start, pair.end) for pair in self._pairs]
        told = [m for m in stated_in(self._text) if not any(a <= m.start < b for a, b in known)]
        read = [(Pair("", "", m.start, m.end, how="no label"), m) for m in told]
        if len({m.value for m in told}) > 1:
            read = [(pair, replace(m, value=None)) for pair, m in read]
        return self._fact(read[:1], True)

    def _read(self, fact: str) -> list[Read]:
        found = []
        for pair in sorted((p for p in self._pairs if p.fact == fact), key=lambda p: p.start):
            money = read_money(self._text[pair.start : pair.end], pair.unit or self._unit)
            if money and _PER.search(pair.unit):  # 限价（元/台/年）
                money = replace(money, value=None, kind="rate", uncertain=True)
            if money:
                found.append((pair, self._in_currency(money)))
        return one_of_each_row(found)

    def _in_currency(self, money: Money) -> Money:
        """The currency that a column of its own states."""
        return replace(money, currency=self._currency) if self._currency else money

    def _beside_suppliers(self) -> list[Read]:
        """Amounts in a column headed only 金额, in a table that names a supplier."""
        columns = [p for p in self._pairs if p.how == "column"]
        tables = {p.table for p in columns if p.fact == "supplier"}
        # A supplier's cell may reach over the rows of all that it sells.
        others = {p.row for p in columns if p.fact in ("bidder", "candidate")}
        read = [r for r in self._read("row_amount") if r[0].how == "column"]
        return [r for r in read if r[0].table in tables and r[0].row not in others]

    def _by_rate(self) -> MoneyFact | None:
        """A price per unit or a discount: money is paid, how much cannot be told."""
        rate = next((p for p in self._pairs if p.fact == "rate"), None)
        unread = Money(None, kind="rate", uncertain=True)
        return self._fact([(rate, unread)], True) if rate else None

    def _lone_amount(self) -> list[Read]:
        """Just an amount, of a notice that names no supplier: what may be spent."""
        named = any(p.fact == "supplier" for p in self._pairs)
        read = [r for r in self._read("row_amount") if r[0].how == "label" and is_total(r[1])]
        return read if not named and len(read) == 1 else []

    def _plain_amount(self) -> list[Read]:
        """The only line that says just 金额, of a notice that names a supplier."""
        named = any(p.fact == "supplier" for p in self._pairs)
        read = [r for r in self._read("row_amount") if r[0].how != "column" and is_total(r[1])]
        return read if named and len({money.value for _, money in read}) == 1 else []

    def _first_ranked(self) -> list[Read]:
        """The prices of those who came first, one per package."""
        found = []
        for bid in self._bids:
            if bid.rank != 1 or bid.money[0] < 0:
                continue
            pair = Pair("amount", "投标报价", *bid.money, bid.unit, "bid")
            money = read_money(self._text[slice(*bid.money)], bid.unit)
            if money:
                found.append((pair, money))
        return found

    def _summed(self, group: list[Read]) -> MoneyFact | None:
        """One per package: the sum; the same amount told twice: once."""
        known = self._told_once([r for r in group if is_total(r[1])])
        total = next((r for r in known if self._is_sum_row(r[0])), None)
        if total:
            return self._fact([total], False)
        if not known:
            return self._fact(group[:1], True)
        unread = len([m for _, m in group if m.kind == "total"]) > len(known)
        values = [m.value for _, m in known if m.value is not None]
        apart = known[0][0].how in ("column", "lot", "bid") or self._in_packages(known)
        if len(known) == 1 or (len(set(values)) == 1 and not apart) or not apart:
            return self._fact(known[:1], unread or len(set(values)) > 1)
        if len({m.currency for _, m in known}) > 1:
            return self._fact([(known[0][0], Money(None, uncertain=True))], True)
        fact = self._fact(known, unread)
        total_value = whole(sum(values, Decimal(0)))
        how = f"sum of {len(known)} packages"
        return fact.model_copy(update={"value": total_value, "how": how}) if fact else None

    def _told_once(self, known: list[Read]) -> list[Read]:
        """Without the second table that lists the same amounts again, of no other package."""
        tables: dict[int, list[Read]] = {}
        for read in known:
            tables.setdefault(read[0].table, []).append(read)
        sums = {
            sum((m.value or Decimal(0) for _, m in rows), Decimal(0)) for rows in tables.values()
        }
        if len(tables) < 2 or len(sums) > 1 or -1 in tables:  # noqa: PLR2004
            return known
        firsts = [rows[0] for rows in tables.values()]
        return known if self._in_packages(firsts) else next(iter(tables.values()))

    def _agreeing(self, total: Read, read: list[Read]) -> MoneyFact | None:
        """A stated total; packages that do not add up to it make it uncertain."""
        columns = [m.value for p, m in read if p.how == "column" and m.value is not None]
        agreeing = (*columns, whole(sum(columns, Decimal(0))))
        differs = bool(columns) and total[1].value is not None and total[1].value not in agreeing
        return self._fact([total], differs)

    def _in_packages(self, known: list[Read]) -> bool:
        """Whether a package is named between one amount and the next."""
        spots = [pair.start for pair, _ in known]
        return all(_PACKAGE.search(self._text, left, right) for left, right in pairwise(spots))

    def _of_packages(self, known: list[Read]) -> list[Read]:
        """Budgets under the same label, if a package is named before each."""
        how = known[0][0].how if known else ""
        same = [r for r in known if (r[0].label, r[0].how) == (known[0][0].label, how)]
        if how not in ("label", "sentence") or len(same) <= 1 or not self._in_packages(same):
            return []
        first = same[0][0].start
        named = _PACKAGE.search(self._text, max(0, first - _PACKAGE_REACH), first)
        return [(replace(p, how="lot"), money) for p, money in same] if named else []

    def _is_of_a_loser(self, pair: Pair) -> bool:
        """Whether an amount is the price of someone who came second or later."""
        return any(b.rank > 1 and b.money[0] <= pair.start < b.money[1] for b in self._bids)

    def _is_sum_row(self, pair: Pair) -> bool:
        line = self._text.rfind("\n", 0, pair.start) + 1
        return bool(_SUM_ROW.match(self._text[line : pair.start]))

    def _fact(self, read: list[Read], unsure: bool) -> MoneyFact | None:
        if not read:
            return None
        pair, money = read[0]
        unsure = unsure or any(m.uncertain for _, m in read)
        where = fields(
            self._text, (pair.start, pair.end), f"{pair.how} {pair.label}", uncertain=unsure
        )
        if unsure:
            where["confidence"] = 0.6
        if money.currency != "CNY":
            where |= exchange_of(self._text, pair.start)
        return MoneyFact(value=money.value, currency=money.currency, kind=money.kind, **where)


def _is_within(read: Read, others: list[Read]) -> bool:
    """Whether an amount is one of the others, or stands in the words of one of them."""
    return any(pair.start <= read[0].start <= pair.end for pair, _ in others)
