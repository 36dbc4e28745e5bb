"""Ids that derive from causes, so that a replay gives the same id."""

from uuid import UUID, uuid5

from contracts.envelope import NAMESPACE


def derived_id(cause: UUID, *names: str) -> UUID:
    """Return uuid5(cause, names): the id of what `cause` led to under these names and versions."""
    return uuid5(cause, "\x1f".join(names))


def root_id(*names: str) -> UUID:
    """Return the id of something without a cause of its own, from the names that identify it."""
    return uuid5(NAMESPACE, "\x1f".join(names))


def account_matter(account: str) -> UUID:
    """Return the matter id of a cloud account key `<provider>:<account>`."""
    return root_id("account", account)


def rescreening_matter(rescreening: UUID, mode: str) -> UUID:
    """Return the matter id under which all that one change of the lists touched is told."""
    return derived_id(rescreening, "matter", mode)


def alert_id(matter: UUID) -> UUID:
    """Return the id of the one alert a matter can have."""
    return uuid5(matter, "alert")
