"""The screener over a state of the lists: the union of its sets, with names from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.enrich.data.aliases import AliasRow, load_aliases
from services.enrich.domain.alias_decisions import Decision, alias_rows, rejections
from services.enrich.domain.alias_sources import proposals
from services.enrich.domain.list_sets import set_of
from services.enrich.domain.list_state import ListState
from services.enrich.domain.list_union import union
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Scorer, Screener

SetParties = Mapping[str, Mapping[bytes, ListedParty]]
"""List set -> digest -> party, in the order of the file."""


@dataclass(frozen=True, slots=True)
class InUse:
    """What is screened against: every listed party once, and all aliases.

    Aliases are the bundled ones, those that registers propose and those that people confirmed;
    `decisions` are those that `aliases:confirmed` holds.
    """

    parties: Sequence[ListedParty]
    aliases: Sequence[AliasRow]
    decisions: Sequence[Decision] = ()

    def screener(self, scorer: Scorer | None = None) -> Screener:
        """Return the screener, which proposes no pair that a person rejected."""
        rejected = rejections(self.decisions)
        return Screener(self.parties, self.aliases, scorer=scorer, rejected=rejected)


def in_use(state: ListState, parties: SetParties, decisions: Sequence[Decision] = ()) -> InUse:
    """Return every list set of `state` as one; the same state gives the same."""
    names = {name: list(held.values()) for name, held in parties.items()}
    sources = {name: held for name, held in names.items() if set_of(name).kind == "aliases"}
    listed = {name: held for name, held in names.items() if name not in sources}
    active = {each.list_set: each for each in state.sets}
    records = union(listed, lambda name, code: active[name].day(code))
    rows = load_aliases()
    proposed = proposals(records, sources, rows)
    return InUse(records, (*rows, *proposed, *alias_rows(decisions)), decisions)


def screener_of(
    state: ListState,
    parties: SetParties,
    scorer: Scorer | None = None,
    decisions: Sequence[Decision] = (),
) -> Screener:
    """Return the screener over every list set of `state`; the same state answers the same."""
    return in_use(state, parties, decisions).screener(scorer)
