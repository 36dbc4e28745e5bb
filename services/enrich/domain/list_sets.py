"""List sets: the publications that stand side by side, and what each is for."""

import re
from dataclasses import dataclass
from typing import Literal

from chassis.errors import Invalid

Kind = Literal["published", "operator", "aliases"]

CSL, OFAC, EU, JAPAN = "csl", "ofac", "eu-annex-iv", "japan-eul"
TAIWAN, OPENSANCTIONS, BRIDGE = "taiwan-shtc", "opensanctions", "bridge"
OFAC_CONSOLIDATED = "ofac-cons"
PRIVATE, ALIASES = "private:", "aliases:"
CONFIRMED = "aliases:confirmed"
"""Reserved: names that a person confirmed. Every other alias source only proposes."""

_OWN = re.compile(r"(?:private|aliases):[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class ListSet:
    """One publication with one active snapshot of its own.

    `published` lists answer whether a name is clear; `operator` lists add to them; `aliases` name
    listed parties and list nobody. `expires` says whether its age makes results provisional.
    """

    name: str
    title: str
    kind: Kind = "published"
    expires: bool = False


PUBLISHED = (
    ListSet(CSL, "Consolidated Screening List", expires=True),
    ListSet(OFAC, "OFAC SDN list", expires=True),
    # A file of its own with a schema of its own kind: in one set it would replace the SDN list.
    ListSet(OFAC_CONSOLIDATED, "OFAC consolidated (non-SDN) list", expires=True),
    # Revised a few times a year: an old copy is the normal state of these.
    ListSet(EU, "Regulation (EU) 833/2014, Annex IV"),
    ListSet(JAPAN, "METI End User List, Japan"),
    ListSet(TAIWAN, "SHTC entity list, Taiwan"),
    ListSet(OPENSANCTIONS, "OpenSanctions, under the operator's licence", expires=True),
)
"""In the order in which they name a party that several of them hold."""

_BRIDGES = ListSet(BRIDGE, "Federal Register, ahead of the publication", "operator")
_ORDER = tuple(each.name for each in PUBLISHED)


def set_of(name: str) -> ListSet:
    """Return the list set of a name; raises Invalid that tells the names there are."""
    known = next((each for each in (*PUBLISHED, _BRIDGES) if each.name == name), None)
    if known:
        return known
    if not _OWN.fullmatch(name):
        names = ", ".join((*_ORDER, "private:NAME", "aliases:SOURCE"))
        problem = f"There is no list set {name[:60]!r}: use one of {names}"
        raise Invalid(
            f"{problem} (NAME in lower case, digits and hyphens).", reason="list_set_unknown"
        )
    if name.startswith(PRIVATE):
        return ListSet(name, f"Private list {name.removeprefix(PRIVATE)}", "operator")
    return ListSet(name, f"Names from {name.removeprefix(ALIASES)}", "aliases")


def precedence(name: str) -> tuple[int, str]:
    """Return the sort key of a set: published ones first, in their order."""
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)
