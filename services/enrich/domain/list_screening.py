"""The screener over a state of the lists: the union of its sets, with proposed names."""

from collections.abc import Mapping, Sequence

from services.enrich.data.aliases import load_aliases
from services.enrich.domain.alias_decisions import Decision, alias_rows, rejections
from services.enrich.domain.alias_sources import proposals
from services.enrich.domain.list_sets import set_of
from services.enrich.domain.list_state import ListState
from services.enrich.domain.list_union import union
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Scorer, Screener

SetParties = Mapping[str, Mapping[bytes, ListedParty]]
"""List set -> digest -> party, in the order of the file."""


def screener_of(
    state: ListState,
    parties: SetParties,
    scorer: Scorer | None = None,
    decisions: Sequence[Decision] = (),
) -> Screener:
    """Return the screener over every list set of `state`; the same state answers the same.

    `decisions` are those that `aliases:confirmed` holds: the aliases that people confirmed are
    used beside the bundled ones, the pairs they rejected are not proposed.
    """
    names = {name: list(held.values()) for name, held in parties.items()}
    sources = {name: held for name, held in names.items() if set_of(name).kind == "aliases"}
    listed = {name: held for name, held in names.items() if name not in sources}
    active = {each.list_set: each for each in state.sets}
    records = union(listed, lambda name, code: active[name].day(code))
    rows = load_aliases()
    proposed = proposals(records, sources, rows)
    aliases = (*rows, *proposed, *alias_rows(decisions))
    return Screener(records, aliases, scorer=scorer, rejected=rejections(decisions))
