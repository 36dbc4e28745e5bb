"""Where in the printed text a match reads the parent's name and the unit's."""

from dataclasses import replace

from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.match import Match
from services.enrich.domain.screening.query import Query

_EDGE = " \t\u3000，,、;；。.：:-–—/"
_OPENING, _CLOSING = "(（[【", ")）]】"


def with_unit(found: Match, query: Query, rest: str) -> Match:
    """Return the match with its spans; `rest` is the unit's part of the query's key."""
    text = query.text
    at = _unit_at_end(text, rest) if query.key.endswith(rest) else None
    if at is not None:
        return _with_spans(found, query, (0, at), (at, len(text)))
    at = _unit_at_start(text, rest)
    if at is not None:
        return _with_spans(found, query, (at, len(text)), (0, at))
    return found


def _unit_at_end(text: str, rest: str) -> int | None:
    """Return the first offset from which on the text has the key `rest`."""
    return next((at for at in range(1, len(text)) if exact_key(text[at:]) == rest), None)


def _unit_at_start(text: str, rest: str) -> int | None:
    """Return the last offset up to which the text has the key `rest`."""
    ends = range(len(text) - 1, 0, -1)
    return next((end for end in ends if exact_key(text[:end]) == rest), None)


def _with_spans(found: Match, query: Query, name: tuple[int, int], unit: tuple[int, int]) -> Match:
    name_span, unit_span = (_trimmed(query, span) for span in (name, unit))
    return replace(found, name_span=name_span, unit_span=unit_span)


def _trimmed(query: Query, span: tuple[int, int]) -> tuple[int, int]:
    """Return offsets into the printed text, without the signs at either end."""
    start, end = span
    while start < end and query.text[start] in _EDGE + _OPENING:
        start += 1
    loose = _CLOSING if not set(_OPENING).intersection(query.text[start:end]) else ""
    while start < end and query.text[end - 1] in _EDGE + _OPENING + loose:
        end -= 1
    if start and query.text[start - 1] in _OPENING and _is_unopened(query.text[start:end]):
        start -= 1
    return query.start + start, query.start + end


def _is_unopened(text: str) -> bool:
    """Tell whether a bracket closes that no bracket opened before."""
    closing = min((text.find(sign) for sign in _CLOSING if sign in text), default=-1)
    return closing >= 0 and not set(_OPENING).intersection(text[:closing])
