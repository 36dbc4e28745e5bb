"""Units of a listed parent whose name is typed with wrong characters or in pinyin."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from services.enrich.domain.screening import explain, match, sounds
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import is_chinese
from services.enrich.domain.screening.places import without_last_place
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.sound_alikes import spelling_doubt, typing_doubt
from services.enrich.domain.screening.sound_index import SHORTEST_PARENT, Heard
from services.enrich.domain.screening.spans import spans
from services.enrich.domain.screening.units import UNIT_ENDINGS, Unit, chinese_unit

Doubt = tuple[float, str] | None
SHORTEST_SPELLED_PARENT = 8
"""Letters of a parent in pinyin: sichuandaxue has twelve."""

_AFFILIATED = re.compile("fushu|(?:yiyuan|zhongxue|xiaoxue|chubanshe|gongsi)$")
_UNIT = re.compile("(?:xueyuan|yanjiuyuan|yanjiusuo|shiyanshi|zhongxin|xiaoqu|fenyuan|xi|chu)$")


def units_by_sound(index: NameIndex, query: Query) -> Iterator[match.Match]:
    """Yield entries whose name sounds like the beginning of the query, if a unit follows."""
    if query.key in index.elsewhere:
        return
    chinese = is_chinese(query.key)
    for heard, rest, unit, doubt in _typed(index, query) if chinese else _spelled(index, query):
        if query.admits(heard.known):
            yield _judged(query, heard, rest, unit, doubt)


def _typed(index: NameIndex, query: Query) -> Iterator[tuple[Heard, str, Unit, Doubt]]:
    """Yield the parents of the longest beginning that sounds like some."""
    if not (query.key.endswith(UNIT_ENDINGS) or _is_campus(query.key)):
        return
    letters = list(accumulate(sounds.sound(char) for char in query.key))
    for length in range(len(letters) - 1, SHORTEST_PARENT - 1, -1):
        written, rest = query.key[:length], query.key[length:]
        found = []
        for heard in index.sounds.parents.get(letters[length - 1], ()):
            wrong = sounds.sound_alike(written, heard.written)
            if wrong and (unit := chinese_unit(heard.written, rest)):
                found.append((heard, rest, unit, typing_doubt(written, heard, wrong)))
        if found:
            yield from found
            return


def _is_campus(key: str) -> bool:
    return without_last_place(key) != key


def _spelled(index: NameIndex, query: Query) -> Iterator[tuple[Heard, str, Unit, Doubt]]:
    letters = sounds.spelled(query.form)
    if not (_UNIT.search(letters) or _AFFILIATED.search(letters)):
        return
    longest = min(len(letters) - 2, index.sounds.longest_parent)
    for length in range(longest, SHORTEST_SPELLED_PARENT - 1, -1):
        heard = index.sounds.parents.get(letters[:length])
        rest = letters[length:]
        unit = _unit(rest) if heard else None
        if heard and unit:
            several = len({each.written for each in heard}) > 1
            for each in heard:
                yield each, rest, unit, spelling_doubt(each.written, several)
            return


def _unit(rest: str) -> Unit | None:
    if not sounds.is_spelling(rest):
        return None
    if _AFFILIATED.search(rest):
        return "affiliated"
    return "unit" if _UNIT.search(rest) else None


def _judged(query: Query, heard: Heard, rest: str, unit: Unit, doubt: Doubt) -> match.Match:
    apart = unit in ("affiliated", "college")
    score = match.AFFILIATED if apart else match.SUB_UNIT_BY_SOUND
    sentence = explain.unit_by_sound(query.text, heard.known, rest, unit)
    verdict: match.Verdict = ("sub-unit-of", score, "toneless pinyin of the parent")
    found = query.judged(heard.known, verdict, sentence, query.doubt(heard.known) or doubt)
    name_span, unit_span = spans(query, rest)
    apart = apart and found.relation != "possible"
    return replace(found, affiliated=apart, name_span=name_span, unit_span=unit_span)
