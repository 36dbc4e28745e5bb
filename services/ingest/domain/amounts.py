"""Money as notices print it: units, full-width signs, Chinese capitals, and what is no total."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from services.ingest.domain.dates import date_in

_UNITS = {
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "thousand": Decimal(10**3),
}
_NUMBER = r"(?:\d{1,3}(?: \d{3})+|\d[\d,，]*)(?:[.．]\d+)?"
_CURRENCIES = {
    **{"美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD"},
    **{"港元": "HKD", "港币": "HKD", "HKD": "HKD", "HK$": "HKD"},
    **{"欧元": "EUR", "EUR": "EUR", "€": "EUR", "英镑": "GBP", "GBP": "GBP", "£": "GBP"},
    **{"日元": "JPY", "JPY": "JPY", "新台币": "TWD", "台币": "TWD", "NT$": "TWD", "TWD": "TWD"},
    **{"澳门元": "MOP", "澳门币": "MOP", "MOP": "MOP", "新加坡元": "SGD", "SGD": "SGD"},
    **{"人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "￥": "CNY", "¥": "CNY", "元": "CNY"},
}
_SIGN = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
# A sign belongs to the number that follows it, a word may stand on either side.
_WORD = "|".join(word for word in _CURRENCIES if word.isalpha())
# Years, lots and counts are no money: 2024年, 第1包, 8台.
_MONEY = re.compile(
    rf"(?P<sign>{_SIGN})?\s*[:：]?\s*(?P<number>{_NUMBER})(?![\d.．]|[,，]\d|\s*[年月日包台套])\s*"
    rf"[（(]?\s*(?P<unit>亿|千万|百万|万|千(?=元)|million|billion|thousand)?\s*(?P<currency>{_WORD})?"
)
_TAG = re.compile(r"<[^<>]*>")
# Before the number: what it is a rate or price of; after it: what it is per.
_RATE_BEFORE = re.compile(r"下浮|折扣|费率|优惠率|单价|每|系数|首年|首期|第一年|月租")
_RATE_AFTER = re.compile(
    r"\s*[）)]?\s*(?:每(?:年|月|天|小时|千|卡)|[%‰]|折(?!合|算)|元?[）)]?\s*/\s*(?:千|万|百|小时|时|卡|月|年|天|日|台|张|套|个|人|次|GB|[Tt]oken))"
)
_PER_YEAR = re.compile(r"\s*[）)]?\s*(?:每年|/\s*年)")
_ONE_YEAR = re.compile(
    r"(?:期|限|租)[^\d\n]{0,8}?(?<![\d十二三四五两])(?:一年|壹年|1\s?年|12\s?个月)"
)
_UNKNOWN = re.compile(
    r"见公告|详见|见附件|见招标|见采购|另行|以.{1,12}为准|待定|面议|^\s*[-—/无]+\s*$"
)
_ABOUT = re.compile(r"约|大概|左右|[-~～至]\s*\d")
_DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "〇": 0}
_TENS = {"拾": 10, "佰": 100, "仟": 1000}
_CAPITALS = re.compile(
    r"(?P<yuan>[零〇壹贰叁肆伍陆柒捌玖两拾佰仟万亿]{2,})[元圆]"
    r"(?:零?(?P<jiao>[壹贰叁肆伍陆柒捌玖])角)?(?:零?(?P<fen>[壹贰叁肆伍陆柒捌玖])分)?"
)
_CURRENCY_BEHIND = re.compile(rf"\s*元?\s*[（(]\s*({_WORD})\s*[）)]")
_NAMED_CURRENCY = re.compile(rf"({_SIGN})\s*[:：]?\s*$")
_SMALL = re.compile(r"[一二三四五六七八九十百千万亿零〇两]{2,}(?=[元圆])")
_TO_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_TOTAL_BEHIND = re.compile(
    r"(?:合计|共计|总计|总价|总金额|总额|总预算|共(?=[¥￥人\d]))(?:为|[:：])?"
)
_RATE_REACH = 160
# 汇率7.1245, 1美元=7.1245元, at a rate of 7.12
_EXCHANGE = re.compile(
    r"(?:汇率|中间价|牌价|折算率|exchange rate)[^\d\n]{0,24}?(?:20\d\d[^\n]{0,14}?日)?[^\d\n]{0,12}"
    r"(?P<rate>\d{1,3}\.\d{2,6})|1\s?(?:美元|港元|欧元|英镑|USD|HKD|EUR)\s?[=＝兑]\s?(?:人民币)?(?P<other>\d{1,3}\.\d{2,6})",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[\n\t。；;]")
_CLAUSE_REACH = 40
_OTHER_MONEY = re.compile(
    r"费|保证金|押金|定金|注册|资本|资产|售价|工本|罚|违约|赔|业绩|营业|收入|利润|单价|每|不低于|不少于|以上|"
    r"税率|折扣|下浮|fee|deposit|bond|capital",
    re.IGNORECASE,
)
_LONG_RUN = re.compile(r"[\d,，.．]{24,}|\s{8,}")
LEAST_UNNAMED = Decimal(1000)
"""Less is a fee or the price of the papers."""
LARGEST = Decimal(10**13)
"""More than any budget: a longer run of digits is a number of something else."""
_BOTH = re.compile(r"(?:万万|亿亿)")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole currency units; `value` None: stated, but not to be read as a number.

    `start` and `end` are within the text that was read; `kind` is total, rate or unit_price.
    """

    value: Decimal | None
    currency: str = "CNY"
    kind: str = "total"
    uncertain: bool = False
    start: int = 0
    end: int = 0


