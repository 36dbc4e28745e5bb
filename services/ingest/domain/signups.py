"""Sign-up CloudEvents: who opens an account; contact data stay in the vault, only traces go on."""

import re
from typing import Any

from contracts.accounts import AccountReceived, Owner, SignUp
from contracts.ids import account_matter, root_id
from contracts.names import tokens
from contracts.parties import Identifier, Party, Role
from contracts.tenders import Source
from services.ingest.domain.loose import at, first, mapping, text, word
from services.ingest.domain.masking import mask
from services.ingest.domain.moments import instant
from services.ingest.domain.organisations import valid_code
from services.ingest.domain.parser import PARSER

# Fields of the proposed 15 CFR Part 7 (89 FR 5698), and where a sign-up holds them: what is absent
# is listed, not guessed.
PROPOSED = {
    "legal_name": "legal_name",
    "address": "address",
    "payment": "payment",
    "payment_source": "payment.source",
    "email": "email",
    "phone": "phone",
    "signup_ip": "signup_ip",
    "beneficial_owners": "beneficial_owners.name",
}
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
_NAMES = ("legal_name", "legal_name_native", "address")
_COUNTRIES = ("country", "hq_country", "ip_country")
_TEXTS = (*_NAMES, *_COUNTRIES, "reseller_id", "declared_end_use", "email", "email_domain")
_OBJECTS = ("registration_id", "ultimate_parent", "payment", "attestation")
_PROVIDERS = ("aws", "azure", "gcp", "oci")
_NUMBER = re.compile(r"[A-Z]{2,8}[A-Z0-9]*(?:-[A-Z0-9]+){2,}")
_SHAPE = ("account_id", "payment", "beneficial_owners", "registration_id", "signup_ip")
_LONG = 1000
_ALL = 100
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,9})?)\s*%?")
_YES, _NO = frozenset({"true", "yes", "y", "1"}), frozenset({"false", "no", "n", "0"})


def has_shape(data: Any) -> bool:
    """Return whether an object holds what a sign-up states, whatever its envelope calls itself."""
    if not isinstance(data, dict) or not ("legal_name" in data or "legal_name_native" in data):
        return False
    return any(name in data for name in _SHAPE)


def account_of(event: dict[str, Any], source: Source) -> AccountReceived:
    """Return the event of a sign-up, what is malformed `uncertain`; ValueError without data."""
    if not (data := mapping(event.get("data"))):
        raise ValueError("a sign-up needs an object `data`")
    sender, stated = text(event.get("source")) or "unknown", text(event.get("id"))
    native = stated or f"{source.sha256}#{source.record}"
    provider = _provider(data.get("provider"), sender)
    account = _account(provider, data, event, native)
    occurred = instant(data.get("created_at")) or instant(event.get("time"))
    unsure = [*_malformed(data), *(["native_id"] if stated is None else [])]
    return AccountReceived(
        event=root_id("account-event", sender, native),
        matter=account_matter(account),
        account=account,
        provider=provider,
        native_id=native,
        kind="signup",
        operation="SignUp",
        occurred=occurred or source.received_at,
        signup=_signup(data),
        project_tags=_numbers(data),
        source=source,
        uncertain=(*unsure, *(() if occurred else ("occurred",))),
        parser_version=PARSER,
    )


def _account(provider: str, data: dict[str, Any], event: dict[str, Any], native: str) -> str:
    named = word(data.get("account_id")) or word(event.get("subject"))
    return f"{provider}:{named or 'none:' + native}"


def _numbers(data: dict[str, Any]) -> tuple[str, ...]:
    """Project numbers that the stated purpose names."""
    purpose = text(data.get("declared_end_use"), _LONG) or ""
    return tuple(dict.fromkeys(_NUMBER.findall(purpose)))


def _malformed(data: dict[str, Any]) -> list[str]:
    """Fields that are given and cannot be read as what they are."""
    wrong = [name for name in _TEXTS if data.get(name) and text(data[name]) is None]
    wrong += [n for n in _OBJECTS if data.get(n) and not isinstance(data[n], dict | str)]
    owners = data.get("beneficial_owners")
    if owners and not any(_owner(each) for each in at(owners, "")):
        wrong.append("beneficial_owners")
    created = data.get("created_at")
    return [*wrong, *(["created_at"] if created and instant(created) is None else [])]


