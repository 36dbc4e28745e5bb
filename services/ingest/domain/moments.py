"""Instants as vendors write them; one without a zone is UTC, as their documents say."""

from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = 2000, 2100
_MILLISECONDS = 10**11


def moment(text: str) -> datetime:
    """Return the instant of an ISO 8601 text; ValueError if it is none."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def instant(value: Any) -> datetime | None:
    """Return the instant of a text or of seconds or milliseconds since 1970; None if it is none.

    What lies outside the years of cloud computing is a typing error.
    """
    try:
        if isinstance(value, str):
            found = moment(value.strip())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if value > _MILLISECONDS else value
            found = _EPOCH + timedelta(seconds=seconds)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return found if _FIRST <= found.year < _LAST else None
