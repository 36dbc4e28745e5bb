"""Calendar dates as notices print them, Chinese and English."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?:{'|'.join(_MONTHS)})"
_NUMERIC = r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})"
_DATE = re.compile(
    rf"{_NUMERIC}|(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+({_NAME})[a-z]*\.?,?\s+(20\d\d)"
    rf"|({_NAME})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d\d)",
    re.IGNORECASE,
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
    hit = _DATE.search(text, start, len(text) if end is None else end)
    if hit is None:
        return None
    year, month, day, day2, name2, year2, name3, day3, year3 = hit.groups()
    try:
        if year:
            return Dated(date(int(year), int(month), int(day)), *hit.span())
        number = _MONTHS.index((name2 or name3)[:3].lower()) + 1
        return Dated(date(int(year2 or year3), number, int(day2 or day3)), *hit.span())
    except ValueError:
        return None


def dates_alone(text: str) -> Iterator[Dated]:
    """Yield the dates that fill a line, the last first: a notice is signed with one."""
    end = len(text)
    for line in reversed(text.split("\n")):
        start = end - len(line)
        if _ALONE.fullmatch(line) and (found := date_in(text, start, end)):
            yield found
        end = start - 1
