"""JSON texts to their documents: one, one a line, or one behind the other; depth is limited."""

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

MAX_DEPTH = 200
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
# Halves of a pair without the other one; whole pairs and escaped backslashes are kept.
_SURROGATE = re.compile(
    r"(?P<kept>\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_NO_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[^\[\]{}"]+|"')
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_SPACE = re.compile(r"[\s,\x1e]*")
_ARRAY = re.compile(r'(?:\{\s*(?P<key>"[Rr]ecords")\s*:\s*)?\[')
_REST = re.compile(r"\s*([},])\s*")
_LINE = re.compile(r"\n(?=[{\[])")
_MOST_DIGITS = 25


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


_DECODER = json.JSONDecoder()
_LOOSE = json.JSONDecoder(parse_int=_number)


@dataclass(frozen=True, slots=True)
class Broken:
    """A document that cannot be read: a code, and a sentence that says what to do."""

    reason: str
    message: str


def documents(text: str) -> Iterator[Any]:
    """Yield the values of all documents in a text; Broken stands where one cannot be read.

    Of a list, alone or as first field `Records`, each element is a document: a large file is
    never in memory as a whole, and what stands before a cut is read.
    """
    if _too_deep(text):
        yield Broken("too_deep", f"JSON nests deeper than {MAX_DEPTH}: not a feed of ours")
        return
    text = _storable(text)
    position = _skipped(text, 0)
    while position < len(text):
        listed = _ARRAY.match(text, position)
        if listed:
            position = yield from _elements(text, listed.end(), keyed=listed["key"] is not None)
        else:
            value, position = _one(text, position)
            yield value
        position = _skipped(text, position)


def document(text: str) -> Any:
    """Return the value of the one document at the start of a text; Broken if there is none."""
    if _too_deep(text):
        return Broken("too_deep", f"JSON nests deeper than {MAX_DEPTH}: not a feed of ours")
    return _one(_storable(text), _skipped(text, 0))[0]


def _storable(text: str) -> str:
    """Replace what PostgreSQL or UTF-8 do not take: with it a stranger could silence an alert."""
    if "\\u" not in text:
        return text
    if "\\u0000" in text:
        text = _NUL.sub(r"\1\\ufffd", text)
    if "\\ud" in text or "\\uD" in text:
        text = _SURROGATE.sub(lambda found: found["kept"] or "\\ufffd", text)
    return text


def _one(text: str, position: int) -> tuple[Any, int]:
    """Return one document and where it ends, or where the next line starts if it is broken."""
    try:
        return _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError) as exc:
        return _despite(exc, text, position)


def _despite(exc: Exception, text: str, position: int) -> tuple[Any, int]:
    if not isinstance(exc, json.JSONDecodeError | RecursionError):
        # A number of thousands of digits: absurd, but no reason to lose the event.
        try:
            return _LOOSE.raw_decode(text, position)
        except (ValueError, RecursionError):
            pass
    at = exc.pos if isinstance(exc, json.JSONDecodeError) else position
    return _broken(at), _next_line(text, position) or len(text)


def _elements(text: str, start: int, *, keyed: bool) -> Generator[Any, None, int]:
    """Yield the elements of a list; return where it, or the object around it, ends."""
    position, whole = _skipped(text, start), True
    while position < len(text) and text[position] != "]":
        value, position = _one(text, position)
        yield value
        whole = not isinstance(value, Broken)
        position = _skipped(text, position)
    if position < len(text):
        return (yield from _around(text, position + 1)) if keyed else position + 1
    if whole:
        yield _broken(position)
    return position


def _around(text: str, position: int) -> Generator[Any, None, int]:
    """Pass over the other fields of the object in which a list stood."""
    closing = _REST.match(text, position)
    if closing and closing[1] == "}":
        return closing.end()
    if closing:
        rest = "{" + text[closing.end() :]
        try:
            return closing.end() + _DECODER.raw_decode(rest)[1] - 1
        except (ValueError, RecursionError):
            pass
    yield _broken(position)
    return _next_line(text, position) or len(text)


def _next_line(text: str, position: int) -> int | None:
    """Where the next line starts that may be a document of its own."""
    found = _LINE.search(text, position)
    return found.end() if found else None


def _skipped(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _broken(position: int) -> Broken:
    where = f"at character {position}"
    return Broken("truncated", f"JSON is cut off or broken {where}: send it again")


def _too_deep(text: str) -> bool:
    """Whether brackets nest too deep; those inside strings are told apart only if it matters."""
    brackets = text.encode("utf-8", "replace").translate(None, _OTHERS)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) <= MAX_DEPTH:
        return False
    depth = deepest = 0
    for bracket in _NO_BRACKET.sub("", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH
