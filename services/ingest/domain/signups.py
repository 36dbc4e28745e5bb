"""Sign-up CloudEvents: who opens an account; contact data stay in the vault, only traces go on."""

import re
from datetime import date
from typing import Any

from contracts.accounts import AccountReceived, Owner, SignUp
from contracts.ids import account_matter, root_id
from contracts.names import tokens
from contracts.parties import Identifier, Party, Role
from contracts.tenders import Source
from services.ingest.domain.masking import mask
from services.ingest.domain.moments import moment
from services.ingest.domain.organisations import valid_code
from services.ingest.domain.parser import PARSER

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
_AS_STATED = (
    "legal_name",
    "legal_name_native",
    "country",
    "address",
    "hq_country",
    "ip_country",
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
        occurred=moment(data.get("created_at") or event["time"]),
        region=None,
        signup=_signup(data),
        project_tags=tuple(dict.fromkeys(_NUMBER.findall(str(data.get("declared_end_use") or "")))),
        source=source,
        parser_version=PARSER,
    )


def _provider(stated: Any, source: str) -> str:
    named = str(stated or "").lower()
    if named in _PROVIDERS:
        return named
    return next((p for p in _PROVIDERS if re.search(rf"\b{p}\b", source.lower())), "unknown")


def _signup(data: dict[str, Any]) -> SignUp:
    parent = data.get("ultimate_parent") or {}
    return SignUp(
        **{name: data.get(name) for name in _AS_STATED},
        registration=_registration(data.get("registration_id") or {}),
        ultimate_parent=Party(role=Role.PARENT, name=parent["name"], country=parent.get("country"))
        if parent.get("name")
        else None,
        owners=tuple(_owner(o) for o in data.get("beneficial_owners") or []),
        email_domain=_domain(data.get("email_domain") or data.get("email")),
        reseller=data.get("reseller_id"),
        declared_end_use=mask(str(data.get("declared_end_use") or "")) or None,
        declared_end_users=tuple(mask(str(u)) for u in data.get("declared_end_users") or ()),
        created_at=moment(data["created_at"]) if data.get("created_at") else None,
        missing=tuple(name for name in PROPOSED if not data.get(name)),
        **_paid(data.get("payment") or {}),
        **_attested(data.get("attestation") or {}),
    )


def _registration(stated: dict[str, Any]) -> Identifier | None:
    scheme, code = str(stated.get("scheme") or ""), str(stated.get("id") or "")
    if not scheme or not code:
        return None
    checked = valid_code(code) if scheme.upper() == "CN-USCC" else None
    return Identifier(scheme=scheme, id=code, valid=checked)


def _domain(stated: Any) -> str | None:
    """The part after the @, also where a sender puts a whole address into email_domain."""
    return str(stated or "").strip().rpartition("@")[2].lower() or None


def _paid(payment: dict[str, Any]) -> dict[str, Any]:
    return {
        "payment_means": payment.get("means"),
        "payment_country": payment.get("issuer_country"),
    }


def _attested(attestation: dict[str, Any]) -> dict[str, Any]:
    day = attestation.get("date")
    return {
        "attested_not_d5_hq": attestation.get("not_d5_hq"),
        "attestation_date": date.fromisoformat(day[:10]) if day else None,
    }


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
