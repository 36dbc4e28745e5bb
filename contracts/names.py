"""Fold and key organisation names: the one normaliser behind keys, links and screening."""

import re
from functools import lru_cache
from unicodedata import category, name, normalize

from contracts.names_folding import FROM, TO

VERSION = "1"
"""Changes whenever a key may change, so that derived ids can name it."""

# Default_Ignorable_Code_Point of Unicode 15 (DerivedCoreProperties.txt): prints as nothing.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SCRIPT = str.maketrans(FROM, TO)

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Character class content of Han characters, for use inside `[...]`."""

_NOISE = "盖章|公章|签章|印章|盖公章|加盖公章|章|本级|机关本级|本部门"
_BRACKETED_NOISE = re.compile(rf"[(\[【〔]\s*(?:{_NOISE})\s*[)\]】〕]")
_NOISE_SUFFIXES = ("盖章", "公章", "签章", "本级")
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_QUOTES = re.compile("['`\u00b4\u02b9\u02bc\u2018\u2019\u201b\u2032]")
_OTHER = re.compile(r"[\W_]+")
_SPACE_AT_HAN = re.compile(rf"(?<=[{HAN}]) | (?=[{HAN}])")

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_TEN, _HUNDRED = "十", "百"
_NUMERAL = "〇零一二三四五六七八九十百"
_UNIT_NUMBER = re.compile(
    rf"第([{_NUMERAL}]{{1,6}})(?![{_NUMERAL}\d])"
    rf"|(?<![第{_NUMERAL}\d])([{_NUMERAL}]{{1,6}})(?=研究所|研究院|所|院|厂)"
)

CHINESE_FORMS = (
    *("股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "集团有限公司", "股份有限公司"),
    *("有限责任公司", "有限公司", "集团公司", "股份公司", "总公司", "集团", "公司"),
)
ENGLISH_FORMS = frozenset(
    (
        *("co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited"),
        *("llc", "llp", "lp", "plc", "gmbh", "ag", "kg", "bv", "nv", "sa", "srl", "sarl", "spa"),
        *("oy", "ab", "pte", "pty", "pvt", "sdn", "bhd", "kk", "jsc", "ojsc", "pjsc", "cjsc"),
        *("zao", "oao", "ooo", "fze", "fzc", "fzco", "fzllc", "group"),
    )
)
MILITARY_PREFIX = "中国人民解放军"


def fold(text: str) -> str:
    """Return `text` in one script and width: NFKC, simplified forms, nothing invisible.

    Case and punctuation stay, runs of space become one. Folding twice changes nothing.
    """
    if text.isascii():
        return " ".join(text.split())
    visible = normalize("NFKC", _IGNORABLE.sub("", text))
    return " ".join(_IGNORABLE.sub("", visible).translate(_SCRIPT).split())


@lru_cache(maxsize=2048)
def name_key(text: str) -> str:
    """Return the exact comparison key of a name: folded, without case, marks and punctuation.

    Stamps and suffixes such as （盖章） and （本级） go, unit numbers become digits
    (第十三研究所 -> 第13研究所), English words are separated by one space.
    """
    plain = _unmarked(fold(text).casefold())
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), _QUOTES.sub("", plain))
    if plain.isascii():  # stamps and spelled-out unit numbers are Chinese
        return _OTHER.sub(" ", plain.replace("&", " and ")).strip()
    plain = _BRACKETED_NOISE.sub(" ", plain).replace("&", " and ")
    spaced = _SPACE_AT_HAN.sub("", _OTHER.sub(" ", plain).strip())
    return _without_noise(_UNIT_NUMBER.sub(_numbered, spaced))


def bare_key(text: str) -> str:
    """Return the key without legal form and without 中国人民解放军, or the key if nothing is left.

    四川大学 has none; "Inspur Group Co., Ltd." and "INSPUR GROUP" both give "inspur".
    """
    return bare_of(name_key(text))


def bare_of(key: str) -> str:
    """Return what `bare_key` returns for a name whose key is known already."""
    words = key.removeprefix(MILITARY_PREFIX).split(" ")
    while len(words) > 1 and words[-1] in ENGLISH_FORMS:
        words.pop()
    bare = " ".join(words)
    while (form := next((form for form in CHINESE_FORMS if bare.endswith(form)), "")) != "":
        bare = bare.removesuffix(form).rstrip(" ")
    return bare or key


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of the key that are not Chinese, in order: those of an English name."""
    return tuple(re.findall(rf"[^\s{HAN}]+", name_key(text)))


def evasion_marks(text: str) -> tuple[str, ...]:
    """Return the invisible or private-use characters in `text`, each once, as `U+200B NAME`."""
    found = _IGNORABLE.findall(text) + _PRIVATE.findall(text)
    return tuple(f"U+{ord(char):04X} {name(char, 'PRIVATE USE')}" for char in dict.fromkeys(found))


def _unmarked(text: str) -> str:
    """Drop accents, but keep the voicing marks that tell Japanese syllables apart."""
    if text.isascii():
        return text
    apart = normalize("NFKD", text)
    return "".join(c for c in apart if c in "\u3099\u309a" or not category(c).startswith("M"))


def _numbered(found: re.Match[str]) -> str:
    ordinal, plain = found.groups()
    value = _number(ordinal or plain)
    if value is None:
        return found[0]
    return f"第{value}" if ordinal else value


def _number(numeral: str) -> str | None:
    """Return 五十四 as 54, 七七一 as 771, 一百〇二 as 102; None when it is no number."""
    if _TEN not in numeral and _HUNDRED not in numeral:
        return "".join(str(_DIGITS[char]) for char in numeral)
    shape = re.fullmatch(r"(?:(.)?百)?[〇零]?(?:(.)?(十))?(.)?", numeral)
    if shape is None or any(part and part not in _DIGITS for part in shape.group(1, 2, 4)):
        return None
    hundreds, tens, ten, ones = shape.groups()
    total = _DIGITS[hundreds or "一"] * 100 if _HUNDRED in numeral else 0
    total += _DIGITS[tens or "一"] * 10 if ten else 0
    return str(total + (_DIGITS[ones] if ones else 0))


def _without_noise(key: str) -> str:
    """Take stamps off the end, unless nothing else is there."""
    while (short := _shorter(key)) != key:
        key = short
    return key


def _shorter(key: str) -> str:
    for suffix in _NOISE_SUFFIXES:
        if key.endswith(suffix) and key != suffix:
            return key.removesuffix(suffix).rstrip(" ")
    return key
