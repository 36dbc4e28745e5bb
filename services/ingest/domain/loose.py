"""Values of vendors' records, whose types nobody vouches for: a wrong one reads as absent."""

import re
from collections.abc import Iterator
from typing import Any

from services.ingest.domain.json_records import document

MOST = 1_000_000
"""More instances, accelerators or units than this is a typing error, not a request."""
MOST_TOKENS = 10**15
_DEEP = 12
_WHOLE = re.compile(r"\s*(\d{1,16})(?:\.0+)?\s*")
_SAFE = re.compile(r"[\w.:/+=,-]{1,255}", re.ASCII)
# EC2 adds a `tag` beside the one item of a list.
_WRAPPER = 2
_SCALARS = (str, int)
_LISTS = ("items", "item", "member")


def mapping(value: Any) -> dict[str, Any]:
    """Return an object, also one that is printed as JSON inside a text; else an empty one."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        found = document(value)
        return found if isinstance(found, dict) else {}
    return {}


def pick(node: Any, name: str) -> Any:
    """Return a field by its name, whatever its case; None if there is none."""
    if not isinstance(node, dict):
        return None
    if name in node:
        return node[name]
    wanted = name.lower()
    return next((value for key, value in node.items() if key.lower() == wanted), None)


def at(node: Any, path: str) -> list[Any]:
    """Return every value at a dotted path; lists on the way are followed, single or wrapped.

    EC2 prints a list as a list, as {"items": [...]}, or as the one object it holds.
    """
    names = path.split(".") if path else []
    depth = 0
    # Nearly every path leads straight down, by the very names.
    while depth < len(names) and type(node) is dict and names[depth] in node:
        node = node[names[depth]]
        depth += 1
    found = _flat(node)
    for name in names[depth:]:
        found = [value for each in found for value in _flat(_field(each, name))]
    return found


def first(node: Any, *paths: str) -> Any:
    """Return the first value that one of the paths leads to."""
    return next((value for path in paths for value in at(node, path)), None)


def text(value: Any, most: int = 255) -> str | None:
    """Return a text or number as text, None if it is empty or something else."""
    if isinstance(value, str):
        return value.strip()[:most] or None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value)[:most] if is_number else None


def word(value: Any) -> str | None:
    """Return an identifier: one word without spaces or @, so that it names no person."""
    if type(value) is str and _SAFE.fullmatch(value):
        return value
    found = text(value, 256)
    return found if found and _SAFE.fullmatch(found) else None


def whole(value: Any, most: int = MOST) -> int | None:
    """Return a number from 0 to `most`, also one printed as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value <= most else None
    if isinstance(value, float):
        return int(value) if 0 <= value <= most and value.is_integer() else None
    printed = _WHOLE.fullmatch(value) if isinstance(value, str) else None
    return whole(int(printed[1]), most) if printed else None


def walk(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object inside a value, itself first; no request of a vendor nests deeper."""
    if depth > _DEEP:
        return
    if isinstance(node, list):
        for each in node:
            yield from walk(each, depth + 1)
    elif isinstance(node, dict):
        yield node
        for each in node.values():
            if isinstance(each, dict | list):
                yield from walk(each, depth + 1)


def _field(node: Any, name: str) -> Any:
    found = pick(node, name)
    if found is None and isinstance(node, str):
        return pick(mapping(node), name)
    return found


def _flat(value: Any) -> list[Any]:
    if type(value) in _SCALARS:
        return [value]
    if isinstance(value, list):
        if len(value) == 1:
            return _flat(value[0])
        return [inner for each in value for inner in _flat(each)]
    if isinstance(value, dict) and len(value) <= _WRAPPER:
        for name in _LISTS:
            if name in value:
                return _flat(value[name])
    return [] if value is None else [value]