def read_money(text: str, unit_hint: str = "") -> Money | None:
    """Read the amount of a value; `unit_hint` is the label's or column's unit, e.g. 万元.

    Rates and discounts are no totals; a number without any unit is uncertain; zero and "see the
    attachment" are unknown, never zero. None: nothing about money is there.
    """
    plain = _in_capitals(_TAG.sub(lambda tag: " " * len(tag.group()), text))
    capitals = _from_capitals(plain)
    found = _first(plain, unit_hint)
    if capitals and found and "不含税" in plain[capitals.end : found.start()]:
        return capitals
    if found is None or _UNKNOWN.search(plain[: found.start()]):
        return capitals or (_unreadable(text) if _UNKNOWN.search(plain) else None)
    if _is_rate(plain, found):
        total = _TOTAL_BEHIND.search(plain, found.end())
        if total:
            read = read_money(plain[total.end() :], unit_hint)
            return read and replace(read, start=0, end=len(text))
        return replace(_unreadable(text), kind="rate")
    number = _decimal(found["number"]) or Decimal(0)
    if not 0 < number < LARGEST:
        return _unreadable(text)
    return _money(plain, found, number, unit_hint, capitals)


def _is_rate(text: str, found: re.Match[str]) -> bool:
    """Whether a number is a rate; a price per year for just one year is the price."""
    if _RATE_BEFORE.search(text[: found.start()]):
        return True
    if _RATE_AFTER.match(text, found.end()) is None:
        return False
    return not (_PER_YEAR.match(text, found.end()) and _ONE_YEAR.search(text, found.end()))


def _in_capitals(text: str) -> str:
    """六十八万五千元整 is as good as 陆拾捌万伍仟元整."""
    return _SMALL.sub(lambda found: found[0].translate(_TO_CAPITALS), text)


def _money(
    text: str, found: re.Match[str], number: Decimal, hint: str, capitals: Money | None
) -> Money:
    # A cell that says 元 under a header that says 万元: the cell is right, but look at it.
    own = found["currency"] == "元" and not found["unit"]
    unit = found["unit"] or ("" if own else next((u for u in _UNITS if u in hint), ""))
    value = whole(number * _UNITS.get(unit, Decimal(1)))
    # "$1,090,602.00" in a column headed 元: the same the other way round.
    contradicts = found["sign"] == "$" and "元" in (hint + (found["currency"] or ""))
    named = found["currency"] if found["currency"] not in (None, "元") else found["sign"]
    if behind := _CURRENCY_BEHIND.match(text, found.end()):
        named = behind[1]
    doubts = (
        contradicts,
        own and "万" in hint,
        not (_is_stated(found) or "元" in hint or "万" in hint),
        any(_value(h) != value for h in _MONEY.finditer(text, found.end()) if _is_stated(h)),
        bool(_ABOUT.search(text) or _BOTH.search(text)),
        capitals is not None and capitals.value != value,
    )
    currency = "CNY" if contradicts else _CURRENCIES.get(named or "", "CNY")
    return Money(value, currency, "total", any(doubts), found.start(), found.end())


