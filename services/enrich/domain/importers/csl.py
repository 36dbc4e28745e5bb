"""Consolidated Screening List of trade.gov, JSON and both generations of the CSV."""

import re

from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.list_sets import CSL
from services.enrich.domain.lists import REQUIRED, parse_list

# `results` is an array of entries here; the query service of Wikidata has an object there.
_RESULTS = re.compile(r'"results"\s*:\s*\[')
_SIGNS = ('"sources_used"', '"alt_names"', '"total"')


def recognises(content: Content) -> bool:
    """Tell by the keys of the JSON, or by the columns of the table."""
    head = content.head
    if head[:1] == "{":
        return any(sign in head for sign in _SIGNS) or _RESULTS.search(head) is not None
    columns = re.split("[,\t]", head.split("\n", 1)[0].strip("\r").replace('"', ""))
    return set(REQUIRED) <= set(columns)


def parse(content: Content) -> Parsed:
    """Return the parties; the day is the newest stamp of the sources."""
    parties = parse_list(content.raw)
    stamps = [party.source_updated for party in parties if party.source_updated]
    return Parsed(parties, max(stamps, default=None))


IMPORTER = Importer(CSL, "Consolidated Screening List (JSON, CSV or TSV)", recognises, parse)
