"""Syllables of pinyin as Wade and Giles spelled them, without marks: Hsinchu, Fu Jen, Kuo."""

from functools import cache

_WHOLE = {
    **{"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu"},
    **{"si": "szu", "er": "erh", "ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung"},
    **{"ge": "ko", "ke": "ko", "he": "ho", "gui": "kuei", "kui": "kuei", "yue": "yueh"},
    **{"yi": "i", "lve": "lueh", "nve": "nueh", "lv": "lu", "nv": "nu", "qiong": "chiung"},
}
_INITIALS = {
    **{"zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k"},
    **{"k": "k", "j": "ch", "q": "ch", "x": "hs", "r": "j", "z": "ts", "c": "ts", "s": "s"},
}
_FINALS = {"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh"}
_KEPT_UO = frozenset(("g", "k", "h", "sh"))
"""Initials after which uo stays: kuo and shuo, but to and lo."""


@cache
def wade_giles(syllable: str) -> str:
    """Return the syllable in Wade-Giles, as names of Taiwan and older ones print it."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial = syllable[:2] if syllable[:2] in _INITIALS else syllable[:1]
    final = syllable[len(initial) :]
    final = _FINALS.get(final, final)
    if final == "uo" and initial not in _KEPT_UO:
        final = "o"
    return _INITIALS.get(initial, initial) + final
