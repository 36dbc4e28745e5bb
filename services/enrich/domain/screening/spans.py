"""Where in the printed text a match reads the parent's name and the unit's."""

from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.query import Query

Span = tuple[int, int]
Spans = tuple[Span, Span | None]

_EDGE = " \t\u3000，,、;；。.：:-–—/"
_OPENING, _CLOSING = "(（[【", ")）]】"


def spans(query: Query, rest: str) -> Spans:
    """Return the spans of the parent's name and of the unit, whose part of the key is `rest`."""
    text = query.text
    at = _unit_at_end(text, rest) if query.key.endswith(rest) else None
    if at is not None:
        return _trimmed(query, (0, at)), _trimmed(query, (at, len(text)))
    at = _unit_at_start(text, rest)
    if at is not None:
        return _trimmed(query, (at, len(text))), _trimmed(query, (0, at))
    return (query.start, query.start + len(text)), None


def _unit_at_end(text: str, rest: str) -> int | None:
    """Return the first offset from which on the text has the key `rest`."""
    plain = len(text) - len(rest)
    if plain > 1 and exact_key(text[plain:]) == rest:  # most names have nothing but letters
        while plain > 1 and exact_key(text[plain - 1 :]) == rest:
            plain -= 1
        return plain
    return next((at for at in range(1, len(text)) if exact_key(text[at:]) == rest), None)


def _unit_at_start(text: str, rest: str) -> int | None:
    """Return the last offset up to which the text has the key `rest`."""
    ends = range(len(text) - 1, 0, -1)
    return next((end for end in ends if exact_key(text[:end]) == rest), None)


def _trimmed(query: Query, span: Span) -> Span:
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
