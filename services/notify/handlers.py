"""risk.assessed in, alerts and their deliveries planned in one transaction, alert.changed out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.clock import Clock
from chassis.messages import Outgoing, Received
from contracts.alerts import AlertChanged
from contracts.envelope import Event, Mode
from contracts.ids import alert_id, derived_id
from contracts.risk import RiskAssessed
from contracts.topics import ALERTS_CHANGED
from contracts.wire import Record, caused, encode
from services.notify.domain import first_screen
from services.notify.domain.alerts import Alert, Decision, transition
from services.notify.domain.carrying_out import Step, carry_out
from services.notify.domain.deliveries import Destination
from services.notify.domain.labels import labels_of
from services.notify.domain.planning import Receivers
from services.notify.domain.rescreened import (
    Child,
    Circumstances,
    by_parent,
    child_of,
    merged,
    parent_alert,
    parent_assessed,
    parent_decision,
    parent_lines,
)
from services.notify.domain.routing import PAGING_MODES, Routed, Routes, explain
from services.notify.domain.storable import storable
from services.notify.ports import Past, Result, Store, Taken

SOURCE = "/exportwatch/notify"


@dataclass(frozen=True, slots=True)
class Desk:
    """How this installation routes: the tree, where each receiver is, where the console is."""

    routes: Routes
    receivers: Receivers
    console_url: str | None = None
    gather_seconds: float = 10.0

    def destinations(self, routed: Routed) -> tuple[Destination, ...]:
        """Return the destinations of the receivers that the routes chose."""
        return tuple(d for name in routed.receivers for d in self.receivers.get(name, ()))

    def holds(self, previous: Alert | None, mode: Mode) -> bool:
        """Whether an event of this mode must leave the alert alone: others than its own were told.

        Live events are never held, also not after a receiver was moved or taken away.
        """
        if previous is None or not previous.announced or mode is Mode.LIVE:
            return False
        own = (r.name for r in self.routes.receivers if mode in PAGING_MODES and r.audience == mode)
        places = {d.id for name in own for d in self.receivers.get(name, ())}
        return not previous.rooted <= places


@dataclass(slots=True)
class _Progress:
    """What is known while a batch is worked through in order."""

    alerts: dict[UUID, Alert]
    seen: dict[UUID, int]
    newest: dict[UUID, Record]
    handled: dict[UUID, tuple[Record, ...]]
    known_children: dict[UUID, Mapping[UUID, Child]]
    children: dict[UUID, list[Child]] = field(default_factory=dict)
    causes: dict[UUID, Received[RiskAssessed]] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)

    @classmethod
    def after(cls, past: Past) -> "_Progress":
        known = (dict(past.alerts), dict(past.seen), dict(past.newest), dict(past.handled))
        return cls(*known, dict(past.children))

    def take(self, result: Result, received: Received[RiskAssessed]) -> None:
        """Keep a result, and publish what it led to."""
        taken, outputs = result.taken, (result.output,) if result.output else ()
        self.results.append(result)
        self.handled[taken.event] = (*self.handled.get(taken.event, ()), *outputs)
        if result.alert:
            self.alerts[taken.alert] = result.alert
        for record in outputs:
            self.newest[taken.alert] = record
            self.outgoing.append(Outgoing(record, received))


@dataclass(frozen=True, slots=True)
class AlertHandler:
    """Handles batches of assessments; the same input always gives the same output."""

    store: Store
    desk: Desk
    clock: Clock

    async def __call__(self, batch: Sequence[Received[RiskAssessed]]) -> Sequence[Outgoing]:
        """Decide on each assessment in order and return what is to be published."""
        async with self.store.unit() as unit:
            progress = _Progress.after(await unit.recall([_taken(each) for each in batch]))
            for each in batch:
                self._handle(each, progress)
            for alert, cause in progress.causes.items():
                self._parent(alert, cause, progress)
            await unit.keep(progress.results)
        return progress.outgoing

    def _handle(self, received: Received[RiskAssessed], progress: _Progress) -> None:
        taken = _taken(received)
        if taken.event in progress.handled:
            _again(received, taken, progress)
            return
        result = self._decide(received, taken, progress)
        progress.seen[taken.alert] = max(progress.seen.get(taken.alert, 0), received.data.revision)
        progress.take(result, received)
        if taken.parent and result.alert:
            child = child_of(result.alert, result.assessed, result.decision)
            if child:
                progress.causes[taken.parent] = received
                progress.children.setdefault(taken.parent, []).append(child)

    def _decide(
        self, received: Received[RiskAssessed], taken: Taken, progress: _Progress
    ) -> Result:
        assessed = storable(received.data)
        previous = progress.alerts.get(taken.alert)
        routed = explain(self.desk.routes, labels_of(assessed, received.attributes.mode))
        wanted = self.desk.destinations(routed)
        seen = progress.seen.get(taken.alert, 0)
        decision = transition(previous, assessed, reachable=bool(wanted), seen=seen)
        if self.desk.holds(previous, received.attributes.mode):
            # Applied, it would edit what people see and use up the page of the next live one.
            why = f"mode {received.attributes.mode} changes no alert that people were told of"
            decision = Decision("held", (why,), applies=False)
        if not decision.applies:
            return Result(taken, assessed, decision)
        if assessed.rescreening:
            decision = by_parent(decision)
        lines = first_screen.screen_lines(assessed)
        return self._result(received, taken, Step(previous, assessed, decision, routed, lines))

    def _parent(self, alert: UUID, received: Received[RiskAssessed], progress: _Progress) -> None:
        """Tell once of all that a change of the lists touched, after a batch."""
        new = progress.children.pop(alert)
        mode, assessed = received.attributes.mode, storable(received.data)
        before = progress.known_children.get(alert, {})
        children = merged(before, new)
        if assessed.rescreening is None:
            return
        previous = progress.alerts.get(alert)
        revision = previous.revision + 1 if previous else 1
        state = parent_assessed(assessed, mode, children.values(), revision)
        routed = explain(self.desk.routes, labels_of(state, mode))
        now = Circumstances(
            reachable=bool(self.desk.destinations(routed)),
            fresh=any(c.telling and not _told(before, c) for c in new),
            hold=self.desk.gather_seconds,
        )
        decision = parent_decision(previous, state, now)
        lines = parent_lines(assessed.rescreening, children.values())
        taken = replace(_taken(received), alert=alert)
        result = self._result(received, taken, Step(previous, state, decision, routed, lines))
        told = replace(result, children=tuple(children[each.alert] for each in new))
        progress.take(told, received)

    def _result(self, received: Received[RiskAssessed], taken: Taken, step: Step) -> Result:
        now = self.clock()
        wanted = self.desk.destinations(step.routed)
        done = carry_out(step, wanted, self.desk.console_url, now)
        return Result(
            taken=taken,
            assessed=step.assessed,
            decision=step.decision,
            alert=done.alert,
            first_line=done.first_line,
            route=step.routed.path,
            deliveries=done.plan.deliveries,
            events=(done.event,),
            output=_output(received, done.changed, now),
        )


def _output(received: Received[RiskAssessed], changed: AlertChanged, now: datetime) -> Record:
    cause = received.attributes
    own = changed.matter == received.data.matter
    names = (ALERTS_CHANGED.name,) if own else (ALERTS_CHANGED.name, str(changed.matter))
    new_id = derived_id(cause.id, *names)
    attributes = caused(cause, ALERTS_CHANGED, id=new_id, source=SOURCE, time=now)
    attributes = attributes.model_copy(update={"subject": str(changed.matter)})
    return encode(ALERTS_CHANGED, str(changed.matter), Event(attributes=attributes, data=changed))


def _again(received: Received[RiskAssessed], taken: Taken, progress: _Progress) -> None:
    """Publish a redelivered input's stored outputs, then the alert's newest."""
    stored = progress.handled[taken.event]
    newest = progress.newest.get(taken.alert)
    later = (newest,) if stored and newest and newest not in stored else ()
    progress.outgoing += [Outgoing(record, received) for record in (*stored, *later)]


def _told(known: Mapping[UUID, Child], child: Child) -> bool:
    before = known.get(child.alert)
    return bool(before and before.telling)


def _taken(received: Received[RiskAssessed]) -> Taken:
    # Defaults left out: a newer version with more fields must not see another payload.
    payload = received.data.model_dump_json(exclude_defaults=True).encode()
    again = received.data.rescreening
    return Taken(
        event=received.attributes.id,
        topic=received.topic,
        payload=hashlib.sha256(payload).hexdigest(),
        alert=alert_id(received.data.matter),
        parent=parent_alert(again, received.attributes.mode) if again else None,
    )
