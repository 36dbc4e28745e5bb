"""What of an assessment decides whether people are called: its entries, stage and accounts."""

from uuid import UUID

from contracts.parties import ListMatch
from contracts.risk import RiskAssessed
from services.notify.domain.plain_text import clean

ENTRY, WORD = 200, 40
# A `possible` match waits for a person; it is no news that wakes one.
DECIDED_RELATIONS = frozenset({"same", "sub-unit-of", "affiliate"})


def listed_entries(assessed: RiskAssessed) -> frozenset[str]:
    """Every key of the list entries that a party is, is a unit of, or belongs to."""
    return frozenset(key for match in _decided(assessed) for key in _keys(match))


def newly_listed(assessed: RiskAssessed, known: frozenset[str]) -> bool:
    """Whether an entry is matched that is not known, neither by an id nor by its name."""
    return any(known.isdisjoint(_keys(match)) for match in _decided(assessed))


def stage_of(assessed: RiskAssessed) -> str:
    """Stage as one clean word: no text of a notice may make the row impossible to store."""
    return clean(assessed.stage, WORD)


def linked_accounts(assessed: RiskAssessed) -> frozenset[UUID]:
    """Account matters that belong to the same story."""
    return frozenset(link.matter for link in assessed.links if link.kind == "account")


def _decided(assessed: RiskAssessed) -> list[ListMatch]:
    matches = (party.match for party in assessed.parties if party.match)
    return [match for match in matches if match.relation in DECIDED_RELATIONS]


def _keys(match: ListMatch) -> frozenset[str]:
    # Publications of one list give an entry other ids; only the name tells that it is the same.
    ids = (f"{match.list}:{id_}" for id_ in (match.entry_id, *match.other_entry_ids))
    return frozenset(clean(key, ENTRY) for key in (*ids, f"{match.list}={match.listed_name}"))
