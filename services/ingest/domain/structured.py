"""Facts of structured notices (OCDS, eForms, SAM.gov): a field's path stands for the quote."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.evidence import DateFact, Evidence, MoneyFact, TextFact
from contracts.parties import Identifier, Party, Role

MAX_TEXT = 200_000
_QUOTE = 300
_CHINA = timezone(timedelta(hours=8))


def text_fact(value: Any, how: str, text: str) -> TextFact | None:
    """Return a text with its place in the notice's text, if it stands there."""
    if not value:
        return None
    value = " ".join(str(value).split())
    start = text.find(value)
    where = {"start": start, "end": start + min(len(value), _QUOTE)} if start >= 0 else {}
    return TextFact(value=value, quote=value[:_QUOTE], how=how, **where)


def money_fact(amount: Any, currency: Any, how: str) -> MoneyFact | None:
    """Return an amount; None where nothing, or no number, is stated."""
    if amount in (None, ""):
        return None
    try:
        value = Decimal(str(amount).replace(",", "").lstrip("$ "))
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    money = str(currency or "CNY")
    return MoneyFact(value=value, currency=money, quote=f"{value} {money}", how=how)


def summed(facts: Sequence[MoneyFact]) -> MoneyFact | None:
    """Return the sum as one fact; None of nothing, and of amounts in several currencies."""
    if not facts or len({fact.currency for fact in facts}) > 1:
        return None
    total = sum((fact.value for fact in facts if fact.value is not None), Decimal(0))
    return facts[0].model_copy(update={"value": total, "quote": f"{total} {facts[0].currency}"})


def date_fact(value: Any, how: str) -> DateFact | None:
    """Return the day of an ISO 8601 date, of an instant the day in UTC+8; ValueError if neither."""
    if not value:
        return None
    stated = str(value)
    day = date.fromisoformat(stated[:10])
    if "T" in stated and (at := datetime.fromisoformat(stated)).tzinfo:
        day = at.astimezone(_CHINA).date()
    return DateFact(value=day, quote=stated[:40], how=how)


def party_fact(
    name: str,
    role: Role,
    how: str,
    *,
    identifiers: tuple[Identifier, ...] = (),
    country: str | None = None,
) -> Party:
    """Return a party; `country` as printed, kept as the seat where it is ISO alpha-2."""
    alpha2 = country and len(country) == 2  # noqa: PLR2004
    return Party(
        role=role,
        name=name,
        identifiers=identifiers,
        country=country if alpha2 else None,
        address=country,
        evidence=Evidence(quote=name[:_QUOTE], how=how),
    )


def lines_of(parts: Iterable[Any]) -> str:
    """Return everything a reader would see, each once, a line each."""
    told = (" ".join(str(part).split()) for part in parts if part)
    return "\n".join(dict.fromkeys(line for line in told if line))


def unread(text: str) -> dict[str, Any]:
    """Return the fields that say that a text is longer than we read."""
    if len(text) <= MAX_TEXT:
        return {}
    reason = f"longer than {MAX_TEXT:,} characters: the rest was not read"
    return {"unread_content": True, "unread_reason": reason}
