"""Say when two English names are of different bodies, and when likeness does not prove."""

from services.enrich.domain.screening.english_alignment import Alignment, Pair
from services.enrich.domain.screening.english_index import EnglishIndex, EnglishName
from services.enrich.domain.screening.english_tokens import PLACES, is_known, is_number, short_forms
from services.enrich.domain.screening.english_typos import LONG, TWO_LETTERS
from services.enrich.domain.screening.english_vocabulary import Vocabulary
from services.enrich.domain.screening.keys import exact_key, is_weak
from services.enrich.domain.screening.legal_forms import TELLING, are_exclusive, legal_forms

IDENTIFYING = 0.8
"""Weight of a word that few names hold; PLACES and common words stay below."""
WEIGHTY = 0.5
COMMON_ALIAS = 2
SAFE_SINGLE = 6
SAFE_WITH_FORM = 5
SAFE_TYPO = 4
"""Letters from which a misspelt word proves: alone, with a rare legal form, beside others."""

MANY_WORDS = 3
MANY_WEIGHT = 2.0
"""Equal words, and their weight, beside which neither one short slip nor a form matters."""

CONTRADICTION = "a body has only one of the two legal forms"

UNIVERSITIES = frozenset(("university", "college", "school"))
KINDS = UNIVERSITIES | frozenset(
    (
        *("institute", "academy", "foundation", "hospital", "laboratory", "observatory"),
        *("bank", "ministry", "department", "museum", "society", "association", "church"),
        *("library", "council", "agency", "embassy", "clinic", "party", "union", "fund", "trust"),
        *("airport", "airline", "hotel", "club", "federation", "committee", "commission"),
    )
)
"""Words that say what kind of body it is: one more or less is another body."""


def are_different(words: Vocabulary, found: Alignment) -> bool:
    """Tell whether the names exclude each other: by a number, a place, or as universities."""
    if not found.pairs or any(map(is_number, found.left)):
        return True
    if not (PLACES.isdisjoint(found.query_left) or PLACES.isdisjoint(found.listed_left)):
        return True
    rest = frozenset(word for word in found.left if not words.is_stray(word))
    return _is_another_university(rest, found) or _is_chance(rest, found)


def doubt(index: EnglishIndex, key: str, name: EnglishName, found: Alignment) -> str | None:
    """Return why an alignment of the query `key`, however close, only proposes."""
    words = index.words
    if is_weak(" ".join(name.tokens.words)) and not _is_same_in_full(key, name):
        return "many organisations answer to so common a name"
    forms = legal_forms(key)
    if are_exclusive(forms, name.forms) and _full(found) < MANY_WORDS:
        return CONTRADICTION
    if any(map(_is_short_typo, found.pairs)) and not _is_beside_many(words, found):
        return "so short a word with another letter is another word"
    if _is_common_alias(words, name):
        return "the listed alias is of common words"
    if any(not words.is_stray(word) for word in found.left):
        return _doubt_of_rest(words, found)
    return _doubt_of_single(index, forms, name, found) if len(found.pairs) == 1 else None


def _doubt_of_single(
    index: EnglishIndex, forms: frozenset[str], name: EnglishName, found: Alignment
) -> str | None:
    """Return why the one word that two names share proves little; `forms` are the query's."""
    pair = found.pairs[0]
    alike = index.forms.agreement(forms, name.forms) >= TELLING
    if _is_slip_of_form(index.words, name, found):
        return None
    if found.left or _is_unsure_single(name, pair, alike):
        return "it is one word of a name that few letters make another"
    apart = forms and name.forms and forms.isdisjoint(name.forms)
    if apart and pair.how == "typo" and len(pair.listed) < LONG:
        return "a misspelt word with another legal form is another name"
    return None


def _doubt_of_rest(words: Vocabulary, found: Alignment) -> str | None:
    """Return why words without a counterpart matter, although they weigh little."""
    if not PLACES.isdisjoint(found.left):
        return "only one of the names has a place"
    if not KINDS.isdisjoint((*found.left, *(pair.listed for pair in found.pairs))):
        return "an institution with a word more in its name is another"
    if len(found.pairs) == 1:
        return "one word is all they share"
    if max(pair.weight for pair in found.pairs) < IDENTIFYING:
        return "the words they share are common"
    sides = (found.query_left, found.listed_left)
    if all(any(words.weight(word) >= WEIGHTY for word in side) for side in sides):
        return "each name has a word of its own"
    return None


def _is_another_university(rest: frozenset[str], found: Alignment) -> bool:
    """Tell whether a word more makes another university: Tianjin University (of Technology)."""
    shared = any(pair.listed in UNIVERSITIES for pair in found.pairs)
    return bool(rest) and (shared or not UNIVERSITIES.isdisjoint(rest))


def _is_chance(rest: frozenset[str], found: Alignment) -> bool:
    """Tell whether chance explains the likeness: one word that is not even the same, or a kind."""
    if all(map(_is_short_typo, found.pairs)):
        return True
    alone = len(found.pairs) == 1 and bool(rest)
    return alone and (found.pairs[0].how != "exact" or not KINDS.isdisjoint(rest))


def _is_same_in_full(key: str, name: EnglishName) -> bool:
    """Tell whether a listed name differs only in how its legal form is written: Ltd, Limited."""
    if name.known.origin == "alias":
        return False
    return short_forms(key) == short_forms(exact_key(name.known.text))


def _is_short_typo(pair: Pair) -> bool:
    weighty = pair.weight >= WEIGHTY
    return pair.how == "typo" and weighty and len(pair.listed) < SAFE_TYPO


def _is_common_alias(words: Vocabulary, name: EnglishName) -> bool:
    """Tell whether an alias is a word or two that anyone may use: translations by machine."""
    own = name.tokens.words
    common = all(words.weight(word) < IDENTIFYING for word in own)
    return name.known.origin == "alias" and len(own) <= COMMON_ALIAS and common


def _is_unsure_single(name: EnglishName, pair: Pair, alike: bool) -> bool:
    """Tell whether the one shared word proves little: a listed alias, or a short misspelling.

    `alike`: both names state the same legal form, and few names state it.
    """
    if name.known.origin == "alias":
        return True
    if pair.how == "exact":
        return False
    if alike and len(pair.listed) >= SAFE_WITH_FORM and pair.query[0] == pair.listed[0]:
        return False
    slip = len(pair.listed) >= SAFE_SINGLE and pair.quality > TWO_LETTERS
    return not slip or is_known(pair.listed)


def _is_slip_of_form(words: Vocabulary, name: EnglishName, found: Alignment) -> bool:
    """Tell whether the one word of a listed name is there, beside its misspelt form: PJdSC."""
    pair = found.pairs[0]
    own = name.known.origin != "alias" and bool(name.forms) and not found.listed_left
    sure = pair.how == "exact" and len(pair.listed) >= SAFE_SINGLE and not is_known(pair.listed)
    slips = all(words.is_stray(word) and len(word) > 1 for word in found.query_left)
    return own and sure and slips and bool(found.query_left)


def _full(found: Alignment) -> int:
    """Return how many weighty words are the same in both names."""
    return sum(pair.how == "exact" and pair.weight >= WEIGHTY for pair in found.pairs)


def _is_beside_many(words: Vocabulary, found: Alignment) -> bool:
    """Tell whether a short misspelt word stands beside so many equal words that it is a slip."""
    equal = [pair.weight for pair in found.pairs if pair.how == "exact"]
    rest = len(found.pairs) - len(equal) > 1 or any(not words.is_stray(w) for w in found.left)
    return not rest and len(equal) >= MANY_WORDS and sum(equal) >= MANY_WEIGHT
