"""The legal hook: which law may be touched, with its status at the date used."""

from datetime import date

from contracts.risk import LegalHook
from services.score.domain.case import Case, Listed
from services.score.domain.policy import Law


def legal_hook(case: Case) -> LegalHook:
    """Return the strongest hook: sanctions, item licence, end use, provider terms, or none."""
    found = case.gravest
    if found and found.acting and case.items:
        return _listed(case, found)
    if case.worst is None:
        return LegalHook(kind="none", sentence="none identified")
    if case.worst.controlled:
        law = case.policy.law_of(
            "US-BIS-HQ-PARENT" if case.nexus == "yes" else "US-BIS-3A090", case.matter.law_date
        )
        paragraph = case.worst.classification.paragraph if case.worst.classification else "3A090"
        return _hook(law, f"{paragraph}: {law.title}; remote access itself is not settled law")
    if case.worst.kind == "ai_service":
        law = case.policy.law_of("PROVIDER-TERMS", case.matter.law_date)
        return _hook(law, "provider terms on supported countries and ownership")
    law = case.policy.law_of("US-BIS-END-USE", case.matter.law_date)
    return _hook(law, f"end-use knowledge: {law.title}")


def stale_rows(case: Case, on: date) -> tuple[str, ...]:
    """Return a warning for each row of law in use that had to be verified before `on`."""
    hook = legal_hook(case)
    rows = [law for law in case.policy.law if law.applies(case.matter.law_date)]
    used = [law for law in rows if law.verify_by == hook.verify_by and law.kind == hook.kind]
    warnings = [
        f"{law.title}: to be verified since {law.verify_by}" for law in used if law.verify_by < on
    ]
    dated = {i.classification.verify_by for i in case.items if i.classification}
    late = sorted(d for d in dated if d and d < on)
    return (*warnings, *(f"chip classification: to be verified since {d}" for d in late[:1]))


def _listed(case: Case, found: Listed) -> LegalHook:
    match = found.match
    if found.tier == "blocking":
        law, kind = case.policy.law_of("US-OFAC-SDN", case.matter.law_date), "sanctions"
    elif found.tier == "licence":
        law, kind = case.policy.law_of("US-BIS-ENTITY-LIST", case.matter.law_date), "item_licence"
    else:
        law, kind = case.policy.law_of("US-BIS-END-USE", case.matter.law_date), "end_use_knowledge"
    unit = "" if found.same else " (sub-unit: not itself named on the list)"
    return LegalHook(
        kind=kind,
        sentence=f"{law.title}{unit}; whether remote access is covered is not settled law",
        licence_requirement=match.licence_requirement,
        review_policy=match.licence_policy,
        citation=match.citation,
        status=law.status,
        verify_by=law.verify_by,
    )


def _hook(law: Law, sentence: str) -> LegalHook:
    return LegalHook(
        kind=law.kind,
        sentence=sentence,
        citation=law.source,
        status=law.status,
        verify_by=law.verify_by,
    )
