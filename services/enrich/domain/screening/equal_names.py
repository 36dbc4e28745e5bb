"""Names that are equal: by exact key, without legal form, or by the same English words."""

from collections.abc import Iterator

from contracts.names import MILITARY_PREFIX
from services.enrich.domain.screening import explain, match
from services.enrich.domain.screening.english_tokens import COMMON, PLACES, tokens
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import exact_key, is_chinese, is_weak, word_key
from services.enrich.domain.screening.legal_forms import (
    USUAL_ENDINGS,
    are_exclusive,
    begins_with_form,
    legal_forms,
)
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.records import KnownName

FEW_WORDS = 2
LONG_WORD = 7
SHORT_CHINESE = 3
SHORT_MILITARY = 6
"""Characters left without legal form or 中国人民解放军 that name no one: 东方, 总医院."""

_SCORES = {"short": match.SAME_SHORT_NAME, "former": match.SAME_SHORT_NAME}


def equal_names(index: NameIndex, query: Query) -> Iterator[match.Match]:
    """Yield a match for every entry that has the query's name, the strictest key first."""
    for known in filter(query.admits, index.exact.get(query.key, ())):
        score = _SCORES.get(known.origin, match.SAME_NAME)
        verdict: match.Verdict = ("same", score, "exact name")
        yield _judged(query, known, verdict, explain.same(query.text, known))
    bare = query.form
    exact = {id(known) for known in index.exact.get(query.key, ())}
    taken = {(n.party.list, n.party.id) for n in index.exact.get(query.key, ()) if n.decides}
    for known in filter(query.admits, index.forms.get(bare, ())):
        if id(known) in exact:
            continue
        sentence = explain.same(query.text, known, "the legal form")
        verdict = ("same", match.SAME_BUT_FOR_LEGAL_FORM, "name without legal form")
        if _is_another(known, taken):
            doubt = match.UNCONFIRMED, "another entry of the list has the very name"
            yield query.judged(known, verdict, sentence, doubt)
        else:
            yield _judged(query, known, verdict, sentence, bare)
    for known in filter(query.admits, index.words.get(word_key(query.key), ())):
        if id(known) in exact:
            continue
        sentence = explain.same(query.text, known, "word order, small words and legal form")
        verdict = ("same", match.SAME_WORDS, "words of the name")
        yield _judged(query, known, verdict, sentence)


def _is_another(known: KnownName, taken: set[tuple[str, str]]) -> bool:
    """Tell whether a list that has the very name elsewhere names this entry apart from it."""
    own = (known.party.list, known.party.id)
    return own not in taken and any(code == known.party.list for code, _ in taken)


def _judged(
    query: Query, known: KnownName, verdict: match.Verdict, sentence: str, bare: str = ""
) -> match.Match:
    """Return the match, lowered to `possible` where an equal name does not prove identity."""
    doubt = query.doubt(known) or _doubt(known, query.key, bare) or _doubt_of_form(known, query.key)
    return query.judged(known, verdict, sentence, doubt)


def _doubt(known: KnownName, key: str, bare: str) -> tuple[float, str] | None:
    """Return why names that are equal may be of two organisations; `bare` if by that key."""
    if not known.party.is_organisation:
        return match.PERSON_OR_VESSEL, "the entry is a person, ship or aircraft"
    if bare and _is_group(key) != _is_group(exact_key(known.text)):
        return match.UNCONFIRMED, "a group and a company of one name are two legal bodies"
    if known.bundled or known.origin == "listed":
        weak = bool(bare) and is_weak(bare)
    else:
        weak = is_weak(bare or key) or (bool(bare) and _is_one_short_word(bare))
    weak = weak or (bool(bare) and _is_short_chinese(bare, known))
    return (match.WEAK_NAME, "many organisations answer to so short a name") if weak else None


def _doubt_of_form(known: KnownName, key: str) -> tuple[float, str] | None:
    """Return why the legal forms of a name, or its common words, keep it from deciding."""
    if is_chinese(key):
        return None
    listed, forms = exact_key(known.text), legal_forms(key)
    words = tokens(key).words
    if len(words) <= FEW_WORDS and are_exclusive(forms, legal_forms(listed)):
        return match.UNCONFIRMED, "a body has only one of the two legal forms"
    if known.origin == "alias" and key == listed and _is_telling(key, forms):
        return None
    if known.origin == "alias" and len(words) <= FEW_WORDS and all(map(_is_common, words)):
        own = tokens(exact_key(known.party.name)).words
        if not set(words) <= set(own):
            return match.WEAK_NAME, "the listed alias is of common words"
    return None


def _is_common(word: str) -> bool:
    """Tell whether a word names neither a body nor its place."""
    return word in COMMON and word not in PLACES


def _is_telling(key: str, forms: frozenset[str]) -> bool:
    """Tell whether a name states its form where, or as, few names do: OOO Volna, Volna S.r.l."""
    return begins_with_form(key) or not forms <= USUAL_ENDINGS


def _is_group(key: str) -> bool:
    return "集团" in key or "group" in key.split(" ")


def _is_short_chinese(bare: str, known: KnownName) -> bool:
    """Tell whether so little is left of a Chinese name that it identifies nobody."""
    if MILITARY_PREFIX in exact_key(known.text):
        return len(bare) <= SHORT_MILITARY
    return not known.bundled and is_chinese(bare) and len(bare) <= SHORT_CHINESE


def _is_one_short_word(bare: str) -> bool:
    return not is_chinese(bare) and " " not in bare and len(bare) < LONG_WORD
