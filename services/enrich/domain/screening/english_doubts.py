"""Say when two English names are of different bodies, and when likeness does not prove."""

from services.enrich.domain.screening.english_alignment import Alignment, Pair
from services.enrich.domain.screening.english_index import EnglishName
from services.enrich.domain.screening.english_tokens import PLACES, is_known, is_number, short_forms
from services.enrich.domain.screening.english_typos import TWO_LETTERS
from services.enrich.domain.screening.english_vocabulary import Vocabulary
from services.enrich.domain.screening.keys import exact_key, is_weak

IDENTIFYING = 0.8
"""Weight of a word that few names hold; PLACES and common words stay below."""
WEIGHTY = 0.5
COMMON_ALIAS = 2
SAFE_SINGLE = 6
SAFE_TYPO = 4
"""Letters from which a misspelt word proves, alone and beside others."""

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


def doubt(words: Vocabulary, key: str, name: EnglishName, found: Alignment) -> str | None:
    """Return why an alignment of the query `key`, however close, only proposes."""
    if is_weak(" ".join(name.tokens.words)) and not _is_same_in_full(key, name):
        return "many organisations answer to so common a name"
    if any(map(_is_short_typo, found.pairs)):
        return "so short a word with another letter is another word"
    if _is_common_alias(words, name):
        return "the listed alias is of common words"
    if any(not words.is_stray(word) for word in found.left):
        return _doubt_of_rest(words, found)
    if len(found.pairs) == 1 and (found.left or _is_unsure_single(name, found.pairs[0])):
        return "it is one word of a name that few letters make another"
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


def _is_unsure_single(name: EnglishName, pair: Pair) -> bool:
    """Tell whether the one shared word proves little: a listed alias, or a short misspelling."""
    if name.known.origin == "alias":
        return True
    if pair.how == "exact":
        return False
    slip = len(pair.listed) >= SAFE_SINGLE and pair.quality > TWO_LETTERS
    return not slip or is_known(pair.listed)
