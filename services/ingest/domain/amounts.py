"""Money as notices print it: units, full-width signs, Chinese capitals, and what is no total."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_UNITS = {
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "万": Decimal(10**4),
}
_NUMBER = r"\d[\d,，]*(?:[.．]\d+)?"
_CURRENCIES = {
    **{"美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD"},
    **{"港元": "HKD", "港币": "HKD", "HKD": "HKD", "HK$": "HKD"},
    **{"欧元": "EUR", "EUR": "EUR", "€": "EUR", "英镑": "GBP", "GBP": "GBP", "£": "GBP"},
    **{"日元": "JPY", "JPY": "JPY"},
    **{"人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "￥": "CNY", "¥": "CNY", "元": "CNY"},
}
_SIGN = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
# A sign belongs to the number that follows it, a word may stand on either side.
_WORD = "|".join(word for word in _CURRENCIES if word.isalpha())
# Years, lots and counts are no money: 2024年, 第1包, 8台.
_MONEY = re.compile(
    rf"(?P<sign>{_SIGN})?\s*[:：]?\s*(?P<number>{_NUMBER})(?![\d.．]|[,，]\d|\s*[年月日包台套])\s*"
    rf"[（(]?\s*(?P<unit>亿|千万|百万|万)?\s*(?P<currency>{_WORD})?"
)
_NOT_A_TOTAL = re.compile(
    r"下浮|折扣|费率|折\b|\d\s*折|[%‰]|每|/\s*(?:千|万|小时|卡时|月|年|台|张)"
)
_UNKNOWN = re.compile(r"见公告|详见|见附件|另行|以.*为准|^\s*[-—/无]*\s*$")
_DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "〇": 0}
_TENS = {"拾": 10, "佰": 100, "仟": 1000}
_CAPITALS = re.compile(r"[零〇壹贰叁肆伍陆柒捌玖两拾佰仟万亿]{2,}(?=[元圆])")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole currency units; `value` None: stated, but not to be read as a number."""

    value: Decimal | None
    currency: str = "CNY"
    kind: str = "total"
    uncertain: bool = False
    start: int = 0
    end: int = 0


def read_money(text: str, unit_hint: str = "") -> Money | None:
    """Read the first amount of a value; `unit_hint` is the label's or column's, e.g. 万元.

    Rates and discounts are no totals; a number without any unit is uncertain; zero and "see the
    attachment" are unknown, never zero.
    """
    if _UNKNOWN.search(text) and not re.search(r"\d{2,}", text):
        return Money(None, uncertain=True, end=len(text))
    found = _telling(text, unit_hint)
    if found is None:
        return _from_capitals(text)
    if _NOT_A_TOTAL.search(text[: found.end() + 6]):
        return Money(None, kind="rate", uncertain=True, end=len(text))
    number = _decimal(found["number"])
    if number is None or number == 0:
        return Money(None, uncertain=True, end=len(text))
    unit = found["unit"] or next((u for u in _UNITS if u in unit_hint), "")
    currency = _CURRENCIES.get(found["currency"] or found["sign"] or "", "CNY")
    stated = bool(unit_hint) or _is_stated(found)
    value = number * _UNITS.get(unit, Decimal(1))
    capitals = _from_capitals(text)
    differs = capitals is not None and capitals.value != value
    several = any(_value(hit) != value for hit in _MONEY.finditer(text) if _is_stated(hit))
    value = value.quantize(Decimal("0.01"))
    return Money(
        Decimal(int(value)) if value == value.to_integral() else value,
        currency,
        uncertain=differs or several or not stated,
        start=found.start(),
        end=found.end(),
    )


def _telling(text: str, unit_hint: str) -> re.Match[str] | None:
    """The first number with a unit or currency beside it, else (or under a hint) the first."""
    hits = list(_MONEY.finditer(text))
    first = hits[0] if hits else None
    return first if unit_hint else next(filter(_is_stated, hits), first)


def _value(found: re.Match[str]) -> Decimal | None:
    number = _decimal(found["number"])
    return number * _UNITS.get(found["unit"], Decimal(1)) if number is not None else None


def _is_stated(found: re.Match[str]) -> bool:
    return bool(found["currency"] or found["sign"] or found["unit"])


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("，", "").replace("．", "."))
    except InvalidOperation:
        return None


def _from_capitals(text: str) -> Money | None:
    """Read 陆拾叁万玖仟元整 as 639,000."""
    found = _CAPITALS.search(text)
    if found is None:
        return None
    total = section = digit = 0
    for char in found.group():
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
    return Money(Decimal(total + section + digit), start=found.start(), end=found.end())
