"""Numbers as notices print them: 4,000 or 八 or 两 or 一百二十."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "双": 2,
    "〇": 0,
}
# 叁台, 贰拾套: formal numerals, so that no stroke can be added.
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
NUMBER = (
    r"(?:\d{1,4}(?:\.\d{1,2})?万|\d{1,3}(?:,\d{3})+|\d{1,6}"
    r"|[一二三四五六七八九两双十百千万零〇壹贰叁肆伍陆柒捌玖拾佰仟]{1,7})"
)
"""Pattern of a whole number, for use inside other patterns (digits are half-width)."""

_ENGLISH = {
    word: value
    for value, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen", "twenty"),
        ),
        1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_IN_WORDS = re.compile(rf"\b({'|'.join(_ENGLISH)})\b(?:\s*\((\d+)\))?")


def in_digits(flat: str) -> str:
    """Return a flat text with English numbers as digits: "sixteen (16) servers" has 16 servers."""
    return _IN_WORDS.sub(lambda found: found[2] or str(_ENGLISH[found[1]]), flat)


def whole(printed: str) -> int | None:
    """Return the value of a printed whole number, None if it is none."""
    plain = printed.replace(",", "").translate(_FORMAL)
    if plain.isdigit() and plain.isascii():
        return int(plain)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)万", plain):
        return round(float(found[1]) * _UNITS["万"])
    if not re.fullmatch(r"[一二三四五六七八九两双十百千万零〇]+", plain):
        return None
    total, digit = 0, None
    for char in plain:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
