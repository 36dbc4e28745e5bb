"""Connection of a party with China, Hong Kong or Macau, with its reason (policy 1).

Nobody's personal name, nationality, ethnicity or language, and no script alone, is a reason.
"""

import re
from dataclasses import dataclass

from contracts.names import HAN
from contracts.parties import Nexus, Party
from services.enrich.domain.jurisdiction import UNTOLD, Jurisdiction
from services.enrich.domain.organisations import Organisation

CHINA = frozenset({"CN", "HK", "MO"})
_LEGAL_FORM = re.compile(
    r"(有限公司|有限责任公司|股份公司|集团|公司|大学|学院|学校|中学|研究院|研究所|研究中心|中心|实验室|"
    r"院|局|厅|委员会|委|部|处|馆|厂|所|站|社|医院|银行|队|办公室|政府)([(（].{1,40}[)）])?$"
)
_ELSEWHERE = re.compile(
    "台湾|台北|高雄|新加坡|日本|东京|马来西亚|美国|德国|韩国|越南|泰国|印度尼西亚|株式会社|国立"
)
_HONG_KONG = re.compile("香港|澳门|hong kong|macau|macao", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(china|beijing|shanghai|shenzhen|guangzhou|hangzhou|hefei)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Seat:
    """What else is known of a party: where its notice stands, its known entry, linked countries.

    `linked` are (role in words, country) of headquarters, parents and owners of half or more.
    """

    jurisdiction: Jurisdiction = UNTOLD
    known: Organisation | None = None
    linked: tuple[tuple[str, str | None], ...] = ()


def nexus(party: Party, seat: Seat) -> Nexus:
    """Return yes, no or unknown with its reason, strongest evidence first."""
    for reason, country in (("seat", party.country), *seat.linked):
        if country in CHINA:
            return Nexus(value="yes", reason=f"{reason} in {country} as stated")
    if any(i.scheme == "CN-USCC" and i.valid is not False for i in party.identifiers):
        return Nexus(value="yes", reason="unified social credit code")
    if seat.known and seat.known.country in CHINA:
        return Nexus(value="yes", reason=f"known organisation: {seat.known.source}")
    if party.country is not None:
        return _stated_elsewhere(party.country, seat)
    return _by_name(party.name, seat.jurisdiction)


def country_of(party: Party, seat: Seat) -> str | None:
    """Return the country for telling homonyms apart: stated, known, or of the notice's rules."""
    if party.country:
        return party.country
    if seat.known:
        return seat.known.country
    return seat.jurisdiction.country


def _stated_elsewhere(country: str, seat: Seat) -> Nexus:
    open_ends = [reason for reason, linked in seat.linked if linked is None]
    if open_ends or not seat.linked:
        unknown = " and ".join(open_ends) or "headquarters and parent"
        return Nexus(value="unknown", reason=f"seat in {country}; {unknown} not stated")
    return Nexus(value="no", reason=f"seat, headquarters and parent outside China ({country})")


def _by_name(name: str, jurisdiction: Jurisdiction) -> Nexus:
    if _HONG_KONG.search(name):
        return Nexus(value="yes", reason="name gives a seat in Hong Kong or Macau")
    if jurisdiction.country in CHINA and not _ELSEWHERE.search(name):
        if _LEGAL_FORM.search(name) or _PLACE.search(name):
            signs = ", ".join(jurisdiction.signs[:3])
            return Nexus(value="yes", reason=f"Chinese legal form in a Chinese notice ({signs})")
        return Nexus(value="unknown", reason="no legal form that tells the seat")
    if jurisdiction.country and jurisdiction.country not in CHINA:
        return Nexus(value="no", reason=f"notice under the rules of {jurisdiction.country}")
    if re.search(f"[{HAN}]", name):
        return Nexus(value="unknown", reason="a Chinese name alone does not tell the seat")
    return Nexus(value="unknown", reason="seat not stated")