def stated_in(text: str) -> Iterator[Money]:
    """Yield the amounts in running text that say they are money, but no fee, rate or deposit."""
    # A long run of digits or spaces holds no amount, and each of them would be tried as the first.
    text = _LONG_RUN.sub(lambda run: "-" * len(run[0]), text)
    for found in _MONEY.finditer(text):
        value = _value(found) if _is_stated(found) else None
        before = _CLAUSE.split(text[max(0, found.start() - _CLAUSE_REACH) : found.start()])[-1]
        if value is None or value < LEAST_UNNAMED or _OTHER_MONEY.search(before):
            continue
        if not _RATE_AFTER.match(text, found.end()):
            currency = _CURRENCIES.get(found["currency"] or found["sign"] or "", "CNY")
            yield Money(value, currency, uncertain=True, start=found.start(), end=found.end())


def exchange_of(text: str, start: int) -> dict[str, Any]:
    """Return rate and day of an exchange stated within or behind an amount, as far as given."""
    behind = text[start : start + _RATE_REACH].split("\n\n", maxsplit=1)[0]
    rate = _EXCHANGE.search(behind)
    if rate is None:
        return {}
    day = date_in(behind)
    return {
        "exchange_rate": Decimal(rate["rate"] or rate["other"]),
        "rate_date": day.value if day else None,
    }


def currency_of(word: str) -> str:
    """Return the ISO 4217 code of a currency's name or code; empty if it is none we know."""
    return _CURRENCIES.get(word) or _CURRENCIES.get(word.upper(), "")


def whole(value: Decimal) -> Decimal:
    """Return the value with at most two decimals and no exponent: 5130000, 118297.5."""
    cents = value.quantize(Decimal("0.01"))
    return cents.quantize(Decimal(1)) if cents == cents.to_integral() else cents


def _first(text: str, hint: str) -> re.Match[str] | None:
    """The first number that says it is money, else the first; with a unit that which begins."""
    hits = list(_MONEY.finditer(text))
    if hits and hint and not text[: hits[0].start()].strip():
        return hits[0]
    return next(filter(_is_stated, hits), hits[0] if hits else None)


def _is_stated(found: re.Match[str]) -> bool:
    return bool(found["currency"] or found["sign"] or found["unit"])


def _value(found: re.Match[str]) -> Decimal | None:
    number = _decimal(found["number"])
    return (
        None
        if number is None or number >= LARGEST
        else whole(number * _UNITS.get(found["unit"], Decimal(1)))
    )


def _unreadable(text: str) -> Money:
    return Money(None, uncertain=True, end=len(text))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(" ", "").replace(",", "").replace("，", "").replace("．", "."))
    except InvalidOperation:
        return None


def _from_capitals(text: str) -> Money | None:
    """Read 陆拾叁万玖仟元整 as 639,000, 角 and 分 included."""
    found = _CAPITALS.search(text)
    if found is None:
        return None
    total = section = digit = 0
    for char in found["yuan"]:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char == "万":  # 壹亿贰仟万: what stands before 亿 is counted already
            total += (section + digit) * 10**4
            section = digit = 0
        else:
            total = (total + section + digit) * 10**8
            section = digit = 0
    cents = 10 * _DIGITS.get(found["jiao"] or "零", 0) + _DIGITS.get(found["fen"] or "零", 0)
    value = whole(Decimal(total + section + digit) + Decimal(cents) / 100)
    named = _NAMED_CURRENCY.search(text[: found.start()])
    currency = _CURRENCIES.get(named[1], "CNY") if named else "CNY"
    return Money(value, currency, start=found.start(), end=found.end())
