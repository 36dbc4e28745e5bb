"""Sign-up CloudEvents: who opens an account; contact data stay in the vault, only traces go on."""

import re
from datetime import date, datetime
from typing import Any

from contracts.accounts import AccountReceived, Owner, SignUp
from contracts.ids import account_matter, root_id
from contracts.names import tokens
from contracts.parties import Identifier, Party, Role
from contracts.tenders import Source

# Fields of the proposed 15 CFR Part 7 (89 FR 5698): what is absent is listed, not guessed.
PROPOSED = (
    "legal_name",
    "address",
    "payment",
    "email",
    "phone",
    "signup_ip",
    "beneficial_owners",
)
_CHINESE_BODY = re.compile(
    r"(?:公司|集团|大学|研究院|研究所|中心|基金|合伙企业)(?:[（(][^（）()]*[）)])?$"
)
# Not the short ones: Co, Sa and Ag are family names too, and a person must not become a party.
_FORMS = frozenset(
    (
        *("ltd", "limited", "inc", "incorporated", "corp", "corporation", "company", "llc", "llp"),
        *("plc", "gmbh", "pte", "pty", "bhd", "holdings", "holding", "fund", "trust", "university"),
    )
)
_PROVIDERS = ("aws", "azure", "gcp", "oci")
_NUMBER = re.compile(r"[A-Z]{2,8}[A-Z0-9]*(?:-[A-Z0-9]+){2,}")


def account_of(event: dict[str, Any], source: Source) -> AccountReceived:
    """Return the account event of a sign-up; KeyError or ValueError if it is none."""
    data = event["data"]
    provider = _provider(data.get("provider"), str(event["source"]))
    account = f"{provider}:{data.get('account_id') or 'none:' + str(event['id'])}"
    return AccountReceived(
        event=root_id("account-event", str(event["source"]), str(event["id"])),
        matter=account_matter(account),
        account=account,
        provider=provider,
        native_id=str(event["id"]),
        kind="signup",
        operation="SignUp",
        occurred=datetime.fromisoformat(data.get("created_at") or event["time"]),
        region=None,
        signup=_signup(data),
        project_tags=tuple(dict.fromkeys(_NUMBER.findall(str(data.get("declared_end_use") or "")))),
        source=source,
    )


def _provider(stated: Any, source: str) -> str:
    named = str(stated or "").lower()
    if named in _PROVIDERS:
        return named
    return next((p for p in _PROVIDERS if re.search(rf"\b{p}\b", source.lower())), "unknown")


def _signup(data: dict[str, Any]) -> SignUp:
    payment = data.get("payment") or {}
    attestation = data.get("attestation") or {}
    registration = data.get("registration_id") or {}
    parent = data.get("ultimate_parent") or {}
    email = str(data.get("email") or "")
    attested = attestation.get("date")
    return SignUp(
        legal_name=data.get("legal_name"),
        legal_name_native=data.get("legal_name_native"),
        country=data.get("country"),
        address=data.get("address"),
        registration=Identifier(scheme=str(registration["scheme"]), id=str(registration["id"]))
        if registration.get("scheme") and registration.get("id")
        else None,
        hq_country=data.get("hq_country"),
        ultimate_parent=Party(role=Role.PARENT, name=parent["name"], country=parent.get("country"))
        if parent.get("name")
        else None,
        owners=tuple(_owner(o) for o in data.get("beneficial_owners") or []),
        email_domain=data.get("email_domain") or (email.rpartition("@")[2] or None),
        payment_means=payment.get("means"),
        payment_country=payment.get("issuer_country"),
        ip_country=data.get("ip_country"),
        reseller=data.get("reseller_id"),
        declared_end_use=data.get("declared_end_use"),
        declared_end_users=tuple(map(str, data.get("declared_end_users") or ())),
        attested_not_d5_hq=attestation.get("not_d5_hq"),
        attestation_date=date.fromisoformat(attested[:10]) if attested else None,
        created_at=datetime.fromisoformat(data["created_at"]) if data.get("created_at") else None,
        missing=tuple(name for name in PROPOSED if not data.get(name)),
    )


def _is_company(name: str) -> bool:
    """Whether an owner's name has a legal form: such an owner is screened as what it is."""
    return bool(set(tokens(name)) & _FORMS or _CHINESE_BODY.search(name))


def _owner(owner: dict[str, Any]) -> Owner:
    name = str(owner.get("name") or "") or None
    return Owner(
        name=name,
        person=not (owner.get("kind") == "organisation" or (name and _is_company(name))),
        country=owner.get("nationality") or owner.get("country"),
        percent=owner.get("percent"),
    )
