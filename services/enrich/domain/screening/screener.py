"""The door of screening: a name in, matches out, best first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from services.enrich.data.aliases import AliasRow, load_aliases
from services.enrich.domain.screening import explain
from services.enrich.domain.screening.affiliates import Affiliates
from services.enrich.domain.screening.english_index import EnglishIndex
from services.enrich.domain.screening.english_names import Scorer, english_matches
from services.enrich.domain.screening.equal_names import equal_names
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.match import Match
from services.enrich.domain.screening.parents import units_of_parents
from services.enrich.domain.screening.printed import printed_names
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.records import AliasTable, Record
from services.enrich.domain.screening.rejections import NONE, Rejections
from services.enrich.domain.screening.sound_alikes import sound_alikes
from services.enrich.domain.screening.sound_units import units_by_sound
from services.enrich.domain.screening.spotting import Span, Spotter
from services.enrich.domain.screening.structural import StructuralTier
from services.enrich.domain.screening.uncollected import uncollected

MAX_NAME = 1000
"""Characters; a longer text is no name (the longest listed ones take about 500)."""

Tier = Callable[[Query], Iterator[Match]]
"""A way to find entries. Tiers are asked in order until one decides, that is, says more than
`possible`; what the earlier ones proposed is kept."""

_LIST_ORDER = ("SDN", "DPL", "EL", "MEU", "UVL", "CMIC")


class Screener:
    """Screens names against records, which stay fixed; aliases are the bundled ones by default.

    `scorer` is a further opinion on English names that no key decides; none by default.
    `rejected` holds the pairs that a person rejected: they are never proposed.
    """

    def __init__(
        self,
        records: Iterable[Record],
        aliases: Iterable[AliasRow] | None = None,
        *,
        scorer: Scorer | None = None,
        rejected: Rejections = NONE,
    ) -> None:
        self._rejected = rejected
        with uncollected():
            self._build(records, AliasTable(load_aliases() if aliases is None else aliases), scorer)

    def _build(self, records: Iterable[Record], table: AliasTable, scorer: Scorer | None) -> None:
        self._index = NameIndex(records, table)
        self._spotter = Spotter(self._index)
        self._tiers: tuple[Tier, ...] = (
            partial(equal_names, self._index),
            partial(sound_alikes, self._index),
            partial(english_matches, EnglishIndex(self._index.known), scorer=scorer),
            partial(units_of_parents, self._index),
            partial(units_by_sound, self._index),
            Affiliates(self._index).bearing,
            StructuralTier(self._index.known).propose,
        )

    def screen(self, name: str, country: str | None = None) -> list[Match]:
        """Return the listed entries that `name` is, belongs to or may be; best first.

        `country` is the ISO alpha-2 code of the party's seat, where the source states it.
        """
        if len(name) > MAX_NAME:
            return []
        best: dict[tuple[str, str], Match] = {}
        for printed in printed_names(name):
            query = Query.of(printed, name, country)
            for found in self._all(query) if query.key else ():
                held = best.get((found.list, found.id))
                if held is None or found.score > held.score:
                    best[found.list, found.id] = found
        return _explained(sorted(best.values(), key=_rank))

    def spot(self, text: str) -> list[Span]:
        """Return where running text names listed parties, in order; offsets into `text`."""
        return self._spotter.spot(text)

    def _all(self, query: Query) -> Iterator[Match]:
        """Yield every match of each tier, up to the first tier that decides."""
        for tier in self._tiers:
            decided = False
            for found in tier(query):
                if self._rejected.cover(query.key, found):
                    continue
                decided = decided or found.relation != "possible"
                yield found
            if decided:
                return


def _rank(found: Match) -> tuple[float, int, str, str]:
    order = _LIST_ORDER.index(found.list) if found.list in _LIST_ORDER else len(_LIST_ORDER)
    return -found.score, order, found.listed_name, found.id


def _explained(found: list[Match]) -> list[Match]:
    """Add to the first match what comes next: the best one of another name."""
    if not found:
        return found
    first = found[0]
    other = next((each for each in found if each.listed_name != first.listed_name), None)
    runner_up = first.runner_up or (explain.runner_up(other) if other else "")
    sentence = explain.next_best(first.explanation, runner_up)
    return [replace(first, explanation=sentence, runner_up=runner_up), *found[1:]]
