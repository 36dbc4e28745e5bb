"""Turns a decision and a route into deliveries; a repeat plans nothing new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.ids import derived_id
from services.notify.domain.alerts import RANK, Alert, Decision
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Destination, Kind, Planned

MORE_TO_TELL = "more_matters"
"""Change of an alert that tells of several matters: a mail, which cannot be edited, follows."""
MORE_WAITS = 6

Receivers = Mapping[str, tuple[Destination, ...]]
"""Destinations of each receiver name: one channel, or one per mail address."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Deliveries to make, the reason of every destination that gets none, and new roots."""

    deliveries: tuple[Planned, ...]
    unsent: tuple[str, ...]
    rooted: frozenset[str]


def plan(alert: Alert, decision: Decision, content: Content, wanted: Sequence[Destination]) -> Plan:
    """Plan for an alert after its decision.

    `wanted` are the destinations that the routes chose now; those that have the first message
    already go on being told of changes, though not paged.
    """
    deliveries: list[Planned] = []
    unsent: list[str] = []
    chosen = {destination.id for destination in wanted}
    for destination in sorted(chosen | alert.rooted):
        kinds, why = _kinds(alert, decision, destination, chosen=destination in chosen)
        deliveries += [_planned(alert, decision, content, destination, kind) for kind in kinds]
        if not kinds:
            unsent.append(f"{destination}: {why}")
    rooted = frozenset(d.destination for d in deliveries if d.kind is Kind.ROOT)
    return Plan(tuple(deliveries), tuple(unsent), rooted)


def _kinds(
    alert: Alert, decision: Decision, destination: str, *, chosen: bool
) -> tuple[tuple[Kind, ...], str]:
    if not decision.edit:
        return (), decision.why
    paged = decision.paging and chosen
    if destination not in alert.rooted:
        return ((Kind.ROOT,), "") if paged else ((), "has no first message and this does not page")
    if destination.startswith("mail:"):
        if paged or decision.change == MORE_TO_TELL:
            return (Kind.PAGE,), ""
        return (), "a mail cannot be edited; only pages are sent"
    if decision.hold is not None and not paged:
        return (Kind.EDIT,), ""
    return (Kind.EDIT, Kind.PAGE if paged else Kind.NOTE), ""


def _planned(
    alert: Alert, decision: Decision, content: Content, destination: str, kind: Kind
) -> Planned:
    key = "|".join((str(alert.id), decision.change, str(alert.version), destination, kind))
    # An edit pages nobody, so it mentions nobody.
    quiet = kind in (Kind.EDIT, Kind.NOTE)
    # The root is always the newest state; what changed is told below it.
    told = "" if kind is Kind.EDIT else content.news
    own = content.model_copy(
        update={"mention": content.mention and not quiet, "news": told},
    )
    return Planned(
        id=derived_id(alert.id, key),
        idem_key=key,
        alert=alert.id,
        destination=destination,
        kind=kind,
        reason=decision.why,
        version=alert.version,
        severity=max(RANK[alert.band], 0),
        content=own,
        hold=_hold(decision, kind),
    )


def gathered(kind: Kind, waiting: Content, new: Content) -> Content:
    """Return what a waiting message says once it also tells of newer news."""
    news = "" if kind is Kind.ROOT else new.news or waiting.news
    return new.model_copy(update={"mention": waiting.mention or new.mention, "news": news})


def _hold(decision: Decision, kind: Kind) -> float | None:
    if decision.hold is None or kind is Kind.EDIT:
        return decision.hold and 0.0
    return decision.hold * (1 if decision.paging else MORE_WAITS)
