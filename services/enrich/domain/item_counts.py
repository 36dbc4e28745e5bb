"""Counts from a notice's own lines of items: quantity, unit, and the cards a server."""

import re
from collections.abc import Mapping, Sequence

from contracts.tenders import Item
from services.enrich.domain.counts import Count, count_at
from services.enrich.domain.flat import FlatText
from services.enrich.domain.goods_rows import is_card_unit
from services.enrich.domain.lexicon import Hit, Lexicon
from services.enrich.domain.mentions import mask
from services.enrich.domain.servers import named

_PIECES = frozenset({"个", "件", "只", "pcs", "piece", "pieces"})
# "2 unit" of a server is two servers.
_ANY = frozenset({"", "unit", "units", "each", "ea", "item", "items", "项", "个", "件", "批"})
_SERVER = re.compile(r"服务器|伺服器|工作站|一体机|节点|server|workstation|node")
_BOXES = frozenset({"台", "套", "节点", "个节点", "架", "server", "servers", "node", "nodes"})


def item_counts(items: Sequence[Item], lexicon: Lexicon) -> Mapping[str, Count]:
    """Return catalogue name -> count, summed over the items that state cards or servers.

    A chip with one item whose count is not stated has none: the sum would be too small.
    """
    lines: dict[str, list[Count]] = {}
    for item in items:
        for name, count in _of_item(item, lexicon):
            lines.setdefault(name, []).append(count)
    return {name: total for name, counts in lines.items() if (total := _sum(counts, name))}


def _of_item(item: Item, lexicon: Lexicon) -> list[tuple[str, Count]]:
    text = FlatText.of(" ".join(filter(None, (item.brand, item.name, item.model))))
    hits = lexicon.find(text).get("chip", [])
    if not hits or item.quantity is None or item.quantity != int(item.quantity):
        return []
    if len({hit.term.row.name for hit in hits}) > 1:
        return []
    return [(hits[0].term.row.name, _line(int(item.quantity), item.unit, hits, text))]


def _line(quantity: int, unit: str | None, hits: Sequence[Hit], text: FlatText) -> Count:
    counts = [_at(quantity, unit, hit, hits, text) for hit in hits]
    return max(counts, key=lambda count: count.value or 0)


def _at(quantity: int, unit: str | None, hit: Hit, hits: Sequence[Hit], text: FlatText) -> Count:
    name = hit.term.row.name
    plain = (unit or "").strip().lower()
    if is_card_unit(plain) or (plain in _PIECES and not named(text.flat[hit.end :])):
        return Count(quantity, f"{quantity:,} x {name}")
    if plain in _BOXES or (plain in _ANY and _SERVER.search(text.flat)):
        # The quantity is the number of servers: read the line as if it stood there.
        masked = f"{mask(text.flat, hits)} {quantity}台"
        return count_at(masked, hit.start, hit.end, name)
    return Count()


def _sum(counts: Sequence[Count], name: str) -> Count | None:
    values = [count.value for count in counts if count.value is not None]
    if not values or len(values) < len(counts):
        return None
    if len(values) == 1:
        return counts[0]
    total = sum(values)
    return Count(total, f"{' + '.join(f'{v:,}' for v in values)} {name} = {total:,}")
