"""Rules that a person's decision on a name must keep, before anything is stored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from chassis.errors import Invalid
from services.enrich.data.aliases import AliasRow
from services.enrich.domain.alias_decisions import Decision
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.alias_check import is_common, is_source
from services.enrich.domain.screening.keys import exact_key, form_key, is_weak
from services.enrich.domain.screening.records import (
    AliasTable,
    known_names,
    listed_key,
)

LONGEST_NAME, LONGEST_BY, LONGEST_WHY = 200, 80, 500
"""Characters."""

_CONTACT = re.compile(r"@|\d[\d ()+-]{5,}\d")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_SIMILAR = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision is judged by: the parties of its list in use, rows, standing decisions."""

    parties: Sequence[ListedParty]
    rows: Sequence[AliasRow]
    decisions: Sequence[Decision] = ()


def checked(new: Decision, ground: Ground) -> Decision:
    """Return the decision with the listed name as the list prints it; raises Invalid.

    The entry may be given by its name or by its id in a snapshot in use.
    """
    _refuse(_badly_written(new))
    entry = _entry(new, ground.parties)
    named = Decision(
        *(new.name.strip(), new.list, entry.name, new.verdict),
        *(new.by.strip(), new.at, new.why.strip(), new.source.strip()),
    )
    _refuse(_standing(named, ground))
    known = known_names(entry, AliasTable(ground.rows).rows_for(entry))
    if any(each.decides and exact_key(each.text) == named.pair[0] for each in known):
        raise _wrong(f"{named.name} is a name of {entry.name} already: {_OF_ITS_OWN[new.verdict]}")
    if named.verdict == "confirmed":
        _refuse(_claimed(named, ground))
    return named


_OF_ITS_OWN = {
    "confirmed": "there is nothing to confirm.",
    "rejected": "a rejection takes back proposals only.",
}


def refuse_revocation(by: str, why: str) -> None:
    """Raise Invalid unless it is said who revokes a decision, and why."""
    _refuse(_badly_signed(by, why))


def _badly_signed(by: str, why: str) -> Iterator[str]:
    if any(_UNPRINTABLE.search(text) for text in (by, why)):
        yield "--by and --why are one line of text each."
    if not by.strip() or len(by) > LONGEST_BY or _CONTACT.search(by):
        yield f"--by is the name of a person, at most {LONGEST_BY} characters, no contact data."
    if not why.strip() or len(why) > LONGEST_WHY or "@" in why:
        yield f"--why is a sentence of at most {LONGEST_WHY} characters without e-mail addresses."


def _badly_written(new: Decision) -> Iterator[str]:
    yield from _badly_signed(new.by, new.why)
    if any(_UNPRINTABLE.search(text) for text in (new.name, new.source)):
        yield "Name and --source are one line of text each."
    if not exact_key(new.name) or len(new.name) > LONGEST_NAME:
        yield f"A name has a letter and at most {LONGEST_NAME} characters: give it as printed."
    if new.source.strip() and not is_source(new.source.strip()):
        yield "--source is a URL, or a publication with year, ISSN or citation."
    if new.verdict == "confirmed" and _is_general(new.name):
        yield f"{new.name} is a common word or an acronym: confirm the full name."


def _is_general(name: str) -> bool:
    return is_common(name) or is_weak(form_key(name))


def _entry(new: Decision, parties: Sequence[ListedParty]) -> ListedParty:
    wanted, given = listed_key(new.entry), new.entry.strip()
    same = [each for each in parties if given == each.id or listed_key(each.name) == wanted]
    found = next(iter(sorted(same, key=lambda each: each.name != given)), None)
    if found is None or found.nameless:
        raise _wrong(f"No list in use has {given!r} on {new.list}. {_similar(given, parties)}")
    if not found.is_organisation:
        raise _wrong(f"{found.name} is a person, ship or aircraft: only organisations have names.")
    return found


def _similar(given: str, parties: Sequence[ListedParty]) -> str:
    names = dict.fromkeys(each.name for each in parties)
    if not names:
        return "exportwatch lists status shows which lists are in use."
    near = process.extract(given, names.keys(), scorer=fuzz.WRatio, limit=_SIMILAR)
    return f"Copy the name from the list; similar are: {'; '.join(each[0] for each in near)}."


def _standing(new: Decision, ground: Ground) -> Iterator[str]:
    held = next((each for each in ground.decisions if each.pair == new.pair), None)
    if held:
        when = f"{held.verdict} by {held.by} on {held.day}"
        yield f"This pair was {when}: exportwatch lists revoke {held.id} takes that back first."


def _claimed(new: Decision, ground: Ground) -> Iterator[str]:
    """Yield which other entry of the same list has the name; across lists it may be one body."""
    key, code, entry = new.pair
    of_list = [row for row in ground.rows if row.list == code]
    of_list += [each.row for each in ground.decisions if each.verdict == "confirmed"]
    claims = [
        (row.name, name)
        for row in of_list
        for name in (*row.names, *row.short, *row.former, *row.english)
        if row.list == code
    ]
    claims += [(each.name, name) for each in ground.parties for name in (each.name, *each.aliases)]
    for owner, name in claims:
        if exact_key(name) == key and listed_key(owner) != entry:
            yield f"{new.name} is a name of {owner} ({code}) already: one name has one entry."


def _refuse(problems: Iterator[str]) -> None:
    found = next(problems, None)
    if found:
        raise _wrong(found)


def _wrong(problem: str) -> Invalid:
    return Invalid(problem, reason="decision_invalid")
