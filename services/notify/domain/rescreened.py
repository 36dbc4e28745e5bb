"""One alert for each change of the lists: the matters it touched, ranked, instead of many pages.

Source: the project's policy, section 4; what runs comes first, then what is open, then history.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from contracts.envelope import Mode
from contracts.ids import alert_id, rescreening_matter
from contracts.lists import Rescreening
from contracts.risk import AssessedParty, Band, LegalHook, RiskAssessed, Urgency, Versions
from services.notify.domain.alerts import ALERTABLE, RANK, Alert, Decision
from services.notify.domain.content import Frozen, Line
from services.notify.domain.first_screen import INDICATOR, LINE, LIST_NAMES
from services.notify.domain.plain_text import clean
from services.notify.domain.planning import MORE_TO_TELL

SHOWN = 10
SHOWN_ENTRIES = 4
SHOWN_PARTIES = 20
SUBJECT, WHAT = 160, 240
GROUPS = ("running", "open", "history")
RUNNING, OPEN, HISTORY = range(3)
OLD = timedelta(days=365)
_ENDED = frozenset({"acceptance", "cancelled"})
_URGENCY = (Urgency.NOW, Urgency.NEXT_BUSINESS_DAY, Urgency.DIGEST, Urgency.UNKNOWN)


class Child(Frozen):
    """A matter that a change of the lists touched. `telling`: it alone would have paged."""

    alert: UUID
    group: int
    band: Band | None
    score: int | None
    urgency: Urgency
    subject: str
    what: str
    telling: bool
    on_perspective: bool
    parties: tuple[AssessedParty, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """Sort key, the most pressing first."""
        return (self.group, -RANK[self.band], -(self.score or 0), str(self.alert))

    @property
    def line(self) -> Line:
        """The line of the parent's first screen."""
        band = str(self.band).upper() if self.band else "UNREAD"
        score = "" if self.score is None else f" {self.score}"
        reference = f"EXW-{self.alert.hex[:8].upper()}"
        text = f"{band}{score} · {self.subject} · {self.what} · {reference}"
        return Line(label=GROUPS[self.group].capitalize(), text=clean(text, LINE))


def parent_alert(again: Rescreening, mode: Mode) -> UUID:
    """Return the id of the alert that tells of a re-screening; each mode has its own audience."""
    return alert_id(rescreening_matter(again.id, mode))


def by_parent(decision: Decision) -> Decision:
    """Return the decision on a child: what would page is left to the parent to tell."""
    if not decision.paging:
        return decision
    if decision.change == "first_shown":  # told by an earlier parent, and nothing pages now
        return Decision("edited", ("no paging transition",), edit=True)
    return Decision(decision.change, decision.reasons, edit=True, by_parent=True)


def child_of(alert: Alert, assessed: RiskAssessed, decision: Decision) -> Child | None:
    """Return the matter as the parent tells of it; None if the lists changed nothing to tell."""
    again = assessed.rescreening
    if again is None or not decision.edit:
        return None
    removed = any(entry.kind == "removed" for entry in again.entries)
    if not (decision.by_parent or removed):
        return None
    reasons = decision.reasons if decision.by_parent else ()
    return Child(
        alert=alert.id,
        group=_group(assessed),
        band=assessed.band,
        score=assessed.score,
        urgency=assessed.urgency,
        subject=clean(assessed.subject_line, SUBJECT),
        what=clean("; ".join((changes(again), *reasons)), WHAT),
        telling=decision.by_parent,
        on_perspective=assessed.on_perspective,
        parties=tuple(party for party in assessed.parties if party.match),
    )


def merged(known: Mapping[UUID, Child], new: Collection[Child]) -> dict[UUID, Child]:
    """Return the children with newer states of some; what was to be told stays so."""
    found = dict(known)
    for child in new:
        before = found.get(child.alert)
        telling = child.telling or bool(before and before.telling)
        found[child.alert] = child.model_copy(update={"telling": telling})
    return found


