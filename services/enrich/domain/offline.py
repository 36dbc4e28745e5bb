"""An enricher straight from a list file, for one process without bus or database."""

from contracts.parties import Snapshot
from services.enrich.data.aliases import load_aliases
from services.enrich.domain.alias_decisions import alias_rows, rejections
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.list_sets import PRIVATE, set_of
from services.enrich.domain.lists import ListUnreadable
from services.enrich.domain.operator_rows import decisions_in
from services.enrich.domain.screening import Screener
from services.enrich.domain.snapshots import read_file

_GIVEN = f"{PRIVATE}given"


def enricher_from(raw: bytes, name: str, decided: tuple[str, str] | None = None) -> Enricher:
    """Return the enricher on the list file `raw`; raises ListUnreadable if it is unfit.

    Names are the bundled ones, and those of `decided` (text and name of a file of the operator's
    decisions); raises Invalid if a row of it breaks a rule.

    Lists count as fresh: whoever names a file has chosen its date, and results carry it.
    """
    file = read_file(raw, name, own=_GIVEN)
    if set_of(file.list_set).kind == "aliases":
        problem = "The file names organisations and lists nobody."
        raise ListUnreadable(problem, "Give a list; names are loaded with exportwatch lists load.")
    snapshot = Snapshot(id=file.id, list_date=file.list_date, parties=len(file.parties))
    decisions = decisions_in(*decided, file.parties) if decided else []
    aliases = (*load_aliases(), *alias_rows(decisions))
    screener = Screener(file.parties, aliases, rejected=rejections(decisions))
    return Enricher(screener, Catalogue.bundled(), snapshot)
