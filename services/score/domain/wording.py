"""What a person reads of an assessment: headline, unknowns, counter-facts, source line."""

from contracts.evidence import Evidence
from contracts.parties import Role, ScreenedParty
from contracts.tenders import NoticeStage
from services.score.domain.case import Case
from services.score.domain.matter import CHINA
from services.score.domain.removals import Removal, standing

# "CRITICAL 100 · " stands before it on the first line of 110 characters.
HEADLINE = 94
LIST_NAMES = {
    "EL": "Entity List",
    "MEU": "Military End User List",
    "UVL": "Unverified List",
    "CMIC": "NS-CMIC List",
    "SDN": "SDN List",
    "DPL": "Denied Persons List",
}
STAGES = {
    NoticeStage.PLANNING: "intention",
    NoticeStage.TENDER: "tender open",
    NoticeStage.AMENDMENT: "amended",
    NoticeStage.SINGLE_SOURCE: "single source",
    NoticeStage.CANDIDATE: "candidate named",
    NoticeStage.AWARD: "awarded",
    NoticeStage.CONTRACT: "contracted",
    NoticeStage.ACCEPTANCE: "delivered",
    NoticeStage.CANCELLED: "ended without a deal",
}


def subject_line(case: Case) -> str:
    """Buyer or account holder with its list, e.g. 四川大学 Sichuan University (Entity List)."""
    party = case.principal
    if party is None:
        return case.matter.accounts[0].account.account if case.matter.accounts else "unnamed buyer"
    english = party.party.name_en
    name = (
        f"{party.party.name} {english}"
        if english and english != party.party.name
        else party.party.name
    )
    return name + _listed_as(case, party)


def headline(case: Case) -> str:
    """The first line without band and score: who -> what via whom · stage · account."""
    tail = f" · {_state(case)} · {_account_state(case)}"
    sought = _sought(case)
    via = f" via {_short(case.supplier, 24)}" if case.supplier else ""
    who = subject_line(case)
    room = HEADLINE - len(tail)
    if len(who) + len(sought) + len(via) + 4 > room and case.principal:
        who = case.principal.party.name + _listed_as(case, case.principal)
    line = f"{who} -> {sought}{via}"
    return (line if len(line) <= room else line[: room - 1] + "…") + tail


def unknowns(case: Case) -> tuple[str, ...]:
    """What is not known and would matter."""
    found = []
    chips = [item for item in case.items if item.kind == "accelerator" and item.capability]
    if chips and case.accelerators is None:
        found.append("how many accelerators")
    if case.worst and case.matter.tenders:
        if not any(p.party.role == Role.END_USER for p in case.parties):
            found.append("who the end user is")
        if case.worst.kind == "accelerator" and case.worst.via is None:
            found.append("which cloud or data centre")
        if case.supplier is None:
            found.append("through whom")
    if case.nexus == "unknown":
        found.append("headquarters and ultimate parent")
    uncertain = sorted({name for t in case.matter.tenders for name in t.tender.uncertain})
    return (*found, *(f"uncertain: {name}" for name in uncertain))


def counter_evidence(case: Case) -> tuple[str, ...]:
    """The facts that speak against a finding, the strongest first."""
    found = [_removed(each) for each in standing(case.matter.removals, case.parties)]
    if case.matter.ended:
        found.append("the matter ended without a deal")
    if case.attempted_only:
        found.append("launches only failed")
    found += [f"{i.name} is only named as a yardstick" for i in case.items if i.equivalent]
    found += [f"{i.name} is domestic" for i in case.items if i.supply == "domestic"]
    found += [f"{i.name} is a China region" for i in case.items if i.supply == "us_china_region"]
    if not case.listed:
        found.append("no party is on a list")
    return tuple(found)


def quote(case: Case) -> Evidence | None:
    """The one quote of the first screen: the worst item's words."""
    return case.worst.evidence if case.worst else None


def source_text(case: Case) -> str:
    """Source and date of the newest document, one line."""
    if case.matter.accounts:
        account = case.matter.accounts[-1].account
        when = account.occurred.astimezone(CHINA).date()
        return f"{account.provider} {account.operation} of {when} ({account.source.name})"
    tender = case.matter.tenders[-1].tender
    dated = str(tender.published.value) if tender.published else "undated"
    what = tender.notice_type or tender.stage
    return f"{what} of {dated}, {tender.source.provenance} ({tender.source.name})"


def _removed(removal: Removal) -> str:
    dated = f"in the snapshot of {removal.list_date}" if removal.list_date else "by the newest one"
    return f"{removal.name} was removed from the {_list_name(removal.list)} {dated}"


def _list_name(code: str) -> str:
    return LIST_NAMES.get(code, f"list {code}")


def _listed_as(case: Case, party: ScreenedParty) -> str:
    found = next((x for x in case.listed if x.party == party), None)
    if found is None:
        return ""
    name = LIST_NAMES.get(found.match.list, found.match.list)
    return f" ({name})" if found.same else f" (unit of {name})"


def _sought(case: Case) -> str:
    items = [i for i in case.items if i.capability] or list(case.items)
    if not items:
        return "no capability item"
    names = "/".join(dict.fromkeys(i.name for i in items[:3]))
    total = case.accelerators
    count = f"{total:,} x " if total else ""
    via = f" on {items[0].via}" if items[0].via else ""
    return f"{count}{names}{via}"


def _state(case: Case) -> str:
    if case.matter.tenders:
        return STAGES.get(case.matter.stage, "stage unknown")
    if case.runs:
        return "running"
    return "attempted" if case.attempted_only else "signed up"


def _account_state(case: Case) -> str:
    if case.matter.accounts:
        return f"{len(case.links)} linked" if case.links else "no linked tender"
    if case.linked_runs:
        return "account running"
    return "account linked" if case.links else "no live account"


def _short(party: ScreenedParty | None, room: int) -> str:
    if party is None:
        return ""
    name = party.party.name
    return name if len(name) <= room else name[: room - 1] + "…"