def parent_assessed(
    cause: RiskAssessed, mode: Mode, children: Collection[Child], revision: int
) -> RiskAssessed:
    """Return the state of the parent: the worst band and urgency of what is to be told."""
    again = cause.rescreening
    if again is None:
        raise ValueError("only a re-screening has a parent")
    telling = [child for child in children if child.telling]
    seen = [child for child in telling if child.on_perspective] or telling
    worst = max(seen, key=lambda child: (RANK[child.band], child.score or 0), default=None)
    ranked = sorted(children, key=lambda child: child.rank)
    return RiskAssessed(
        matter=rescreening_matter(again.id, mode),
        kind="unknown",
        revision=revision,
        cause=cause.cause,
        score=worst.score if worst else 0,
        band=worst.band if worst else Band.NONE,
        urgency=min((c.urgency for c in seen), key=_URGENCY.index, default=Urgency.DIGEST),
        stage="rescreening",
        headline=_headline(again, ranked),
        subject_line=f"List change {_dated(again)}",
        parties=_parties(seen),
        legal_hook=LegalHook(kind="none", sentence="that of each matter"),
        screened="complete",
        law_date=cause.assessed_at.date(),
        first_seen=cause.assessed_at,
        assessed_at=cause.assessed_at,
        snapshot=cause.snapshot,
        versions=Versions(engine=cause.versions.engine, policy=cause.versions.policy, catalogue=""),
        evidence_hash=_hash(ranked),
        resources_running=any(child.group == RUNNING for child in seen),
        on_perspective=any(child.on_perspective for child in seen),
        rescreening=again,
    )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Whether the routes have a receiver, whether a matter to be told of is new, and how many
    seconds a message waits for more of them.
    """

    reachable: bool = True
    fresh: bool = True
    hold: float = 10.0


def parent_decision(previous: Alert | None, assessed: RiskAssessed, now: Circumstances) -> Decision:
    """Page once, and again if the worst band or urgency rises; else edit in place."""
    decision = _parent_decision(previous, assessed, now)
    return replace(decision, hold=now.hold) if decision.edit else decision


def _parent_decision(
    previous: Alert | None, assessed: RiskAssessed, now: Circumstances
) -> Decision:
    if previous is None or not previous.announced:
        if RANK[assessed.band] < ALERTABLE or not now.reachable:
            return Decision("noted", ("nothing of it is to be told so far",))
        return Decision("rescreened", ("a change of the lists",), paging=True, edit=True)
    if rise := _rise(previous, assessed):
        return Decision(rise[0], (rise[1],), paging=True, edit=True)
    if now.fresh:
        return Decision(MORE_TO_TELL, ("more matters are touched",), edit=True)
    return Decision("edited", ("newer states of the matters",), edit=True)


def parent_lines(again: Rescreening, children: Collection[Child]) -> tuple[Line, ...]:
    """Return what changed, at most ten matters by rank, how many more there are, what to do."""
    ranked = sorted(children, key=lambda child: child.rank)
    which = f"{_dated(again)}: {again.snapshot} after {again.previous or 'none'}"
    lines = [Line(label="Lists", text=clean(which, LINE))]
    lines += [child.line for child in ranked[:SHOWN]]
    if len(ranked) > SHOWN:
        lines.append(Line(label="More", text=f"and {len(ranked) - SHOWN:,} more"))
    step = "Open each matter by its number, those that run first."
    return (*lines, Line(label="Next", text=f"{step} {INDICATOR}."))


def changes(again: Rescreening) -> str:
    """Return which entries came, changed or went, in words."""
    shown = [
        f"{entry.name} {entry.kind} ({LIST_NAMES.get(entry.list, entry.list)})"
        for entry in again.entries[:SHOWN_ENTRIES]
    ]
    if len(again.entries) > SHOWN_ENTRIES:
        shown.append(f"and {len(again.entries) - SHOWN_ENTRIES} more")
    return "; ".join(shown) or "screened anew on newer lists"


def _group(assessed: RiskAssessed) -> int:
    if assessed.resources_running:
        return RUNNING
    ended = assessed.ended or assessed.stage in _ENDED
    return HISTORY if ended or _is_old(assessed) else OPEN


def _is_old(assessed: RiskAssessed) -> bool:
    return assessed.law_date < (assessed.assessed_at - OLD).date()


def _rise(previous: Alert, assessed: RiskAssessed) -> tuple[str, str] | None:
    if RANK[assessed.band] > RANK[previous.band] and RANK[assessed.band] > ALERTABLE:
        return "band_rose", f"band rose from {previous.band or 'none'} to {assessed.band}"
    if assessed.urgency is Urgency.NOW and previous.urgency is not Urgency.NOW:
        return "urgency", "urgency is now"
    return None


def _headline(again: Rescreening, ranked: Sequence[Child]) -> str:
    counts = [sum(child.group == group for child in ranked) for group in range(len(GROUPS))]
    parts = ", ".join(f"{n:,} {name}" for n, name in zip(counts, GROUPS, strict=True) if n)
    noun = "matter" if len(ranked) == 1 else "matters"
    return clean(f"List change {_dated(again)} touches {len(ranked):,} {noun} · {parts}", 94)


def _dated(again: Rescreening) -> str:
    return f"{again.list_set} of {again.list_date}" if again.list_date else again.list_set


def _parties(children: Sequence[Child]) -> tuple[AssessedParty, ...]:
    unique = {(p.name, p.match and p.match.entry_id): p for c in children for p in c.parties}
    return tuple(unique.values())[:SHOWN_PARTIES]


def _hash(ranked: Sequence[Child]) -> str:
    text = "\n".join(child.model_dump_json() for child in ranked)
    return hashlib.sha256(text.encode()).hexdigest()


def read_child(body: str) -> Child:
    """Return a child as it was stored."""
    return Child.model_validate_json(body)
