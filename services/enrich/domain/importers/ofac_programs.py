"""OFAC programmes: which list of the consolidated file an entry belongs to."""

from collections.abc import Iterable

SDN = "SDN"
CONSOLIDATED = "CONS"

_LISTS = (
    ("CMIC", "CMIC"),
    ("NS-MBS", "NS-MBS"),
    ("RUSSIA-EO14024", "NS-MBS"),
    ("NS-PLC", "PLC"),
    ("561", "CAP"),
    ("HKAA", "CAP"),
    ("CAPTA", "CAP"),
    ("UKRAINE-EO13662", "SSI"),
    ("FSE", "FSE"),
    ("ISA", "ISA"),
)
"""Beginnings of programme tags in the consolidated (non-SDN) file and the list each stands for."""


def list_of(programs: Iterable[str]) -> str | None:
    """Return the non-SDN list of an entry, None if a programme is of the SDN list."""
    codes = []
    for program in programs:
        plain = program.strip().strip("[]").upper()
        codes.append(next((code for sign, code in _LISTS if plain.startswith(sign)), None))
    if None in codes:
        return None
    return codes[0] if codes else CONSOLIDATED
