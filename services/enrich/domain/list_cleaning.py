"""Clean the fields of a Consolidated Screening List entry: the traps found in real snapshots."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

_QUOTES = str.maketrans("\u2018\u2019\u201b\u2032\u201c\u201d\u2013\u2014\u00a0", "''''\"\"-- ")
_SUCCESSOR = re.compile(r"[;,]?\s*and any (?:successors?|sub-?units?)\b.{0,200}$", re.IGNORECASE)
_NAMELESS = re.compile(r"^address(?:es)?\s*\d+", re.IGNORECASE)
_CODE = re.compile(r"\(([A-Z][A-Z-]*)(?: List)?\)")
_FOOTNOTE = re.compile(r"(?<=[)R])(\s?[,.]?)\s?([1-9])(?=$|[\s,.;])")
_KNOWN_AS = re.compile(r",?\s+(?:a\.k\.a\.|f\.k\.a\.),?\s*", re.IGNORECASE)
_DANGLING = re.compile(r"[;,]?\s*\d+ FR\s*$")
_COUNTRY = re.compile(r"(?:^|, )([A-Z]{2})$")

CODES = {
    "us_bis_entity": "EL",
    "us_bis_meu": "MEU",
    "us_bis_unverified": "UVL",
    "us_bis_denied": "DPL",
    "us_ofac_sdn": "SDN",
    "us_ofac_cons": "CONS",
    "us_state_nonproliferation": "ISN",
    "us_ddtc_debarred": "DTC",
    "us_dod_chinese_milcorps": "1260H",
    "us_bis_mieu": "MIEU",
}
"""OpenSanctions dataset ids and the list code each stands for; `us_trade_csl` names no one list."""

CSL_CODES = frozenset(
    ("CAP", "CMIC", "DPL", "DTC", "EL", "ISN", "MEU", "NS-MBS", "PLC", "SDN", "SSI", "UVL")
)
"""The lists that the Consolidated Screening List brings together."""

LONG_NAMES = (
    ("specially designated", "SDN"),
    ("denied persons", "DPL"),
    ("military end user", "MEU"),
    ("unverified", "UVL"),
    ("entity list", "EL"),
    ("chinese military-industrial", "CMIC"),
    ("debarred", "DTC"),
    ("nonproliferation", "ISN"),
    ("sectoral sanctions", "SSI"),
)


def list_code(source: str) -> str:
    """Return the code of a list given by code, by the CSL's long text or by OpenSanctions id.

    Unknown sources come back as they are, so that an operator's private list keeps its name.
    """
    found = _CODE.search(source)
    if found:
        return found[1]
    plain = source.strip()
    lower = plain.casefold()
    long = next((code for words, code in LONG_NAMES if words in lower), plain)
    return CODES.get(lower, long)


def name(value: str) -> str:
    """Return a name with typographic quotes and spaces made plain and "any successor" cut off."""
    plain = " ".join(value.translate(_QUOTES).split())
    return _SUCCESSOR.sub("", plain).strip(" ;,") or plain


def names(value: Any) -> tuple[str, ...]:
    """Return every alias once; both formats hold several in one value, split by `;` or a.k.a."""
    found = (name(part) for entry in _split(value) for part in _KNOWN_AS.split(entry))
    return tuple(dict.fromkeys(part for part in found if part))


def is_nameless(text: str) -> bool:
    """Tell whether an entry is a bare address ("Address 01 ..."), which no name can match."""
    return _NAMELESS.match(text) is not None


def addresses(value: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses as printed and the ISO countries in them, each once, in order."""
    entries = value if isinstance(value, list) else [value or ""]
    lines = [line for entry in entries for line in _split(_address_line(entry))]
    countries = [found[1] for line in lines if (found := _COUNTRY.search(line))]
    return tuple(lines), tuple(dict.fromkeys(countries))


def requirement(value: str | None) -> tuple[str | None, tuple[int, ...]]:
    """Return the licence requirement and the footnote numbers that were glued into it."""
    plain = _plain(value)
    if plain is None:
        return None, ()
    numbers = sorted({int(digit) for _, digit in _FOOTNOTE.findall(plain)})
    return _FOOTNOTE.sub(r"\1", plain).rstrip(" ,"), tuple(numbers)


def policy(value: str | None) -> str | None:
    """Return the review policy as printed, without the full stop that makes one policy two."""
    plain = _plain(value)
    if plain is None:
        return None
    return plain.rstrip(" .").replace("casa-by-case", "case-by-case") or None


def citation(value: str | None) -> str | None:
    """Return the Federal Register citation without a dangling volume ("88 FR") at its end."""
    plain = _plain(value)
    return _DANGLING.sub("", plain).strip(" ;,") or None if plain else None


def derived_entry_id(code: str, row: Mapping[str, Any]) -> str:
    """Return an id for an entry that has none (older CSV): from list, name, number, citation."""
    parts = (code, row["name"], row.get("entity_number"), row.get("federal_register_notice"))
    text = "\x1f".join([*(str(part or "") for part in parts), str(row.get("addresses") or "")])
    return sha256(text.encode()).hexdigest()[:24]


def _plain(value: str | None) -> str | None:
    return " ".join((value or "").translate(_QUOTES).split()) or None


def _split(value: Any) -> list[str]:
    """Return the parts of one cell or of a list of values; `;` separates in both."""
    values = value if isinstance(value, list) else [value or ""]
    parts = (" ".join(part.split()) for entry in values for part in str(entry).split(";"))
    return [part for part in parts if part]


def _address_line(entry: Any) -> str:
    """Return one address of the JSON as the CSV prints it."""
    if not isinstance(entry, Mapping):
        return str(entry)
    state = entry.get("state") or entry.get("state_or_province")
    parts = (entry.get("address"), entry.get("city"), state, entry.get("postal_code"))
    return ", ".join(str(part) for part in (*parts, entry.get("country")) if part)
