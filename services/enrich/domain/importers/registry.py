"""The importers there are, and which one reads a file. A new publication is a row here."""

from collections.abc import Sequence
from dataclasses import replace

from services.enrich.domain.alias_sources import ALIAS_LIST
from services.enrich.domain.importers import (
    csl,
    government_tables,
    ofac,
    ofac_advanced,
    ofac_enhanced,
    opensanctions,
    private_list,
    ror,
    wikidata,
)
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.list_sets import (
    ALIASES,
    CONFIRMED,
    OFAC,
    OFAC_CONSOLIDATED,
    PRIVATE,
    set_of,
)
from services.enrich.domain.lists import TRUNCATED, ListUnreadable

IMPORTERS: Sequence[Importer] = (
    csl.IMPORTER,
    ofac.IMPORTER,
    ofac_advanced.IMPORTER,
    ofac_enhanced.IMPORTER,
    opensanctions.IMPORTER,
    ror.IMPORTER,
    wikidata.IMPORTER,
    *government_tables.IMPORTERS,
    # Last: any table with names is one of the operator's.
    private_list.IMPORTER,
)
_NAME_IT = "Say what it is: --private NAME for a list of your own, --set SET for a publication."

_UNEXPECTED = (AttributeError, TypeError, ValueError, LookupError, RecursionError)


def read(
    raw: bytes, name: str, list_set: str | None = None, *, own: str | None = None
) -> tuple[str, Parsed]:
    """Return the list set of a file and what it holds; raises ListUnreadable with what to do.

    Without `list_set` the content decides; `own` is the private set that a mere table of names
    then makes (None: it is refused, somebody must name it). A private list takes any shape, a
    publication its own only: a file of one publication does not become another.
    """
    if not raw.strip():
        raise ListUnreadable("The list file is empty.", TRUNCATED)
    content = Content(raw, name)
    if list_set is None:
        importer = _recognised(content)
        if importer.list_set != PRIVATE:
            parsed = _parsed(importer, content)
            return parsed.list_set or importer.list_set, parsed
        if own is None:
            raise ListUnreadable("This is a table with names.", _NAME_IT)
        list_set = own
    wanted = set_of(list_set).name
    parsed = _parsed(_importer_for(content, wanted), content)
    if parsed.list_set not in (None, wanted) and not wanted.startswith(PRIVATE):
        raise _of_another(str(parsed.list_set), wanted)
    return wanted, _belonging(parsed, wanted)


def _parsed(importer: Importer, content: Content) -> Parsed:
    """Return what the file holds; a value where another kind belongs is a refusal, no crash."""
    try:
        return importer.parse(content)
    except _UNEXPECTED as error:
        problem = f"The file is not of the shape of: {importer.title}."
        raise ListUnreadable(problem, TRUNCATED) from error


def _recognised(content: Content) -> Importer:
    found = next((each for each in IMPORTERS if each.recognises(content)), None)
    if found is None:
        raise _unknown(content)
    return found


def _importer_for(content: Content, list_set: str) -> Importer:
    """Return the importer of a set: the one that knows the file, else the one meant."""
    found = next((each for each in IMPORTERS if each.recognises(content)), None)
    if list_set.startswith(PRIVATE):
        return found if found and found.list_set != PRIVATE else private_list.IMPORTER
    format_of = OFAC if list_set == OFAC_CONSOLIDATED else list_set
    own = [each for each in IMPORTERS if each.list_set == format_of]
    if found in own and found is not None:
        return found
    if found is not None and found.list_set != PRIVATE:
        raise _of_another(found.list_set, list_set)
    if own:
        return own[0]
    if list_set.startswith(ALIASES) and list_set != CONFIRMED:
        return private_list.IMPORTER
    advice = "Its entries are added one by one: see exportwatch lists --help."
    raise ListUnreadable(f"No file makes the list set {list_set}.", advice)


def _belonging(parsed: Parsed, list_set: str) -> Parsed:
    """Return the parties of a private table on the list that it was given as."""
    code = ALIAS_LIST if list_set.startswith(ALIASES) else list_set
    parties = (
        replace(each, list=code) if each.list == PRIVATE else each for each in parsed.parties
    )
    return Parsed(tuple(parties), parsed.list_date)


def _of_another(actual: str, wanted: str) -> ListUnreadable:
    return ListUnreadable(
        f"The file is of {actual}, not of {wanted}.", f"Load it with --set {actual}."
    )


def _unknown(content: Content) -> ListUnreadable:
    if content.head[:1] == "<":
        return ListUnreadable("The file is a web page or XML without a list.", _shapes())
    return ListUnreadable("The file is in no known shape.", _shapes())


def _shapes() -> str:
    titles = "; ".join(each.title for each in IMPORTERS)
    return f"What is in use stays active. exportwatch reads: {titles}. {_NAME_IT}"
