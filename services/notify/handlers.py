"""risk.assessed in, alerts and their deliveries planned in one transaction, alert.changed out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.clock import Clock
from chassis.messages import Outgoing, Received
from contracts.alerts import AlertChanged
from contracts.envelope import Event, Mode
from contracts.ids import alert_id, derived_id
from contracts.risk import RiskAssessed
from contracts.topics import ALERTS_CHANGED
from contracts.wire import Record, caused, encode
from services.notify.domain import change_notes, first_screen
from services.notify.domain.alerts import Alert, Decision, after, transition, with_roots
from services.notify.domain.audit import AlertEvent
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Destination
from services.notify.domain.labels import labels_of
from services.notify.domain.planning import Plan, Receivers, plan
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
    results: list[Result] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)

    @classmethod
    def after(cls, past: Past) -> "_Progress":
        return cls(dict(past.alerts), dict(past.seen), dict(past.newest), dict(past.handled))


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
            await unit.keep(progress.results)
        return progress.outgoing

    def _handle(self, received: Received[RiskAssessed], progress: _Progress) -> None:
        taken = _taken(received)
        if taken.event in progress.handled:
            _again(received, taken, progress)
            return
        result = self._decide(received, taken, progress)
        outputs = (result.output,) if result.output else ()
        progress.results.append(result)
        progress.handled[taken.event] = outputs
        progress.seen[taken.alert] = max(progress.seen.get(taken.alert, 0), received.data.revision)
        if result.alert:
            progress.alerts[taken.alert] = result.alert
        for record in outputs:
            progress.newest[taken.alert] = record
            progress.outgoing.append(Outgoing(record, received))

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
        alert = after(previous, assessed, decision)
        content = self._content((previous, alert), assessed, decision, routed)
        planned = plan(alert, decision, content, wanted)
        alert = with_roots(alert, planned.rooted)
        return Result(
            taken=taken,
            assessed=assessed,
            decision=decision,
            alert=alert,
            first_line=content.first_line,
            route=routed.path,
            deliveries=planned.deliveries,
            events=self._events(previous, alert, decision, (routed, planned)),
            output=self._output(received, (previous, alert), decision, (routed, planned)),
        )

    def _content(
        self,
        alerts: tuple[Alert | None, Alert],
        assessed: RiskAssessed,
        decision: Decision,
        routed: Routed,
    ) -> Content:
        previous, alert = alerts
        url = self.desk.console_url
        return Content(
            alert=alert.id,
            version=alert.version,
            band=alert.band,
            first_line=_first_line(alert, assessed),
            lines=first_screen.screen_lines(assessed),
            subject=alert.subject,
            news=change_notes.news(previous, assessed, decision),
            why=f"{routed.why}; {decision.why}",
            mention=routed.mention,
            url=f"{url.rstrip('/')}/alerts/{alert.id}" if url else None,
            at=assessed.assessed_at,
        )

    def _events(
        self,
        previous: Alert | None,
        alert: Alert,
        decision: Decision,
        ways: tuple[Routed, Plan],
    ) -> tuple[AlertEvent, ...]:
        routed, planned = ways
        now = self.clock()
        lines = [f"{d.destination}: {d.kind} {d.id}" for d in planned.deliveries]
        told = "; ".join([decision.why, routed.why, *lines, *planned.unsent])
        old = _summary(previous) if previous else None
        changed = AlertEvent(alert.id, now, decision.change, told, old=old, new=_summary(alert))
        return (changed,)

    def _output(
        self,
        received: Received[RiskAssessed],
        alerts: tuple[Alert | None, Alert],
        decision: Decision,
        ways: tuple[Routed, Plan],
    ) -> Record:
        now = self.clock()
        routed, planned = ways
        told = routed.receivers if planned.deliveries else ()
        changed = _changed(alerts, decision, _first_line(alerts[1], received.data))
        data = changed.model_copy(update={"route": routed.path, "receivers": told, "at": now})
        if not planned.deliveries:
            data = data.model_copy(update={"paging": False})
        new_id = derived_id(received.attributes.id, ALERTS_CHANGED.name)
        attributes = caused(received.attributes, ALERTS_CHANGED, id=new_id, source=SOURCE, time=now)
        return encode(ALERTS_CHANGED, str(data.matter), Event(attributes=attributes, data=data))


def _changed(
    alerts: tuple[Alert | None, Alert], decision: Decision, first_line: str
) -> AlertChanged:
    previous, alert = alerts
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
        paging=decision.paging,
        at=alert.opened_at,
    )


def _again(received: Received[RiskAssessed], taken: Taken, progress: _Progress) -> None:
    """Publish a redelivered input's stored outputs, then the alert's newest."""
    stored = progress.handled[taken.event]
    newest = progress.newest.get(taken.alert)
    later = (newest,) if stored and newest and newest not in stored else ()
    progress.outgoing += [Outgoing(record, received) for record in (*stored, *later)]


def _first_line(alert: Alert, assessed: RiskAssessed) -> str:
    known = (alert.band, alert.score) if alert.band and alert.score is not None else None
    return first_screen.first_line(assessed, known)


def _taken(received: Received[RiskAssessed]) -> Taken:
    # Defaults left out: a newer version with more fields must not see another payload.
    payload = received.data.model_dump_json(exclude_defaults=True).encode()
    return Taken(
        event=received.attributes.id,
        topic=received.topic,
        payload=hashlib.sha256(payload).hexdigest(),
        alert=alert_id(received.data.matter),
    )


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
