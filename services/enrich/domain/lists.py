"""Parse the Consolidated Screening List, JSON or CSV, into records free of its known flaws."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.errors import Invalid
from services.enrich.domain import list_cleaning as clean

REQUIRED = ("source", "name", "alt_names", "addresses", "federal_register_notice")
_NOT_ORGANISATIONS = frozenset(("individual", "vessel", "aircraft"))
FIELD_LIMIT = 10_000_000
TRUNCATED = "The download is incomplete: fetch the list again; the snapshot in use stays active."
WRONG_FILE = (
    "Give the Consolidated Screening List as published at trade.gov,"
    " consolidated.json or consolidated.csv."
)


class ListUnreadable(Invalid):
    """A list file cannot be used; the message says what to do, the old snapshot stays."""

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(f"{problem} {advice}", reason="list_unreadable")


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One entry of one list, as published, cleaned by the rules of list_cleaning.

    `other_ids` are those of the same entry in further publications of the same list.
    """

    id: str
    list: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    type: str | None = None
    addresses: tuple[str, ...] = ()
    citation: str | None = None
    licence_requirement: str | None = None
    licence_policy: str | None = None
    source_updated: date | None = None
    countries: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    other_ids: tuple[str, ...] = ()

    @property
    def is_organisation(self) -> bool:
        """Not listed as a person, ship or aeroplane."""
        return (self.type or "").casefold() not in _NOT_ORGANISATIONS

    @property
    def nameless(self) -> bool:
        """The entry lists a bare address ("Address 01"): kept, never matched by name."""
        return clean.is_nameless(self.name)


def parse_list(content: bytes | str) -> tuple[ListedParty, ...]:
    """Return every party of a CSL file, JSON or CSV, in file order; raise `ListUnreadable`."""
    text = _decoded(content)
    start = text.lstrip()[:1]
    if not start:
        raise ListUnreadable("The list file is empty.", TRUNCATED)
    if start == "<":
        raise ListUnreadable("The file is a web page, not a list.", WRONG_FILE)
    return parse_json(text) if start in "{[" else parse_csv(text)


def parse_json(text: str) -> tuple[ListedParty, ...]:
    """Return the parties of the official JSON shape `{total, sources_used, results}`."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise ListUnreadable("The list is cut off or not JSON.", TRUNCATED) from error
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list) or not results:
        raise ListUnreadable("The JSON holds no `results`.", WRONG_FILE)
    if document.get("total", len(results)) != len(results):
        problem = f"The list says {document['total']} parties and holds {len(results)}."
        raise ListUnreadable(problem, TRUNCATED)
    return _parties(results, _stamps(document.get("sources_used")))


def parse_csv(text: str) -> tuple[ListedParty, ...]:
    """Return the parties of either CSV header generation, or of the TSV; columns go by name."""
    csv.field_size_limit(FIELD_LIMIT)
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
        rows = [] if missing else list(reader)
    except csv.Error as error:
        raise ListUnreadable("The list is cut off inside a row.", TRUNCATED) from error
    if missing:
        raise ListUnreadable(f"Columns missing: {', '.join(missing)}.", WRONG_FILE)
    if not rows:
        raise ListUnreadable("The list has a header and no rows.", TRUNCATED)
    if None in rows[-1].values():
        raise ListUnreadable("The last row is cut off.", TRUNCATED)
    return _parties(rows, {})


def _decoded(content: bytes | str) -> str:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListUnreadable("The file is not UTF-8 text.", WRONG_FILE) from error


def _stamps(sources: Any) -> dict[str, date]:
    """Return the publication day of each source: the freshness stamp shown in alerts."""
    stamps = {}
    for source in sources if isinstance(sources, list) else []:
        stamp = str(source.get("source_last_updated") or "")[:10]
        try:
            stamps[str(source.get("source"))] = date.fromisoformat(stamp)
        except ValueError:
            continue
    return stamps


def _parties(
    rows: Iterable[Mapping[str, Any]], stamps: Mapping[str, date]
) -> tuple[ListedParty, ...]:
    try:
        return tuple(_party(row, stamps) for row in rows)
    except (KeyError, TypeError, AttributeError) as error:
        raise ListUnreadable("An entry lacks its source or name.", WRONG_FILE) from error


def _party(row: Mapping[str, Any], stamps: Mapping[str, date]) -> ListedParty:
    code = clean.list_code(row["source"])
    name = clean.name(row["name"])
    addresses, countries = clean.addresses(row.get("addresses"))
    requirement, footnotes = clean.requirement(row.get("license_requirement"))
    return ListedParty(
        id=str(row.get("id") or row.get("_id") or "") or clean.derived_entry_id(code, row),
        list=code,
        name=name,
        aliases=tuple(alias for alias in clean.names(row.get("alt_names")) if alias != name),
        country=countries[0] if countries else None,
        type=row.get("type") or None,
        addresses=addresses,
        citation=clean.citation(row.get("federal_register_notice")),
        licence_requirement=requirement,
        licence_policy=clean.policy(row.get("license_policy")),
        source_updated=stamps.get(row["source"]),
        countries=countries,
        footnotes=footnotes,
    )
