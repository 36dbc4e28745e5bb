"""JSON texts to their documents: one, one a line, or one behind the other; depth is limited."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

MAX_DEPTH = 200
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_NO_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[^\[\]{}"]+|"')
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_SPACE = re.compile(r"[\s,\x1e]*")
_LINE = re.compile(r"\n(?=[{\[])")
_MOST_DIGITS = 25


@dataclass(frozen=True, slots=True)
class Broken:
    """A document that cannot be read: a code, and a sentence that says what to do."""

    reason: str
    message: str


def documents(text: str) -> list[Any]:
    """Return the values of all documents in a text; Broken stands where one cannot be read."""
    if _too_deep(text):
        why = f"JSON nests deeper than {MAX_DEPTH}: not a feed of ours"
        return [Broken("too_deep", why)]
    if "\\u0000" in text:
        # PostgreSQL takes no NUL in a text: a stranger could silence an alert with one.
        text = _NUL.sub(r"\1\\ufffd", text)
    try:
        return [json.loads(text)]
    except json.JSONDecodeError as exc:
        many = exc.msg.startswith("Extra data") or _next_line(text, 0) is not None
        return list(_each(text)) if many else [_broken(exc.pos)]
    except RecursionError:
        return [Broken("too_deep", f"JSON nests deeper than {MAX_DEPTH}: not a feed of ours")]
    except ValueError:
        # A number of thousands of digits: absurd, but no reason to lose the event.
        return _loosely(text)


def _each(text: str) -> Iterator[Any]:
    decoder, position = json.JSONDecoder(), _skipped(text, 0)
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield _broken(position)
            following = _next_line(text, position)
            if following is None:
                return
            end = following
        else:
            yield value
        position = _skipped(text, end)


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


def _loosely(text: str) -> list[Any]:
    try:
        return [json.loads(text, parse_int=_number)]
    except (ValueError, RecursionError):
        return [_broken(0)]


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


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
