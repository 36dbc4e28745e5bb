"""Instants as vendors write them; one without a zone is UTC, as their documents say."""

from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """Return the instant of an ISO 8601 text; ValueError if it is none."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