def _provider(stated: Any, source: str) -> str:
    named = str(stated or "").lower()
    if named in _PROVIDERS:
        return named
    return next((p for p in _PROVIDERS if re.search(rf"\b{p}\b", source.lower())), "unknown")


def _signup(data: dict[str, Any]) -> SignUp:
    owners = [_owner(each) for each in at(data.get("beneficial_owners"), "")]
    purpose = text(data.get("declared_end_use"), _LONG)
    users = [text(each) for each in at(data.get("declared_end_users"), "")]
    payment = mapping(data.get("payment")) or {"means": data.get("payment")}
    return SignUp(
        **{name: text(data.get(name), _LONG) for name in _NAMES},
        **{name: _country(data.get(name)) for name in _COUNTRIES},
        registration=_registration(data.get("registration_id")),
        ultimate_parent=_parent(data.get("ultimate_parent")),
        owners=tuple(owner for owner in owners if owner),
        email_domain=_domain(text(data.get("email_domain")) or text(data.get("email"))),
        payment_means=text(payment.get("means")),
        payment_country=_country(payment.get("issuer_country")),
        reseller=text(data.get("reseller_id")),
        declared_end_use=mask(purpose) if purpose else None,
        declared_end_users=tuple(mask(user) for user in users if user),
        created_at=instant(data.get("created_at")),
        missing=tuple(name for name, path in PROPOSED.items() if not _given(first(data, path))),
        **_attested(mapping(data.get("attestation"))),
    )


def _given(value: Any) -> bool:
    return bool(value) if isinstance(value, dict) else text(value) is not None


def _country(stated: Any) -> str | None:
    """A code in capitals; a name as it is printed."""
    found = text(stated)
    return found.upper() if found and len(found) == len("CN") else found


def _parent(stated: Any) -> Party | None:
    """An object with name and country, or the bare name."""
    given = stated if isinstance(stated, dict) else {"name": stated}
    name = text(given.get("name"), _LONG)
    if not name:
        return None
    return Party(role=Role.PARENT, name=name, country=_country(given.get("country")))


def _registration(stated: Any) -> Identifier | None:
    """An object with scheme and id; a bare code is Chinese if it has that form."""
    given = stated if isinstance(stated, dict) else {"id": stated}
    code = text(given.get("id"))
    if not code:
        return None
    chinese = valid_code(code)
    scheme = text(given.get("scheme")) or ("CN-USCC" if chinese else "unknown")
    return Identifier(
        scheme=scheme, id=code, valid=chinese if scheme.upper() == "CN-USCC" else None
    )


def _domain(stated: str | None) -> str | None:
    """The part after the @, also where a sender puts a whole address into email_domain."""
    return (stated or "").rpartition("@")[2].lower() or None


def _attested(attestation: dict[str, Any]) -> dict[str, Any]:
    day = instant(attestation.get("date"))
    said = text(attestation.get("not_d5_hq"))
    known = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
    plain = attestation.get("not_d5_hq")
    return {
        "attested_not_d5_hq": plain if isinstance(plain, bool) else known.get((said or "").lower()),
        "attestation_date": day.date() if day else None,
    }


def _is_company(name: str) -> bool:
    """Whether an owner's name has a legal form: such an owner is screened as what it is."""
    return bool(set(tokens(name)) & _FORMS or _CHINESE_BODY.search(name))


def _owner(stated: Any) -> Owner | None:
    """An object with name, nationality and share, or the bare name."""
    given = stated if isinstance(stated, dict) else {"name": stated}
    name = text(given.get("name"), _LONG)
    if name is None and not given.get("percent"):
        return None
    return Owner(
        name=name,
        person=not (given.get("kind") == "organisation" or (name and _is_company(name))),
        country=_country(given.get("nationality") or given.get("country")),
        percent=_percent(given.get("percent")),
    )


def _percent(stated: Any) -> float | None:
    printed = _SHARE.fullmatch(text(stated) or "")
    share = float(printed[1]) if printed else None
    return share if share is not None and share <= _ALL else None
