"""Bring English words to one form, so that Sciences, science and No. 13, 13th, thirteenth meet."""

import re
from functools import lru_cache

from contracts.names import name_key
from services.enrich.domain.screening.keys import SMALL_WORDS

NUMBER = "#"
"""Begins the stem of every number: `#13`."""

_CANONICAL = {
    **{"lab": "laboratory", "labs": "laboratory", "centre": "center", "centres": "center"},
    **{"inst": "institute", "univ": "university", "tech": "technology", "sci": "science"},
    **{"dept": "department", "eng": "engineering", "mfg": "manufacturing", "intl": "international"},
    **{"int": "international", "elec": "electronic", "acad": "academy", "hosp": "hospital"},
    **{"defence": "defense", "labour": "labor", "fibre": "fiber", "aluminium": "aluminum"},
    **{"tyre": "tire", "mould": "mold", "harbour": "harbor", "armoured": "armored"},
    **{"paediatric": "pediatric", "palaeontology": "paleontology", "oncological": "oncology"},
    **{"programme": "program", "colour": "color", "grey": "gray", "theatre": "theater"},
    **{"imp": "import", "exp": "export", "dev": "development", "res": "research"},
    **{"equip": "equipment", "comm": "communication", "info": "information", "corps": "corps"},
    **{"instn": "institution", "gen": "general", "mech": "mechanical", "chem": "chemical"},
    **{"univeristy": "university", "uygur": "uyghur", "prc": "china", "chinese": "china"},
    **{"beijng": "beijing", "hongkong": "hongkong", "technologies": "technology"},
    **{"ind": "industry", "inds": "industry", "std": "standard", "stds": "standard"},
    **{"mgmt": "management", "grp": "group", "assoc": "association", "natl": "national"},
    **{"nat": "national", "ctr": "center", "div": "division", "constr": "construction"},
    **{"mat": "material", "mats": "material", "engg": "engineering", "engr": "engineering"},
    **{"electr": "electronic", "elect": "electronic", "electrics": "electric", "mach": "machinery"},
    **{"prods": "product", "prod": "product", "pharm": "pharmaceutical", "agric": "agriculture"},
    **{"trdg": "trading", "svc": "service", "svcs": "service", "sys": "system"},
    **{"coll": "college", "fac": "factory", "instr": "instrument", "instrs": "instrument"},
    **{"telecoms": "telecom", "comms": "communication", "academe": "academy"},
    **{"sulphur": "sulfur", "anaesthesiology": "anesthesiology", "gynaecology": "gynecology"},
    **{"haematology": "hematology", "orthopaedic": "orthopedic", "orthopaedics": "orthopedic"},
    **{"paediatrics": "pediatric", "oesophageal": "esophageal", "tumour": "tumor"},
    **{"behaviour": "behavior", "metre": "meter", "plough": "plow", "catalogue": "catalog"},
    **{"jewellery": "jewelry", "cheque": "check", "licence": "license", "analyse": "analyze"},
    **{"modelling": "modeling", "signalling": "signaling", "aeroplane": "airplane"},
    **{"uighur": "uyghur", "tibetan": "tibet", "mongol": "mongolia", "techno": "technology"},
}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_NUMBERS = {word: f"{NUMBER}{value}" for value, word in enumerate(_ORDINALS, start=1)}
_DIGITS = re.compile(r"0*(\d+)(?:st|nd|rd|th)?")
_PREFIXES = frozenset(
    (
        *("micro", "opto", "electro", "semi", "infra", "geo", "hydro", "thermo", "photo", "nano"),
        *("tele", "multi", "petro", "cyber", "neuro", "cardio", "magneto", "acousto"),
    )
)
"""Halves of words that names write apart or with a hyphen: micro-electronics, micro electronics."""
_FIELD = re.compile(
    "((?:[^n]ol|[^hn]nol)og|graph|onom|ometr|istor|botan|iatr|therap|natom)(?:i|y|ie)"
)
"""Fields of science end alike as noun and adjective; technology and technological are two words of
university names (西安理工大学, 西安工业大学)."""
_ENDINGS = ("ically", "ical", "ics", "ing", "ic", "al")
_SHORTEST = 4
_DROPPED = SMALL_WORDS | {"no", "s", "a", "an", "to", "by"}


def stems(name: str) -> tuple[str, ...]:
    """Return the stems of an English name in order, without small words."""
    return tuple(stem for _, stem in spelled_stems(name))


@lru_cache(maxsize=8192)
def spelled_stems(name: str) -> list[tuple[str, str]]:
    """Return (word, stem) of each word of an English name that is no small word."""
    return stems_of_key(name_key(name))


def stems_of_key(key: str) -> list[tuple[str, str]]:
    """Return the same of the key of a name."""
    words = [word for word in key.split(" ") if word and word not in _DROPPED]
    for at in range(len(words) - 1, 0, -1):
        if words[at - 1] in _PREFIXES and words[at].isalpha():
            words[at - 1 : at + 1] = [words[at - 1] + words[at]]
    return [(word, stem(word)) for word in words]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the form that all spellings and inflections of `word` share."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    if word[0].isdigit():
        digits = _DIGITS.fullmatch(word)
        return f"{NUMBER}{digits[1]}" if digits else word
    return _inflected(_CANONICAL.get(word, word))


def _inflected(word: str) -> str:
    """Take off plural and adjective endings; stems need not be words, only be equal."""
    if (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ics"))
        and len(word) > _SHORTEST
    ):
        word = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            break
    field = _FIELD.search(word)
    if field and field.end() == len(word):
        return word[: field.end(1)]
    word = word.removesuffix("e") if len(word) > _SHORTEST else word
    return f"{word[:-1]}i" if word.endswith("y") and len(word) > _SHORTEST else word
