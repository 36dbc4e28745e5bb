"""The first screen of an alert: one line for a phone's push, then at most ten lines.

Source: the project's policy, section 5. It is an indicator for review and says so.
"""

from collections.abc import Iterable

from contracts.parties import ListMatch, Role
from contracts.risk import AssessedItem, AssessedParty, Band, LegalHook, RiskAssessed, Urgency
from services.notify.domain.content import Line
from services.notify.domain.plain_text import clean

FIRST_LINE = 110
LINE = 400
QUOTE = 80
SHOWN_ITEMS = 4
SHOWN_REASONS = 3
INDICATOR = "Indicator for review, not a finding of wrongdoing"

LIST_NAMES = {
    "EL": "Entity List",
    "MEU": "Military End User List",
    "UVL": "Unverified List",
    "SDN": "SDN List",
    "DPL": "Denied Persons List",
    "CMIC": "Chinese military-industrial complex list (NS-CMIC)",
    "CONFIRMED": "name that a person confirmed",
    "REJECTED": "name that a person rejected",
}
_THROUGH = (Role.INTERMEDIARY, Role.RESELLER, Role.SUPPLIER, Role.OPERATOR, Role.PAYER)
_HOOK_STATUS = {"in_force": ""}


def first_line(assessed: RiskAssessed, known: tuple[Band, int] | None = None) -> str:
    """Return band, score and headline in at most 110 characters.

    `known` is what was known before content came that nobody has read.
    """
    if assessed.band is None:
        before = f"{known[0].upper()} {known[1]} + " if known else ""
        return clean(f"{before}UNREAD · {assessed.headline}", FIRST_LINE)
    return clean(f"{assessed.band.upper()} {assessed.score} · {assessed.headline}", FIRST_LINE)


def screen_lines(assessed: RiskAssessed) -> tuple[Line, ...]:
    """Return the ten lines below the first one; a line without a fact says what is missing."""
    lines = (
        ("What", _what(assessed)),
        ("Through", _through(assessed)),
        ("Lists", _lists(assessed)),
        ("Law", _law(assessed)),
        ("Why", _why(assessed)),
        ("Quote", _quote(assessed)),
        ("Against", _first(assessed.counter_evidence, "no counter-evidence found")),
        ("Not known", _unknowns(assessed)),
        ("Source", _source(assessed)),
        ("Next", f"{_next_step(assessed)} {INDICATOR}."),
    )
    return tuple(Line(label=label, text=clean(text, LINE)) for label, text in lines)


def _what(a: RiskAssessed) -> str:
    shown = [_item(item) for item in a.items[:SHOWN_ITEMS]]
    if len(a.items) > SHOWN_ITEMS:
        shown.append(f"and {len(a.items) - SHOWN_ITEMS} more")
    parts = ["; ".join(shown) or "no controlled item named"]
    if a.total_accelerators is not None:
        parts.append(f"{a.total_accelerators:,} accelerators in all")
    elif any(item.kind == "accelerator" for item in a.items):
        parts.append("number of accelerators not stated")
    if amount := a.amount_text or (f"{a.amount_cny:,} CNY" if a.amount_cny is not None else ""):
        parts.append(amount)
    return " · ".join(parts)


def _item(item: AssessedItem) -> str:
    count = f"{item.count:,} x " if item.count else ""
    via = f" on {item.via}" if item.via else ""
    marks = ", ".join(m for m in (item.classification, item.controlled and "controlled") if m)
    return f"{count}{item.name}{via}" + (f" ({marks})" if marks else "")


def _through(a: RiskAssessed) -> str:
    names = [_name(party) for party in a.parties if party.role in _THROUGH]
    parts = ["; ".join(dict.fromkeys(names)) or "no intermediary named"]
    if a.supplier_profile:
        parts.append(a.supplier_profile.sentence)
    if a.links:
        parts.append("linked: " + "; ".join(f"{link.label} ({link.why})" for link in a.links[:3]))
    return " · ".join(parts)


def _name(party: AssessedParty) -> str:
    return f"{party.name} {party.name_en}" if party.name_en else party.name


def _lists(a: RiskAssessed) -> str:
    cited = [_match(p.match) for p in a.parties if p.match]
    found = "; ".join(dict.fromkeys(cited))
    state = {
        "complete": "",
        "provisional": "provisional: the lists are stale",
        "not_screened": "NOT SCREENED: assessed again with the next lists",
    }.get(a.screened, "screening state unknown")
    stamp = a.snapshot.list_date.isoformat() if a.snapshot and a.snapshot.list_date else ""
    clear = "" if a.screened == "not_screened" else "no party on the lists screened"
    dated = f"lists of {stamp}" if stamp else "date of the lists unknown"
    return " · ".join(part for part in (found or clear, dated, state) if part)


def _match(m: ListMatch) -> str:
    name = LIST_NAMES.get(m.list, m.list)
    cited = f", {m.citation}" if m.citation else ""
    policy = f", {m.licence_policy}" if m.licence_policy else ""
    return f"{name}: {m.listed_name} ({m.relation}){cited}{policy}"


def _law(a: RiskAssessed) -> str:
    hook = a.legal_hook
    parts = [hook.sentence or "none identified", *_hook_details(hook)]
    parts.append(f"law as of {a.law_date.isoformat()}")
    return " · ".join(parts)


def _hook_details(hook: LegalHook) -> Iterable[str]:
    if hook.licence_requirement:
        yield f"licence: {hook.licence_requirement}"
    if hook.review_policy:
        yield f"review: {hook.review_policy}"
    if hook.citation:
        yield hook.citation
    if status := _HOOK_STATUS.get(hook.status, hook.status.replace("_", " ")):
        yield status
    if hook.verify_by:
        yield f"verify by {hook.verify_by.isoformat()}"


def _why(a: RiskAssessed) -> str:
    strongest = sorted(a.contributions, key=lambda c: -abs(c.points))[:SHOWN_REASONS]
    return " · ".join(f"{c.points:+d} {c.sentence}" for c in strongest) or "no contribution"


def _quote(a: RiskAssessed) -> str:
    if a.quote is None or not a.quote.quote.strip():
        return "none: structured data"
    gloss = f" ({a.quote_gloss})" if a.quote_gloss else ""
    doubt = " [check the original]" if a.quote.uncertain else ""
    return f"“{clean(a.quote.quote, QUOTE)}”{gloss}{doubt}"


def _first(texts: tuple[str, ...], otherwise: str) -> str:
    return texts[0] if texts else otherwise


def _unknowns(a: RiskAssessed) -> str:
    return "; ".join((*a.unknowns, *a.warnings)) or "nothing that the rules ask for"


def _source(a: RiskAssessed) -> str:
    return a.source_text or f"first seen {a.first_seen.date().isoformat()}"


def _next_step(a: RiskAssessed) -> str:
    if a.unread_content:
        return "Open the original and read what the program could not."
    if a.merged_into:
        return "Go on in the matter that this one was merged into."
    if a.ended:
        return "The matter ended without a deal: close it with a reason, or watch for a re-tender."
    if a.kind == "account":
        return _account_step(a)
    if a.links:
        return "Open the linked account's customer file and compare end user and end use."
    return "Look for accounts of the buyer and the intermediary; ask the reseller for the end user."


def _account_step(a: RiskAssessed) -> str:
    if a.resources_running:
        return "Resources are running: confirm end user and end use today, consider a hold."
    if a.urgency is Urgency.NOW:
        return "Decide on the sign-up: confirm headquarters, parent and end use before access."
    return "Read the customer file: headquarters, parent, end use."
