"""Tells whether an assessment says anything new: all but when, why now and which revision."""

import hashlib

from contracts.risk import RiskAssessed

INCIDENTAL = {"revision", "cause", "assessed_at", "rescreening"}


def outcome_hash(assessed: RiskAssessed) -> str:
    """Return the hash of everything a reader would see differently."""
    text = assessed.model_dump_json(exclude=INCIDENTAL)
    return hashlib.sha256(text.encode()).hexdigest()
