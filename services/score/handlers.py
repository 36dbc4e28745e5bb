"""Assess what was enriched: update the matter, find its neighbours, re-assess both sides."""

from collections.abc import Sequence
from uuid import UUID

from chassis.clock import Clock
from chassis.messages import Outgoing, Received
from contracts.accounts import AccountEnriched
from contracts.envelope import Attributes, Contract, Event, Mode
from contracts.ids import derived_id
from contracts.lists import Rescreening
from contracts.risk import RiskAssessed
from contracts.tenders import TenderEnriched
from contracts.topics import RISK_ASSESSED
from contracts.wire import Record, encode
from services.score.domain.assessment import Moment, assess
from services.score.domain.case import Case
from services.score.domain.matter import Matter
from services.score.domain.neighbours import Neighbourhood
from services.score.domain.outcome_hash import outcome_hash
from services.score.domain.policy import Policy
from services.score.ports import Changes, MatterStore, Stored, Unit, Wanted

SOURCE = "/exportwatch/score"


class Assess:
    """Handler of enriched tenders and accounts; the same input always leads to the same ids."""

    def __init__(self, store: MatterStore, policy: Policy, clock: Clock) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock

    async def __call__(self, batch: Sequence[Received[Contract]]) -> Sequence[Outgoing]:
        """Assess the batch in one unit of work; a repeated input returns what it led to before."""
        alone = [with_event(None, received) for received in batch]
        wanted = Wanted(
            inputs=tuple(received.attributes.id for received in batch),
            matters=tuple(sorted({matter.id for matter in alone})),
            locks=frozenset(key for matter in alone for key in matter.lock_keys()),
            sought=frozenset(pair for matter in alone for pair in matter.sought_keys()),
        )
        async with self._store.unit(wanted) as unit:
            work = _Work(unit, self._policy, self._clock)
            outs = [out for received in batch for out in work.take(received)]
            await unit.save(work.changes)
        return outs


class _Work:
    """One batch in progress: the unit's matters with this batch's changes on top."""

    def __init__(self, unit: Unit, policy: Policy, clock: Clock) -> None:
        self.changes = Changes()
        self._unit = unit
        self._policy = policy
        self._clock = clock
        self._around = Neighbourhood(stored.matter for stored in unit.matters.values())

    def take(self, received: Received[Contract]) -> list[Outgoing]:
        """Process one input; returns what is to be published because of it."""
        cause = received.attributes.id
        known = self.changes.outputs.get(cause, self._unit.known.get(cause))
        if known is not None:
            return [Outgoing(record, received) for record in self._repeated(known)]
        before = self._stored(matter_of(received))
        matter = with_event(before.matter if before else None, received)
        affected = {m.id for m in self._around.of(matter)}
        self._put(matter)
        affected |= {m.id for m in self._around.of(matter)}
        records = [self._assess(each, received) for each in (matter.id, *sorted(affected))]
        self.changes.outputs[cause] = [record for record in records if record]
        return [Outgoing(record, received) for record in self.changes.outputs[cause]]

    def _repeated(self, known: Sequence[Record]) -> list[Record]:
        """Stored outputs again, then the newest of each matter: subscribers end up right."""
        again = list(known)
        for record in known:
            newest = self._stored(UUID(record.key.decode()))
            if newest and newest.newest and newest.newest not in again:
                again.append(newest.newest)
        return again

    def _stored(self, matter: UUID) -> Stored | None:
        return self.changes.matters.get(matter) or self._unit.matters.get(matter)

    def _put(self, matter: Matter) -> None:
        before = self._stored(matter.id)
        revision, outcome = (before.revision, before.outcome) if before else (0, "")
        newest = before.newest if before else None
        self.changes.matters[matter.id] = Stored(matter, revision, outcome, newest)
        self._around.put(matter)

    def _assess(self, matter_id: UUID, received: Received[Contract]) -> Record | None:
        """Assess a matter anew; None if nothing but the time would differ."""
        stored = self._stored(matter_id)
        if stored is None:
            return None
        matter = stored.matter
        case = Case(matter, self._around.of(matter), self._policy)
        cause = received.attributes
        moment = Moment(cause.id, self._clock(), stored.revision + 1, lists_of(received))
        assessed = assess(case, moment)
        outcome = outcome_hash(assessed)
        if outcome == stored.outcome:
            return None
        record = self._encode(assessed, case, cause, moment)
        self.changes.matters[matter_id] = Stored(matter, moment.revision, outcome, record)
        return record

    def _encode(self, assessed: RiskAssessed, case: Case, cause: Attributes, at: Moment) -> Record:
        matter = case.matter
        attributes = Attributes(
            id=derived_id(cause.id, "assessed", str(matter.id), self._policy.version),
            source=SOURCE,
            type=RISK_ASSESSED.type,
            time=at.at,
            subject=str(matter.id),
            mode=mode_of(case),
            correlation_id=cause.correlation_id,
            traceparent=cause.traceparent,
        )
        return encode(RISK_ASSESSED, str(matter.id), Event(attributes=attributes, data=assessed))


def lists_of(received: Received[Contract]) -> Rescreening | None:
    """Return the re-screening that led to an enriched event, if other lists did."""
    data = received.data
    return data.rescreening if isinstance(data, TenderEnriched | AccountEnriched) else None


def mode_of(case: Case) -> Mode:
    """The matter's mode; an old tender that belongs to a live account is live (policy 3)."""
    mode = case.matter.mode()
    linked = {m.mode() for m in case.linked}
    return Mode.LIVE if mode == Mode.BACKFILL and Mode.LIVE in linked else mode


def matter_of(received: Received[Contract]) -> UUID:
    """Return the matter an enriched event is about."""
    data = received.data
    if isinstance(data, TenderEnriched):
        return data.tender.matter
    if isinstance(data, AccountEnriched):
        return data.account.matter
    raise TypeError(type(data).__name__)


def with_event(matter: Matter | None, received: Received[Contract]) -> Matter:
    """Return the matter with an enriched event in it."""
    data, mode = received.data, received.attributes.mode
    kind = "tender" if isinstance(data, TenderEnriched) else "account"
    start = matter or Matter(id=matter_of(received), kind=kind)
    if isinstance(data, TenderEnriched):
        return start.with_tender(data, mode)
    if isinstance(data, AccountEnriched):
        return start.with_account(data, mode)
    raise TypeError(type(data).__name__)
