"""One assessed record as the JSON object that `exportwatch assess --json` prints."""

from decimal import Decimal
from typing import Any

from contracts.accounts import AccountEnriched, AccountReceived
from contracts.capabilities import RunningAccelerators
from contracts.evidence import MoneyFact
from contracts.parties import Party, Role, ScreenedParty
from contracts.risk import RiskAssessed
from contracts.tenders import TenderEnriched, TenderReceived
from deploy.assess import Line
from services.ingest.domain.reading import Ignored, Quarantined
from services.score.domain.matter import CHINA

CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud", "oci": "OCI"}


def as_json(line: Line) -> dict[str, Any]:
    """Return the object of design 9; keys are always the same for a kind."""
    found: dict[str, Any] = {
        "file": line.file,
        "record": line.record,
        "status": line.status,
        "reason": _reason(line),
    }
    if isinstance(line.enriched, TenderEnriched) and line.event:
        found |= _tender(line.enriched, line.event.data)
    elif isinstance(line.enriched, AccountEnriched) and line.event:
        found |= _account(line.enriched, line.event.data)
    else:
        account = isinstance(line.reading, Ignored) and line.reading.kind == "account"
        kind, stage = ("account", "event") if account else ("unknown", "unknown")
        found |= {"kind": kind, "stage": stage}
    if line.assessed:
        found |= _outcome(line.assessed)
    if line.event:
        found["matter"] = str(line.matter)
        found["links"] = line.links
    return found


def _reason(line: Line) -> str | None:
    if line.duplicate_of:
        return f"duplicate of {line.duplicate_of}"
    if isinstance(line.reading, Quarantined):
        return f"{line.reading.reason}: {line.reading.message}"
    return line.reading.reason if isinstance(line.reading, Ignored) else None


def _tender(enriched: TenderEnriched, received: TenderReceived) -> dict[str, Any]:
    t = enriched.tender
    amount = t.amount if t.amount and t.amount.value is not None else t.budget
    value, uncertain = _yuan(amount)
    chips = [c for c in enriched.chips if not c.negated]
    return {
        "kind": "tender",
        "stage": str(t.stage),
        "published": t.published.value.isoformat() if t.published else None,
        "title": t.title.value if t.title else None,
        "number": t.project_number.value if t.project_number else None,
        "buyer": _buyer(t.buyer, enriched.parties),
        "end_users": [p.name for p in t.end_users],
        "agency": t.agency.name if t.agency else None,
        "suppliers": [p.name for p in t.suppliers],
        "intermediaries": _intermediaries(enriched),
        "amount_cny": value,
        "amount_uncertain": uncertain or (t.amount is not None and t.amount.value is None),
        "chips": [{"name": _bare(c.name), "count": c.count} for c in chips],
        "total_accelerators": None if received.unread_content else _total(enriched),
        "clouds": list(dict.fromkeys(c.name for c in enriched.clouds if not c.negated)),
        "ai_services": list(dict.fromkeys(s.name for s in enriched.ai_services if not s.negated)),
        "account": None,
        "parties_listed": _listed(enriched.parties),
        "cancelled": t.cancelled,
        "unread_content": received.unread_content,
        "uncertain": list(t.uncertain),
    }


def _account(enriched: AccountEnriched, received: AccountReceived) -> dict[str, Any]:
    runs = enriched.accelerators
    return {
        "kind": "account",
        "stage": "signup" if received.kind == "signup" else "event",
        "published": received.occurred.astimezone(CHINA).date().isoformat(),
        "account": {
            "id": received.account,
            "event": received.operation,
            "type": received.kind,
            "instances": [{"type": i.instance_type, "count": i.count} for i in received.instances],
            "attempted_only": received.attempted_only,
        },
        "chips": _chips(runs),
        "total_accelerators": None
        if any(r.total is None for r in runs)
        else sum(r.total or 0 for r in runs),
        "unmapped": [r.instance_type for r in runs if r.unmapped],
        "clouds": _cloud(received.provider, enriched.supply),
        "ai_services": [s.name for s in enriched.ai_services],
        "parties_listed": _listed(enriched.parties),
        "uncertain": list(received.uncertain),
    }


def _chips(runs: tuple[RunningAccelerators, ...]) -> list[dict[str, Any]]:
    """Each chip once, with all of its number over the instance types."""
    found: dict[str, int | None] = {}
    for run in runs:
        if run.chip:
            name = _bare(run.chip)
            before = found.get(name, 0)
            unknown = before is None or run.total is None
            found[name] = None if unknown else (before or 0) + (run.total or 0)
    return [{"name": name, "count": count} for name, count in found.items()]


def _bare(chip: str) -> str:
    """A chip's name without its form factor, which the catalogue needs for its figures."""
    return chip.removesuffix(" NVL")


def _cloud(provider: str, supply: str) -> list[str]:
    """The cloud of the account; a China region goes under its own name."""
    name = CLOUDS.get(provider)
    if name is None:
        return []
    return [f"{name} China" if supply == "us_china_region" else name]


def _outcome(assessed: RiskAssessed) -> dict[str, Any]:
    return {
        "score": assessed.score,
        "band": str(assessed.band) if assessed.band else None,
        "urgency": str(assessed.urgency),
        "contributions": [
            {"rule": c.rule, "points": c.points, "sentence": c.sentence}
            for c in assessed.contributions
        ],
    }


def _buyer(buyer: Party | None, parties: tuple[ScreenedParty, ...]) -> dict[str, Any] | None:
    if buyer is None:
        return None
    screened = next((p.party for p in parties if p.party.role == Role.BUYER), buyer)
    return {"name": buyer.name, "name_en": screened.name_en}


def _intermediaries(enriched: TenderEnriched) -> list[str]:
    """Suppliers of what a US provider makes stand in between; they do not make it."""
    supplies = [c.supply for c in enriched.clouds] + [s.supply for s in enriched.ai_services]
    foreign = "us" in supplies
    named = [p.party.name for p in enriched.parties if p.party.role == Role.INTERMEDIARY]
    return [*named, *(p.name for p in enriched.tender.suppliers if foreign)]


def _listed(parties: tuple[ScreenedParty, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": p.party.name,
            "list": m.list,
            "relation": m.relation,
            "entry_id": m.entry_id,
            "query": m.query,
        }
        for p in parties
        if p.party.role != Role.AGENCY
        for m in p.matches
    ]


def _total(enriched: TenderEnriched) -> int | None:
    groups: dict[object, int] = {}
    for number, chip in enumerate(c for c in enriched.chips if not c.negated):
        if chip.count is None:
            return None
        key = ("one", number) if chip.alternative_group is None else chip.alternative_group
        groups[key] = max(groups.get(key, 0), chip.count)
    return sum(groups.values())


def _yuan(money: MoneyFact | None) -> tuple[float | int | None, bool]:
    """The amount in yuan, null for foreign money; and whether it is uncertain."""
    if money is None:
        return None, False
    if money.value is None or money.currency != "CNY" or money.kind != "total":
        return None, True
    value: Decimal = money.value
    return (int(value) if value == value.to_integral() else float(value)), money.uncertain
