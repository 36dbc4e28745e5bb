"""Legal forms of English names: which ones a name states, and whether two can be of one body."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log

from services.enrich.domain.screening.english_vocabulary import RARE, SMALL_LIST

_SPELLINGS = {
    "ag": "ag aktiengesellschaft",
    "ano": "ano",
    "bv": "bv",
    "co": "co company",
    "corp": "corp corporation",
    "gmbh": "gmbh mbh haftung",
    "inc": "inc incorporated",
    "kg": "kg",
    "llc": "llc ooo liability ogranichennoi ogranichennoy otvetstvennostyu otvetstvennostiu",
    "jsc": "jsc ao pao oao zao ojsc pjsc cjsc stock aktsionernoe aktsionernoye",
    "ltd": "ltd limited",
    "nv": "nv",
    "plc": "plc",
    "sa": "sa anonyme anonima",
    "spa": "spa",
    "srl": "srl",
}
_AS_WRITTEN = (
    "ab as bhd cv doo eood fzco fze hf kft kk llp lp ltda ood oy oyj pte pty pvt sal sarl sas sdn"
    " se sro sti sirketi"
)
_CANONICAL = {word: form for form, words in _SPELLINGS.items() for word in words.split()}
_CANONICAL.update((form, form) for form in _AS_WRITTEN.split())
_AT_AN_END = "ab ag ano ao as bv cv hf kg kk lp nv oy pao sa sal sas se spa sti"
_ONLY_AT_AN_END = frozenset(_AT_AN_END.split())
"""Short words that are a form as the first or one of the last words of a name, else any word."""

_LAST = 2
_SAID_BY_OTHERS = {"llc": ("co", "ltd"), "jsc": ("co",), "plc": ("ltd",)}
"""Words of a long form that are forms of their own: limited liability company."""

_EXCLUSIVE = (
    frozenset(("ag", "gmbh", "kg")),
    frozenset(("nv", "bv")),
    frozenset(("spa", "srl")),
    frozenset(("llc", "jsc", "ano")),
)
"""Forms of one country's law, of which a body has one. Joint stock companies are one form here:
Russian law renamed the open and closed ones public and plain in 2014 (99-FZ), and lists keep both.
Co., Ltd., Inc. and Corp. translate any form and exclude none."""

COMMON_FORMS = frozenset(("co", "corp", "llc", "jsc", "ltd"))
"""Forms so usual everywhere that two names share them by chance."""

TELLING = 0.5
"""Weight from which a form that two names share is evidence."""

USUAL_ENDINGS = frozenset(("co", "corp", "inc", "llc", "ltd"))


def legal_forms(key: str) -> frozenset[str]:
    """Return the legal forms in an exact key, each in its short English writing."""
    words = key.split(" ")
    stated = [
        word
        for i, word in enumerate(words)
        if word in _CANONICAL
        and (word not in _ONLY_AT_AN_END or (len(words) > 1 and _is_at_end(i, len(words))))
    ]
    return _canonical(frozenset(stated)) if stated else _NONE


def begins_with_form(key: str) -> bool:
    """Tell whether the name begins with its form, as Russian names do: OOO Volna."""
    return key.split(" ", 1)[0] in _CANONICAL


def are_exclusive(one: Iterable[str], other: Iterable[str]) -> bool:
    """Tell whether the forms of two names cannot be of one body: AG and GmbH, ANO and OOO."""
    return any(
        family.intersection(one)
        and family.intersection(other)
        and not family.intersection(one).intersection(other)
        for family in _EXCLUSIVE
    )


class FormWeights:
    """What it says, 0..1, that two names state the same forms: the rarer the more."""

    def __init__(self, names: Iterable[frozenset[str]]) -> None:
        """Take the forms of every listed name, empty sets too."""
        self._held = Counter(names)
        self._size = self._held.total()

    def agreement(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the weight of the forms if they are the same, else 0."""
        if one != other or not one:
            return 0.0
        if self._size < SMALL_LIST:
            return 0.0 if one <= COMMON_FORMS else 1.0
        held = max(self._held[one], RARE)
        return log(self._size / held) / log(self._size / RARE)


_NONE: frozenset[str] = frozenset()


def _is_at_end(position: int, size: int) -> bool:
    return position == 0 or position >= size - _LAST


@lru_cache(maxsize=1024)
def _canonical(stated: frozenset[str]) -> frozenset[str]:
    forms = {_CANONICAL[word] for word in stated}
    said = {part for form in forms for part in _SAID_BY_OTHERS.get(form, ())}
    return frozenset(forms - said)
