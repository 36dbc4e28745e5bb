"""Calendar dates as notices print them, Chinese and English."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?:{'|'.join(_MONTHS)})"
_NUMERIC = r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})"
DAY = (
    r"20\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}(?!\d)日?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_NAME}[a-z]*\.?,?\s+20\d\d|{_NAME}[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+20\d\d"
)
DAY = f"(?:{DAY})"
"""A date as printed, for use in patterns that ignore case."""
_DATE = re.compile(
    rf"{_NUMERIC}|(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+({_NAME})[a-z]*\.?,?\s+(20\d\d)"
    rf"|({_NAME})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d\d)",
    re.IGNORECASE,
)
_REPUBLIC = re.compile(r"\s*(1[01]\d)[/.年](\d{1,2})[/.月](\d{1,2})日?\s*")
_DIGITS = "〇一二三四五六七八九零"
_NUMERALS = re.compile(
    r"(二[〇零]二[〇零一二三四五六七八九])年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
# A line that is a date and nothing else, perhaps with the time of day, perhaps in brackets.
_ALONE = re.compile(
    rf"\s*[（(\[]?\s*{_NUMERIC}\s*日?(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?\s*[）)\]]?\s*"
    r"(?:(?:来源|作者|浏览|点击|阅读|字号|发布)\S{0,30}.{0,40})?"
)


class Dated(NamedTuple):
    """A date and where it stands."""

    value: date
    start: int
    end: int


def date_in(text: str, start: int = 0, end: int | None = None) -> Dated | None:
    """Return the first date in a stretch of the text, if it is one of the calendar."""
    stop = len(text) if end is None else end
    hit = _DATE.search(text, start, stop)
    if hit is None:
        return _of_the_republic(text, start, stop) or _in_numerals(text, start, stop)
    year, month, day, day2, name2, year2, name3, day3, year3 = hit.groups()
    try:
        if year:
            return Dated(date(int(year), int(month), int(day)), *hit.span())
        number = _MONTHS.index((name2 or name3)[:3].lower()) + 1
        return Dated(date(int(year2 or year3), number, int(day2 or day3)), *hit.span())
    except ValueError:
        return None


def _of_the_republic(text: str, start: int, end: int) -> Dated | None:
    """Return a date of Taiwan's calendar that fills its place: 114/09/30 is 2025."""
    hit = _REPUBLIC.fullmatch(text, start, end)
    if hit is None:
        return None
    year, month, day = map(int, hit.groups())
    try:
        return Dated(date(year + 1911, month, day), start, end)
    except ValueError:
        return None


def _in_numerals(text: str, start: int, end: int) -> Dated | None:
    """Return a date such as 二〇二五年三月二十四日."""
    hit = _NUMERALS.search(text, start, end)
    if hit is None:
        return None
    year = "".join(str(_DIGITS.index(char) % 10) for char in hit[1])
    try:
        return Dated(date(int(year), _numeral(hit[2]), _numeral(hit[3])), *hit.span())
    except ValueError:
        return None


def _numeral(text: str) -> int:
    """Return 二十四 as 24, 十 as 10."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(ones) % 10
    return 10 * (_DIGITS.index(tens) % 10 if tens else 1) + (
        _DIGITS.index(ones) % 10 if ones else 0
    )


def dates_alone(text: str) -> Iterator[Dated]:
    """Yield the dates that fill a line, the last first: a notice is signed with one."""
    end = len(text)
    for line in reversed(text.split("\n")):
        start = end - len(line)
        if (_ALONE.fullmatch(line) or _NUMERALS.fullmatch(line.strip())) and (
            found := date_in(text, start, end)
        ):
            yield found
        end = start - 1
