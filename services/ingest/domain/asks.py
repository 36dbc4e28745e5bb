"""How a vendor's request names instance types and how many: a table, and its one reader."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from contracts.accounts import InstanceRequest
from services.ingest.domain.loose import at, text, walk, whole

MOST_TYPES = 100
_KIND = re.compile(r"[\w.:-]{2,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attached:
    """Accelerators that a machine gets beside its type: where, and the fields of type and count."""

    at: str
    kind: str
    count: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Where a request names instances; paths are dotted, lists on the way are followed.

    `at` leads to the objects, `kind` and `count` are fields of each; `capacity` is a number from
    the root that all types share: with more than one type they are alternatives and each count
    is unknown. `each` counts where nothing is stated; with `weighed` stated, the capacity is not
    a number of instances.
    """

    kind: str
    at: str = ""
    count: tuple[str, ...] = ()
    capacity: tuple[str, ...] = ()
    weighed: tuple[str, ...] = ()
    each: int | None = None
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A vendor's types with accelerators, and the fields under which its requests name a type."""

    accelerated: re.Pattern[str]
    fields: frozenset[str]

    def has(self, kind: str) -> bool:
        """Return whether the type's name is of a family with accelerators."""
        return self.accelerated.match(kind.lower()) is not None


Counts = dict[str, int | None]


def asked(asks: Iterable[Ask], roots: Sequence[Any], family: Family) -> Counts:
    """Return what the first of the roots asks for by the table, else types named anywhere in them.

    A type of which none is to run counts 0.
    """
    tables = (counts_of(asks, root, family) for root in roots)
    searched = (any_kinds(root, family) for root in roots)
    return next((found for found in chain(tables, searched) if found), {})


def to_run(counts: Counts) -> Counts:
    """Return the types of which at least one, or nobody knows how many, are to run."""
    return {kind: number for kind, number in counts.items() if number != 0}


def counts_of(asks: Iterable[Ask], root: Any, family: Family) -> Counts:
    """Return accelerated types with their numbers, as the table finds them."""
    found: Counts = {}
    for ask in asks:
        for kind, number in _asked(ask, root, family):
            before = found.get(kind, 0)
            found[kind] = None if number is None or before is None else before + number
    return found


def any_kinds(root: Any, family: Family) -> Counts:
    """Return the accelerated types that a request names anywhere; how many is not known."""
    found: Counts = {}
    for node in walk(root):
        for name, value in node.items():
            if name.lower() in family.fields:
                found |= {k: None for v in at(value, "") if (k := kind_of(v)) and family.has(k)}
    return found


def requests(counts: Counts) -> tuple[InstanceRequest, ...]:
    """Return the types and numbers as the contract has them."""
    listed = list(counts.items())[:MOST_TYPES]
    return tuple(InstanceRequest(instance_type=kind, count=number) for kind, number in listed)


def kind_of(value: Any) -> str | None:
    """Return a type's name: a text, an object that holds it, or the end of an address."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("instanceType") or value.get("name")
    printed = text(value)
    plain = printed.rstrip("/").rpartition("/")[2] if printed else ""
    return plain if _KIND.fullmatch(plain) else None


def _asked(ask: Ask, root: Any, family: Family) -> list[tuple[str, int | None]]:
    rows: list[tuple[str, int | None]] = []
    for node in at(root, ask.at):
        number = number_of(node, ask.count, ask.each)
        named = [kind for value in at(node, ask.kind) if (kind := kind_of(value))]
        # Several types of one object are alternatives: how many of each is not known.
        own = [(kind, number if len(named) == 1 else None) for kind in named]
        known = any(family.has(kind) for kind in named)
        rows += own if known or not ask.attached else _beside(ask.attached, node, number)
    if ask.capacity:
        weighed = any(value is not None for path in ask.weighed for value in at(root, path))
        rows = _sharing(rows, None if weighed else number_of(root, ask.capacity, None))
    return [(kind, number) for kind, number in rows if family.has(kind)]


def _beside(attached: Attached, node: Any, machines: int | None) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []
    for each in at(node, attached.at):
        named = [kind for value in at(each, attached.kind) if (kind := kind_of(value))]
        per = number_of(each, attached.count, None)
        known = len(named) == 1 and per is not None and machines is not None
        total = (per or 0) * (machines or 0) if known else None
        found += [(attached.prefix + kind.lower().replace("_", "-"), total) for kind in named]
    return found


def _sharing(rows: list[tuple[str, int | None]], capacity: int | None) -> list[Any]:
    """Give the shared number to the one type there is; several are alternatives."""
    kinds = dict(rows)
    if capacity == 0:
        return [(kind, 0) for kind in kinds]
    per = set(rows) if len(kinds) == 1 else set()
    if len(per) != 1 or capacity is None:
        return [(kind, None) for kind in kinds]
    ((kind, each),) = per
    return [(kind, None if each is None else capacity * each)]


def number_of(node: Any, paths: tuple[str, ...], unstated: int | None) -> int | None:
    """Return the first number stated at the paths; `a+b` adds up, `path[]` counts a list."""
    for path in paths:
        values = [value for part in path.split("+") for value in at(node, part.removesuffix("[]"))]
        if path.endswith("[]") and values:
            return len(values)
        numbers = [number for value in values if (number := whole(value)) is not None]
        if numbers:
            return sum(numbers)
    return unstated
