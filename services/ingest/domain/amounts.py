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
_MONEY = re.compile(
    rf"(?P<sign>[￥¥$]|USD|RMB|CNY|人民币)?\s*[:：]?\s*(?P<number>{_NUMBER})\s*"
    r"[（(]?\s*(?P<unit>亿|千万|百万|万)?\s*(?P<currency>美元|港元|港币|欧元|元|USD|HKD)?"
)
_NOT_A_TOTAL = re.compile(
    r"下浮|折扣|费率|折\b|\d\s*折|[%‰]|每|/\s*(?:千|万|小时|卡时|月|年|台|张)"
)
_UNKNOWN = re.compile(r"见公告|详见|见附件|另行|以.*为准|^\s*[-—/无]*\s*$")
_DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "〇": 0}
_TENS = {"拾": 10, "佰": 100, "仟": 1000}
_CAPITALS = re.compile(r"[零〇壹贰叁肆伍陆柒捌玖两拾佰仟万亿]{2,}(?=[元圆])")
_CURRENCIES = {"美元": "USD", "USD": "USD", "$": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR"}


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
    found = _MONEY.search(text)
    if found is None:
        return _from_capitals(text)
    if _NOT_A_TOTAL.search(text[: found.end() + 6]):
        return Money(None, kind="rate", uncertain=True, end=len(text))
    number = _decimal(found["number"])
    if number is None or number == 0:
        return Money(None, uncertain=True, end=len(text))
    unit = found["unit"] or next((u for u in _UNITS if u in unit_hint), "")
    currency = _CURRENCIES.get(found["currency"] or found["sign"] or "", "CNY")
    stated = bool(found["currency"] or found["sign"] or unit_hint or found["unit"])
    value = number * _UNITS.get(unit, Decimal(1))
    capitals = _from_capitals(text)
    differs = capitals is not None and capitals.value != value
    value = value.quantize(Decimal("0.01"))
    return Money(
        Decimal(int(value)) if value == value.to_integral() else value,
        currency,
        uncertain=differs or not stated,
        start=found.start(),
        end=found.end(),
    )


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
        else:
            total = (
                (total + section + digit) * 10**4
                if char == "万"
                else (total + section + digit) * 10**8
            )
            section = digit = 0
    return Money(Decimal(total + section + digit), start=found.start(), end=found.end())
