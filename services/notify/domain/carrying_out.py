"""What follows from a decision on an alert: its new state, the plan, the record, the event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.alerts import AlertChanged
from contracts.risk import RiskAssessed
from services.notify.domain import change_notes, first_screen
from services.notify.domain.alerts import Alert, Decision, after, with_roots
from services.notify.domain.audit import AlertEvent
from services.notify.domain.content import Content, Line
from services.notify.domain.deliveries import Destination
from services.notify.domain.planning import Plan, plan
from services.notify.domain.routing import Routed


@dataclass(frozen=True, slots=True)
class Step:
    """An alert so far, what was assessed, what was decided, and where the routes lead."""

    previous: Alert | None
    assessed: RiskAssessed
    decision: Decision
    routed: Routed
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What a step leads to, to be kept in one transaction and published."""

    alert: Alert
    first_line: str
    plan: Plan
    event: AlertEvent
    changed: AlertChanged


def carry_out(
    step: Step, wanted: Sequence[Destination], console_url: str | None, now: datetime
) -> CarriedOut:
    """Return what follows from a decision that applies."""
    alert = after(step.previous, step.assessed, step.decision)
    first_line = _first_line(alert, step.assessed)
    planned = plan(alert, step.decision, _content(step, alert, first_line, console_url), wanted)
    alert = with_roots(alert, planned.rooted)
    return CarriedOut(
        alert=alert,
        first_line=first_line,
        plan=planned,
        event=_event(step, alert, planned, now),
        changed=_changed(step, alert, planned, first_line).model_copy(update={"at": now}),
    )


def _content(step: Step, alert: Alert, first_line: str, console_url: str | None) -> Content:
    assessed, decision = step.assessed, step.decision
    url = f"{console_url.rstrip('/')}/alerts/{alert.id}" if console_url else None
    return Content(
        alert=alert.id,
        version=alert.version,
        band=alert.band,
        first_line=first_line,
        lines=step.lines,
        subject=alert.subject,
        news=change_notes.news(step.previous, assessed, decision),
        why=f"{step.routed.why}; {decision.why}",
        mention=step.routed.mention,
        url=url,
        at=assessed.assessed_at,
    )


def _event(step: Step, alert: Alert, planned: Plan, now: datetime) -> AlertEvent:
    lines = [f"{d.destination}: {d.kind} {d.id}" for d in planned.deliveries]
    told = "; ".join([step.decision.why, step.routed.why, *lines, *planned.unsent])
    old = _summary(step.previous) if step.previous else None
    return AlertEvent(alert.id, now, step.decision.change, told, old=old, new=_summary(alert))


def _changed(step: Step, alert: Alert, planned: Plan, first_line: str) -> AlertChanged:
    previous, decision = step.previous, step.decision
    return AlertChanged(
        alert=alert.id,
        matter=alert.matter,
        revision=alert.revision,
        version=alert.version,
        state=alert.state,
        band=alert.band,
        previous_band=previous.band if previous else None,
        score=alert.score,
        urgency=alert.urgency,
        first_line=first_line,
        change=decision.change,
        paging=decision.paging and bool(planned.deliveries),
        route=step.routed.path,
        receivers=step.routed.receivers if planned.deliveries else (),
        at=alert.opened_at,
    )


def _first_line(alert: Alert, assessed: RiskAssessed) -> str:
    known = (alert.band, alert.score) if alert.band and alert.score is not None else None
    return first_screen.first_line(assessed, known)


def _summary(alert: Alert) -> str:
    facts: Mapping[str, object] = {
        "version": alert.version,
        "revision": alert.revision,
        "state": alert.state,
        "band": alert.band,
        "score": alert.score,
        "urgency": alert.urgency,
        "stage": alert.stage,
    }
    return " ".join(f"{name}={value}" for name, value in facts.items())
