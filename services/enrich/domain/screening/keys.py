"""Comparison keys of organisation names, from the strictest to the loosest.

exact_key  letters and numbers, one spelling of unit numbers
form_key   the same without legal form
word_key   English words in any order, without legal form and small words
Toneless pinyin (input-method typos, pinyin input) is in `sounds`.
"""

import re

from contracts.names import ENGLISH_FORMS, HAN, bare_of, name_key

SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "at", "on"))
GENERIC_WORDS = frozenset(
    (
        *("institute", "research", "factory", "academy", "department", "center", "centre"),
        *("plant", "design", "office", "national", "first", "second", "third", "base", "unit"),
        *("university", "college", "laboratory", "lab", "school", "hospital", "company", "no"),
        *("technology", "science", "trading", "international", "general", "electronics"),
    )
)
ACRONYM_LENGTH = 4

_UNIT = re.compile(r"第?(\d+)(?:研究所|所)")
_UNIT_ACADEMY = re.compile(r"第?(\d+)(?:研究院|院)")
_HAS_HAN = re.compile(f"[{HAN}]")
# Japanese forms that are also rare simplified characters: the folding table leaves them alone.
_JAPANESE = str.maketrans("浜糸拠芸", "滨丝据艺")
_IS_JAPANESE = re.compile("[浜糸拠芸]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?")


def exact_key(text: str) -> str:
    """Return the key in which 第五十四研究所, 第54研究所 and 54所 are one spelling."""
    return _with_unit_numbers(name_key(text))


def form_key(text: str) -> str:
    """Return the exact key without legal form (有限公司, Co., Ltd.) and 中国人民解放军."""
    return keys_of(text)[1]


def keys_of(text: str) -> tuple[str, str]:
    """Return (exact key, form key) at the price of one."""
    key = name_key(text)
    bare = bare_of(key)
    exact = _with_unit_numbers(key)
    return exact, exact if bare == key else _with_unit_numbers(bare)


def word_key(key: str) -> tuple[str, ...]:
    """Return the weighty words of an exact key, sorted; empty for a name with Chinese in it."""
    if is_chinese(key):
        return ()
    return tuple(sorted(weighty(key.split(" "))))


def weighty(words: list[str]) -> list[str]:
    """Return the words that identify: neither legal forms nor small words."""
    return [word for word in words if word not in ENGLISH_FORMS and word not in SMALL_WORDS]


def is_chinese(key: str) -> bool:
    """Tell whether a Han character is in the key."""
    return _HAS_HAN.search(key) is not None


def is_weak(key: str) -> bool:
    """Tell whether many organisations answer to this English name: "13th Institute", "CSC"."""
    if is_chinese(key):
        return False
    words = weighty(key.split(" "))
    if len(words) == 1 and len(words[0]) <= ACRONYM_LENGTH:
        return True
    return all(word in GENERIC_WORDS or _ORDINAL.fullmatch(word) for word in words)


def _with_unit_numbers(key: str) -> str:
    plain = key.translate(_JAPANESE) if _IS_JAPANESE.search(key) else key
    return _UNIT_ACADEMY.sub(r"\1院", _UNIT.sub(r"\1所", plain))
