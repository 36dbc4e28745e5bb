"""How each labelled fact is taken from the assessed records of a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Records = Sequence[Mapping[str, Any]]
Read = Callable[[Records, Any], Any]

BANDS = ("none", "low", "medium", "high", "critical")
SEVERAL = "differs between records"
ABSENT = "no such record"


def _one(records: Records, key: str) -> Any:
    """The value all records share."""
    values = [record.get(key) for record in records]
    if not values:
        return ABSENT
    return values[0] if all(value == values[0] for value in values) else SEVERAL


def _plain(key: str) -> Read:
    return lambda records, _: _one(records, key)


def _unordered(key: str) -> Read:
    """Lists whose order says nothing: given back in the order of the label where equal."""

    def read(records: Records, want: Any) -> Any:
        if not records:
            return ABSENT
        have = list(dict.fromkeys(v for r in records for v in r.get(key) or ()))
        return want if sorted(have) == sorted(want) else have

    return read


def _inside(outer: str, key: str) -> Read:
    return lambda records, _: _one([r.get(outer) or {} for r in records], key)


def chip_names(records: Records) -> set[str]:
    """Every chip that any of the records names."""
    return {chip["name"] for record in records for chip in record.get("chips") or ()}


def _counts(records: Records, want: Any) -> Any:
    """Counts by name of the labelled chips, for that missing names are the F1's matter."""
    have: dict[str, int | None] = {}
    for record in records:
        for chip in record.get("chips") or ():
            have[chip["name"]] = _sum([have.get(chip["name"], 0), chip["count"]])
    return {name: have.get(name, ABSENT) for name in want}


def _sum(values: Iterable[Any]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _total(records: Records, want: Any) -> Any:
    return _sum(r.get("total_accelerators") for r in records) if records else ABSENT


def _band_at_most(records: Records, want: Any) -> Any:
    """The label itself if no record lies above it."""
    bands = [str(r.get("band")) for r in records]
    over = [b for b in bands if b not in BANDS or BANDS.index(b) > BANDS.index(want)]
    return (over[0] if over else want) if bands else ABSENT


def _no_score(records: Records, want: Any) -> Any:
    return all(r.get("score") is None and r.get("band") is None for r in records)


def _status(records: Records, want: Any) -> Any:
    """The label is one status or several allowed ones with `|`; `unread` is assessed, unread."""
    have = ["unread" if r.get("unread_content") else str(r.get("status")) for r in records]
    fine = bool(have) and all(status in want.split("|") for status in have)
    return want if fine else have


def _listed(records: Records, want: Any) -> Any:
    pairs = {(m["name"], m["relation"]) for r in records for m in r.get("parties_listed") or ()}
    same = pairs == {(m["name"], m["relation"]) for m in want}
    return want if same else sorted(pairs)


def _instances(records: Records, want: Any) -> Any:
    """Instance types with their counts summed."""
    have: dict[str, int | None] = {}
    for record in records:
        for found in (record.get("account") or {}).get("instances") or ():
            have[found["type"]] = _sum([have.get(found["type"], 0), found["count"]])
    return have


def _repeat(records: Records, want: Any) -> Any:
    return bool(records) and all(
        str(r.get("reason") or "").startswith("duplicate of") for r in records
    )


FACTS: dict[str, Read] = {
    "status": _status,
    "repeat": _repeat,
    "stage": _plain("stage"),
    "published": _plain("published"),
    "buyer": _inside("buyer", "name"),
    "end_users": _unordered("end_users"),
    "agency": _plain("agency"),
    "suppliers": _unordered("suppliers"),
    "amount_cny": _plain("amount_cny"),
    "amount_uncertain": _plain("amount_uncertain"),
    "number": _plain("number"),
    "chips": lambda records, _: chip_names(records),
    "counts": _counts,
    "total_accelerators": _total,
    "clouds": _unordered("clouds"),
    "ai_services": _unordered("ai_services"),
    "cancelled": _plain("cancelled"),
    "unread_content": _plain("unread_content"),
    "no_score": _no_score,
    "listed": _listed,
    "band_at_most": _band_at_most,
    "account": _inside("account", "id"),
    "operation": _inside("account", "event"),
    "account_kind": _inside("account", "type"),
    "attempted_only": _inside("account", "attempted_only"),
    "instances": _instances,
    "unmapped": _unordered("unmapped"),
}
"""Each fact that a label may name; a reader gets the records of the file and the label."""
