"""The names in one cell of a publication: bracketed Chinese, "a.k.a." lines, labelled languages."""

import re

from contracts.names import HAN
from services.enrich.domain.list_cleaning import name as clean_name

_SEPARATORS = re.compile(
    r"[;；\n\r]+|\s\|\s"
    r"|(?<!\w)(?:[afn]\.?k\.?a\.?|also known as|formerly(?: known as)?|alias)(?!\w)[,:：]?",
    re.IGNORECASE,
)
# A bullet begins a line; inside a Japanese name ・ joins two words.
_BULLET = re.compile(r"^\s*(?:[・•●■‐–—*-]|\(?[0-9a-z]{1,2}[.)、])\s*")
_LABEL = re.compile(
    "^(?:繁體中文|繁体中文|簡體中文|简体中文|簡体中文|中文名称|中文名稱|中文|英文名称|英文名稱|英文"
    "|日文|旧称|舊稱|旧名|曾用名|又称|又稱|别名|別名|(?:simplified |traditional )?chinese(?: name)?"
    r"|name in chinese|local name|english(?: name)?|name)\s*[:：]\s*",
    re.IGNORECASE,
)
_INSIDE = r"[^()（）\[\]【】]*"
_BRACKETED = re.compile(
    rf"\s*[(（\[【]\s*(?:(?:chinese(?: name)?|中文)\s*[:：]\s*)?"
    rf"({_INSIDE}[{HAN}]{_INSIDE})[)）\]】]",
    re.IGNORECASE,
)
_TWO_SCRIPTS = re.compile(rf"^([^{HAN}]*[A-Za-z]{{2}}[^{HAN}]*?)[\s,/，]+([{HAN}].*)$")
_TWO_SCRIPTS_BACK = re.compile(
    rf"^(.*[{HAN}）)])\s*[\s/(（]\s*([A-Za-z][^{HAN}]*?[A-Za-z.)])\s*[)）]?$"
)
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")


def cell_names(*cells: str) -> tuple[str, ...]:
    """Return every name in the cells once, in order, each in one language.

    "X Institute (某某研究所)\\na.k.a. XI" gives three. Han in brackets behind Latin letters is the
    name in Chinese; behind Han it is a campus or a branch and stays. Bare punctuation is no name.
    """
    found: list[str] = []
    for cell in cells:
        for part in _SEPARATORS.split(cell):
            found += _languages(_LABEL.sub("", _BULLET.sub("", part.strip())).strip())
    names = dict.fromkeys(clean_name(name) for name in found if _LETTER.search(name))
    return tuple(names)


def is_han(name: str) -> bool:
    """Tell whether a name is written in Chinese characters."""
    return _HAN.search(name) is not None


def _languages(name: str) -> list[str]:
    """Return the names of both scripts in one text."""
    chinese = [
        inside for inside in _BRACKETED.findall(name) if not is_han(_BRACKETED.sub("", name))
    ]
    if chinese:
        return [_BRACKETED.sub("", name).strip(), *(inside.strip() for inside in chinese)]
    for pattern in (_TWO_SCRIPTS, _TWO_SCRIPTS_BACK):
        if both := pattern.match(name):
            return [both[1].strip(" ,/(（"), both[2].strip()]
    return [name]
