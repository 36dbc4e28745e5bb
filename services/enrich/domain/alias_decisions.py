"""What a person decided of a name and a listed party: it is a name of theirs, or it is not."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from services.enrich.data.aliases import AliasRow
from services.enrich.domain.list_sets import CONFIRMED
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.keys import exact_key, is_chinese, keys_of
from services.enrich.domain.screening.records import listed_key
from services.enrich.domain.screening.rejections import Rejections
from services.enrich.domain.snapshots import ListFile, list_file

Verdict = Literal["confirmed", "rejected"]

LIST_OF: dict[Verdict, str] = {"confirmed": "CONFIRMED", "rejected": "REJECTED"}
"""Stands as list code of a decision in its set; no entry of a list has it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A name as printed, the entry (list code, listed name) it is about, who decided when and why.

    `by` is a person's name, no contact data; `source` is where the name can be checked.
    """

    name: str
    list: str
    entry: str
    verdict: Verdict
    by: str
    at: datetime
    why: str
    source: str = ""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that stand for the whole content."""
        said = (self.name, self.list, self.entry, self.verdict, self.by, self.why, self.source)
        text = "\x1f".join((*said, self.at.astimezone(UTC).isoformat()))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def day(self) -> date:
        """The day of the decision, in UTC."""
        return self.at.astimezone(UTC).date()

    @property
    def pair(self) -> tuple[str, str, str]:
        """The keys of what was decided: of the name, list code, of the listed name."""
        return exact_key(self.name), self.list, listed_key(self.entry)

    @property
    def row(self) -> AliasRow:
        """The alias that a confirmation is; it decides."""
        chinese = is_chinese(exact_key(self.name))
        return AliasRow(
            list=self.list,
            name=self.entry,
            kind="company" if _has_form(self.name) or _has_form(self.entry) else "institute",
            names=(self.name,) if chinese else (),
            english=() if chinese else (self.name,),
            source=self.source or f"confirmed by {self.by}",
            verified_on=self.day,
            confidence="high",
            confirmed_by=self.by,
        )

    @property
    def listed(self) -> ListedParty:
        """The decision as an entry of its set: its name is what is looked for among those seen."""
        return ListedParty(id=self.id, list=LIST_OF[self.verdict], name=self.name)


def set_file(decisions: Sequence[Decision]) -> ListFile:
    """Return the set of all decisions that stand; the same decisions have the same identity."""
    ordered = sorted(decisions, key=lambda each: (each.at, each.id))
    day = ordered[-1].day if ordered else None
    return list_file(CONFIRMED, [each.listed for each in ordered], day)


def alias_rows(decisions: Iterable[Decision]) -> tuple[AliasRow, ...]:
    """Return the aliases that were confirmed."""
    return tuple(each.row for each in decisions if each.verdict == "confirmed")


def rejections(decisions: Iterable[Decision]) -> Rejections:
    """Return the pairs that were rejected."""
    rejected = (each for each in decisions if each.verdict == "rejected")
    return Rejections.of((each.name, each.list, each.entry) for each in rejected)


def _has_form(name: str) -> bool:
    key, form = keys_of(name)
    return key != form or "集团" in key
