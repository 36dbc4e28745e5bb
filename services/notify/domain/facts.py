"""What of an assessment decides whether people are called: its entries, stage and accounts."""

from uuid import UUID

from contracts.risk import RiskAssessed
from services.notify.domain.plain_text import clean

ENTRY, WORD = 200, 40
# A `possible` match waits for a person; it is no news that wakes one.
DECIDED_RELATIONS = frozenset({"same", "sub-unit-of", "affiliate"})


def listed_entries(assessed: RiskAssessed) -> frozenset[str]:
    """List entries that a party of the matter is, is a unit of, or belongs to."""
    matches = (party.match for party in assessed.parties if party.match)
    decided = (m for m in matches if m.relation in DECIDED_RELATIONS)
    return frozenset(clean(f"{m.list}:{m.entry_id}", ENTRY) for m in decided)


def stage_of(assessed: RiskAssessed) -> str:
    """Stage as one clean word: no text of a notice may make the row impossible to store."""
    return clean(assessed.stage, WORD)


def linked_accounts(assessed: RiskAssessed) -> frozenset[UUID]:
    """Account matters that belong to the same story."""
    return frozenset(link.matter for link in assessed.links if link.kind == "account")
