"""One matter in, one assessment out: the whole judgement, pure and repeatable."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.lists import Rescreening
from contracts.parties import Role, Screened
from contracts.risk import AssessedParty, RiskAssessed, Urgency, Versions
from services.score.domain import wording
from services.score.domain.case import RANK, Case
from services.score.domain.legal import legal_hook, stale_rows
from services.score.domain.policy import band_of
from services.score.domain.scoring import contributions_of

ENGINE = "1"
SHOWN = (Role.AGENCY, Role.MENTIONED)


@dataclass(frozen=True, slots=True)
class Moment:
    """What led to an assessment, and when: never part of the judgement itself."""

    cause: UUID
    at: datetime
    revision: int = 1
    rescreening: Rescreening | None = None


def assess(case: Case, moment: Moment) -> RiskAssessed:
    """Assess a matter. Unread content gets neither score nor band: it is for a person."""
    unread = bool(case.matter.tenders) and all(t.tender.unread_content for t in case.matter.tenders)
    contributions = () if unread else contributions_of(case)
    score = None if unread else sum(c.points for c in contributions)
    newest = case.matter.tenders[-1].tender if case.matter.tenders else None
    title = newest and (newest.project_name or newest.title)
    number = next(
        (
            t.tender.project_number.value
            for t in reversed(case.matter.tenders)
            if t.tender.project_number
        ),
        None,
    )
    amount = next((t.tender.amount for t in reversed(case.matter.tenders) if t.tender.amount), None)
    snapshot = case.matter.seen[-1].snapshot
    assessed = RiskAssessed(
        matter=case.matter.id,
        kind=case.matter.kind,
        revision=moment.revision,
        cause=moment.cause,
        score=score,
        band=None if score is None else band_of(score),
        urgency=_urgency(case, score),
        stage=str(case.matter.stage) if case.matter.tenders else _account_stage(case),
        headline=wording.headline(case),
        subject_line=wording.subject_line(case),
        title=title.value if title else None,
        project_number=number,
        parties=_parties(case),
        items=tuple(item.assessed() for item in case.items),
        total_accelerators=case.accelerators,
        amount_cny=case.amount,
        amount_text=amount.quote if amount else None,
        contributions=contributions,
        legal_hook=legal_hook(case),
        links=case.links,
        supplier_profile=case.profile,
        counter_evidence=wording.counter_evidence(case),
        unknowns=wording.unknowns(case),
        warnings=stale_rows(case, moment.at.date()),
        quote=wording.quote(case),
        screened=_screened(case),
        unread_content=unread,
        ended=case.matter.ended,
        resources_running=case.runs or case.linked_runs,
        notices=_notices(case),
        source_text=wording.source_text(case),
        law_date=case.matter.law_date,
        first_seen=case.matter.first_seen,
        assessed_at=moment.at,
        snapshot=snapshot,
        versions=Versions(
            engine=ENGINE,
            policy=case.policy.version,
            catalogue=case.matter.seen[-1].catalogue_version,
            snapshot=snapshot.id if snapshot else None,
            parser=_parser(case),
        ),
        evidence_hash="",
        on_perspective=_on_perspective(case),
        rescreening=moment.rescreening,
    )
    return assessed.model_copy(update={"evidence_hash": evidence_hash(assessed)})


def evidence_hash(assessed: RiskAssessed) -> str:
    """Hash of the decision-relevant facts: not of when, why now, or under which snapshot date."""
    parts = [
        str(assessed.score),
        assessed.stage,
        str(assessed.urgency),
        str(assessed.total_accelerators),
        str(assessed.amount_cny),
        *sorted(
            f"{p.role}|{p.name}|{p.match.entry_id if p.match else ''}" for p in assessed.parties
        ),
        *sorted(f"{i.kind}|{i.name}|{i.count}" for i in assessed.items),
        *sorted(str(link.matter) for link in assessed.links),
        *(f"{c.rule}|{c.points}" for c in assessed.contributions),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _urgency(case: Case, score: int | None) -> Urgency:
    """now: resources run, a sign-up is pending, or a launch was tried in a linked account."""
    if score is None or score < 40:  # noqa: PLR2004  medium begins at 40: contracts.risk.Band
        return Urgency.DIGEST
    signup = any(
        a.account.kind == "signup" for m in (case.matter, *case.linked) for a in m.accounts
    )
    if case.runs or case.linked_runs or signup:
        return Urgency.NOW
    return Urgency.DIGEST if score < 60 else Urgency.NEXT_BUSINESS_DAY  # noqa: PLR2004  high begins at 60


def _parties(case: Case) -> tuple[AssessedParty, ...]:
    found = []
    for party in case.parties:
        if party.party.role in SHOWN:
            continue
        match = next((x.match for x in case.listed if x.party == party), None)
        if match is None:
            match = next((m for m in party.matches if m.relation not in RANK), None)
        found.append(
            AssessedParty(
                role=party.party.role,
                name=party.party.name,
                name_en=party.party.name_en,
                match=match,
                nexus=party.nexus.value,
            )
        )
    return tuple(found)


def _parser(case: Case) -> str:
    """Version of the reader of the newest document."""
    if case.matter.accounts:
        return case.matter.accounts[-1].account.parser_version
    return case.matter.tenders[-1].tender.parser_version


def _notices(case: Case) -> tuple[UUID, ...]:
    tenders = [t.tender.notice for t in case.matter.tenders]
    return (*tenders, *(a.account.event for a in case.matter.accounts))


def _last(case: Case):  # type: ignore[no-untyped-def]  # noqa: ANN202  either kind; both carry the stamps
    return (case.matter.tenders or case.matter.accounts)[-1]


def _screened(case: Case) -> Screened:
    states = {seen.screened for seen in case.matter.seen}
    weakest: tuple[Screened, ...] = ("not_screened", "provisional")
    return next((state for state in weakest if state in states), "complete")


def _account_stage(case: Case) -> str:
    kinds = {a.account.kind for a in case.matter.accounts}
    return "signup" if kinds == {"signup"} else "event"


def _on_perspective(case: Case) -> bool:
    policy = case.policy
    if policy.perspective == "everything":
        return True
    clouds = {item.via or item.name for item in case.items}
    supplier = case.supplier.party.name if case.supplier else ""
    return bool(clouds & set(policy.our_clouds)) or supplier in policy.our_resellers
