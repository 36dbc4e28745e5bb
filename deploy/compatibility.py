"""FULL_TRANSITIVE compatibility of JSON Schemas: every reader reads every writer within a major.

Covers the subset that pydantic emits. A field may be added if it is optional; nothing may be
removed, renamed, retyped or made required or optional; an enum may grow if it has `unknown`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_BOUNDS = ("maxLength", "minLength", "minimum", "maximum", "pattern", "format", "maxItems")


def breaks(released: Schema, current: Schema) -> list[str]:
    """Return what in `current` breaks readers or writers of `released`, one line each."""
    return sorted(set(_Comparison(released, current).compare(released, current, "$")))


class _Comparison:
    def __init__(self, released: Schema, current: Schema) -> None:
        self._roots = (released, current)
        self._seen: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        """Yield the breaking differences between two nodes."""
        pair = (str(old.get("$ref")), str(new.get("$ref")))
        if "$ref" in old and pair in self._seen:
            return
        self._seen.add(pair)
        old, new = _resolve(old, self._roots[0]), _resolve(new, self._roots[1])
        yield from _values(old, new, at)
        yield from self._alternatives(old, new, at)
        yield from self._properties(old, new, at)
        if "items" in old and "items" in new:
            yield from self.compare(old["items"], new["items"], f"{at}[]")

    def _alternatives(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        olds, news = old.get("anyOf", ()), new.get("anyOf", ())
        if len(olds) != len(news):
            yield f"{at}: other alternatives"
            return
        for a, b in zip(olds, news, strict=True):
            yield from self.compare(a, b, at)

    def _properties(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        must, must_now = set(old.get("required", ())), set(new.get("required", ()))
        for name in before.keys() - after.keys():
            yield f"{at}.{name}: removed"
        for name in must_now - must:
            yield f"{at}.{name}: {'newly required' if name in before else 'added as required'}"
        for name in (must - must_now) & after.keys():
            yield f"{at}.{name}: no longer required"
        for name in before.keys() & after.keys():
            yield from self.compare(before[name], after[name], f"{at}.{name}")


def _values(old: Schema, new: Schema, at: str) -> Iterator[str]:
    if old.get("type") != new.get("type"):
        yield f"{at}: type {old.get('type')} became {new.get('type')}"
    for bound in _BOUNDS:
        if old.get(bound) != new.get(bound):
            yield f"{at}: {bound} {old.get(bound)} became {new.get(bound)}"
    before, after = set(old.get("enum", ())), set(new.get("enum", ()))
    if gone := before - after:
        yield f"{at}: enum lost {sorted(gone)}"
    if (added := after - before) and before and "unknown" not in before:
        yield f"{at}: closed enum gained {sorted(added)}"


def _resolve(node: Schema, root: Schema) -> Schema:
    """Follow a local $ref; what stands beside it (description, default) does not matter here."""
    while "$ref" in node:
        name = str(node["$ref"]).removeprefix("#/$defs/")
        node = root["$defs"][name]
    return node
