"""Names that sound alike: typed with a wrong character of the right sound, or in pinyin."""

from collections.abc import Iterator

from contracts.names import CHINESE_FORMS
from services.enrich.domain.screening import explain, match, sounds
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import exact_key, form_key, is_chinese
from services.enrich.domain.screening.proper_names import WORDS_LIKE_PLACES, counts, part_at
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.sound_index import Heard

MOST_WRONG = 2
"""Characters a typist gets wrong in one name; more is another name."""

SHORTEST_TO_DECIDE = 4
SHORTEST_SPELLED = 4
LONG_PROPER_NAME = 3
LONG_NAME = 8
"""Characters of an institution's name in which one wrong character is an error, wherever it is."""


def sound_alikes(index: NameIndex, query: Query) -> Iterator[match.Match]:
    """Yield entries whose name sounds like the query's, unless that is a known name itself."""
    if query.key in index.exact or query.key in index.elsewhere:
        return
    if is_chinese(query.key):
        yield from _homophones(index, query)
    else:
        yield from _spelled(index, query)


def _homophones(index: NameIndex, query: Query) -> Iterator[match.Match]:
    for written in _writings(query):
        for heard in index.sounds.names.get(sounds.sound(written), ()):
            wrong = sounds.sound_alike(written, heard.written)
            if wrong and query.admits(heard.known):
                yield _typed(query, written, heard, wrong)


def _writings(query: Query) -> list[str]:
    """Return the query without legal form, in full, and with numerals as printed if it has any."""
    found = [query.form, query.key]
    if any(char.isdigit() for char in query.key):
        found.append(sounds.raw_key(query.text))
    return list(dict.fromkeys(found))


def _typed(query: Query, written: str, heard: Heard, wrong: list[int]) -> match.Match:
    pairs = [(heard.written[at], written[at]) for at in wrong]
    sentence = explain.typed(query.text, heard.known, pairs)
    doubt = query.doubt(heard.known) or typing_doubt(written, heard, wrong)
    score = match.SOUNDS_ALIKE - match.PER_WRONG_CHARACTER * (len(wrong) - 1)
    return query.judged(heard.known, ("same", score, "toneless pinyin"), sentence, doubt)


def typing_doubt(written: str, heard: Heard, wrong: list[int]) -> tuple[float, str] | None:
    """Return why `written`, which sounds like a known name, may be another one; None if not.

    A wrong character inside a generic word or a place (四川大雪, 屋汉大学) leaves no word: only a
    typist does so. Where another word, place or number comes out, or a proper name changes
    (大疆, 大江; 济南, 暨南), another organisation may be meant.
    """
    meant = heard.written
    if len(wrong) > MOST_WRONG or len(meant) < SHORTEST_TO_DECIDE:
        return match.SOUND_ONLY, "too little of the name is written the same"
    for at in wrong:
        if counts(written, at) or counts(meant, at):
            return match.SOUND_ONLY, "a number may differ"
        if part_at(written, at)[2] != "proper":
            return match.SOUND_ONLY, "another word or place of the same sound is written"
        if not _is_recognisable(written, heard, at, wrong):
            return match.SOUND_ONLY, "a name of the same sound may be another's"
    return None


def _is_recognisable(written: str, heard: Heard, at: int, wrong: list[int]) -> bool:
    """Tell whether the word meant is recognised although the character at `at` is wrong."""
    start, end, kind = part_at(heard.written, at)
    if kind == "generic":
        return True
    alone = sum(start <= each < end for each in wrong) == 1
    if kind == "name":
        return alone and end - start > 1 and written[start:end] not in WORDS_LIKE_PLACES
    institution = not exact_key(heard.known.text).endswith(CHINESE_FORMS)
    long_name = institution and len(heard.written) >= LONG_NAME
    return alone and (end - start >= LONG_PROPER_NAME or (long_name and len(wrong) == 1))


def _spelled(index: NameIndex, query: Query) -> Iterator[match.Match]:
    found: dict[int, Heard] = {}
    for key in dict.fromkeys((query.key, query.form)):
        for heard in index.sounds.names.get(sounds.spelled(key), ()):
            if query.admits(heard.known):
                found.setdefault(id(heard.known), heard)
    names = {form_key(heard.known.text) for heard in found.values()}
    for heard in found.values():
        sentence = explain.spelled(query.text, heard.known)
        doubt = query.doubt(heard.known) or spelling_doubt(heard.written, len(names) > 1)
        verdict: match.Verdict = ("same", match.SPELLED, "toneless pinyin")
        yield query.judged(heard.known, verdict, sentence, doubt)


def spelling_doubt(meant: str, several: bool) -> tuple[float, str] | None:
    """Return why a name typed in pinyin may be another one; None if it is clear."""
    if several:
        return match.SOUND_ONLY, "several listed names have this pinyin"
    if len(meant) < SHORTEST_SPELLED:
        return match.SOUND_ONLY, "so short a pinyin name may be another's"
    return None
