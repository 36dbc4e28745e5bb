"""The screener over a state of the lists: the union of its sets, with proposed names."""

from collections.abc import Mapping

from services.enrich.data.aliases import load_aliases
from services.enrich.domain.alias_sources import proposals
from services.enrich.domain.list_sets import set_of
from services.enrich.domain.list_state import ListState
from services.enrich.domain.list_union import union
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Scorer, Screener

SetParties = Mapping[str, Mapping[bytes, ListedParty]]
"""List set -> digest -> party, in the order of the file."""


def screener_of(state: ListState, parties: SetParties, scorer: Scorer | None = None) -> Screener:
    """Return the screener over every list set of `state`; the same state answers the same."""
    names = {name: list(held.values()) for name, held in parties.items()}
    sources = {name: held for name, held in names.items() if set_of(name).kind == "aliases"}
    listed = {name: held for name, held in names.items() if name not in sources}
    active = {each.list_set: each for each in state.sets}
    records = union(listed, lambda name, code: active[name].day(code))
    rows = load_aliases()
    return Screener(records, (*rows, *proposals(records, sources, rows)), scorer=scorer)
