"""Snapshots of the lists: their identity, whether one may replace another, and the difference."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from services.enrich.domain.importers.registry import read
from services.enrich.domain.lists import ListedParty, ListUnreadable

# Lists shorter than this move by a few entries; their shrinking says nothing.
_SMALL_LIST = 20
_DATE_IN_NAME = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)")
_KEPT = "The snapshot in use stays active. If this is intended, load it with --force."
_FIELDS = tuple(each.name for each in fields(ListedParty))
_DAY = "source_updated"
_TUPLES = ("aliases", "addresses", "countries", "footnotes", "other_ids")


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list set as read; `digests` are in the order of `parties`, both as published."""

    list_set: str
    id: str
    sha256: str
    list_date: date | None
    parties: tuple[ListedParty, ...]
    digests: tuple[bytes, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Parties by list code."""
        return dict(sorted(Counter(party.list for party in self.parties).items()))

    @property
    def stamps(self) -> dict[str, date]:
        """The day of each list by its code, where the publication says it."""
        return stamps_of(self.parties)


@dataclass(frozen=True, slots=True)
class Held:
    """What the active snapshot holds, to judge a newcomer by."""

    id: str
    list_date: date | None
    parties: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs between two snapshots: added, removed or changed."""

    kind: str
    list: str
    entry_id: str
    digest: bytes


def read_file(
    raw: bytes, name: str, list_set: str | None = None, *, own: str | None = None
) -> ListFile:
    """Parse a list file; raises ListUnreadable on anything empty, cut off or foreign.

    `own` is the private set that a table of names makes where nobody said what it is.
    """
    found, parsed = read(raw, name, list_set, own=own)
    stamp = parsed.list_date or _date_in(name)
    return list_file(found, parsed.parties, stamp, hashlib.sha256(raw).hexdigest())


def list_file(
    list_set: str, parties: Sequence[ListedParty], stamp: date | None, sha256: str = ""
) -> ListFile:
    """Return the list set that `parties` are; the same parties have the same identity."""
    digests = tuple(map(_digest, parties))
    stamps = repr(sorted(stamps_of(parties).items())).encode()
    whole = hashlib.sha256(b"".join(digests) + stamps).hexdigest()
    id_ = f"{list_set.replace(':', '-')}-{stamp or 'undated'}-{whole[:12]}"
    return ListFile(list_set, id_, sha256 or whole, stamp, tuple(parties), digests)


def refuse_unfit(new: ListFile, held: Held | None) -> None:
    """Raise ListUnreadable where a newcomer is older or much smaller than what is in use."""
    if held is None or held.id == new.id:
        return
    if new.list_date and held.list_date and new.list_date < held.list_date:
        problem = f"The list is of {new.list_date}, older than that in use ({held.list_date})."
        raise ListUnreadable(problem, _KEPT)
    counts = {"": len(new.parties), **new.counts}
    for code, before in {"": held.parties, **held.counts}.items():
        now = counts.get(code, 0)
        if before >= _SMALL_LIST and now * 2 < before:
            what = f"List {code}" if code else "The list"
            raise ListUnreadable(f"{what} shrank from {before:,} parties to {now:,}.", _KEPT)


def difference(
    before: Iterable[tuple[str, str, bytes]], after: Iterable[tuple[str, str, bytes]]
) -> list[Change]:
    """Return what changed between two snapshots, given as (list, entry id, digest)."""
    old, new = _keyed(before), _keyed(after)
    added = [Change("added", *key, _one(new[key])) for key in new if key not in old]
    removed = [Change("removed", *key, _one(old[key])) for key in old if key not in new]
    changed = [
        Change("changed", *key, _one(new[key]))
        for key in new
        if key in old and old[key] != new[key]
    ]
    return [*added, *removed, *changed]


def dumped(party: ListedParty) -> str:
    """Return a party as JSON with stable order, for storing and for its digest.

    Without its day, which is its list's: a party does not change because its list was published.
    """
    given = {key: value for key, value in asdict(party).items() if value and key != _DAY}
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def restored(text: str) -> ListedParty:
    """Return the party that `dumped` wrote; fields of a newer version are ignored."""
    row: dict[str, Any] = {k: v for k, v in json.loads(text).items() if k in _FIELDS}
    for key in _TUPLES:
        row[key] = tuple(row.get(key, ()))
    row.pop(_DAY, None)
    return ListedParty(**row)


def stamps_of(parties: Iterable[ListedParty]) -> dict[str, date]:
    """Return the newest day of each list."""
    stamps: dict[str, date] = {}
    for party in parties:
        day = party.source_updated
        if day and day > stamps.get(party.list, date.min):
            stamps[party.list] = day
    return stamps


def _digest(party: ListedParty) -> bytes:
    """Return the identity of a party; raises ListUnreadable on text that no database keeps."""
    text = dumped(party)
    try:
        if "\\u0000" not in text:
            return hashlib.sha256(text.encode()).digest()
    except UnicodeEncodeError:
        pass
    problem = f"Entry {party.id!r} holds a NUL character or half a surrogate pair."
    raise ListUnreadable(problem, "The file is damaged: fetch it again.")


def _date_in(name: str) -> date | None:
    """Return a date in the file's name, where the publication itself has no stamp."""
    found = _DATE_IN_NAME.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _keyed(rows: Iterable[tuple[str, str, bytes]]) -> dict[tuple[str, str], frozenset[bytes]]:
    keyed: dict[tuple[str, str], set[bytes]] = {}
    for code, entry, digest in rows:
        keyed.setdefault((code, entry), set()).add(bytes(digest))
    return {key: frozenset(digests) for key, digests in keyed.items()}


def _one(digests: frozenset[bytes]) -> bytes:
    return min(digests)
